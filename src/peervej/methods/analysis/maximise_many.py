"""Maximising the restricted likelihoods of many trials at once."""

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from peervej.methods.analysis.arrays import Bools, Floats, Ints
from peervej.methods.analysis.maximise import (
    CLOSE,
    FAR,
    MISLEADING,
    MOST_SHRINKS,
    MOST_STEPS,
    ROUNDING,
    SHRINK,
    SUFFICIENT,
    THERE,
)
from peervej.methods.analysis.reml import RemlPoint

Evaluate = Callable[[Floats, Ints | slice], RemlPoint]


@dataclass(frozen=True, slots=True)
class ManyMaxima:
    """Where the search ended for each of R trials.

    ``theta`` (R, k); ``at_bound`` (R, k) true where a parameter lies on its bound and would leave
    it; ``converged`` (R,).
    """

    theta: Floats
    point: RemlPoint
    at_bound: Bools
    converged: Bools


def maximise_many(evaluate: Evaluate, start: Floats, lower: Floats) -> ManyMaxima:
    """Maximise over θ ≥ lower from start (R, k) by safeguarded Newton steps.

    Where the observed information is not positive definite the expected one takes its place;
    steps are halved until the likelihood rises; a parameter that would cross its bound is put
    on it. ``lower`` (k,) may be -inf; evaluate gives -inf outside the parameter space.
    """
    with np.errstate(all="ignore"):
        search = _Search(evaluate, start.copy(), lower)
        for _ in range(MOST_STEPS):
            if not search.active.size:
                break
            search.step()
        return search.result()


class _Search:
    """The state of R searches; only the active ones are evaluated."""

    def __init__(self, evaluate: Evaluate, theta: Floats, lower: Floats) -> None:
        self.evaluate = evaluate
        self.theta = theta
        self.lower = lower
        count = theta.shape[0]
        self.point = _writable(evaluate(theta, slice(None)))
        self.active: Ints = np.flatnonzero(np.isfinite(self.point.log_reml)).astype(np.int64)
        self.converged = np.zeros(count, dtype=np.bool_)
        self.is_bound = np.zeros(theta.shape, dtype=np.bool_)

    def step(self) -> None:
        """One Newton step of every active search."""
        rows = self._rows()
        theta, now = self.theta[rows], _take(self.point, rows)
        fixed = (theta <= self.lower) & (now.score <= 0)
        move, slope, decrement, is_newton = _newton_move(theta, now, fixed, self.lower)
        self.is_bound[rows] = fixed
        there = decrement <= THERE
        length = np.ones(theta.shape[0])
        waiting = np.flatnonzero(~there)
        done = there.copy()
        stuck = np.zeros(theta.shape[0], dtype=np.bool_)
        for _ in range(MOST_SHRINKS):
            if not waiting.size:
                break
            tried = theta[waiting] + length[waiting, None] * move[waiting]
            fresh = self.evaluate(tried, self._global(rows, waiting))
            gain = fresh.log_reml - now.log_reml[waiting]
            slack = ROUNDING * (1 + np.abs(now.log_reml[waiting]))
            needed = SUFFICIENT * length[waiting] * slope[waiting] - slack
            better = gain >= needed
            chosen = waiting[better]
            target = self._global(rows, chosen)
            self.theta[target] = tried[better]
            _put(self.point, target, fresh, better)
            close = (decrement[chosen] < CLOSE) & is_newton[chosen] & (length[chosen] == 1)
            done[chosen] |= close
            waiting = waiting[~better]
            length[waiting] *= SHRINK
        stuck[waiting] = True
        done[waiting] = decrement[waiting] < 1e-12
        self._close(rows, done, stuck)

    def _rows(self) -> Ints | slice:
        whole = self.active.size == self.theta.shape[0]
        return slice(None) if whole else self.active

    def _global(self, rows: Ints | slice, local: Ints) -> Ints | slice:
        if isinstance(rows, slice):
            return rows if local.size == self.theta.shape[0] else local
        return rows[local]

    def _close(self, rows: Ints | slice, done: Bools, stuck: Bools) -> None:
        current = self.active
        self.converged[current[done]] = True
        self.active = current[~(done | stuck)]

    def result(self) -> ManyMaxima:
        """What was reached."""
        at_bound = (self.theta <= self.lower) & (self.point.score <= 0)
        return ManyMaxima(self.theta, self.point, at_bound, self.converged)


