"""Everything beside the primary analysis, run from the plan."""

from dataclasses import replace

import numpy as np
import pytest

from peervej.methods.analysis import Table, read_plan, run_analysis, run_supplement
from peervej.methods.analysis.multiplicity import holm
from peervej.methods.analysis.plan_fields import UnusablePlan

from .trials import plan_text, random_columns, reference_table

BESIDE = """
[[secondary]]
name = "y2"
baseline = "y0"
[[secondary]]
name = "z"
[subgroups]
columns = ["site", "half"]
[imputation]
number = 20
seed = 3
[uptake]
column = "sessions"
at_least = 3
[process]
columns = ["sessions"]
"""


def columns_with_more(seed: int = 1) -> dict[str, object]:
    columns = random_columns(seed, groups=9, controls=60)
    draw = np.random.default_rng(seed)
    arm = np.asarray(columns["arm"])
    columns["y2"] = np.asarray(columns["y0"]) + draw.normal(0, 5, arm.size)
    columns["z"] = draw.normal(0, 5, arm.size)
    columns["half"] = draw.choice(["young", "old"], arm.size)
    columns["sessions"] = np.where(arm == 1, draw.integers(0, 11, arm.size), np.nan)
    return columns


def test_every_part_is_there() -> None:
    plan = read_plan(plan_text() + BESIDE)
    table = Table.from_columns(columns_with_more())
    found = run_supplement(table, plan)
    parts = [*found.secondary, *found.subgroups, found.missing, found.compliers, *found.process]
    assert [part.name for part in parts if part] == [
        "y2", "z", "site", "half", "missing", "compliers", "sessions",
    ]  # fmt: skip
    assert all(part and part.value is not None and part.is_planned for part in parts)
    raw = [part.value.result.primary.p for part in found.secondary if part.value]
    assert [part.value.p_adjusted for part in found.secondary if part.value] == list(holm(raw))
    assert found.missing and found.missing.value
    missing = np.isnan(np.asarray(columns_with_more()["y1"], dtype=float))
    assert found.missing.value.missing_control + found.missing.value.missing_intervention == (
        missing.sum()
    )
    assert run_supplement(table, plan) == found


def test_every_part_is_there_without_groups_too() -> None:
    data = 'arm = "arm"\nintervention = 1\ncontrol = 0'
    plan = read_plan(plan_text("ancova", data=data) + BESIDE)
    found = run_supplement(Table.from_columns(columns_with_more()), plan)
    parts = [*found.secondary, *found.subgroups, found.missing, found.compliers, *found.process]
    assert [part.code for part in parts if part] == [""] * 7
    assert found.missing and found.missing.value
    at_random = found.missing.value.at_random
    likelihood = run_analysis(Table.from_columns(columns_with_more()), plan).primary
    assert at_random.estimate == pytest.approx(likelihood.estimate, abs=0.5 * likelihood.se)


def test_a_secondary_outcome_is_analysed_as_the_primary_would_be() -> None:
    plan = read_plan(plan_text() + BESIDE)
    table = Table.from_columns(columns_with_more())
    own = replace(plan, outcome=replace(plan.outcome, name="y2"))
    found = run_supplement(table, plan).secondary[0].value
    assert found is not None
    assert found.result.primary == run_analysis(table, own).primary


def test_what_the_sealed_plan_does_not_name_is_marked() -> None:
    sealed = read_plan(
        plan_text() + '[[secondary]]\nname = "y2"\n[subgroups]\ncolumns = ["site"]\n'
    )
    asked = read_plan(plan_text() + BESIDE)
    found = run_supplement(Table.from_columns(columns_with_more()), asked, sealed)
    assert [part.is_planned for part in found.secondary] == [True, False]
    assert [part.is_planned for part in found.subgroups] == [True, False]
    assert found.missing and not found.missing.is_planned
    assert found.compliers and not found.compliers.is_planned
    assert not found.process[0].is_planned
    for part in found.secondary:
        assert part.value is not None
        assert part.value.p_adjusted == part.value.result.primary.p


def test_refusals_are_parts_with_a_reason() -> None:
    columns = columns_with_more()
    columns["z"] = np.zeros(len(columns["site"]))  # type: ignore[arg-type]
    columns["half"] = ["same"] * len(columns["site"])  # type: ignore[arg-type]
    columns["sessions"] = [None] * len(columns["site"])  # type: ignore[arg-type]
    found = run_supplement(Table.from_columns(columns), read_plan(plan_text() + BESIDE))
    assert (found.secondary[1].value, found.secondary[1].code) == (None, "constant_outcome")
    assert found.subgroups[1].code == "subgroup_empty"
    assert found.compliers and found.compliers.code == "uptake_unclear"
    assert found.process[0].code == "process_measure_unusable"
    assert all(part.reason.endswith(".") for part in (found.subgroups[1], found.process[0]))


def test_auxiliary_columns_must_be_complete() -> None:
    text = plan_text() + '[imputation]\nnumber = 10\nauxiliary = ["y2"]\n'
    columns = columns_with_more()
    whole = run_supplement(Table.from_columns(columns), read_plan(text))
    assert whole.missing and whole.missing.value is not None
    columns["y2"] = np.where(np.arange(len(columns["site"])) == 3, np.nan, columns["y2"])  # type: ignore[arg-type]
    found = run_supplement(Table.from_columns(columns), read_plan(text))
    assert found.missing and found.missing.code == "auxiliary_incomplete"


def test_long_data_allow_secondary_outcomes_only() -> None:
    plan = read_plan(
        plan_text("clda")
        + '[[secondary]]\nname = "y"\n[subgroups]\ncolumns = ["site"]\n[imputation]\n'
    )
    found = run_supplement(reference_table("small", "long"), plan)
    assert found.secondary[0].value is not None
    assert found.subgroups[0].code == "wide_data_only"
    assert found.missing and found.missing.code == "wide_data_only"


def test_a_plan_without_anything_beside() -> None:
    found = run_supplement(reference_table("small"), read_plan(plan_text()))
    assert (found.secondary, found.subgroups, found.process) == ((), (), ())
    assert (found.missing, found.compliers) == (None, None)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("[secondary]\nname = 'y'", "[[secondary]]"),
        ("[[secondary]]\nbaseline = 'y'", "name"),
        ("[imputation]\nnumber = 2.5", "whole number"),
        ("[imputation]\nseeds = 1", "did you mean seed"),
        ("[uptake]\nat_least = 1", "column"),
        ("[subgroups]\ncolumn = ['a']", "did you mean columns"),
    ],
)
def test_faults_in_these_sections(more: str, said: str) -> None:
    with pytest.raises(UnusablePlan) as fault:
        read_plan(plan_text() + more)
    assert said in str(fault.value)
