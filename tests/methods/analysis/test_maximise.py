"""The searches on likelihoods where something goes wrong."""

import numpy as np
import pytest

from peervej.methods.analysis.maximise import maximise
from peervej.methods.analysis.maximise_many import maximise_many
from peervej.methods.analysis.reml import Moments, RemlPoint


def likelihood(theta: np.ndarray, rows: object = None) -> RemlPoint:
    """-(θ₁ - 3)⁴ - (θ₂ + 1)² with its derivatives; flat and not quadratic near its top."""
    first, second = theta[..., 0] - 3, theta[..., 1] + 1
    zero = np.zeros_like(first)
    observed = np.stack([np.stack([12 * first**2, zero], -1), np.stack([zero, zero + 2], -1)], -2)
    return RemlPoint(
        log_reml=-(first**4) - second**2,
        score=np.stack([-4 * first**3, -2 * second], -1),
        observed=observed,
        expected=observed + np.eye(2),
        beta=theta,
        beta_cov=observed,
    )


def test_many_searches_from_different_places() -> None:
    start = np.array([[0.5, 4.0], [10.0, -8.0], [3.0, -1.0]])
    found = maximise_many(likelihood, start, np.array([0.0, -np.inf]))
    assert found.converged.all()
    assert found.theta[:, 0] == pytest.approx([3, 3, 3], abs=0.01)
    assert found.theta[:, 1] == pytest.approx([-1, -1, -1], abs=1e-8)
    assert not found.at_bound.any()


def test_a_bound_holds() -> None:
    found = maximise_many(likelihood, np.array([[6.0, 4.0]]), np.array([-np.inf, 2.0]))
    assert found.theta[0] == pytest.approx([3.0, 2.0], abs=0.01)
    assert found.at_bound.tolist() == [[False, True]]


def test_a_likelihood_without_maximum_does_not_converge() -> None:
    def rising(theta: np.ndarray, rows: object) -> RemlPoint:
        one = np.ones((*theta.shape, 1))
        return RemlPoint(theta[:, 0], np.ones_like(theta), -one, one, theta, one)

    found = maximise_many(rising, np.array([[1.0]]), np.array([-np.inf]))
    assert found.converged.tolist() == [False]


def test_a_start_outside_the_parameter_space() -> None:
    with pytest.raises(ValueError, match="inside"):
        maximise(lambda theta: None, 10.0, [np.array([1.0])], bounded=False)
    nowhere = maximise_many(
        lambda theta, rows: RemlPoint(
            np.full(theta.shape[0], -np.inf),
            theta,
            theta[..., None],
            theta[..., None],
            theta,
            theta,
        ),
        np.array([[1.0]]),
        np.array([0.0]),
    )
    assert nowhere.converged.tolist() == [False]


def test_a_residual_sum_that_vanishes_has_no_maximum() -> None:
    """y'Py constant at zero: the likelihood rises without end as the variance falls."""

    def moments(theta: np.ndarray) -> Moments | None:
        if theta[0] <= 0:
            return None
        v = float(theta[0])
        base = np.array([[1.0, 0.0], [0.0, 1e-280]])
        return Moments(
            np.stack([base / v, -base / v**2, 2 * base / v**3]),
            np.array([5 * np.log(v), 5 / v, -5 / v**2]),
        )

    assert not maximise(moments, 4.0, [np.array([1.0])], bounded=False).converged
