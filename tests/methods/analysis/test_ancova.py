"""CR2 against the formula written out with whole matrices."""

import numpy as np
import pytest

from peervej.methods.analysis import Table
from peervej.methods.analysis.ancova import arm_difference_cr2, fit_ancova
from peervej.methods.analysis.wide_trial import build_wide_trial

from .trials import plan_of, random_columns


def cr2_by_definition(X: np.ndarray, y: np.ndarray, clusters: np.ndarray, c: np.ndarray):  # type: ignore[no-untyped-def]
    bread = np.linalg.inv(X.T @ X)
    n = y.size
    left = np.eye(n) - X @ bread @ X.T
    e = left @ y
    vectors, variance = [], 0.0
    for cluster in np.unique(clusters):
        rows = np.flatnonzero(clusters == cluster)
        values, basis = np.linalg.eigh(left[np.ix_(rows, rows)])
        root = basis @ np.diag(np.where(values > 1e-10, np.abs(values), np.inf) ** -0.5) @ basis.T
        a = root @ X[rows] @ bread @ c
        variance += (a @ e[rows]) ** 2
        vectors.append(left[:, rows] @ a)
    P = np.array(vectors)
    products = P @ P.T
    return np.sqrt(variance), np.trace(products) ** 2 / (products**2).sum()


@pytest.mark.parametrize("seed", range(6))
def test_cr2(seed: int) -> None:
    table = Table.from_columns(random_columns(seed, groups=3 + seed))
    trial = build_wide_trial(table, plan_of())
    alone = np.arange(trial.arms.size) + 1000
    clusters = np.where(trial.groups < 0, alone, trial.groups)
    c = np.eye(trial.design.shape[1])[1]
    expected = cr2_by_definition(trial.design, trial.outcome, clusters, c)
    found = arm_difference_cr2(fit_ancova(trial), trial)
    assert (found.se, found.df) == pytest.approx(expected, rel=1e-8)


def test_a_group_that_decides_a_coefficient_alone() -> None:
    columns = random_columns(3)
    columns["x"] = [float(g == "G2") for g in columns["group"]]
    trial = build_wide_trial(
        Table.from_columns(columns), plan_of(outcome='name = "y1"\ncovariates = ["x"]')
    )
    clusters = np.where(trial.groups < 0, np.arange(trial.arms.size) + 1000, trial.groups)
    expected = cr2_by_definition(trial.design, trial.outcome, clusters, np.eye(3)[1])
    found = arm_difference_cr2(fit_ancova(trial), trial)
    assert (found.se, found.df) == pytest.approx(expected, rel=1e-7)
