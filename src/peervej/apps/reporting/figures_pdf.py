"""A site's figures as a document: each with what it counts, on tagged PDF."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from peervej.apps.programmes.queries.figures import Line
from peervej.apps.reporting.queries.figures import FigureTable
from peervej.report import Heading, Paragraph, Report, Rows, write_pdf
from peervej.report.document import Block

LEFT_OUT = "–"


def write_figures(
    heading: str,
    tables: Sequence[FigureTable],
    *,
    year: int,
    until: date,
    lines: Sequence[Line],
    is_hidden: bool,
) -> bytes:
    """The same figures as the page shows, as the bytes of a PDF file."""
    blocks: list[Block] = [
        Paragraph(
            _("%(year)s, counted until %(day)s.")
            % {"year": year, "day": date_format(until, "DATE_FORMAT")}
        )
    ]
    if is_hidden:
        blocks.append(
            Paragraph(
                _(
                    "Counts of people under 5 are left out, and others too where they would give"
                    " a small one away. A dash stands in their place. Only quarters that are over"
                    " are counted."
                )
            )
        )
    if lines:
        blocks += [Heading(_("The year in short"), "short"), _in_short(lines)]
        blocks.append(Heading(_("Quarter by quarter"), "quarters"))
    for table in tables:
        blocks += [_table(table), Paragraph(str(table.kind.definition))]
    title = _("%(heading)s in figures") % {"heading": heading}
    return write_pdf(Report((get_language() or "da")[:2], title, tuple(blocks)))


def _in_short(lines: Sequence[Line]) -> Rows:
    rows = tuple((line.label, line.definition, say_value(line)) for line in lines)
    columns = (_("Figure"), _("What it counts"), _("Count"))
    return Rows(_("Each figure with what it counts"), columns, rows)


def _table(table: FigureTable) -> Rows:
    rows = [
        (str(label), *map(_count, counts), _count(total)) for label, counts, total in table.lines
    ]
    if len(rows) > 1:
        rows.append((_("All"), *map(_count, table.column_totals), _count(table.total)))
    columns = ("", *map(str, table.columns), _("All"))
    return Rows(str(table.kind.title), columns, tuple(rows), frozenset(range(1, len(columns))))


def say_value(line: Line) -> str:
    """A count, or a share with its part and whole; a dash where nothing is known."""
    if line.value is None:
        return LEFT_OUT
    if line.whole is not None:
        return f"{round(100 * line.value)} % ({line.part}/{line.whole})"
    return f"{line.value:g}".replace(".", ",")


def _count(count: int | None) -> str:
    return LEFT_OUT if count is None else str(count)
