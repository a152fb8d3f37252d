"""Random requests and volunteers, and a check of the filters written apart from them."""

import random
from typing import Any

from peervej.methods.matching import PartOfDay, Request, Slot, Volunteer, suggest_volunteers

LANGUAGES = ("da", "en", "ar", "dts")
NEEDS = ("woman", "man", "step_free", "no_pets")
WISHES = ("nature", "music", "food", "books")
SITES = ("a", "b")
SLOTS = tuple(Slot(day, part) for day in range(7) for part in PartOfDay)


def random_case(chance: random.Random) -> tuple[Request, list[Volunteer]]:
    """A request, and up to thirty volunteers of whom some meet it."""

    def some(of: tuple[Any, ...], least: int, most: int) -> frozenset[Any]:
        return frozenset(chance.sample(of, chance.randint(least, most)))

    volunteers = [
        Volunteer(
            id=f"v{number}",
            person=f"p{chance.randrange(8)}",
            sites=some(SITES, 0, 2),
            languages=some(LANGUAGES, 0, 3),
            times=some(SLOTS, 0, 9),
            offers=some(NEEDS, 0, 4),
            interests=some(WISHES, 0, 3),
            is_ready=chance.random() < 0.8,
            room=chance.choice([-1, 0, 1, 2]),
            since_last_days=chance.choice([None, 0, 40]),
        )
        for number in range(chance.randrange(31))
    ]
    request = Request(
        person=f"p{chance.randrange(8)}",
        site=chance.choice(SITES),
        languages=some(LANGUAGES, 1, 3),
        times=some(SLOTS, 1, 9),
        needs=some(NEEDS, 0, 2),
        wishes=some(WISHES, 0, 3),
        not_again=frozenset(f"v{chance.randrange(31)}" for _one in range(chance.randrange(4))),
    )
    return request, volunteers


def faults_of(request: Request, volunteers: list[Volunteer]) -> tuple[list[str], int]:
    """Everybody suggested against a filter or left out without one, and how many were suggested.

    Each filter is asked in the plainest way there is: one thing after the other.
    """
    suggested = {row.volunteer for row in suggest_volunteers(request, volunteers)}
    faults = []
    for one in volunteers:
        if (one.id in suggested) != _suits(request, one):
            faults.append(one.id)
    return faults, len(suggested)


def _suits(request: Request, one: Volunteer) -> bool:
    if one.person == request.person or one.id in request.not_again:
        return False
    if not one.is_ready or one.room < 1 or request.site not in list(one.sites):
        return False
    if not any(language in one.languages for language in request.languages):
        return False
    if not any(slot in one.times for slot in request.times):
        return False
    return all(need in one.offers for need in request.needs)
