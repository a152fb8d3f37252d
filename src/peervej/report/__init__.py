"""Reports from a plan, its data and a result, as HTML or tagged PDF. Knows no Django.

report = build_report(result, table, data=..., plan=..., language="da")
write_html(report)    # one file, no script, no outside address
write_pdf(report)     # PDF/UA-1 through typst
build_board_page(...) # the same for a board: one page
"""

from peervej.report.building import Provenance, UnknownLanguage, build_board_page, build_report
from peervej.report.document import Figure, Heading, Items, Paragraph, Report, Rows
from peervej.report.html import write_html
from peervej.report.pdf import write_pdf

__all__ = [
    "Figure",
    "Heading",
    "Items",
    "Paragraph",
    "Provenance",
    "Report",
    "Rows",
    "UnknownLanguage",
    "build_board_page",
    "build_report",
    "write_html",
    "write_pdf",
]