def _newton_move(
    theta: Floats, point: RemlPoint, fixed: Bools, lower: Floats
) -> tuple[Floats, Floats, Floats, Bools]:
    """Step (R, k), score along it, Newton decrement, and where it is a Newton step."""
    score = np.where(fixed, 0.0, point.score)
    matrix, move, is_newton = _choose_step(score, point, fixed)
    decrement = np.maximum((move * score).sum(-1), 0.0)
    crossing: Bools = np.asarray((theta + move < lower) & ~fixed, dtype=np.bool_)
    across: Bools = np.asarray(crossing.any(-1), dtype=np.bool_)
    if across.any():
        put = np.where(crossing, lower - theta, 0.0)
        held = crossing | fixed
        rest = np.where(held, put, score - (matrix @ put[..., None])[..., 0])
        move = np.where(across[:, None], _solve(_masked(matrix, held), rest), move)
    slope: Floats = np.asarray((move * score).sum(-1))
    downhill: Bools = np.asarray(slope <= 0)
    if downhill.any():
        steepest = score / np.diagonal(matrix, axis1=-2, axis2=-1)
        steepest = np.maximum(steepest, lower - theta)
        move = np.where(downhill[:, None], steepest, move)
        slope = (move * score).sum(-1)
    return move, slope, decrement, is_newton


def _choose_step(score: Floats, point: RemlPoint, fixed: Bools) -> tuple[Floats, Floats, Bools]:
    """As for one trial: the expected information where the observed one misleads."""
    observed = _masked(point.observed, fixed)
    definite = _positive_definite(observed)
    matrix = np.where(definite[:, None, None], observed, np.eye(observed.shape[-1]))
    move = _solve(matrix, score)
    doubtful = ~definite | ((move * score).sum(-1) >= FAR)
    if not doubtful.any():
        return matrix, move, definite
    rows = np.flatnonzero(doubtful)
    expected = _ridged(_masked(point.expected[rows], fixed[rows]))
    careful = _solve(expected, score[rows])
    allowed = MISLEADING * (careful * score[rows]).sum(-1)
    turned = ~definite[rows] | ((move[rows] * score[rows]).sum(-1) >= allowed)
    rows = rows[turned]
    matrix[rows], move[rows] = expected[turned], careful[turned]
    is_newton = np.ones(definite.shape, dtype=np.bool_)
    is_newton[rows] = False
    return matrix, move, is_newton


def _solve(matrix: Floats, right: Floats) -> Floats:
    return np.asarray(np.linalg.solve(matrix, right[..., None])[..., 0], dtype=np.float64)


def _masked(matrix: Floats, fixed: Bools) -> Floats:
    if not fixed.any():
        return matrix
    free = ~fixed
    both = free[..., :, None] & free[..., None, :]
    return np.where(both, matrix, np.eye(matrix.shape[-1]))


def _positive_definite(matrix: Floats) -> Bools:
    """Judged after scaling to unit diagonal, so that units of the data do not matter."""
    diagonal = np.diagonal(matrix, axis1=-2, axis2=-1)
    good: Bools = np.asarray((diagonal > 0).all(-1) & np.isfinite(matrix).all((-2, -1)))
    root = np.sqrt(np.where(good[:, None], diagonal, 1.0))
    scaled = matrix / (root[..., :, None] * root[..., None, :])
    scaled = np.where(good[:, None, None], scaled, np.eye(matrix.shape[-1]))
    return np.asarray(good & (np.linalg.eigvalsh(scaled)[..., 0] > 1e-7), dtype=np.bool_)


def _ridged(matrix: Floats) -> Floats:
    diagonal = np.diagonal(matrix, axis1=-2, axis2=-1)
    floor = 1e-8 * np.maximum(np.abs(diagonal), 1e-300)
    result: Floats = matrix + floor[..., None] * np.eye(matrix.shape[-1])
    return result


def _writable(point: RemlPoint) -> RemlPoint:
    return RemlPoint(**{f.name: getattr(point, f.name).copy() for f in fields(point)})


def _take(point: RemlPoint, rows: Ints | slice) -> RemlPoint:
    return RemlPoint(**{f.name: getattr(point, f.name)[rows] for f in fields(point)})


def _put(target: RemlPoint, rows: Ints | slice, source: RemlPoint, chosen: Bools) -> None:
    for f in fields(target):
        getattr(target, f.name)[rows] = getattr(source, f.name)[chosen]
