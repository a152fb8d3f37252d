"""Many trials at once give what each gives alone."""

import numpy as np
import pytest

from peervej.methods.analysis import BoundaryRule, DfMethod, Table
from peervej.methods.analysis.ancova import fit_ancova
from peervej.methods.analysis.many_trials import Layout, ManyTrials, fit_many, fit_many_ancova
from peervej.methods.analysis.partially_nested import fit_partially_nested
from peervej.methods.analysis.wide_trial import WideTrial, build_wide_trial

from .trials import plan_of


def make(seed: int, icc: float, count: int = 25) -> tuple[ManyTrials, Layout]:
    draw = np.random.default_rng(seed)
    sizes = np.array([3, 8, 5, 9, 1, 7, 7, 4, 6, 8, 7])
    arms = np.arange(40 + sizes.sum()) >= 40
    groups = np.r_[np.full(40, -1), np.repeat(np.arange(sizes.size), sizes)]
    shuffle = draw.permutation(arms.size)
    arms, groups = arms[shuffle], groups[shuffle]
    shape = (count, arms.size)
    baseline = 30 + 10 * draw.standard_normal(shape)
    shared = draw.standard_normal((count, sizes.size)) * np.sqrt(icc)
    outcome = 0.5 * baseline + 8 * draw.standard_normal(shape)
    outcome += 10 * np.where(arms, shared[:, groups], 0)
    return ManyTrials(outcome, baseline[..., None], draw.random(shape) > 0.15), Layout(arms, groups)


def single(trials: ManyTrials, layout: Layout, row: int) -> WideTrial:
    seen = trials.observed[row]
    table = Table.from_columns(
        {
            "arm": layout.arms[seen].astype(int),
            "group": [f"G{g:02d}" if g >= 0 else "" for g in layout.groups[seen]],
            "y0": trials.covariates[row, seen, 0],
            "y1": trials.outcome[row, seen],
        }
    )
    return build_wide_trial(table, plan_of(outcome='name = "y1"\nbaseline = "y0"'))


@pytest.mark.parametrize("icc", [0.0, 0.3])
@pytest.mark.parametrize("heteroscedastic", [True, False])
@pytest.mark.parametrize("df", list(DfMethod))
@pytest.mark.parametrize("boundary", list(BoundaryRule))
def test_as_one_by_one(
    icc: float, heteroscedastic: bool, df: DfMethod, boundary: BoundaryRule
) -> None:
    trials, layout = make(4, icc)
    many = fit_many(trials, layout, heteroscedastic=heteroscedastic, df=df, boundary=boundary)
    assert many.converged.all()
    for row in range(trials.outcome.shape[0]):
        fit = fit_partially_nested(
            single(trials, layout, row), heteroscedastic=heteroscedastic, boundary=boundary
        )
        found = fit.arm_difference(df)
        assert many.at_boundary[row] == fit.at_boundary
        assert (many.estimate[row], many.se[row], many.df[row]) == pytest.approx(
            (found.estimate, found.se, found.df), rel=1e-6
        )
        assert many.p[row] == pytest.approx(found.p, rel=1e-5)


def test_ancova_as_one_by_one() -> None:
    trials, layout = make(5, 0.1)
    many = fit_many_ancova(trials, layout)
    for row in range(trials.outcome.shape[0]):
        found = fit_ancova(single(trials, layout, row)).arm_difference()
        assert (many.estimate[row], many.se[row], many.df[row]) == pytest.approx(
            (found.estimate, found.se, found.df)
        )


def test_without_group_effect_it_is_welch() -> None:
    from scipy import stats

    trials, layout = make(6, 0.0)
    bare = ManyTrials(
        trials.outcome, np.empty((*trials.outcome.shape, 0)), np.ones_like(trials.observed)
    )
    many = fit_many(bare, layout, group_effect=False)
    for row in range(5):
        y = bare.outcome[row]
        welch = stats.ttest_ind(y[layout.arms], y[~layout.arms], equal_var=False)
        assert (many.p[row], many.df[row]) == pytest.approx((welch.pvalue, welch.df), rel=1e-6)


def test_a_trial_that_cannot_be_fitted_is_marked() -> None:
    trials, layout = make(7, 0.1, 3)
    trials.observed[1] = ~layout.arms | (layout.groups == 3)
    many = fit_many(trials, layout)
    assert many.converged.tolist() == [True, False, True]
    assert np.isnan(many.estimate[1]) and np.isfinite(many.estimate[[0, 2]]).all()
