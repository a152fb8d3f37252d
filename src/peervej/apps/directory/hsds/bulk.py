"""All public entries as one CSV file, a line each."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from peervej.apps.directory.enums import Facet
from peervej.apps.directory.hsds import records
from peervej.apps.directory.models import Initiative

COLUMNS = (
    "id",
    "name",
    "organization",
    "description",
    "status",
    "url",
    "eligibility_description",
    "areas",
    "kinds",
    "target_groups",
    "last_modified",
    "assured_date",
    "alert",
)


def write_csv(rows: Iterable[Initiative], day: date) -> str:
    """The entries, loaded with organisation, places and facets."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _safe_cell(value) for name, value in _flat(row, day).items()})
    return out.getvalue()


def _flat(row: Initiative, day: date) -> dict[str, str]:
    record = records.service_record(row, day)
    flat = {name: value for name, value in record.items() if isinstance(value, str)}
    flat["organization"] = row.organisation.name if row.organisation else ""
    flat["areas"] = "; ".join(area["name"] for area in record.get("service_areas", []))
    facets = [(facet.facet, facet.value) for facet in row.facets.all()]
    flat["kinds"] = "; ".join(value for facet, value in facets if facet == Facet.KIND)
    flat["target_groups"] = "; ".join(v for facet, v in facets if facet == Facet.TARGET_GROUP)
    return flat


def _safe_cell(value: str) -> str:
    """Spreadsheets run a cell that starts with one of these signs as a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
