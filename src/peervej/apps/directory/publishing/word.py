"""The mapping as a Word document with real headings and header rows."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from peervej.apps.directory.publishing.content import Chapter, Entry, OverviewRow, Publication
from peervej.apps.directory.publishing.figure import draw_figure, tell_figure

FIGURE_WIDTH = Cm(15)


def write_docx(publication: Publication) -> bytes:
    """A document in Danish, with the title and the date in its properties."""
    document = Document()
    document.core_properties.title = publication.title
    document.core_properties.author = "Peervej"
    document.core_properties.language = "da-DK"
    made = datetime.fromisoformat(publication.iso_date)
    document.core_properties.created = document.core_properties.modified = made
    _set_language(document)
    document.add_heading(publication.title, 0)
    document.add_paragraph(publication.date)
    for words in publication.foreword:
        document.add_paragraph(words)
    document.add_heading(_("The overview"), 1)
    _overview(document, _("By region"), publication.measures, publication.by_region)
    _overview(document, _("By form"), publication.measures, publication.by_kind)
    for words in publication.definitions:
        document.add_paragraph(words)
    for chapter in publication.chapters:
        _chapter(document, chapter)
    document.add_heading(_("Where to look"), 1)
    for title, names in (*publication.by_target_group, *publication.kinds):
        document.add_heading(title, 3)
        document.add_paragraph(", ".join(names))
    document.add_heading(_("Sources"), 1)
    for source in publication.sources:
        document.add_paragraph(", ".join(part for part in source if part), style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_language(document: Any) -> None:
    """python-docx has no call for the language of the text; screen readers need it."""
    properties = document.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "da-DK")
    properties.append(language)


def _overview(
    document: Any, title: str, measures: Sequence[str], rows: Sequence[OverviewRow]
) -> None:
    document.add_heading(title, 2)
    cells = [[title, _("Number"), *measures]]
    cells += [[row.label, str(row.total), *(str(count) for count in row.counts)] for row in rows]
    _table(document, cells, header=True)
    document.add_picture(io.BytesIO(draw_figure(measures, rows)), width=FIGURE_WIDTH)
    # python-docx has no call for the words a picture is read aloud with.
    document.inline_shapes[-1]._inline.docPr.set("descr", tell_figure(measures, rows))
    document.add_paragraph(_("Share of the entries where the source says yes"), style="Caption")


def _table(document: Any, cells: Sequence[Sequence[str]], *, header: bool) -> None:
    table = document.add_table(rows=len(cells), cols=len(cells[0]), style="Table Grid")
    for line, row in zip(cells, table.rows, strict=True):
        for text, cell in zip(line, row.cells, strict=True):
            cell.text = _printable(text)
    if header:
        mark = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(mark)


def _chapter(document: Any, chapter: Chapter) -> None:
    document.add_heading(chapter.title, 1)
    if not (chapter.entries or chapter.see_also):
        document.add_paragraph(chapter.empty)
    for entry in chapter.entries:
        _entry(document, entry)
    for name, where in chapter.see_also:
        document.add_paragraph(f"{name}, {_('see')} {where}", style="List Bullet")


def _entry(document: Any, entry: Entry) -> None:
    document.add_heading(_printable(entry.name), 2)
    line = (entry.place, entry.organisation, entry.status, entry.freshness)
    document.add_paragraph(_printable(" · ".join(part for part in line if part)))
    document.add_paragraph(_printable(entry.summary))
    if entry.who_may_come:
        document.add_heading(_("Who may come"), 3)
        document.add_paragraph(_printable(entry.who_may_come))
    if entry.facts:
        document.add_heading(_("At a glance"), 3)
        _table(document, [(label, value) for label, value, _dated in entry.facts], header=False)
    for words in entry.details:
        document.add_paragraph(_printable(words))
    for _number, title, text in entry.sections:
        document.add_heading(title, 3)
        document.add_paragraph(_printable(text))
    if entry.sources:
        document.add_paragraph(f"{_('Sources')}: {'; '.join(entry.sources)}")


def _printable(text: str) -> str:
    """Word files are XML 1.0, which has no control characters beside line breaks and tabs."""
    return "".join(sign for sign in text if sign in "\n\t" or ord(sign) >= 32)
