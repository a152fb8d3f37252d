"""The search index of the public entries: in memory, kept up with the database.

Each process has its own. Before a search it looks at one number, the catalogue's stamp;
when that has moved, only the entries that changed are analysed again.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from threading import Lock
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Prefetch, QuerySet

from peervej.apps.directory.enums import Facet, FactState, Listing
from peervej.apps.directory.models import CatalogueStamp, Fact, Initiative
from peervej.data.search.documents import label_words, new_search_index
from peervej.methods.danish.documents import Document
from peervej.methods.danish.index import SearchIndex, SearchResult
from peervej.methods.danish.places import COUNTRY

CHUNK = 500
BODY_KEYS = ("detail", "peers_note", "training", "supervision", "effect", "law")


class EntryIndex:
    """The index of one process and what it was made from."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._index: SearchIndex | None = None
        self._stamp = -1
        self._known: dict[int, datetime] = {}

    def search(
        self, text: str, *, limit: int | None, allowed: Collection[int] | None
    ) -> SearchResult:
        """Entries for `text`, best first, among the keys in `allowed`."""
        keys = None if allowed is None else [str(key) for key in allowed]
        return self._current().search(text, limit=limit, allowed=keys)

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
            for document in documents(rows.filter(pk__in=changed[start : start + CHUNK])):
                index.put(document)
        self._known = now_public


ENTRY_INDEX = EntryIndex()


def warm_up() -> None:
    """Make the index before anyone asks: the dictionary alone takes two seconds."""
    try:
        ENTRY_INDEX.search("støtte", limit=1, allowed=None)
    except DatabaseError:
        return  # the tables are not there yet; the first search makes the index
    finally:
        connection.close()


def current_stamp() -> int:
    """The number that moves with every public change."""
    return CatalogueStamp.objects.values_list("number", flat=True).first() or 0


def documents(rows: QuerySet[Initiative]) -> Iterator[Document]:
    """Entries as the index reads them; only what the public may see."""
    seen = Fact.objects.filter(state=FactState.ACCEPTED, private=False)
    rows = rows.select_related("organisation").prefetch_related(
        "municipalities", "regions", "facets", "sections", Prefetch("facts", seen)
    )
    for row in rows:
        yield _document(row)


def _document(row: Initiative) -> Document:
    facts: dict[str, list[Any]] = {}
    for fact in row.facts.all():
        facts.setdefault(fact.key, []).append(fact.value)
    facets: dict[str, list[str]] = {}
    for facet in row.facets.all():
        facets.setdefault(facet.facet, []).append(facet.value)
    organisation = [row.organisation.name] if row.organisation else []
    said = [section.text for section in row.sections.all()]
    said += [_words(value) for key in BODY_KEYS for value in facts.get(key, [])]
    return Document(
        key=str(row.pk),
        fields={
            "name": row.name,
            "keywords": " ".join(facts.get("keyword", [])),
            "organisation": " ".join([*organisation, *facts.get("partner", [])]),
            "summary": row.summary,
            "audience": row.who_may_come,
            "labels": label_words(
                facets.get(Facet.KIND, []),
                facets.get(Facet.TARGET_GROUP, []),
                facets.get(Facet.TERMS, []),
                online=row.online,
            ),
            "body": " ".join(said),
        },
        places=_places(row),
    )


def _words(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    parts = (value.get(name, "") for name in ("text", "paragraph", "law", "note"))
    return " ".join(str(part) for part in parts if part)


def _places(row: Initiative) -> tuple[str, ...]:
    municipalities = tuple(f"m:{place.code}" for place in row.municipalities.all())
    regions = tuple(f"r:{region.slug}" for region in row.regions.all())
    return (*(municipalities or regions), *((COUNTRY,) if row.nationwide else ()))
