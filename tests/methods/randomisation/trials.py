"""Small trials for the tests, told as situations."""

from collections.abc import Iterable
from datetime import date, timedelta

from peervej.methods.randomisation import (
    Contribution,
    Design,
    Event,
    Kind,
    Outcome,
    arm_of_slot,
    combine_seed,
    commit,
    commit_salt,
    digest_contribution,
    draw_batch,
    events,
    salt_person,
)

SECRET = bytes(range(32))
SALT = bytes(range(32, 64))
OBSERVERS = (
    Contribution("ethics committee", "rain on the harbour"),
    Contribution("a user organisation", "blåbærgrød 1987"),
)
SITES = ("Fredericia", "Helsingør")
START = date(2026, 3, 2)


def make_design(kind: Kind = Kind.BATCH, sizes: tuple[int, ...] = (20,), **weights: int) -> Design:
    arms = weights or {"intervention": 1, "control": 1}
    return Design("vejen", tuple(arms.items()), kind, sizes, (("site", SITES),))


def seed_of(design: Design) -> bytes:
    digests = [digest_contribution(design.trial, each) for each in OBSERVERS]
    return combine_seed(design.trial, SECRET, digests)


def person(number: int) -> str:
    return salt_person("vejen", SALT, f"P-{number:05d}")


def sealing(design: Design, *, ledger_format: int = 1) -> list[Event]:
    """Opened, contributed to by two observers, sealed; in format 1 nobody need join first."""
    commitments = commit(design.trial, SECRET), commit_salt(design.trial, SALT)
    return [
        events.opened(START, design, *commitments, ledger_format=ledger_format),
        *(events.contributed(START, design.trial, each) for each in OBSERVERS),
        events.sealed(START, design.trial, seed_of(design)),
    ]


def joining(people: Iterable[str], site: str = SITES[0]) -> list[Event]:
    """People say yes, each with a line of their own."""
    return [events.assessed(START, site, Outcome.JOINED, each) for each in people]


def batch(
    design: Design, draw: int, people: list[str], seats: int = 10, site: str = SITES[0]
) -> list[Event]:
    """One batch, requested and revealed."""
    seed, on = seed_of(design), START + timedelta(days=draw)
    arms = draw_batch(design, seed, draw, people)
    return [
        events.batch_requested(on, design, draw, site, people, seats),
        events.draw_revealed(on, seed, draw, arms),
    ]


def slot(design: Design, draw: int, who: str, number: int, site: str = SITES[0]) -> list[Event]:
    """One person drawn on their own."""
    seed, on = seed_of(design), START + timedelta(days=draw)
    arm = arm_of_slot(design, seed, site, number)
    return [
        events.slot_requested(on, design, draw, site, who, number),
        events.draw_revealed(on, seed, draw, {who: arm}),
    ]


def closing(design: Design, day: int = 400) -> Event:
    return events.closed(START + timedelta(days=day), SECRET, seed_of(design))


def whole_trial(design: Design, draws: int = 3, size: int = 5) -> list[Event]:
    """Sealed, people joining and being drawn at both sites by turns, closed."""
    story = sealing(design, ledger_format=2)
    for draw in range(1, draws + 1):
        people = [person(draw * 1000 + place) for place in range(size)]
        site = SITES[draw % 2]
        story += [
            events.assessed(START + timedelta(days=draw), site, Outcome.JOINED, each)
            for each in people
        ]
        if design.kind is Kind.BATCH:
            story += batch(design, draw, people, site=site)
        else:
            story += slot(design, draw, people[0], (draw + 1) // 2, site)
    return [*story, closing(design)]
