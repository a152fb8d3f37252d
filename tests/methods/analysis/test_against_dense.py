"""The engine against a dense REML on many small random trials."""

import numpy as np
import pytest

from peervej.methods.analysis import BoundaryRule, DfMethod, Table, run_analysis
from peervej.methods.analysis.long_trial import build_long_trial
from peervej.methods.analysis.longitudinal import fit_longitudinal
from peervej.methods.analysis.partially_nested import fit_partially_nested
from peervej.methods.analysis.wide_trial import build_wide_trial

from .dense import fit_dense, long_parts, nested_parts
from .trials import plan_of, random_columns

SHAPES = [
    {},
    {"groups": 2, "per_group": 5},
    {"groups": 3, "per_group": 9, "tau2": 60.0},
    {"groups": 12, "per_group": 3, "controls": 12},
    {"groups": 8, "per_group": 4, "tau2": 0.0},
    {"groups": 5, "per_group": 8, "tau2": 2.0, "sd": 3.0},
    {"sizes": [1, 1, 1, 1, 9, 10, 7], "controls": 20, "tau2": 40.0},
    {"sizes": [1, 2, 30, 1, 14], "controls": 25, "tau2": 30.0},
    {"groups": 8, "per_group": 5, "sd": 25.0, "control_sd": 8.0},
    {"groups": 8, "per_group": 5, "sd": 2.5, "control_sd": 8.0, "tau2": 200.0},
    {"groups": 18, "per_group": 4, "sites": 9, "controls": 40},
    {"groups": 6, "controls": 5},
]


def wide(seed: int, shape: int):  # type: ignore[no-untyped-def]
    table = Table.from_columns(random_columns(seed, **SHAPES[shape]))
    rules = [["y0"], ["y0", "site"], []][seed % 3]
    named = ", ".join(f'"{name}"' for name in rules)
    return build_wide_trial(table, plan_of(outcome=f'name = "y1"\ncovariates = [{named}]'))


@pytest.mark.parametrize(
    ("shape", "seed"), [(i, seed) for i in range(len(SHAPES)) for seed in range(6 if i < 6 else 3)]
)
@pytest.mark.parametrize("heteroscedastic", [True, False])
def test_partially_nested(seed: int, shape: int, heteroscedastic: bool) -> None:
    trial = wide(seed, shape)
    parts = nested_parts(trial.arms, trial.groups, heteroscedastic=heteroscedastic)
    v = float(trial.outcome.var())
    tail = [v / 2] * (len(parts) - 1)
    starts = [np.array([share * v, *tail]) for share in (0.0, 0.1, 0.8)]
    dense = fit_dense(parts, trial.design, trial.outcome, starts)
    fit = fit_partially_nested(trial, heteroscedastic=heteroscedastic, boundary=BoundaryRule.KEEP)
    assert fit.log_reml == pytest.approx(dense.log_reml, abs=1e-8)
    assert fit.coefficients == pytest.approx(dense.beta, rel=1e-6, abs=1e-6)
    assert fit.group_variance == pytest.approx(dense.theta[0], rel=1e-5, abs=1e-6)
    assert fit.at_boundary == (dense.theta[0] == 0)
    c = np.eye(fit.coefficients.size)[1]
    if not fit.sensitivity.used_expected:
        compare(fit.arm_difference(), dense.satterthwaite(c))
    compare(fit.arm_difference(DfMethod.KENWARD_ROGER), dense.kenward_roger(c))
    if fit.at_boundary:
        dropped = fit_partially_nested(trial, heteroscedastic=heteroscedastic)
        simple = fit_dense(parts[1:], trial.design, trial.outcome, [np.array(tail)], None)
        compare(dropped.arm_difference(), simple.satterthwaite(c))
        compare(dropped.arm_difference(DfMethod.KENWARD_ROGER), simple.kenward_roger(c))


