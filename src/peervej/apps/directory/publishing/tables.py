"""The mapping as CSV, a line per entry, and as JSON with everything."""

import csv
import io
import json
from dataclasses import asdict

from peervej.apps.directory.publishing.content import Publication

COLUMNS = (
    "region", "name", "place", "organisation", "status", "freshness", "kind",
    "target_groups", "website", "summary", "who_may_come", "facts", "sources",
)  # fmt: skip


def write_csv(publication: Publication) -> bytes:
    """UTF-8 with a mark at the start, by which Excel knows it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for chapter in publication.chapters:
        for entry in chapter.entries:
            row = {**asdict(entry), "region": chapter.title}
            row["facts"] = "\n".join(f"{label}: {value}" for label, value, _dated in entry.facts)
            row["sources"] = "; ".join(entry.sources)
            row["target_groups"] = "; ".join(entry.target_groups)
            writer.writerow([_safe(str(row[name])) for name in COLUMNS])
    return ("\ufeff" + out.getvalue()).encode()


def _safe(text: str) -> str:
    """Spreadsheets run a cell that starts with one of these signs as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def write_json(publication: Publication) -> bytes:
    """Everything the other formats print."""
    return json.dumps(asdict(publication), ensure_ascii=False, indent=1).encode()
