"""Who might suit whom: suggestions with reasons, for a person to decide."""

from peervej.methods.matching.availability import PartOfDay, Slot
from peervej.methods.matching.suggestions import (
    Filter,
    Request,
    Suggestion,
    UnusableRequest,
    Volunteer,
    broken_filters,
    suggest_volunteers,
)

__all__ = [
    "Filter",
    "PartOfDay",
    "Request",
    "Slot",
    "Suggestion",
    "UnusableRequest",
    "Volunteer",
    "broken_filters",
    "suggest_volunteers",
]