def compare(found, expected: tuple[float, float]) -> None:  # type: ignore[no-untyped-def]
    assert found.se == pytest.approx(expected[0], rel=1e-6)
    assert found.df == pytest.approx(expected[1], rel=1e-4)


def long_columns(seed: int) -> dict[str, list[object]]:
    draw = np.random.default_rng(seed)
    n, T = 26, 3
    arm = np.repeat([0, 1], n // 2)
    group = np.where(arm == 1, np.arange(n) % 4, -1)
    lower = np.array([[9.0, 0, 0], [5, 7, 0], [4, 4, 8]])
    y = 30 + draw.normal(size=(n, T)) @ lower.T
    y[:, 1:] += (3 * arm)[:, None] + np.where(arm == 1, draw.normal(0, 4, 4)[group], 0)[:, None]
    y[draw.random((n, T)) < 0.12] = np.nan
    rows = [(i, v) for i in range(n) for v in range(T)]
    return {
        "id": [str(i) for i, _ in rows],
        "visit": [v for _, v in rows],
        "arm": [int(arm[i]) for i, _ in rows],
        "group": [f"G{group[i]}" if group[i] >= 0 else "" for i, _ in rows],
        "y": [float(y[i, v]) for i, v in rows],
    }


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("kind", "group_effect"), [("clda", False), ("clda", True), ("mmrm", True)]
)
def test_longitudinal(seed: int, kind: str, group_effect: bool) -> None:
    table = Table.from_columns(long_columns(seed))
    trial = build_long_trial(table, plan_of(kind, outcome='name = "y"'))
    fit = fit_longitudinal(trial, group_effect=group_effect, boundary=BoundaryRule.KEEP)
    persons, visits = np.nonzero(~np.isnan(trial.outcome))
    X, y = trial.design[persons, visits], trial.outcome[persons, visits]
    groups = trial.groups[persons] if group_effect else None
    parts = long_parts(persons, visits, groups, trial.after)
    T = trial.outcome.shape[1]
    start = np.array([80.0 if a == b else 40.0 for a in range(T) for b in range(a, T)])
    starts = [np.r_[share, start] if group_effect else start for share in (0.0, 10.0)]
    dense = fit_dense(parts, X, y, starts, 0 if group_effect else None)
    assert fit.log_reml == pytest.approx(dense.log_reml, abs=1e-7)
    assert fit.coefficients == pytest.approx(dense.beta, rel=1e-5, abs=1e-6)
    c = np.eye(X.shape[1])[trial.arm_columns[0]]
    column = trial.arm_columns[0]
    if not fit.sensitivity.used_expected:
        compare(fit.coefficient(column), dense.satterthwaite(c))
    compare(fit.coefficient(column, DfMethod.KENWARD_ROGER), dense.kenward_roger(c))


def test_the_higher_of_two_maxima_where_either_arm_may_vary_little() -> None:
    """Two groups of two and nine controls: a single start ends ten units of likelihood lower."""
    before = [30.6, 33.8, 27.5, 22.9, 21.7, 36.7, 20.9, 41.5, 31.7, 13.4, 31.1, 17.3, 21.1]
    columns = {
        "arm": [0] * 9 + [1] * 4,
        "group": [""] * 9 + ["a", "a", "b", "b"],
        "site": list("ABAABBBBAAABB"),
        "y0": before,
        "y1": [30, 30, 27, 24, 23, 32, 22, 37, 30, 8, 4, 60, 60],
    }
    result = run_analysis(Table.from_columns(columns), plan_of())
    assert result.variance.residual_control is not None
    assert result.variance.residual_control < 2
    trial = build_wide_trial(Table.from_columns(columns), result.plan)
    other = [np.array([1000.0, c, i]) for c, i in ((0.5, 60.0), (40.0, 0.5), (5.0, 5.0))]
    parts = nested_parts(trial.arms, trial.groups, heteroscedastic=True)
    dense = fit_dense(parts, trial.design, trial.outcome, other)
    assert result.log_reml == pytest.approx(dense.log_reml, abs=1e-7)
