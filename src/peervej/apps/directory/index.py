"""The search index of the public entries: in memory, kept up with the database.

Each process has its own. Before a search it looks at one number, the catalogue's stamp;
when that has moved, only the entries that changed are analysed again.
"""

from datetime import date, datetime
from threading import Lock

from django.db import DatabaseError, connection

from peervej.apps.directory.enums import Listing
from peervej.apps.directory.index_documents import read_documents
from peervej.apps.directory.models import CatalogueStamp, Initiative
from peervej.data.search.documents import new_search_index
from peervej.methods.danish.documents import FACET_MARK
from peervej.methods.danish.index import Narrowing, SearchIndex
from peervej.methods.danish.ranking import SearchResult

CHUNK = 500


class EntryIndex:
    """The index of one process and what it was made from."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._index: SearchIndex | None = None
        self._stamp = -1
        self._known: dict[int, datetime] = {}

    def search(self, text: str, *, limit: int | None, within: Narrowing) -> SearchResult:
        """Entries for `text`, best first, among those `within` leaves."""
        return self._current().search(text, limit=limit, within=within)

    def ends_before(self, day: date) -> list[str]:
        """The marks of planned ends, as exact as each is known, that lie before `day`."""
        beginning = f"{FACET_MARK}until:"
        known = self._current().marks_like(beginning)
        today = day.isoformat()
        return [
            end for end in known if (until := end.removeprefix(beginning)) < today[: len(until)]
        ]

    def forget(self) -> None:
        """Begin anew at the next search."""
        with self._lock:
            self._index, self._stamp, self._known = None, -1, {}

    def _current(self) -> SearchIndex:
        stamp = current_stamp()
        with self._lock:
            if self._index is None:
                self._index = new_search_index()
            if stamp != self._stamp:
                self._catch_up(self._index)
                self._stamp = stamp
            return self._index

    def _catch_up(self, index: SearchIndex) -> None:
        rows = Initiative.objects.filter(listing=Listing.PUBLIC)
        now_public = dict(rows.values_list("pk", "modified_at"))
        for key in self._known.keys() - now_public.keys():
            index.remove(str(key))
        changed = [key for key, moment in now_public.items() if self._known.get(key) != moment]
        for start in range(0, len(changed), CHUNK):
            for document in read_documents(changed[start : start + CHUNK]):
                index.put(document)
        self._known = now_public


ENTRY_INDEX = EntryIndex()


def warm_up() -> None:
    """Make the index before anyone asks: the dictionary alone takes two seconds."""
    try:
        ENTRY_INDEX.search("støtte", limit=1, within=Narrowing())
    except DatabaseError:
        return  # the tables are not there yet; the first search makes the index
    finally:
        connection.close()


def current_stamp() -> int:
    """The number that moves with every public change."""
    return CatalogueStamp.objects.values_list("number", flat=True).first() or 0
