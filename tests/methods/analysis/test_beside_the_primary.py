"""Compliers, subgroups, Holm and process measures, each against an independent calculation."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from peervej.methods.analysis import ModelKind, Table
from peervej.methods.analysis.compliers import UptakeUnclear, complier_average_effect
from peervej.methods.analysis.multiplicity import holm
from peervej.methods.analysis.partially_nested import fit_partially_nested
from peervej.methods.analysis.process_measures import (
    ProcessMeasureUnusable,
    process_association,
)
from peervej.methods.analysis.subgroups import SubgroupEmpty, analyse_subgroups, joint_test
from peervej.methods.analysis.wide_trial import WideTrial, build_wide_trial

from .trials import plan_of, random_columns, reference_table

PLAN = plan_of()
MODEL = PLAN.model


def without_group_variance(seed: int = 7) -> WideTrial:
    """A trial on the boundary, where the homoscedastic model is ordinary least squares."""
    trial = build_wide_trial(Table.from_columns(random_columns(seed, tau2=0.0, groups=8)), PLAN)
    outcome = trial.outcome.copy()
    left = outcome - trial.design @ np.linalg.lstsq(trial.design, outcome, rcond=None)[0]
    for group in range(8):
        outcome[trial.groups == group] -= left[trial.groups == group].mean()
    level = replace(trial, outcome=outcome)
    assert fit_partially_nested(level, heteroscedastic=False).at_boundary
    return level


def uptake(trial: WideTrial, seed: int = 1) -> np.ndarray:
    return np.where(trial.arms, np.random.default_rng(seed).random(trial.arms.size) < 0.7, 0.0)


def test_complier_effect_is_two_stage_least_squares_without_group_variance() -> None:
    trial = without_group_variance()
    received = uptake(trial)
    model = replace(MODEL, heteroscedastic=False)
    instruments = trial.design
    regressors = np.column_stack([np.delete(trial.design, 1, axis=1), received])
    by_hand = np.linalg.solve(instruments.T @ regressors, instruments.T @ trial.outcome)[-1]
    found = complier_average_effect(trial, received, model, 0.05)
    assert found.estimate == pytest.approx(by_hand, rel=1e-8)
    assert found.uptake == pytest.approx(received[trial.arms].mean())


def test_complier_interval_holds_what_is_not_rejected() -> None:
    trial = build_wide_trial(reference_table("main"), PLAN)
    received = uptake(trial)
    found = complier_average_effect(trial, received, MODEL, 0.05)
    assert found.low is not None and found.high is not None
    assert found.low < found.estimate < found.high
    for edge in (found.low, found.high):
        moved = replace(trial, outcome=trial.outcome - edge * received)
        assert fit_partially_nested(moved).arm_difference().p == pytest.approx(0.05, abs=1e-6)
    assert found.p == fit_partially_nested(trial).arm_difference().p
    full = complier_average_effect(trial, trial.arms.astype(float), MODEL, 0.05)
    plain = fit_partially_nested(trial).arm_difference()
    assert full.estimate == pytest.approx(plain.estimate)
    assert (full.low, full.high) == pytest.approx(plain.interval(0.05))


@pytest.mark.parametrize("value", [np.nan, 2.0])
def test_unclear_uptake_is_refused(value: float) -> None:
    trial = without_group_variance()
    received = uptake(trial)
    received[0] = value
    with pytest.raises(UptakeUnclear):
        complier_average_effect(trial, received, MODEL, 0.05)
    with pytest.raises(UptakeUnclear, match="no higher"):
        complier_average_effect(trial, np.zeros(trial.arms.size), MODEL, 0.05)


def test_very_low_uptake_has_no_bound() -> None:
    trial = without_group_variance()
    received = np.zeros(trial.arms.size)
    received[np.flatnonzero(trial.arms)[:2]] = 1
    found = complier_average_effect(trial, received, MODEL, 0.05)
    assert found.low is None or found.high is None


def categories(trial: WideTrial, count: int) -> np.ndarray:
    return np.array([f"c{i}" for i in np.random.default_rng(2).integers(0, count, trial.arms.size)])


@pytest.mark.parametrize("count", [2, 3])
def test_interaction_is_the_classical_f_test_without_group_variance(count: int) -> None:
    trial = without_group_variance()
    names = categories(trial, count)
    found = analyse_subgroups(trial, "kind", names, replace(MODEL, heteroscedastic=False))
    member = (names[:, None] == np.unique(names))[:, 1:].astype(float)
    small = np.column_stack([trial.design, member])
    large = np.column_stack([small, member * trial.arms[:, None]])

    def squares(X: np.ndarray) -> float:
        return float(np.linalg.lstsq(X, trial.outcome, rcond=None)[1][0])

    df = trial.arms.size - large.shape[1]
    f = (squares(small) - squares(large)) / (count - 1) / (squares(large) / df)
    assert (found.test.f, found.test.denominator_df) == pytest.approx((f, df), rel=1e-6)
    assert found.test.p == pytest.approx(stats.f.sf(f, count - 1, df), rel=1e-6)
    assert sum(effect.n for effect in found.effects) == trial.arms.size


def test_beside_ancova_stands_ancova() -> None:
    """What the partially nested model gives without group variance, least squares gives itself."""
    trial = without_group_variance()
    names, received = categories(trial, 3), uptake(trial)
    sessions = np.where(trial.arms, np.random.default_rng(4).integers(0, 11, trial.arms.size), 0.0)
    for place in (plan_of("ancova").model, replace(MODEL, heteroscedastic=False)):
        subgroups = analyse_subgroups(trial, "kind", names, place)
        found = [
            subgroups.test.f,
            subgroups.test.denominator_df,
            *(one.effect.se for one in subgroups.effects),
            complier_average_effect(trial, received, place, 0.05).estimate,
            process_association(trial, "sessions", sessions, place).slope.se,
        ]
        if place.kind is ModelKind.ANCOVA:
            expected = found
    assert found == pytest.approx(expected, rel=1e-6)


def test_two_subgroups_test_is_the_squared_t_of_their_difference() -> None:
    trial = build_wide_trial(reference_table("main"), PLAN)
    names = categories(trial, 2)
    found = analyse_subgroups(trial, "kind", names, MODEL)
    second = (names == "c1").astype(float)
    wide = replace(trial, design=np.column_stack([trial.design, second, second * trial.arms]))
    fit = fit_partially_nested(wide)
    difference = fit.contrast(np.eye(fit.coefficients.size)[-1])
    assert found.test.f == pytest.approx(difference.t**2)
    assert (found.test.denominator_df, found.test.p) == pytest.approx((difference.df, difference.p))
    first, other = (effect.effect.estimate for effect in found.effects)
    assert other - first == pytest.approx(difference.estimate)


def test_a_subgroup_the_model_already_has() -> None:
    table = reference_table("main")
    trial = build_wide_trial(table, PLAN)
    sites = table.texts("site")[trial.rows]
    found = analyse_subgroups(trial, "site", sites, MODEL)
    assert [effect.name for effect in found.effects] == ["A", "B", "C", "D", "E"]
    assert found.test.numerator_df == 4
    assert 0 < found.test.p < 1


def test_the_joint_test_does_not_depend_on_the_coding() -> None:
    fit = fit_partially_nested(build_wide_trial(reference_table("main"), PLAN))
    L = np.eye(fit.coefficients.size)[3:]
    mixed = np.array([[1, 1, 0, 0], [0, 1, -1, 0], [2, 0, 1, 1], [0, 0, 0, 3.0]]) @ L
    assert joint_test(fit, mixed).f == pytest.approx(joint_test(fit, L).f)


@pytest.mark.parametrize(
    "make",
    [
        lambda trial: np.full(trial.arms.size, "all"),
        lambda trial: np.where(trial.arms, "in", "out"),
        lambda trial: np.where(np.arange(trial.arms.size) == 0, "", "x"),
        lambda trial: np.array([f"s{i % 25}" for i in range(trial.arms.size)]),
    ],
)
def test_subgroups_that_cannot_be_compared(make) -> None:  # type: ignore[no-untyped-def]
    trial = without_group_variance()
    with pytest.raises(SubgroupEmpty):
        analyse_subgroups(trial, "kind", make(trial), MODEL)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=7))
@settings(max_examples=30, deadline=None)
def test_holm_is_bonferroni_on_every_set_of_hypotheses(p_values: list[float]) -> None:
    """The closed test: one is rejected when every set that holds it is."""
    places = range(len(p_values))
    sets = [s for size in places for s in combinations(places, size + 1)]
    tests = {s: min(1.0, len(s) * min(p_values[i] for i in s)) for s in sets}
    expected = [max(p for s, p in tests.items() if i in s) for i in places]
    assert holm(p_values) == pytest.approx(expected)


def test_holm_refuses_what_is_no_p_value() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([0.1, 1.2])
    assert holm([]) == ()


def test_process_measure_is_a_slope_within_the_intervention_arm() -> None:
    trial = without_group_variance()
    sessions = np.where(
        trial.arms, np.random.default_rng(4).integers(0, 11, trial.arms.size), np.nan
    )
    raised = replace(trial, outcome=trial.outcome + np.where(trial.arms, 2 * sessions, 0.0))
    plain = process_association(trial, "sessions", sessions, MODEL)
    found = process_association(raised, "sessions", sessions, MODEL)
    assert found.slope.estimate - plain.slope.estimate == pytest.approx(2)
    assert found.is_causal is False
    assert found.n == trial.arms.sum()
    some = np.where(np.arange(sessions.size) % 5 == 0, np.nan, sessions)
    assert process_association(raised, "sessions", some, MODEL).n < found.n


def test_unusable_process_measures() -> None:
    trial = without_group_variance()
    for values in (np.full(trial.arms.size, 3.0), np.full(trial.arms.size, np.nan)):
        with pytest.raises(ProcessMeasureUnusable):
            process_association(trial, "sessions", values, MODEL)
    same = np.where(trial.arms, trial.design[:, 2], np.nan)
    widened = replace(
        trial, design=np.column_stack([trial.design, trial.design[:, 2] * trial.arms])
    )
    with pytest.raises(ProcessMeasureUnusable, match="combination"):
        process_association(widened, "y0", same, MODEL)
