"""The mapping as tagged PDF (PDF/UA-1), set by typst."""

import json
import re
from dataclasses import asdict
from typing import Any

import typst
from django.utils.translation import gettext as _

from peervej.apps.directory.publishing.content import Publication
from peervej.apps.directory.publishing.figure import typst_source

STANDARD = "ua-1"

# What the embedded font can show: Latin, Greek, Cyrillic, punctuation, money, a few signs.
# PDF/UA-1 (ISO 14289-1, 7.21) refuses a file with a sign no font has, such as an emoji.
_UNPRINTABLE = re.compile(
    "[^\n\t\u0020-\u007e\u00a0-\u024f\u0370-\u0377\u037a-\u037f\u0384-\u03ce\u0400-\u045f"
    "\u2010-\u2027\u2030-\u203a\u20ac\u2190-\u2193\u2212\u2248\u2260\u2264\u2265]"
)


def write_pdf(publication: Publication) -> bytes:
    """Text goes in as JSON, so that no word of an entry is read as markup."""
    words = {
        "contents": _("Contents"),
        "overview": _("The overview"),
        "by_region": _("By region"),
        "by_kind": _("By form"),
        "number": _("Number"),
        "offers": _("offers"),
        "who": _("Who may come"),
        "glance": _("At a glance"),
        "told": _("As told in"),
        "own_words": _("In their own words"),
        "see": _("see"),
        "index": _("Where to look"),
        "groups": _("For whom"),
        "kinds": _("Form"),
        "sources": _("Sources"),
        "page": _("Page"),
        "figure": _("Share of the entries where the source says yes"),
        "of": _("of"),
    }
    content = _printable({**asdict(publication), "words": words})
    data = json.dumps(content, ensure_ascii=False)
    # typst-py takes files by name as a dict, which its stubs do not say.
    made = typst.compile(  # type: ignore[call-overload]
        {
            "main.typ": typst_source("mapping.typ"),
            "figure.typ": typst_source("figure.typ"),
            "data.json": data.encode(),
        },
        format="pdf",
        pdf_standards=[STANDARD],
    )
    return bytes(made)


def _printable(value: Any) -> Any:
    """The content with a question mark for every sign that cannot be set."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub("?", value)
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    return [_printable(item) for item in value] if isinstance(value, list | tuple) else value
