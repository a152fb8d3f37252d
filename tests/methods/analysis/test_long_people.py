"""Long data: which visit is which, what must not change, and what cannot be analysed."""

from typing import Any

import numpy as np
import pytest

from peervej.methods.analysis import AnalysisRefused, AnalysisResult, Table, run_analysis

from .test_against_dense import long_columns
from .trials import plan_of, reference_table

DATA = 'arm = "arm"\nintervention = 1\ncontrol = 0\ngroup = "group"\nid = "id"\nvisit = "visit"\n'


def analyse(columns: dict[str, Any], kind: str = "clda", **plan: str) -> AnalysisResult:
    plan = {"outcome": 'name = "y"'} | plan
    return run_analysis(Table.from_columns(columns), plan_of(kind, **plan))


def refused(columns: dict[str, Any], kind: str = "clda", **plan: str) -> AnalysisRefused:
    with pytest.raises(AnalysisRefused, match=r"^[^\n]+\.$") as fault:
        analyse(columns, kind, **plan)
    return fault.value


def changed(name: str, place: int, value: Any, seed: int = 0) -> dict[str, Any]:
    columns = long_columns(seed)
    columns[name] = list(columns[name])
    columns[name][place] = value
    return columns


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (changed("arm", 1, 1), "changes_within_person"),
        (changed("group", -1, "G9"), "changes_within_person"),
        (changed("visit", 1, 0), "duplicate_id"),
        (changed("visit", 1, None), "visits_unclear"),
        (changed("y", 1, "good"), "text_in_number_column"),
        (long_columns(0) | {"visit": [0] * 78, "id": list(range(78))}, "visits_unclear"),
        (long_columns(0) | {"y": [1.0] * 78}, "constant_outcome"),
    ],
)
def test_contradictions(columns: dict[str, Any], code: str) -> None:
    assert refused(columns).code == code


def test_text_visits_need_a_named_baseline() -> None:
    columns = long_columns(0)
    columns["visit"] = [["before", "after", "later"][v] for v in columns["visit"]]
    assert refused(columns).code == "visits_unclear"
    named = analyse(columns, data=DATA + 'baseline_visit = "before"')
    plain = analyse(long_columns(0))
    assert named.primary == plain.primary
    assert (named.visit, plain.visit) == ("after", "1")
    by_outcome = analyse(columns, outcome='name = "y"\nbaseline = "before"')
    assert by_outcome.primary == plain.primary


def test_the_primary_visit_can_be_named() -> None:
    later = analyse(long_columns(0), data=DATA + "primary_visit = 2")
    first = analyse(long_columns(0))
    assert later.visit == "2"
    assert later.primary == next(x.estimate for x in first.sensitivity if x.name == "visit_2")
    assert refused(long_columns(0), data=DATA + "primary_visit = 0").code == "visits_unclear"
    assert refused(long_columns(0), data=DATA + "baseline_visit = 7").code == "visits_unclear"


@pytest.mark.parametrize("kind", ["clda", "mmrm"])
def test_the_baseline_may_stand_in_a_column_of_its_own(kind: str) -> None:
    columns = long_columns(0)
    before = {
        i: y for i, v, y in zip(*(columns[k] for k in ("id", "visit", "y")), strict=True) if v == 0
    }
    keep = [k for k, v in enumerate(columns["visit"]) if v > 0]
    rows = {name: [values[k] for k in keep] for name, values in columns.items()}
    rows["y0"] = [before[i] for i in rows["id"]]
    apart = analyse(rows, kind, outcome='name = "y"\nbaseline = "y0"')
    assert apart.primary.estimate == pytest.approx(analyse(columns, kind).primary.estimate)
    both = columns | {"y0": [before[i] for i in columns["id"]]}
    beside = analyse(both, kind, outcome='name = "y"\nbaseline = "y0"')
    assert beside.primary.estimate == pytest.approx(apart.primary.estimate)


@pytest.mark.parametrize("arm", [0, 1])
def test_a_visit_without_outcome_in_an_arm(arm: int) -> None:
    columns = long_columns(0)
    columns["y"] = [
        None if a == arm and v == 2 else y
        for a, v, y in zip(columns["arm"], columns["visit"], columns["y"], strict=True)
    ]
    assert refused(columns).code == "no_follow_up"


def test_two_visits_that_are_the_same_have_no_covariance() -> None:
    columns = long_columns(0)
    first = {
        i: y
        for i, v, y in zip(columns["id"], columns["visit"], columns["y"], strict=True)
        if v == 1
    }
    columns["y"] = [
        first[i] if v == 2 else y
        for i, v, y in zip(columns["id"], columns["visit"], columns["y"], strict=True)
    ]
    assert refused(columns).code == "not_converged"


def test_too_many_visits_for_the_people() -> None:
    draw = np.random.default_rng(0)
    rows = [(i, v) for i in range(10) for v in range(8)]
    columns = {
        "id": [i for i, _ in rows], "visit": [v for _, v in rows],
        "arm": [i % 2 for i, _ in rows], "group": ["G" if i % 2 else "" for i, _ in rows],
        "y": draw.normal(size=80),
    }  # fmt: skip
    assert refused(columns).code == "too_few_people"


def test_one_group_has_no_group_effect() -> None:
    columns = long_columns(0)
    columns["group"] = ["G" if g else "" for g in columns["group"]]
    assert refused(columns, rules="group_effect = true").code == "one_group"
    result = analyse(columns)
    line = next(line for line in result.sensitivity if line.name == "group_effect")
    assert line.estimate is None
    assert any(text.startswith("group_effect: ") for text in result.warnings)


def test_group_effect_as_primary() -> None:
    table = reference_table("small", "long")
    result = run_analysis(table, plan_of("clda", rules="group_effect = true"))
    assert result.variance.group is not None and result.variance.group > 0
    assert [line.name for line in result.sensitivity][-1] == "no_group_effect"
    assert result.warnings == ()


def test_group_effect_at_the_boundary() -> None:
    columns = long_columns(0)
    for seed in range(20):
        columns = long_columns(seed)
        result = analyse(columns, rules="group_effect = true")
        if result.at_boundary:
            break
    assert result.at_boundary and result.variance.group == 0
    names = [line.name for line in result.sensitivity]
    assert names == ["kenward_roger", "visit_2", "no_group_effect", "boundary_keep"]
    plain = analyse(columns)
    assert result.primary.df == pytest.approx(plain.primary.df, rel=1e-6)
    assert result.log_reml == pytest.approx(plain.log_reml)
    kept = analyse(columns, rules='group_effect = true\nboundary = "keep"')
    assert kept.primary == result.sensitivity[-1].estimate
    assert kept.sensitivity[-1].name == "boundary_drop"


def test_covariates_of_long_data() -> None:
    columns = long_columns(1)
    draw = np.random.default_rng(1)
    ages = {i: float(age) for i, age in zip(range(26), draw.integers(20, 70, 26), strict=True)}
    people, visits = columns["id"], columns["visit"]
    columns["age"] = [
        ages[int(str(i))] if v == 0 else None for i, v in zip(people, visits, strict=True)
    ]
    result = analyse(columns, outcome='name = "y"\ncovariates = ["age"]')
    assert result.n == 26
    columns["age"] = [
        None if i == "3" else age for i, age in zip(people, columns["age"], strict=True)
    ]
    fewer = analyse(columns, outcome='name = "y"\ncovariates = ["age"]')
    assert fewer.n == 25
    assert fewer.warnings[0] == "age is missing for 1 with an outcome; left out."
