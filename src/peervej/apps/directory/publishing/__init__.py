"""Today's "Peer-støtte i Danmark", made from the directory as it stands."""

from collections.abc import Callable
from datetime import datetime

from django.utils import translation

from peervej.apps.directory.publishing.content import Publication, gather_publication
from peervej.apps.directory.publishing.pdf import write_pdf
from peervej.apps.directory.publishing.tables import write_csv, write_json
from peervej.apps.directory.publishing.word import write_docx
from peervej.methods.errors import UnusableInput

WRITERS: dict[str, Callable[[Publication], bytes]] = {
    "pdf": write_pdf,
    "docx": write_docx,
    "csv": write_csv,
    "json": write_json,
}


class UnknownFormat(UnusableInput):
    """The mapping is published as .pdf, .docx, .csv or .json."""


def publish_mapping(format: str, *, now: datetime) -> bytes:
    """The whole mapping as one file, in Danish, as the public sees it at `now`."""
    writer = WRITERS.get(format)
    if writer is None:
        raise UnknownFormat(
            f"The mapping is not published as .{format}; choose .pdf, .docx, .csv or .json."
        )
    with translation.override("da"):
        return writer(gather_publication(now))
