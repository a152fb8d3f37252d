"""Draws from the posterior of each arm's regression, exact and independent of each other."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from peervej.methods.analysis.arrays import Bools, Floats, Ints
from peervej.methods.analysis.nested_statistics import gather
from peervej.methods.analysis.refusal import AnalysisRefused

_GRID = 800
_PRIOR_SCALE = 0.5


class ImputationImpossible(AnalysisRefused):
    """An arm has too few observed people or groups to impute from."""

    code: ClassVar[str] = "imputation_impossible"


@dataclass(frozen=True, slots=True)
class RegressionDraws:
    """M draws: ``beta`` (M, p), ``sd`` (M,) of the residuals, ``shared`` (M, J) group effects."""

    beta: Floats
    sd: Floats
    shared: Floats

    def predict(self, X: Floats, groups: Ints, draw: np.random.Generator) -> Floats:
        """New outcomes (M, n) for people with design X (n, p) in groups (n,), -1 for none."""
        mean = self.beta @ X.T
        if self.shared.shape[1]:
            mean = mean + np.where(groups >= 0, self.shared[:, np.maximum(groups, 0)], 0.0)
        noise = draw.standard_normal((self.sd.size, X.shape[0]))
        return np.asarray(mean + self.sd[:, None] * noise)


def draw_regression(
    X: Floats, y: Floats, number: int, draw: np.random.Generator, *, arm: str = "control"
) -> RegressionDraws:
    """Posterior of a linear regression, flat in β and log σ; X (n, p), y (n,).

    Gelman et al (2013), Bayesian Data Analysis, section 14.2. Raises ImputationImpossible.
    """
    _check_rank(X, arm)
    df = X.shape[0] - X.shape[1]
    inverse = np.linalg.inv(X.T @ X)
    centre = inverse @ (X.T @ y)
    squares = float(((y - X @ centre) ** 2).sum())
    sd = np.sqrt(squares / draw.chisquare(df, number))
    normal = draw.standard_normal((number, X.shape[1])) @ np.linalg.cholesky(inverse).T
    return RegressionDraws(centre + sd[:, None] * normal, sd, np.empty((number, 0)))


def draw_nested_regression(
    X: Floats, y: Floats, groups: Ints, count: int, number: int, draw: np.random.Generator
) -> RegressionDraws:
    """Posterior of a regression with a group effect; groups (n,) are numbered below ``count``.

    Flat in β and log σ; τ/σ has a half-t prior with 3 df and scale 1/2 (median 0.38, an
    intraclass correlation of 0.13), weak but proper when sites leave few groups to compare: Gelman
    (2006), Bayesian Anal 1, 515. Given λ = τ²/σ² the posterior is that of a
    regression, so λ is drawn on a grid of its marginal density and the rest exactly. Raises
    ImputationImpossible.
    """
    _check_rank(X, "intervention")
    if np.unique(groups).size < 3:
        raise ImputationImpossible(
            "Fewer than three groups have an outcome; group effects cannot be imputed."
        )
    n, p = X.shape
    everyone: Bools = np.ones(n, dtype=np.bool_)
    statistics = gather(np.column_stack([X, y]), everyone, groups)
    ratio = _grid()
    eigenvalues = 1 + np.outer(ratio, np.r_[0.0, 0.0, statistics.sizes])
    M = np.einsum("gs,sqr->gqr", 1 / eigenvalues, statistics.products)
    inverse = np.linalg.inv(M[:, :p, :p])
    centre = (inverse @ M[:, :p, p:])[..., 0]
    squares = M[:, p, p] - (centre * M[:, :p, p]).sum(-1)
    log_density = -0.5 * (
        (np.log(eigenvalues) * statistics.counts).sum(-1)
        + np.linalg.slogdet(M[:, :p, :p])[1]
        + (n - p) * np.log(squares)
    )
    # the grid is even in arctan √λ, the prior is on √λ
    log_density += np.log1p(ratio) - 2 * np.log1p(ratio / (3 * _PRIOR_SCALE**2))
    chance = np.exp(log_density - log_density.max())
    place = draw.choice(ratio.size, size=number, p=chance / chance.sum())
    sd = np.sqrt(squares[place] / draw.chisquare(n - p, number))
    factor = np.linalg.cholesky(inverse[place])
    normal = (factor @ draw.standard_normal((number, p, 1)))[..., 0]
    beta = centre[place] + sd[:, None] * normal
    shared = _group_effects(y - beta @ X.T, groups, count, ratio[place], sd, draw)
    return RegressionDraws(beta, sd, shared)


def _grid() -> Floats:
    angle = (np.arange(_GRID) + 0.5) / _GRID * (np.pi / 2)
    return np.asarray(np.tan(angle) ** 2)


def _group_effects(
    left: Floats, groups: Ints, count: int, ratio: Floats, sd: Floats, draw: np.random.Generator
) -> Floats:
    member = np.zeros((groups.size, count))
    member[np.arange(groups.size), groups] = 1.0
    precision = member.sum(0) + 1 / ratio[:, None]
    mean = (left @ member) / precision
    noise = draw.standard_normal(mean.shape)
    return np.asarray(mean + sd[:, None] * noise / np.sqrt(precision))


def _check_rank(X: Floats, arm: str) -> None:
    n, p = X.shape
    if n <= p + 1 or np.linalg.matrix_rank(X) < p:
        raise ImputationImpossible(
            f"The {arm} arm has too few observed outcomes, or a category without any, to impute "
            "from; use fewer covariates."
        )
