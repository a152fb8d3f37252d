"""The directory's tables: entries as the public sees them, drafts, and their upkeep."""

from peervej.apps.directory.models.drafts import Draft, DraftSection, SavedWords
from peervej.apps.directory.models.entries import (
    EntryFacet,
    Fact,
    Initiative,
    Section,
    Source,
    Version,
)
from peervej.apps.directory.models.index import CatalogueStamp
from peervej.apps.directory.models.upkeep import (
    Correction,
    KnowledgePage,
    Owner,
    SavedSearch,
    Unlisting,
)

__all__ = [
    "CatalogueStamp",
    "Correction",
    "Draft",
    "DraftSection",
    "EntryFacet",
    "Fact",
    "Initiative",
    "KnowledgePage",
    "Owner",
    "SavedSearch",
    "SavedWords",
    "Section",
    "Source",
    "Unlisting",
    "Version",
]
