"""An independent REML: the whole covariance matrix, textbook formulas, a general optimiser.

Slow on purpose and sharing no code with the engine. V = Σ θₖVₖ; P = V⁻¹ - V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize


@dataclass
class DenseFit:
    theta: np.ndarray
    log_reml: float
    beta: np.ndarray
    X: np.ndarray
    y: np.ndarray
    parts: list[np.ndarray]

    def pieces(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        V = combine(self.theta, self.parts)
        inverse = np.linalg.inv(V)
        cov = np.linalg.inv(self.X.T @ inverse @ self.X)
        P = inverse - inverse @ self.X @ cov @ self.X.T @ inverse
        return inverse, cov, P

    def information(self) -> tuple[np.ndarray, np.ndarray]:
        """Observed and expected information."""
        _, _, P = self.pieces()
        k = len(self.parts)
        observed, expected = np.empty((k, k)), np.empty((k, k))
        for i in range(k):
            for j in range(k):
                trace = np.trace(P @ self.parts[i] @ P @ self.parts[j])
                form = self.y @ P @ self.parts[i] @ P @ self.parts[j] @ P @ self.y
                expected[i, j] = 0.5 * trace
                observed[i, j] = form - 0.5 * trace
        return observed, expected

    def satterthwaite(self, c: np.ndarray) -> tuple[float, float]:
        inverse, cov, _ = self.pieces()
        observed, _ = self.information()
        a = inverse @ self.X @ cov @ c
        gradient = np.array([a @ part @ a for part in self.parts])
        f = c @ cov @ c
        return float(np.sqrt(f)), float(2 * f**2 / (gradient @ np.linalg.inv(observed) @ gradient))

    def kenward_roger(self, c: np.ndarray) -> tuple[float, float]:
        """Kenward and Roger (1997), equations 4-9, with their P and Q matrices, for one row."""
        inverse, cov, _ = self.pieces()
        _, expected = self.information()
        W = np.linalg.inv(expected)
        k = len(self.parts)
        turned = [inverse @ part @ inverse for part in self.parts]
        Ps = [-self.X.T @ t @ self.X for t in turned]
        middle = np.zeros_like(cov)
        for i in range(k):
            for j in range(k):
                Q = self.X.T @ turned[i] @ self.parts[j] @ inverse @ self.X
                middle += W[i, j] * (Q - Ps[i] @ cov @ Ps[j])
        adjusted = cov + 2 * cov @ middle @ cov
        theta_matrix = np.outer(c, c) / (c @ cov @ c)
        traces = [np.trace(theta_matrix @ cov @ Pi @ cov) for Pi in Ps]
        A1 = sum(W[i, j] * traces[i] * traces[j] for i in range(k) for j in range(k))
        A2 = A1
        B = (A1 + 6 * A2) / 2
        g = (2 * A1 - 5 * A2) / (3 * A2)
        c1, c2, c3 = g / (3 + 2 * (1 - g)), (1 - g) / (3 + 2 * (1 - g)), (3 - g) / (3 + 2 * (1 - g))
        E = 1 / (1 - A2)
        V = 2 * (1 + c1 * B) / ((1 - c2 * B) ** 2 * (1 - c3 * B))
        rho = V / (2 * E**2)
        return float(np.sqrt(c @ adjusted @ c)), float(4 + 3 / (rho - 1))


def combine(theta: np.ndarray, parts: list[np.ndarray]) -> np.ndarray:
    return sum(t * part for t, part in zip(theta, parts, strict=True))


def log_reml(theta: np.ndarray, parts: list[np.ndarray], X: np.ndarray, y: np.ndarray) -> float:
    try:
        lower = np.linalg.cholesky(combine(theta, parts))
    except np.linalg.LinAlgError:
        return -np.inf
    Z, z = np.linalg.solve(lower, X), np.linalg.solve(lower, y)
    A = Z.T @ Z
    beta = np.linalg.solve(A, Z.T @ z)
    rest = z - Z @ beta
    n, p = X.shape
    log_det = 2 * np.log(np.diag(lower)).sum() + np.linalg.slogdet(A)[1]
    return float(-0.5 * ((n - p) * np.log(2 * np.pi) + log_det + rest @ rest))


def fit_dense(
    parts: list[np.ndarray],
    X: np.ndarray,
    y: np.ndarray,
    starts: list[np.ndarray],
    bounded: int | None = 0,
) -> DenseFit:
    """The best of several searches; ``bounded`` is the parameter that may be zero."""
    scale = float(y.var())

    def badness(free: np.ndarray) -> float:
        value = log_reml(free * scale, parts, X, y)
        return -value if np.isfinite(value) else 1e10

    bounds = (
        None
        if bounded is None
        else [(0, None) if i == bounded else (None, None) for i in range(len(parts))]
    )
    best = None
    for start in starts:
        found = minimize(
            badness,
            start / scale,
            method="Nelder-Mead",
            bounds=bounds,
            options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000, "maxfev": 8000},
        )
        if best is None or found.fun < best.fun:
            best = found
    theta = best.x * scale
    if bounded is not None and theta[bounded] < 1e-7 * scale:
        theta[bounded] = 0.0
    theta = _polish(theta, parts, X, y, bounded)
    inverse = np.linalg.inv(combine(theta, parts))
    beta = np.linalg.solve(X.T @ inverse @ X, X.T @ inverse @ y)
    return DenseFit(theta, log_reml(theta, parts, X, y), beta, X, y, parts)


def _polish(theta, parts, X, y, bounded):  # type: ignore[no-untyped-def]
    """A few Newton steps on the free parameters, from the textbook score and information."""
    free = [i for i in range(len(parts)) if not (i == bounded and theta[i] == 0)]
    for _ in range(6):
        fit = DenseFit(theta, 0.0, theta, X, y, parts)
        _, _, P = fit.pieces()
        score = np.array([-0.5 * (np.trace(P @ part) - y @ P @ part @ P @ y) for part in parts])
        observed, _ = fit.information()
        step = np.linalg.solve(observed[np.ix_(free, free)], score[free])
        theta = theta.copy()
        theta[free] += step
    return theta


def nested_parts(
    arms: np.ndarray, groups: np.ndarray, *, heteroscedastic: bool
) -> list[np.ndarray]:
    """V for the partially nested model: τ², then σ²c and σ²i, or one σ²."""
    same = (groups[:, None] == groups[None, :]) & (groups >= 0)[:, None]
    control, inside = np.diag((~arms).astype(float)), np.diag(arms.astype(float))
    rest = [control, inside] if heteroscedastic else [control + inside]
    return [same.astype(float), *rest]


def long_parts(
    persons: np.ndarray, visits: np.ndarray, groups: np.ndarray | None, after: np.ndarray
) -> list[np.ndarray]:
    """V for unstructured repeated outcomes, with τ² for groups after baseline first if given."""
    T = int(visits.max()) + 1
    same = persons[:, None] == persons[None, :]
    parts = []
    if groups is not None:
        z = after[visits].astype(float) * (groups >= 0)
        parts.append(np.outer(z, z) * (groups[:, None] == groups[None, :]))
    for a in range(T):
        for b in range(a, T):
            pair = np.outer(visits == a, visits == b)
            parts.append((same & (pair | pair.T)).astype(float))
    return parts
