"""What may stand in a trial's ledger: one function per kind of event.

No function here takes an arm. People are salted codes (`salt_person`); texts are
public and must not name anybody.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from peervej.methods.errors import UnusableInput
from peervej.methods.randomisation.batch import check_batch, most_people
from peervej.methods.randomisation.concealment import conceal_arms
from peervej.methods.randomisation.design import Design, Kind
from peervej.methods.randomisation.encoding import plain_text
from peervej.methods.randomisation.sealing import Contribution, commit_seed, digest_contribution

FORMAT = 2


class EventRefused(UnusableInput):
    """An event would make the ledger false."""


class Outcome(StrEnum):
    """How someone who asked about the trial left the conversation."""

    JOINED = "joined"
    NOT_ELIGIBLE = "not_eligible"
    DECLINED = "declined"


@dataclass(frozen=True)
class Event:
    """Something that happened on a day; the time of day is never kept."""

    kind: str
    on: date
    payload: Mapping[str, Any]


def opened(
    on: date,
    design: Design,
    secret_commitment: str,
    salt_commitment: str,
    *,
    ledger_format: int = FORMAT,
) -> Event:
    """The first line: the design, and the system's commitments before anyone contributes.

    Format 1 is of ledgers begun before it was a rule that nobody is drawn who has not joined.
    """
    payload = {
        "format": ledger_format,
        "design": design.as_payload(),
        "secret_commitment": secret_commitment,
        "salt_commitment": salt_commitment,
    }
    return Event("opened", on, payload)


def contributed(on: date, trial: str, contribution: Contribution) -> Event:
    """An observer added to the seed."""
    observer = plain_text(contribution.observer, "the observer's label")
    digest = digest_contribution(trial, contribution)
    return Event("contributed", on, {"observer": observer, "digest": digest})


def sealed(on: date, trial: str, seed: bytes) -> Event:
    """The seed is fixed; from here on people are drawn."""
    return Event("sealed", on, {"seed_commitment": commit_seed(trial, seed)})


def assessed(on: date, stratum: str, outcome: Outcome, person: str | None = None) -> Event:
    """Someone was assessed for the trial; only one who joined has a code."""
    if (outcome is Outcome.JOINED) != (person is not None):
        raise EventRefused("a person who joined has a code in the ledger, and nobody else")
    payload = {"stratum": stratum, "outcome": outcome.value}
    return Event("assessed", on, payload if person is None else {**payload, "person": person})


def batch_requested(
    on: date, design: Design, draw: int, stratum: str, people: Sequence[str], seats: int
) -> Event:
    """A batch is frozen; its list cannot change before it is drawn. Raises BatchRefused."""
    design.require_stratum(stratum)
    check_batch(design, people)
    if len(people) > most_people(design, seats):
        raise EventRefused(
            f"{len(people)} people are more than {seats} seats allow; "
            f"draw at most {most_people(design, seats)}, oldest consent first"
        )
    payload = {"draw": draw, "stratum": stratum, "people": sorted(people), "seats": seats}
    return Event("draw_requested", on, payload)


def slot_requested(
    on: date, design: Design, draw: int, stratum: str, person: str, slot: int
) -> Event:
    """One person is to take the lowest free slot of a stratum."""
    design.require_stratum(stratum)
    if design.kind is Kind.BATCH:
        raise EventRefused(f"the trial {design.trial} draws batches, not one person at a time")
    payload = {"draw": draw, "stratum": stratum, "people": [person], "slot": slot}
    return Event("draw_requested", on, payload)


def draw_revealed(on: date, seed: bytes, draw: int, arms: Mapping[str, str]) -> Event:
    """A requested draw was made; `arms` is {salted code: arm}, and only commitments stay."""
    return Event("draw_revealed", on, {"draw": draw, "people": conceal_arms(seed, draw, arms)})


def draw_cancelled(on: date, draw: int, reason: str) -> Event:
    """A request was dropped before anything was revealed; its people are free again."""
    return Event("draw_cancelled", on, {"draw": draw, "reason": plain_text(reason, "the reason")})


def withdrawn(on: date, person: str) -> Event:
    """A person left the trial, before or after being drawn; a draw made stands."""
    return Event("withdrawn", on, {"person": person})


def corrected(on: date, line: int, reason: str) -> Event:
    """A line (its `seq`) was wrong, and how; the line itself stays."""
    return Event("corrected", on, {"line": line, "reason": plain_text(reason, "the reason")})


def amended(on: date, reason: str, design: Design | None = None) -> Event:
    """The protocol changed; with `design`, new levels of strata or batch sizes hold from here."""
    payload: dict[str, Any] = {"reason": plain_text(reason, "the reason")}
    return Event(
        "amended", on, payload if design is None else {**payload, "design": design.as_payload()}
    )


def closed(on: date, secret: bytes, seed: bytes) -> Event:
    """The trial is over: secret and seed are out, and everyone can compute every arm."""
    return Event("closed", on, {"secret": secret.hex(), "seed": seed.hex()})


def plan_locked(on: date, definition: bytes) -> Event:
    """The analysis is fixed, in the definition as published, while the arms are still unknown."""
    return Event("plan_locked", on, {"plan": hash_plan(definition)})


def unblinded(on: date, definition: bytes) -> Event:
    """Two people opened the arms to the analysis, by the plan that was locked."""
    return Event("unblinded", on, {"plan": hash_plan(definition)})


def hash_plan(definition: bytes) -> str:
    """SHA-256 of a definition's bytes, exactly as the trial's public page hands them out."""
    return hashlib.sha256(definition).hexdigest()
