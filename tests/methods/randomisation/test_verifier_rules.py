"""Every rule of the ledger, broken once: a well-chained ledger that tells something impossible."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.methods.randomisation import (
    Design,
    Event,
    Head,
    Kind,
    Outcome,
    Verification,
    append,
    append_all,
    events,
    verify,
)
from tests.methods.randomisation.trials import (
    SITES,
    START,
    batch,
    closing,
    joining,
    make_design,
    person,
    sealing,
    seed_of,
    slot,
)

BATCHES = make_design()
BLOCKS = make_design(Kind.PERMUTED_BLOCKS, (4, 6))
OPENED, *CONTRIBUTED, SEALED = sealing(BATCHES)
SEALING = [OPENED, *CONTRIBUTED, SEALED]
STRICT = sealing(BATCHES, ledger_format=2)
REQUESTED, REVEALED = batch(BATCHES, 1, [person(1), person(2)])
JOINED = events.assessed(START, SITES[0], Outcome.JOINED, person(1))
SLOTS = sealing(BLOCKS)
END = closing(BATCHES)
LOCKED, OPEN = events.plan_locked(START, b"plan"), events.unblinded(START, b"plan")


def changed(event: Event, **payload: Any) -> Event:
    return replace(event, payload={**event.payload, **payload})


def without(event: Event, name: str) -> Event:
    return replace(event, payload={k: v for k, v in event.payload.items() if k != name})


def redesigned(**changes: Any) -> Event:
    return changed(OPENED, design={**BATCHES.as_payload(), **changes})


def wider(**changes: Any) -> Event:
    return events.amended(START, "new", replace(BATCHES, **changes))


# (story, words of the complaint); the last event of the story is the one at fault
BROKEN: dict[str, tuple[list[Event], str]] = {
    "not opened": ([SEALED], "cannot stand in a trial that is empty"),
    "opened twice": ([OPENED, OPENED], "cannot stand in a trial that is opened"),
    "sealed twice": ([*SEALING, SEALED], "cannot stand in a trial that is sealed"),
    "sealed alone": ([OPENED, SEALED], "no observer has contributed"),
    "late contribution": ([*SEALING, CONTRIBUTED[0]], "cannot stand in a trial that is sealed"),
    "drawn before sealing": ([OPENED, REQUESTED], "cannot stand in a trial that is opened"),
    "drawn after the close": ([*SEALING, END, REQUESTED], "cannot stand in a trial that is closed"),
    "plan locked while open": ([*SEALING, LOCKED], "cannot stand in a trial that is sealed"),
    "opened before the plan": ([*SEALING, END, OPEN], "cannot stand in a trial that is closed"),
    "opened to another plan": (
        [*SEALING, END, LOCKED, events.unblinded(START, b"another")],
        "another plan",
    ),
    "plan locked twice": ([*SEALING, END, LOCKED, LOCKED], "trial that is locked"),
    "amended after the plan": (
        [*SEALING, END, LOCKED, events.amended(START, "late")],
        "trial that is locked",
    ),
    "widened after the close": ([*SEALING, END, wider(sizes=(20, 24))], "that is closed"),
    "opened twice to the analysis": ([*SEALING, END, LOCKED, OPEN, OPEN], "that is unblinded"),
    "unknown kind": ([OPENED, Event("edited", START, {})], "unknown kind 'edited'"),
    "unknown member": ([changed(OPENED, note="x")], "does not know"),
    "missing member": ([without(OPENED, "salt_commitment")], "lacks salt_commitment"),
    "other format": ([changed(OPENED, format=3)], "lacks format"),
    "true is not one": ([changed(OPENED, format=True)], "lacks format"),
    "no trial": ([redesigned(trial="")], "cannot be drawn from"),
    "one arm": ([redesigned(arms=[["a", 1]])], "cannot be drawn from"),
    "one arm twice": ([redesigned(arms=[["a", 1], ["a", 1]])], "cannot be drawn from"),
    "no weight": ([redesigned(arms=[["a", 0], ["b", 1]])], "cannot be drawn from"),
    "arms of lists": ([redesigned(arms=[[[], 1], ["b", 1]])], "cannot be drawn from"),
    "other method": (
        [redesigned(method={"kind": "coin", "sizes": [2]})],
        "cannot be drawn from",
    ),
    "uneven block": (
        [redesigned(method={"kind": "permuted_blocks", "sizes": [5]})],
        "cannot be drawn from",
    ),
    "batch of any size": ([redesigned(method={"kind": "batch", "sizes": []})], "drawn from"),
    "endless block": (
        [redesigned(method={"kind": "permuted_blocks", "sizes": [10**8]})],
        "cannot be drawn from",
    ),
    "strata beyond number": (
        [redesigned(strata=[[str(n), ["a", "b"]] for n in range(40)])],
        "cannot be drawn from",
    ),
    "design of another shape": ([redesigned(strata=7)], "cannot be drawn from"),
    "assessed elsewhere": ([OPENED, changed(JOINED, stratum="Odense")], "stratum 'Odense'"),
    "assessed oddly": ([OPENED, changed(JOINED, outcome="liked")], "unknown outcome 'liked'"),
    "declined with a code": ([OPENED, changed(JOINED, outcome="declined")], "nobody else"),
    "joined without code": ([OPENED, without(JOINED, "person")], "nobody else"),
    "joined twice": ([OPENED, JOINED, JOINED], "join twice"),
    "drawn though never joined": ([*STRICT, REQUESTED], "had not joined"),
    "drawn before joining": ([*STRICT, JOINED, REQUESTED], "had not joined"),
    "drawn beside one who joined, in format 1": ([*SEALING, JOINED, REQUESTED], "had not joined"),
    "withdrawn though never joined": (
        [*STRICT, JOINED, events.withdrawn(START, person(2))],
        "withdraws a person who had not joined",
    ),
    "a slot for one who never joined": (
        [*sealing(BLOCKS, ledger_format=2), slot(BLOCKS, 1, person(1), 1)[0]],
        "had not joined",
    ),
    "draw numbers jump": (
        [*SEALING, changed(REQUESTED, draw=2)],
        "should be the request for draw 1",
    ),
    "drawn elsewhere": ([*SEALING, changed(REQUESTED, stratum="Odense")], "stratum 'Odense'"),
    "empty batch": ([*SEALING, changed(REQUESTED, people=[])], "batch of 0; it may hold 1 to 20"),
    "too few seats": (
        [*SEALING, changed(REQUESTED, seats=1, people=sorted(map(person, range(3))))],
        "batch of 3; it may hold 1 to 2",
    ),
    "above the design": (
        [*SEALING, changed(REQUESTED, seats=99, people=sorted(map(person, range(21))))],
        "batch of 21; it may hold 1 to 20",
    ),
    "seats unsaid": ([*SEALING, without(REQUESTED, "seats")], "how many seats"),
    "unsorted": (
        [*SEALING, changed(REQUESTED, people=REQUESTED.payload["people"][::-1])],
        "lacks people",
    ),
    "someone twice in it": ([*SEALING, changed(REQUESTED, people=[person(1)] * 2)], "lacks people"),
    "not a code": ([*SEALING, changed(REQUESTED, people=["P-00001"])], "lacks people"),
    "requested twice": ([*SEALING, REQUESTED, changed(REQUESTED, draw=2)], "a person twice"),
    "drawn twice": (
        [*SEALING, REQUESTED, REVEALED, *batch(BATCHES, 2, [person(2), person(3)])[:1]],
        "a person twice",
    ),
    "drawn though gone": ([*SEALING, events.withdrawn(START, person(2)), REQUESTED], "withdrawn"),
    "revealed unasked": ([*SEALING, REVEALED], "not waiting to be revealed"),
    "revealed twice": ([*SEALING, REQUESTED, REVEALED, REVEALED], "not waiting"),
    "revealed others": (
        [*SEALING, REQUESTED, batch(BATCHES, 1, [person(1), person(3)])[1]],
        "does not reveal the people",
    ),
    "revealed fewer": (
        [*SEALING, REQUESTED, batch(BATCHES, 1, [person(1)])[1]],
        "does not reveal the people",
    ),
    "revealed in clear": (
        [*SEALING, REQUESTED, changed(REVEALED, people={person(1): "control"})],
        "lacks people",
    ),
    "cancelled unasked": ([*SEALING, events.draw_cancelled(START, 1, "x")], "not waiting"),
    "cancelled afterwards": (
        [*SEALING, REQUESTED, REVEALED, events.draw_cancelled(START, 1, "x")],
        "not waiting",
    ),
    "withdrawn twice": ([*SEALING, *[events.withdrawn(START, person(1))] * 2], "twice"),
    "corrects itself": ([*SEALING, events.corrected(START, 5, "x")], "does not stand before it"),
    "amends the arms": (
        [*SEALING, wider(arms=(("intervention", 2), ("control", 1)))],
        "changes what was sealed",
    ),
    "amends the method": ([*SEALING, wider(kind=Kind.SIMPLE, sizes=())], "changes what was sealed"),
    "amends a site away": ([*SEALING, wider(strata=(("site", SITES[:1]),))], "what was sealed"),
    "amends a factor in": (
        [*SEALING, wider(strata=(("site", SITES), ("age", ("young",))))],
        "changes what was sealed",
    ),
    "amends the blocks": (
        [*SLOTS, events.amended(START, "new", replace(BLOCKS, sizes=(4,)))],
        "changes what was sealed",
    ),
    "closed while waiting": ([*SEALING, REQUESTED, END], "requested and not revealed"),
    "another secret": ([*SEALING, changed(END, secret="a" * 64)], "another secret"),
    "another seed": ([*SEALING, changed(END, seed="a" * 64)], "not made of the secret"),
    "another contribution": (
        [OPENED, changed(CONTRIBUTED[0], digest="a" * 64), CONTRIBUTED[1], SEALED, END],
        "not made of the secret",
    ),
    "a seed never sealed": (
        [OPENED, *CONTRIBUTED, changed(SEALED, seed_commitment="a" * 64), END],
        "another seed than the one committed to",
    ),
    "slot unsaid": ([*SLOTS, without(slot(BLOCKS, 1, person(1), 1)[0], "slot")], "and one slot"),
    "slot skipped": ([*SLOTS, *slot(BLOCKS, 1, person(1), 2)[:1]], "although slot 1 is the next"),
    "slot again": (
        [*SLOTS, *slot(BLOCKS, 1, person(1), 1), *slot(BLOCKS, 2, person(2), 1)[:1]],
        "although slot 2 is the next",
    ),
    "two in one slot": (
        [*SLOTS, changed(slot(BLOCKS, 1, person(1), 1)[0], people=sorted(map(person, (1, 2))))],
        "one person and one slot",
    ),
}


@pytest.mark.parametrize("story, complaint", BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_found_at_its_line(story: list[Event], complaint: str) -> None:
    fault = verify(append_all(story)[0]).first_fault
    assert fault is not None
    assert fault.line == len(story)
    assert complaint in fault.what


def swap_arms(event: Event) -> Event:
    one, other = event.payload["people"]
    people = event.payload["people"]
    return changed(event, people={one: people[other], other: people[one]})


def test_an_arm_changed_before_hashing_is_found_once_the_seed_is_known() -> None:
    story = [*SEALING, REQUESTED, swap_arms(REVEALED)]
    assert verify(append_all(story)[0]).valid
    for found in (
        verify(append_all(story)[0], seed=seed_of(BATCHES)),
        verify(append_all([*story, END])[0]),
    ):
        assert found.first_fault is not None
        assert found.first_fault.line == 6
        assert found.first_fault.what == "the line gives a person another arm than the seed does"
        assert found.arms is None


@pytest.mark.parametrize("kind", [Kind.PERMUTED_BLOCKS, Kind.SIMPLE])
def test_a_slot_given_another_arm_is_found(kind: Kind) -> None:
    design = make_design(kind, (4, 6) if kind is Kind.PERMUTED_BLOCKS else ())
    honest = slot(design, 1, person(1), 1)
    arms = {"intervention", "control"}
    hashes = {
        arm: events.draw_revealed(START, seed_of(design), 1, {person(1): arm}) for arm in arms
    }
    verdicts = {
        arm: verify(append_all([*sealing(design), honest[0], event])[0], seed=seed_of(design)).valid
        for arm, event in hashes.items()
    }
    assert sorted(verdicts.values()) == [False, True]


def test_a_closed_trial_without_a_name_is_a_fault_of_its_first_line() -> None:
    fault = verify(append_all([redesigned(trial=7), *CONTRIBUTED, SEALED, END])[0]).first_fault
    assert fault is not None
    assert fault.line == 1


def test_a_payload_that_is_a_list_is_a_fault() -> None:
    listed: Any = ["intervention"]
    fault = verify(append_all([OPENED, Event("amended", START, listed)])[0]).first_fault
    assert fault is not None
    assert (fault.line, fault.what) == (2, "the line has a payload of the wrong form")


def test_a_line_numbered_nought_is_named_itself() -> None:
    lines = append_all(SEALING)[0].splitlines(keepends=True)
    forged, _ = append(Head(-1, "a" * 64), CONTRIBUTED[0])
    fault = verify(b"".join([*lines[:2], forged, *lines[2:]])).first_fault
    assert fault is not None
    assert fault.line == 3


def test_a_seed_that_is_not_the_sealed_one_is_said_to_be_so() -> None:
    found = verify(append_all([*SEALING, REQUESTED, REVEALED])[0], seed=bytes(32))
    assert found.first_fault is not None
    assert (found.first_fault.line, found.arms) == (4, None)
    assert "another seed than the one given" in found.first_fault.what


SOUND: dict[str, Callable[[], list[Event]]] = {
    "cancelled and drawn anew": lambda: [
        *SEALING,
        REQUESTED,
        events.draw_cancelled(START, 1, "the power went"),
        *batch(BATCHES, 2, [person(1), person(2)]),
        END,
    ],
    "a cancelled slot goes to the next": lambda: [
        *SLOTS,
        *slot(BLOCKS, 1, person(1), 1)[:1],
        *slot(BLOCKS, 2, person(2), 2),
        events.draw_cancelled(START, 1, "left the room"),
        *slot(BLOCKS, 3, person(3), 1),
        *slot(BLOCKS, 4, person(1), 3),
        closing(BLOCKS),
    ],
    "withdrawn between request and reveal": lambda: [
        *SEALING,
        REQUESTED,
        events.withdrawn(START, person(1)),
        REVEALED,
        END,
    ],
    "a site added": lambda: [
        *SEALING,
        wider(strata=(("site", (*SITES, "Odense")),), sizes=(20, 24)),
        *batch(
            replace(BATCHES, strata=(("site", (*SITES, "Odense")),)),
            1,
            [person(1)],
            site="Odense",
        ),
        END,
    ],
    "amended in words": lambda: [*SEALING, events.amended(START, "a longer window"), END],
    "corrected after the close": lambda: [*SEALING, END, events.corrected(START, 5, "a date")],
    "analysis amended, plan locked, arms opened": lambda: [
        *SEALING,
        END,
        events.amended(START, "other degrees of freedom"),
        LOCKED,
        events.corrected(START, 5, "a date"),
        OPEN,
        events.corrected(START, 6, "a date"),
    ],
    "three arms": lambda: three_arms(),
    "no strata": lambda: no_strata(),
    "joined, drawn, withdrawn": lambda: [
        *STRICT,
        *joining([person(1), person(2)]),
        REQUESTED,
        REVEALED,
        events.withdrawn(START, person(2)),
        END,
    ],
    "two requests at once": lambda: [
        *SEALING,
        REQUESTED,
        batch(BATCHES, 2, [person(3)])[0],
        batch(BATCHES, 2, [person(3)])[1],
        REVEALED,
        END,
    ],
}


def three_arms() -> list[Event]:
    design = make_design(Kind.BATCH, (20,), intervention=2, phone=1, control=1)
    people = [person(number) for number in range(7)]
    return [*sealing(design), *batch(design, 1, people), closing(design)]


def no_strata() -> list[Event]:
    design = Design("vejen", BATCHES.arms, Kind.SIMPLE)
    return [*sealing(design), *slot(design, 1, person(1), 1, "all"), closing(design)]


@pytest.mark.parametrize("story", SOUND.values(), ids=SOUND)
def test_what_may_happen_is_sound(story: Callable[[], list[Event]]) -> None:
    found = verify(append_all(story())[0])
    assert found.first_fault is None
    assert found.arms is not None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**6) | st.text("aé /", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=2),
    max_leaves=6,
)


@given(st.data())
@settings(max_examples=200)
def test_no_well_chained_nonsense_breaks_the_verifier(data: st.DataObject) -> None:
    story = data.draw(st.sampled_from([story for story, _ in BROKEN.values()]))
    at = data.draw(st.integers(0, len(story) - 1))
    payload = dict(story[at].payload)
    target = payload
    if "design" in payload and data.draw(st.booleans()):
        target = payload["design"] = dict(payload["design"])
    name = data.draw(st.sampled_from(sorted(target) or ["x"]))
    target[name] = data.draw(JSON)
    forged = [*story[:at], replace(story[at], payload=payload), *story[at + 1 :]]
    assert isinstance(verify(append_all(forged)[0], seed=seed_of(BATCHES)), Verification)
