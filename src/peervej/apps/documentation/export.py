"""The figures of a closed kit as a table."""

import csv
import io
from typing import Any

from django.utils.translation import gettext as _

from peervej.apps.documentation.models import Kit

MEANS = ("n", "mean", "low", "high")


def figures_as_csv(kit: Kit) -> bytes:
    """One figure per line; counts that are left out are empty."""
    figures: dict[str, Any] = kit.figures or {"basis": "none", "instruments": []}
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Questionnaire"), _("Figure"), _("Value")])
    writer.writerow(["", _("Basis"), figures["basis"]])
    for row in figures["instruments"]:
        for name, value in _lines(row):
            shown = "" if value is None else str(value).replace(".", ",")
            writer.writerow([row["id"], name, shown])
    # Danish Excel reads UTF-8 only with this mark.
    return ("\ufeff" + out.getvalue()).encode()


def _lines(row: dict[str, Any]) -> list[tuple[str, Any]]:
    lines: list[tuple[str, Any]] = []
    for side in ("first", "later"):
        if row[side]:
            lines += [(f"{side}_{name}", row[side][name]) for name in MEANS]
    for part in ("change", "counts"):
        if row[part]:
            lines += [(f"{part}_{name}", value) for name, value in row[part].items()]
    if row["threshold"]:
        lines.append(("threshold_points", row["threshold"]["points"]))
    return lines
