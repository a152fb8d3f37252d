"""Suggest volunteers for a person: hard filters first, then shared wishes.

A filter is never bent: a person's expressed need is not weighed against other things. What is
shared only orders those who pass, and the coordinator's feel decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from peervej.methods.errors import UnusableInput
from peervej.methods.matching.availability import Slot


class UnusableRequest(UnusableInput):
    """A request names nothing by which a volunteer could be found."""


class Filter(StrEnum):
    """What a volunteer must meet, in the order in which it is looked at."""

    SAME_PERSON = "same_person"
    PROPOSED_BEFORE = "proposed_before"
    NOT_READY = "not_ready"
    NO_ROOM = "no_room"
    SITE = "site"
    LANGUAGE = "language"
    AVAILABILITY = "availability"
    NEEDS = "needs"


@dataclass(frozen=True)
class Request:
    """What a person asks for. Names are the caller's own codes.

    ``person``: whose request it is. ``needs``: what a volunteer must have, such as a woman or
    step-free access; ``wishes``: what would be nice to share. ``not_again``: volunteers already
    proposed, whatever came of it, so that a declined match never comes back and nothing in a
    list of suggestions tells who declined.
    """

    person: str
    site: str
    languages: frozenset[str]
    times: frozenset[Slot]
    needs: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()
    not_again: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a request nobody could ever meet."""
        if not self.person or not self.site:
            raise UnusableRequest("A request belongs to a person and a site.")
        if not self.languages:
            raise UnusableRequest("A request names at least one language to talk in.")
        if not self.times:
            raise UnusableRequest("A request names at least one time that suits.")


@dataclass(frozen=True)
class Volunteer:
    """What a volunteer brings.

    ``id``: the role; ``person``: who fills it, since one person may be both participant and
    volunteer. ``offers``: needs this volunteer meets; ``interests``: what may be shared.
    ``room``: how many more people they will follow. ``since_last_days``: days since they last
    had someone, None when never, to spread the matches.
    """

    id: str
    person: str
    sites: frozenset[str]
    languages: frozenset[str]
    times: frozenset[Slot]
    offers: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()
    is_ready: bool = True
    room: int = 1
    since_last_days: int | None = None


@dataclass(frozen=True)
class Suggestion:
    """A volunteer who meets every filter, with the reasons to show."""

    volunteer: str
    languages: tuple[str, ...]
    times: tuple[Slot, ...]
    needs_met: tuple[str, ...]
    shared: tuple[str, ...]

    @property
    def score(self) -> int:
        """Return how many wishes are shared."""
        return len(self.shared)


def broken_filters(request: Request, volunteer: Volunteer) -> tuple[Filter, ...]:
    """Return the filters a volunteer does not meet; none when they may be suggested."""
    met = {
        Filter.SAME_PERSON: volunteer.person != request.person,
        Filter.PROPOSED_BEFORE: volunteer.id not in request.not_again,
        Filter.NOT_READY: volunteer.is_ready,
        Filter.NO_ROOM: volunteer.room > 0,
        Filter.SITE: request.site in volunteer.sites,
        Filter.LANGUAGE: bool(request.languages & volunteer.languages),
        Filter.AVAILABILITY: bool(request.times & volunteer.times),
        Filter.NEEDS: request.needs <= volunteer.offers,
    }
    return tuple(name for name in Filter if not met[name])


def suggest_volunteers(
    request: Request, volunteers: Iterable[Volunteer], *, limit: int | None = None
) -> list[Suggestion]:
    """Return those who meet every filter, most shared wishes first.

    Among equals come those with more times in common, then those who have waited longest for
    someone, then by id, so that the order never depends on the order given. Raises
    `UnusableRequest` on a limit below 1.
    """
    if limit is not None and limit < 1:
        raise UnusableRequest("Ask for at least one suggestion.")
    found = [
        (_rank(request, volunteer), volunteer)
        for volunteer in volunteers
        if not broken_filters(request, volunteer)
    ]
    found.sort(key=lambda pair: pair[0])
    return [_suggestion(request, volunteer) for _, volunteer in found[:limit]]


def _rank(request: Request, volunteer: Volunteer) -> tuple[int, int, float, str]:
    waited = volunteer.since_last_days
    return (
        -len(request.wishes & volunteer.interests),
        -len(request.times & volunteer.times),
        float("-inf") if waited is None else -float(waited),
        volunteer.id,
    )


def _suggestion(request: Request, volunteer: Volunteer) -> Suggestion:
    return Suggestion(
        volunteer.id,
        languages=tuple(sorted(request.languages & volunteer.languages)),
        times=tuple(sorted(request.times & volunteer.times, key=_order)),
        needs_met=tuple(sorted(request.needs)),
        shared=tuple(sorted(request.wishes & volunteer.interests)),
    )


def _order(slot: Slot) -> tuple[int, int]:
    return slot.weekday, list(type(slot.part)).index(slot.part)
