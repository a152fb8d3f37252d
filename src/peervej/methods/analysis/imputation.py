"""Multiple imputation of a missing outcome by arm, and analyses of what if it is not at random."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from peervej.methods.analysis.arrays import Bools, Floats
from peervej.methods.analysis.imputation_draws import (
    ImputationImpossible,
    draw_nested_regression,
    draw_regression,
)
from peervej.methods.analysis.inference import Estimate
from peervej.methods.analysis.many_trials import Layout, ManyTrials, fit_many, fit_many_ancova
from peervej.methods.analysis.plan import Model, ModelKind
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.rubin import pool
from peervej.methods.analysis.wide_trial import ARM, WideTrial

FEWEST_IMPUTATIONS = 5
MOST_IMPUTATIONS = 1000
MOST_SHIFTS = 12  # a range halved until a thousandth of it is left, and its two ends


class NothingMissing(AnalysisRefused):
    """No outcome is missing, so there is nothing to impute."""

    code: ClassVar[str] = "nothing_missing"


@dataclass(frozen=True, slots=True)
class ImputedTrials:
    """M completed data sets of n people drawn.

    ``at_random`` and ``as_control`` (M, n) hold the outcomes with the missing ones imputed from the
    person's own arm (with the person's own group), or from the control arm; ``missing`` (n,).
    """

    trial: WideTrial
    model: Model
    missing: Bools
    at_random: Floats
    as_control: Floats

    def pooled(self, outcome: Floats) -> Estimate:
        """The plan's model on each of M data sets (M, n), joined by Rubin's rules.

        Raises ImputationImpossible when a completed data set cannot be fitted.
        """
        trial = self.trial
        count = outcome.shape[0]
        covariates = np.broadcast_to(trial.design[:, ARM + 1 :], (count, *_shape(trial)))
        everyone = np.ones(outcome.shape, dtype=np.bool_)
        completed = ManyTrials(outcome, covariates, everyone)
        if self.model.kind is ModelKind.ANCOVA:
            fits = fit_many_ancova(completed, Layout(trial.arms, trial.arms.astype(np.int64) - 1))
        else:
            fits = fit_many(
                completed,
                Layout(trial.arms, trial.groups),
                heteroscedastic=self.model.heteroscedastic,
                df=self.model.df,
                boundary=self.model.boundary,
            )
        if not fits.converged.all():
            raise ImputationImpossible("A completed data set could not be analysed.")
        return pool(fits.estimate, fits.se, float(fits.df.mean()))

    def missing_at_random(self) -> Estimate:
        """The difference if the missing resemble the observed of their arm and group."""
        return self.pooled(self.at_random)

    def jump_to_reference(self) -> Estimate:
        """The difference if those missing in the intervention arm did as controls do.

        Carpenter, Roger and Kenward (2013), J Biopharm Stat 23, 1352. Rubin's variance is then
        somewhat too large: Cro, Carpenter and Kenward (2019), J R Stat Soc A 182, 623.
        """
        return self.pooled(self.as_control)

    def shifted(self, delta: float) -> Estimate:
        """The difference if those missing in the intervention arm did delta better than imputed."""
        moved = self.missing & self.trial.arms
        return self.pooled(self.at_random + delta * moved)


@dataclass(frozen=True, slots=True)
class TippingPoint:
    """The shift of those missing in the intervention arm at which the conclusion changes.

    ``delta`` is None when no shift within ``searched`` changes it.
    """

    delta: float | None
    searched: float


def impute(
    trial: WideTrial, model: Model, *, number: int, seed: int, auxiliary: Floats | None = None
) -> ImputedTrials:
    """Impute the outcomes that are NaN, ``number`` times; the same seed, the same values.

    ``trial`` is built with_missing; ``auxiliary`` (n, k) are complete columns used to impute and
    not in the analysis. Controls are imputed from a regression, the intervention arm from one with
    a group effect where there are groups. Raises NothingMissing, ImputationImpossible.
    """
    if not FEWEST_IMPUTATIONS <= number <= MOST_IMPUTATIONS:
        raise ImputationImpossible(
            f"Impute from {FEWEST_IMPUTATIONS} to {MOST_IMPUTATIONS} times, not {number}."
        )
    missing = np.asarray(np.isnan(trial.outcome), dtype=np.bool_)
    if not missing.any():
        raise NothingMissing("No outcome is missing; there is nothing to impute.")
    draw = np.random.default_rng(seed)
    X = np.delete(trial.design, ARM, axis=1)
    if auxiliary is not None:
        X = np.column_stack([X, auxiliary])
    X = _standardised(X)
    seen, arms, y = ~missing, trial.arms, trial.outcome
    outside, inside = ~arms & seen, arms & seen
    controls = draw_regression(X[outside], y[outside], number, draw)
    if trial.group_names:
        people = draw_nested_regression(
            X[inside], y[inside], trial.groups[inside], len(trial.group_names), number, draw
        )
    else:
        people = draw_regression(X[inside], y[inside], number, draw, arm="intervention")
    none = np.full(y.shape, -1, dtype=np.int64)
    completed = np.broadcast_to(np.where(missing, 0.0, y), (number, y.size)).copy()
    lost_out, lost_in = missing & ~arms, missing & arms
    completed[:, lost_out] = controls.predict(X[lost_out], none[lost_out], draw)
    reference = completed.copy()
    completed[:, lost_in] = people.predict(X[lost_in], trial.groups[lost_in], draw)
    reference[:, lost_in] = controls.predict(X[lost_in], none[lost_in], draw)
    return ImputedTrials(trial, model, missing, completed, reference)


def find_tipping_point(
    imputed: ImputedTrials, alpha: float, step_done: Callable[[], None] = lambda: None
) -> TippingPoint:
    """The smallest shift against the finding that makes it non-significant, to 0.1 % of its range.

    Searched up to three standard deviations of the observed outcome. When the result is not
    significant to begin with, the tipping point is 0. ``step_done`` is called after each shift, at
    most MOST_SHIFTS times. Yan, Lee and Li (2009), J Biopharm Stat 19, 1085.
    """

    def shifted(delta: float) -> Estimate:
        found = imputed.shifted(delta)
        step_done()
        return found

    sd = float(np.nanstd(imputed.trial.outcome))
    searched = 3 * sd
    plain = shifted(0.0)
    if plain.p >= alpha:
        return TippingPoint(0.0, searched)
    against = -1.0 if plain.estimate > 0 else 1.0
    far = shifted(against * searched)
    if far.p < alpha and far.estimate * plain.estimate > 0:
        return TippingPoint(None, searched)
    low, high = 0.0, searched
    while high - low > 1e-3 * searched:
        middle = 0.5 * (low + high)
        found = shifted(against * middle)
        holds = found.p < alpha and found.estimate * plain.estimate > 0
        low, high = (middle, high) if holds else (low, middle)
    return TippingPoint(against * high, searched)


def _shape(trial: WideTrial) -> tuple[int, int]:
    return trial.design.shape[0], trial.design.shape[1] - ARM - 1


def _standardised(X: Floats) -> Floats:
    """Columns but the intercept centred and scaled, which leaves predictions as they are."""
    centred = X - np.where(np.arange(X.shape[1]) == 0, 0.0, X.mean(axis=0))
    scale = np.where(np.arange(X.shape[1]) == 0, 1.0, centred.std(axis=0))
    return np.asarray(centred / np.where(scale > 0, scale, 1.0))
