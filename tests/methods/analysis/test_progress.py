"""A supplement tells how far it is, and ends when its listener says so."""

import pytest

from peervej.methods.analysis import CalculationStopped, Table, read_plan, run_supplement
from peervej.methods.analysis.supplement import count_steps

from .test_supplement import BESIDE, columns_with_more
from .trials import plan_text

PLAN = read_plan(plan_text() + BESIDE)


def test_every_step_is_told_once_and_in_order() -> None:
    heard: list[tuple[str, int, int]] = []
    run_supplement(
        Table.from_columns(columns_with_more()), PLAN, tell=lambda *said: heard.append(said)
    )
    assert list(dict.fromkeys(stage for stage, _done, _of in heard)) == [
        "y2", "z", "site", "half", "missing", "compliers", "sessions",
    ]  # fmt: skip
    done = [done for _stage, done, _of in heard]
    assert done == sorted(done)
    assert {of for _stage, _done, of in heard} == {count_steps(PLAN)} == {done[-1]}


@pytest.mark.parametrize("stage", ["y2", "missing"])
def test_a_listener_stops_it(stage: str) -> None:
    def stop(said: str, _done: int, _of: int) -> None:
        if said == stage:
            raise CalculationStopped(said)

    with pytest.raises(CalculationStopped, match=stage):
        run_supplement(Table.from_columns(columns_with_more()), PLAN, tell=stop)
