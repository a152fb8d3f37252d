"""Imputation: draws against the model they come from, pooling against the formulas, what-ifs."""

import numpy as np
import pytest

from peervej.methods.analysis import Estimate, Table
from peervej.methods.analysis.imputation import (
    ImputedTrials,
    NothingMissing,
    find_tipping_point,
    impute,
)
from peervej.methods.analysis.imputation_draws import (
    ImputationImpossible,
    draw_nested_regression,
    draw_regression,
)
from peervej.methods.analysis.partially_nested import fit_partially_nested
from peervej.methods.analysis.rubin import pool
from peervej.methods.analysis.wide_trial import WideTrial, build_wide_trial

from .dense import fit_dense, nested_parts
from .trials import plan_of, random_columns, reference_table

PLAN = plan_of()


def trial_of(seed: int, **changes: float) -> WideTrial:
    table = Table.from_columns(random_columns(seed, **changes))
    return build_wide_trial(table, PLAN, with_missing=True)


def imputed(seed: int = 1, number: int = 50, **changes: float) -> ImputedTrials:
    return impute(trial_of(seed, **changes), PLAN.model, number=number, seed=5)


def test_regression_draws_have_the_posterior_mean_and_spread() -> None:
    draw = np.random.default_rng(0)
    X = np.column_stack([np.ones(40), draw.normal(size=40)])
    y = X @ [3.0, 2.0] + draw.normal(size=40)
    draws = draw_regression(X, y, 40_000, draw)
    beta = np.linalg.solve(X.T @ X, X.T @ y)
    variance = ((y - X @ beta) ** 2).sum() / 38
    cov = variance * np.linalg.inv(X.T @ X) * 38 / 36  # a t distribution with 38 df
    assert draws.beta.mean(axis=0) == pytest.approx(beta, abs=0.01)
    assert np.cov(draws.beta.T) == pytest.approx(cov, rel=0.05, abs=1e-3)


def test_nested_draws_agree_with_restricted_likelihood_when_groups_are_many() -> None:
    draw = np.random.default_rng(1)
    groups = np.repeat(np.arange(40), 4)
    X = np.column_stack([np.ones(160), draw.normal(size=160)])
    y = X @ [10.0, 2.0] + draw.normal(0, 2, 40)[groups] + draw.normal(0, 3, 160)
    parts = nested_parts(np.ones(160, dtype=bool), groups, heteroscedastic=False)
    dense = fit_dense(parts, X, y, [np.array([4.0, 9.0])])
    draws = draw_nested_regression(X, y, groups, 41, 20_000, draw)
    _, cov, _ = dense.pieces()
    assert draws.beta.mean(axis=0) == pytest.approx(dense.beta, abs=0.03)
    assert draws.beta.std(axis=0) == pytest.approx(np.sqrt(np.diag(cov)), rel=0.08)
    assert (draws.sd**2).mean() == pytest.approx(dense.theta[1], rel=0.05)
    assert draws.shared[:, 40].std() == pytest.approx(np.sqrt(dense.theta[0]), rel=0.12)
    left = y - X @ dense.beta
    shrunk = np.array([left[groups == g].sum() for g in range(40)]) / (
        4 + dense.theta[1] / dense.theta[0]
    )
    assert draws.shared[:, :40].mean(axis=0) == pytest.approx(shrunk, abs=0.2)


def test_pooling_follows_the_formulas() -> None:
    found = pool(np.array([1.0, 2.0, 3.0]), np.array([1.0, 1.0, 2.0]), 30.0)
    within, between = 2.0, 1.0
    total = within + between * 4 / 3
    share = between * 4 / 3 / total
    old, observed = 2 / share**2, 31 / 33 * 30 * (1 - share)
    assert (found.estimate, found.se) == pytest.approx((2.0, total**0.5))
    assert found.df == pytest.approx(old * observed / (old + observed))
    same = pool(np.full(3, 2.0), np.full(3, 0.5), 30.0)
    assert same.se == pytest.approx(0.5)
    assert same.df == pytest.approx(31 / 33 * 30)


@pytest.mark.parametrize("name", ["main", "small"])
def test_missing_at_random_is_near_the_likelihood_answer(name: str) -> None:
    table = reference_table(name)
    likelihood = fit_partially_nested(build_wide_trial(table, PLAN)).arm_difference()
    trial = build_wide_trial(table, PLAN, with_missing=True)
    found = impute(trial, PLAN.model, number=200, seed=1).missing_at_random()
    assert found.estimate == pytest.approx(likelihood.estimate, abs=0.3 * likelihood.se)
    assert found.se == pytest.approx(likelihood.se, rel=0.15)


def test_observed_outcomes_stay_and_the_seed_decides() -> None:
    first, again = imputed(), imputed()
    seen = ~first.missing
    assert (first.at_random[:, seen] == first.trial.outcome[seen]).all()
    np.testing.assert_array_equal(first.at_random, again.at_random)
    other = impute(first.trial, PLAN.model, number=50, seed=6)
    assert (other.at_random[:, first.missing] != first.at_random[:, first.missing]).all()
    controls = first.missing & ~first.trial.arms
    np.testing.assert_array_equal(first.at_random[:, controls], first.as_control[:, controls])


