"""Reports from a plan, its data and a result, as HTML or tagged PDF. Knows no Django.

report = build_report(result, table, data=..., plan=..., language="da")
write_html(report)    # one file, no script, no outside address
write_pdf(report)     # PDF/UA-1 through typst
build_board_page(...) # the same for a board: one page
"""

from peervej.report.building import build_board_page, build_report
from peervej.report.document import Figure, Heading, Items, Paragraph, Report, Rows
from peervej.report.html import write_html
from peervej.report.notes import Deviation, Notes, read_notes
from peervej.report.pdf import write_pdf
from peervej.report.sections.closing import Provenance
from peervej.report.sections.draw import FaultyLedger
from peervej.report.writer import UnknownLanguage

__all__ = [
    "Deviation",
    "FaultyLedger",
    "Figure",
    "Heading",
    "Items",
    "Notes",
    "Paragraph",
    "Provenance",
    "Report",
    "Rows",
    "UnknownLanguage",
    "build_board_page",
    "build_report",
    "read_notes",
    "write_html",
    "write_pdf",
]
