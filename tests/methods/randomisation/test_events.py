"""What may stand in a ledger, and what must not."""

import json
from datetime import date

import pytest

from peervej.methods.errors import UnusableInput
from peervej.methods.randomisation import Contribution, Kind, Outcome, events
from tests.methods.randomisation.trials import (
    SITES,
    batch,
    make_design,
    person,
    seed_of,
    slot,
    whole_trial,
)

ON = date(2026, 3, 2)
DESIGN = make_design()
BLOCKS = make_design(Kind.PERMUTED_BLOCKS, (4, 6))


@pytest.mark.parametrize("design", [DESIGN, BLOCKS], ids=["batch", "blocks"])
def test_no_line_of_a_draw_holds_an_arm(design) -> None:  # type: ignore[no-untyped-def]
    told = [event for event in whole_trial(design) if event.kind.startswith("draw_")]
    assert told
    text = json.dumps([dict(event.payload) for event in told])
    assert "intervention" not in text
    assert "control" not in text


def test_the_same_arm_is_hashed_differently_for_every_person() -> None:
    people = [person(number) for number in range(20)]
    revealed = batch(DESIGN, 1, people)[1]
    assert len(set(revealed.payload["people"].values())) == 20


def test_people_stand_sorted_whatever_the_order_they_came_in() -> None:
    people = sorted((person(number) for number in range(5)), reverse=True)
    requested, revealed = batch(DESIGN, 1, people)
    assert requested.payload["people"] == sorted(people)
    assert list(revealed.payload["people"]) == sorted(people)


def test_more_people_than_seats_allow_are_refused_with_how_many_would_do() -> None:
    people = [person(number) for number in range(9)]
    with pytest.raises(UnusableInput, match="9 people are more than 4 seats allow; draw at most 8"):
        events.batch_requested(ON, DESIGN, 1, SITES[0], people, seats=4)


@pytest.mark.parametrize("people", [[], [person(1), person(1)]])
def test_a_batch_of_nobody_or_of_someone_twice_is_refused(people: list[str]) -> None:
    with pytest.raises(UnusableInput):
        events.batch_requested(ON, DESIGN, 1, SITES[0], people, seats=4)


def test_a_site_outside_the_trial_is_refused() -> None:
    with pytest.raises(UnusableInput, match="no stratum 'Odense'"):
        events.batch_requested(ON, DESIGN, 1, "Odense", [person(1)], seats=4)
    with pytest.raises(UnusableInput, match="no stratum 'Odense'"):
        events.slot_requested(ON, BLOCKS, 1, "Odense", person(1), 1)


def test_a_batch_trial_draws_nobody_alone() -> None:
    with pytest.raises(UnusableInput, match="draws batches"):
        events.slot_requested(ON, DESIGN, 1, SITES[0], person(1), 1)


def test_only_one_who_joined_has_a_code() -> None:
    with pytest.raises(UnusableInput, match="nobody else"):
        events.assessed(ON, SITES[0], Outcome.DECLINED, person(1))
    with pytest.raises(UnusableInput, match="nobody else"):
        events.assessed(ON, SITES[0], Outcome.JOINED)


def test_contributions_are_not_published() -> None:
    event = events.contributed(ON, "vejen", Contribution("ethics committee", "my secret line"))
    assert set(event.payload) == {"observer", "digest"}
    assert "my secret line" not in str(event.payload)


@pytest.mark.parametrize("reason", ["", "two\nlines"])
def test_reasons_are_one_line(reason: str) -> None:
    for refused in (
        lambda: events.corrected(ON, 3, reason),
        lambda: events.amended(ON, reason),
        lambda: events.draw_cancelled(ON, 1, reason),
    ):
        with pytest.raises(UnusableInput, match="the reason must"):
            refused()


def test_one_person_at_a_time_leaves_the_slot_in_the_request() -> None:
    requested, revealed = slot(BLOCKS, 1, person(1), 1)
    assert requested.payload["slot"] == 1
    assert set(revealed.payload["people"]) == {person(1)}
    assert seed_of(BLOCKS).hex() not in str(revealed.payload)