def test_jump_to_reference_takes_away_the_effect_of_those_missing() -> None:
    columns = random_columns(3, groups=30, per_group=8, controls=240, tau2=1.0)
    draw = np.random.default_rng(0)
    arm = np.asarray(columns["arm"])
    columns["y1"] = columns["y1"] + 10 * arm
    columns["y1"] = np.where((arm == 1) & (draw.random(arm.size) < 0.4), np.nan, columns["y1"])
    trial = build_wide_trial(Table.from_columns(columns), PLAN, with_missing=True)
    found = impute(trial, PLAN.model, number=100, seed=2)
    at_random, jumped = found.missing_at_random(), found.jump_to_reference()
    staying = 1 - found.missing[trial.arms].mean()
    assert jumped.estimate == pytest.approx(staying * at_random.estimate, abs=0.5)


def test_by_least_squares_every_assumption_has_its_answer_in_closed_form() -> None:
    """The mean over imputations is the fit to what each regression predicts."""
    plan = plan_of("ancova", data='arm = "arm"\nintervention = 1\ncontrol = 0')
    table = Table.from_columns(random_columns(4, groups=8, controls=60))
    trial = build_wide_trial(table, plan, with_missing=True)
    X, arms, y = np.delete(trial.design, 1, axis=1), trial.arms, trial.outcome
    lost = np.isnan(y)

    def predicted(arm: np.ndarray) -> np.ndarray:
        return X @ np.linalg.lstsq(X[arm & ~lost], y[arm & ~lost], rcond=None)[0]

    def effect(outcome: np.ndarray) -> float:
        return float(np.linalg.lstsq(trial.design, outcome, rcond=None)[0][1])

    control, own = predicted(~arms), np.where(arms, predicted(arms), predicted(~arms))
    found = impute(trial, plan.model, number=1000, seed=1)
    close = 4 * float(np.std([effect(one) for one in found.at_random[:200]])) / 1000**0.5
    at_random = effect(np.where(lost, own, y))
    assert found.missing_at_random().estimate == pytest.approx(at_random, abs=close)
    jumped = effect(np.where(lost, control, y))
    assert found.jump_to_reference().estimate == pytest.approx(jumped, abs=close)
    assert abs(jumped - at_random) > 3 * close
    moved = found.shifted(-5.0).estimate - found.missing_at_random().estimate
    assert moved == pytest.approx(effect(-5.0 * (lost & arms)))


def test_tipping_point_is_where_significance_ends() -> None:
    columns = random_columns(6, groups=12, per_group=9, controls=100, tau2=1.0)
    columns["y1"] = columns["y1"] - np.asarray(columns["arm"])
    trial = build_wide_trial(Table.from_columns(columns), PLAN, with_missing=True)
    found = impute(trial, PLAN.model, number=30, seed=2)
    assert found.missing_at_random().p < 0.05
    tipping = find_tipping_point(found, 0.05)
    assert tipping.delta is not None and tipping.delta < 0
    step = 2e-3 * tipping.searched
    assert found.shifted(tipping.delta - step).p > 0.05 > found.shifted(tipping.delta + step).p
    assert found.shifted(0.0) == found.missing_at_random()


def test_tipping_point_without_finding_or_within_reach() -> None:
    columns = random_columns(2)
    nothing = build_wide_trial(Table.from_columns(columns), PLAN, with_missing=True)
    columns["y1"] = columns["y1"] - 80 * np.asarray(columns["arm"])
    huge = build_wide_trial(Table.from_columns(columns), PLAN, with_missing=True)
    assert find_tipping_point(impute(nothing, PLAN.model, number=10, seed=1), 0.001).delta == 0
    assert find_tipping_point(impute(huge, PLAN.model, number=10, seed=1), 0.05).delta is None


def test_auxiliary_columns_sharpen_the_imputation() -> None:
    columns = random_columns(9, groups=10, per_group=10, controls=120)
    draw = np.random.default_rng(3)
    whole = np.where(np.isnan(columns["y1"]), 40.0, columns["y1"])
    helpful = whole + draw.normal(0, 0.5, whole.size)
    trial = build_wide_trial(Table.from_columns(columns), PLAN, with_missing=True)
    with_it = impute(trial, PLAN.model, number=40, seed=1, auxiliary=helpful[trial.rows][:, None])
    missing = np.isnan(trial.outcome)
    assert with_it.at_random[:, missing].mean() == pytest.approx(40, abs=0.6)


def test_what_cannot_be_imputed_is_refused() -> None:
    complete = trial_of(1)
    complete.outcome[np.isnan(complete.outcome)] = 30.0
    with pytest.raises(NothingMissing):
        impute(complete, PLAN.model, number=10, seed=1)
    plan = plan_of(outcome='name = "y1"\nbaseline = "y0"')
    table = Table.from_columns(random_columns(2, groups=2))
    two = build_wide_trial(table, plan, with_missing=True)
    with pytest.raises(ImputationImpossible, match="three groups"):
        impute(two, PLAN.model, number=10, seed=1)
    with pytest.raises(ImputationImpossible, match="from 5 to 1000"):
        imputed(number=1)
    trial = trial_of(1)
    trial.outcome[np.flatnonzero(~trial.arms)[4:]] = np.nan
    with pytest.raises(ImputationImpossible, match="control arm"):
        impute(trial, PLAN.model, number=10, seed=1)


def test_result_is_an_estimate() -> None:
    assert isinstance(imputed(number=10).jump_to_reference(), Estimate)
