"""Whether the effect differs between subgroups, and the effect in each."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from peervej.methods.analysis.ancova import LeastSquaresFit
from peervej.methods.analysis.arrays import Floats
from peervej.methods.analysis.inference import Estimate
from peervej.methods.analysis.partially_nested import NestedFit
from peervej.methods.analysis.plan import Model
from peervej.methods.analysis.planned_fit import fit_planned
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.table import Texts
from peervej.methods.analysis.wide_trial import ARM, WideTrial, check_size

MOST_SUBGROUPS = 20


class SubgroupEmpty(AnalysisRefused):
    """A subgroup has nobody with an outcome in one of the arms, or there is only one subgroup."""

    code: ClassVar[str] = "subgroup_empty"


@dataclass(frozen=True, slots=True)
class InteractionTest:
    """Test that the effect is the same in all subgroups."""

    f: float
    numerator_df: int
    denominator_df: float

    @property
    def p(self) -> float:
        """The p value."""
        from scipy.special import fdtrc

        return float(fdtrc(self.numerator_df, self.denominator_df, self.f))


@dataclass(frozen=True, slots=True)
class SubgroupEffect:
    """The effect in one subgroup of n analysed people."""

    name: str
    n: int
    effect: Estimate


@dataclass(frozen=True, slots=True)
class SubgroupAnalysis:
    """One subgrouping: the test comes first, the effects are read in its light."""

    column: str
    test: InteractionTest
    effects: tuple[SubgroupEffect, ...]


def analyse_subgroups(
    trial: WideTrial, column: str, categories: Texts, model: Model
) -> SubgroupAnalysis:
    """Add the subgroups ``categories`` (n,) and their interaction with arm to the plan's model.

    Subgroup main effects that the model already has are not added again. The test is by Fai and
    Cornelius (1996), J Stat Comput Simul 54, 363. Raises SubgroupEmpty.
    """
    names = np.unique(categories)
    member = (categories[:, None] == names).astype(np.float64)
    _check(trial, column, names, member)
    beside = _added_columns(trial.design, member[:, 1:])
    interaction = member[:, 1:] * trial.arms[:, None]
    widened = replace(
        trial,
        design=np.column_stack([trial.design, beside, interaction]),
        columns=(*trial.columns, *[column] * (beside.shape[1] + interaction.shape[1])),
    )
    check_size(widened)
    fit = fit_planned(widened, model)
    p, q = fit.coefficients.size, interaction.shape[1]
    contrasts = np.zeros((names.size, p))
    contrasts[:, ARM] = 1.0
    contrasts[1:, p - q :] = np.eye(q)
    return SubgroupAnalysis(
        column,
        joint_test(fit, np.eye(p)[p - q :]),
        tuple(
            SubgroupEffect(str(name), int(member[:, place].sum()), fit.contrast(c, model.df))
            for place, (name, c) in enumerate(zip(names, contrasts, strict=True))
        ),
    )


def joint_test(fit: NestedFit | LeastSquaresFit, L: Floats) -> InteractionTest:
    """Test that all rows of L (q, p) times the coefficients are zero.

    By least squares the classical F test. Else the q combinations are turned into independent
    ones; with νᵢ the Satterthwaite df of each and E = Σ νᵢ/(νᵢ - 2), the df are 2E/(E - q). For
    q = 1 it is the squared t test.
    """
    if isinstance(fit, LeastSquaresFit):
        found = L @ fit.coefficients
        size = float(found @ np.linalg.solve(L @ fit.bread @ L.T, found)) / fit.residual_variance
        return InteractionTest(size / L.shape[0], L.shape[0], float(fit.residual_df))
    turned = np.array([fit.design.contrast(row) for row in L])
    values, vectors = np.linalg.eigh(turned @ fit.sensitivity.beta_cov @ turned.T)
    independent = vectors.T @ L
    t_squared = (independent @ fit.coefficients) ** 2 / values
    q = L.shape[0]
    dfs = np.array([float(fit.sensitivity.satterthwaite(row)[1]) for row in vectors.T @ turned])
    f = float(t_squared.sum() / q)
    if q == 1:
        return InteractionTest(f, 1, float(dfs[0]))
    above = dfs[dfs > 2]
    total = float((above / (above - 2)).sum())
    df = 2 * total / (total - q) if total > q else 2.0
    return InteractionTest(f, q, df)


def _check(trial: WideTrial, column: str, names: Texts, member: Floats) -> None:
    if "" in names:
        raise SubgroupEmpty(f"{column} is empty for someone analysed; fill it in.")
    if not 2 <= names.size <= MOST_SUBGROUPS:
        raise SubgroupEmpty(
            f"{column} has {names.size} categories among those analysed; 2 to {MOST_SUBGROUPS} "
            "can be compared."
        )
    for place, name in enumerate(names):
        inside = member[:, place] > 0
        if not (inside & trial.arms).any() or not (inside & ~trial.arms).any():
            raise SubgroupEmpty(
                f'{column} "{name}" has people with an outcome in only one arm; join it with '
                "another."
            )


def _added_columns(design: Floats, columns: Floats) -> Floats:
    """The columns that are no combination of the design's."""
    kept = design
    for column in columns.T:
        wider = np.column_stack([kept, column])
        if np.linalg.matrix_rank(wider) > kept.shape[1]:
            kept = wider
    return kept[:, design.shape[1] :]
