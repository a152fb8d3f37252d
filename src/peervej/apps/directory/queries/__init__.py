"""Questions about the directory that other apps and the pages ask."""

from peervej.apps.directory.queries.listing import (
    Hit,
    SearchResult,
    entries_near,
    search_entries,
)

__all__ = ["Hit", "SearchResult", "entries_near", "search_entries"]
