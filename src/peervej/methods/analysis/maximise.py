"""Maximising the restricted likelihood of one trial."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from peervej.methods.analysis.arrays import Floats
from peervej.methods.analysis.reml import Moments, RemlPoint, reml_point

MOST_STEPS = 200
CLOSE = 1e-9  # Newton decrement from which one more full step reaches rounding error
THERE = 1e-18
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


def maximise(
    moments_at: Callable[[Floats], Moments | None],
    residual_df: float,
    start: Floats,
    *,
    bounded: bool,
) -> Maximum:
    """Maximise over θ from start (k,) by safeguarded Newton steps.

    Where the observed information is not positive definite the expected one takes its place;
    steps are shortened until the likelihood rises. ``bounded`` says that the first parameter must
    not fall below zero; a step across puts it there. ``moments_at`` gives None outside the
    parameter space. Raises ValueError when the start lies outside.
    """
    theta = start
    moments = moments_at(theta)
    if moments is None:
        raise ValueError("the search must start inside the parameter space")
    point = reml_point(moments, residual_df)
    for _ in range(MOST_STEPS):
        move, decrement, is_newton = _move(theta, point, bounded)
        if decrement <= THERE:
            return Maximum(theta, moments, point, True)
        length = 1.0
        needed = float(point.log_reml) - ROUNDING * (1 + abs(float(point.log_reml)))
        for _ in range(MOST_SHRINKS):
            tried = theta + length * move
            fresh = moments_at(tried)
            if fresh is not None:
                there = reml_point(fresh, residual_df)
                if there.log_reml >= needed + SUFFICIENT * length * decrement:
                    break
            length *= SHRINK
        else:
            return Maximum(theta, moments, point, decrement < 1e-12)
        theta, moments, point = tried, fresh, there
        if decrement < CLOSE and is_newton and length == 1:
            return Maximum(theta, moments, point, True)
    return Maximum(theta, moments, point, False)


def _move(theta: Floats, point: RemlPoint, bounded: bool) -> tuple[Floats, float, bool]:
    """Direction, Newton decrement, and whether the observed information gave it."""
    fixed = bounded and theta[0] <= 0 and point.score[0] <= 0
    free = slice(1, None) if fixed else slice(None)
    score = point.score[free]
    matrix, is_newton = _curvature(point, free)
    step: Floats = np.asarray(np.linalg.solve(matrix, score), dtype=np.float64)
    decrement = float(step @ score)
    if bounded and not fixed and theta[0] + step[0] < 0:
        step[0] = -theta[0]
        step[1:] = np.linalg.solve(matrix[1:, 1:], score[1:] - matrix[1:, 0] * step[0])
        if step @ score <= 0:
            step = np.maximum(
                score / np.diag(matrix), np.r_[-theta[0], np.full(len(step) - 1, -np.inf)]
            )
    if fixed:
        step = np.concatenate([[0.0], step])
    return step, max(decrement, 0.0), is_newton


def _curvature(point: RemlPoint, free: slice) -> tuple[Floats, bool]:
    observed = point.observed[free, free]
    if is_positive_definite(observed):
        return observed, True
    expected = point.expected[free, free]
    return expected + 1e-8 * np.diag(np.abs(np.diag(expected)) + 1e-300), False


def is_positive_definite(matrix: Floats, tolerance: float = 1e-9) -> bool:
    """Whether all pivots of a symmetric matrix are positive, relative to its diagonal."""
    try:
        lower = np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return False
    return bool((lower.diagonal() ** 2 > tolerance * matrix.diagonal()).all())
