"""Maximising the restricted likelihood of one trial."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from peervej.methods.analysis.arrays import Floats
from peervej.methods.analysis.reml import Moments, RemlPoint, reml_point

MOST_STEPS = 200
CLOSE = 1e-9  # Newton decrement from which one more full step reaches rounding error
THERE = 1e-18
FAR = 1.0
MISLEADING = 4.0
SUFFICIENT = 1e-4
ROUNDING = 1e-11
SHRINK = 0.4
MOST_SHRINKS = 60


@dataclass(frozen=True, slots=True)
class Maximum:
    """Where the search ended: ``theta`` (k,), and the moments and likelihood there."""

    theta: Floats
    moments: Moments
    point: RemlPoint
    converged: bool


@dataclass(frozen=True, slots=True)
class _Move:
    """A step, the score along it, the Newton decrement, and whether it is a Newton step."""

    step: Floats
    slope: float
    decrement: float
    is_newton: bool


def maximise(
    moments_at: Callable[[Floats], Moments | None],
    residual_df: float,
    starts: Sequence[Floats],
    *,
    bounded: bool,
) -> Maximum:
    """The highest of the maxima over θ reached from each start (k,) by safeguarded Newton steps.

    Where the observed information is not positive definite the expected one takes its place;
    steps are shortened until the likelihood rises. ``bounded`` says that the first parameter must
    not fall below zero; a step across puts it there. ``moments_at`` gives None outside the
    parameter space. Raises ValueError when the start lies outside.
    """
    with np.errstate(all="ignore"):
        found = [_climb(moments_at, residual_df, start, bounded) for start in starts]
    return max(found, key=lambda one: (one.converged, float(one.point.log_reml)))


def _climb(
    moments_at: Callable[[Floats], Moments | None],
    residual_df: float,
    theta: Floats,
    bounded: bool,
) -> Maximum:
    moments = moments_at(theta)
    if moments is None:
        raise ValueError("the search must start inside the parameter space")
    point = reml_point(moments, residual_df)
    for _ in range(MOST_STEPS):
        try:
            move = _move(theta, point, bounded)
        except np.linalg.LinAlgError:
            return Maximum(theta, moments, point, False)
        if move.decrement <= THERE:
            return Maximum(theta, moments, point, True)
        length = 1.0
        needed = float(point.log_reml) - ROUNDING * (1 + abs(float(point.log_reml)))
        for _ in range(MOST_SHRINKS):
            tried = theta + length * move.step
            fresh = moments_at(tried)
            if fresh is not None:
                there = reml_point(fresh, residual_df)
                if there.log_reml >= needed + SUFFICIENT * length * move.slope:
                    break
            length *= SHRINK
        else:
            return Maximum(theta, moments, point, move.decrement < 1e-12)
        theta, moments, point = tried, fresh, there
        if move.decrement < CLOSE and move.is_newton and length == 1:
            return Maximum(theta, moments, point, True)
    return Maximum(theta, moments, point, False)


def _move(theta: Floats, point: RemlPoint, bounded: bool) -> _Move:
    fixed = bounded and theta[0] <= 0 and point.score[0] <= 0
    free = slice(1, None) if fixed else slice(None)
    score = point.score[free]
    matrix, step, is_newton = _newton_step(score, point, free)
    decrement = slope = max(float(step @ score), 0.0)
    if bounded and not fixed and theta[0] + step[0] < 0:
        step[0] = -theta[0]
        step[1:] = np.linalg.solve(matrix[1:, 1:], score[1:] - matrix[1:, 0] * step[0])
        slope = float(step @ score)
        if slope <= 0:
            step = score / np.diag(matrix)
            step[0] = max(step[0], -theta[0])
            slope = float(step @ score)
    if fixed:
        step = np.concatenate([[0.0], step])
    return _Move(step, slope, decrement, is_newton)


def _newton_step(score: Floats, point: RemlPoint, free: slice) -> tuple[Floats, Floats, bool]:
    """Curvature and step; the expected information where the observed one misleads.

    Far from the maximum the observed information may be indefinite, or so flat in a direction that
    the step would be enormous.
    """
    observed = point.observed[free, free]
    if is_positive_definite(observed):
        step = _solve(observed, score)
        if step @ score < FAR:
            return observed, step, True
    else:
        step = None
    expected = point.expected[free, free]
    expected = expected + 1e-8 * np.diag(np.abs(np.diag(expected)) + 1e-300)
    careful = _solve(expected, score)
    if step is not None and step @ score < MISLEADING * (careful @ score):
        return observed, step, True
    return expected, careful, False


def _solve(matrix: Floats, right: Floats) -> Floats:
    return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)


def is_positive_definite(matrix: Floats, tolerance: float = 1e-9) -> bool:
    """Whether all pivots of a symmetric matrix are positive, relative to its diagonal."""
    try:
        lower = np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return False
    return bool((lower.diagonal() ** 2 > tolerance * matrix.diagonal()).all())
