"""The CONSORT flow's top, from the ledger alone."""

from peervej.methods.randomisation import Flow, Outcome, append_all, count_flow, events, read_lines
from tests.methods.randomisation.trials import (
    SITES,
    START,
    batch,
    make_design,
    person,
    sealing,
)

HERE, THERE = SITES
ASKED = [
    *(events.assessed(START, HERE, Outcome.JOINED, person(n)) for n in range(5)),
    events.assessed(START, HERE, Outcome.NOT_ELIGIBLE),
    events.assessed(START, HERE, Outcome.DECLINED),
    events.assessed(START, THERE, Outcome.DECLINED),
    events.assessed(START, THERE, Outcome.JOINED, person(8)),
]


def lines_of_a_trial():  # type: ignore[no-untyped-def]
    design = make_design()
    story = [
        *sealing(design),
        *ASKED,
        events.withdrawn(START, person(4)),
        *batch(design, 1, [person(0), person(1), person(2)]),
        events.withdrawn(START, person(1)),
        *batch(design, 2, [person(9)], site=THERE),
    ]
    return read_lines(append_all(story)[0])


def test_everyone_is_counted_once() -> None:
    assert count_flow(lines_of_a_trial()) == Flow(
        assessed=10,
        not_eligible=1,
        declined=2,
        joined=7,
        left_undrawn=1,
        waiting=2,
        drawn=4,
        withdrawn_after_draw=1,
    )


def test_the_strata_add_up_to_the_trial() -> None:
    lines = lines_of_a_trial()
    here, there, everyone = (count_flow(lines, s) for s in (HERE, THERE, None))
    assert [a + b for a, b in zip(vars(here).values(), vars(there).values(), strict=True)] == list(
        vars(everyone).values()
    )
    assert there == Flow(3, 0, 1, 2, 0, 1, 1, 0)
