"""The overview's small figure: in words for who hears it, as a picture for Word."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib.resources import files

import typst
from django.utils.translation import gettext as _

from peervej.apps.directory.publishing.content import OverviewRow

DOTS_PER_INCH = 180.0
SOURCES = ("figure.typ", "figure_alone.typ")


def typst_source(name: str) -> bytes:
    """A file that typst reads, from beside this one."""
    return files(__package__).joinpath(name).read_bytes()


def draw_figure(measures: Sequence[str], rows: Sequence[OverviewRow]) -> bytes:
    """The bars as PNG."""
    data = {"measures": list(measures), "rows": [asdict(row) for row in rows]}
    named = {name: typst_source(name) for name in SOURCES}
    # typst-py takes files by name as a dict, which its stubs do not say.
    made = typst.compile(  # type: ignore[call-overload]
        {
            "main.typ": named.pop("figure_alone.typ"),
            **named,
            "data.json": json.dumps(data).encode(),
        },
        format="png",
        ppi=DOTS_PER_INCH,
    )
    return bytes(made)


def tell_figure(measures: Sequence[str], rows: Sequence[OverviewRow]) -> str:
    """Every bar in words, for the text beside the picture that is read aloud."""
    told = [
        f"{row.label}: "
        + ", ".join(
            f"{label.lower()} {count} {_('of')} {row.total}"
            for label, count in zip(measures, row.counts, strict=True)
        )
        for row in rows
    ]
    return f"{_('Share of the entries where the source says yes')}. {'. '.join(told)}."
