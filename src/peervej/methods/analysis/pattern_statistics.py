"""Sufficient statistics of repeated outcomes by pattern of missing visits, and their moments.

People with the same visits share one covariance matrix, so for each pattern one array of
cross-products suffices. A group effect after baseline, the same at every later visit, adds
τ²zz' per group and is taken out again by Woodbury's identity, from sums per group and pattern.
"""

from dataclasses import dataclass

import numpy as np

from peervej.methods.analysis.arrays import Bools, Floats, Ints
from peervej.methods.analysis.reml import Moments


@dataclass(frozen=True, slots=True)
class PatternStatistics:
    """Cross-products of W = [X | y], q wide, over T visits and P patterns.

    ``seen`` (P, T); ``counts`` (P,) people; ``products`` (P * T * T, q * q). Of groups, J of them:
    ``group_sums`` (J, q, P * T) and ``group_counts`` (J, P); J is 0 without a group effect.
    """

    seen: Bools
    counts: Floats
    products: Floats
    group_sums: Floats
    group_counts: Floats
    after: Floats

    @property
    def has_groups(self) -> bool:
        """Whether the model has a group effect."""
        return bool(self.group_counts.shape[0])


def gather_patterns(W: Floats, seen: Bools, groups: Ints, after: Bools) -> PatternStatistics:
    """Statistics from W (n, T, q), zero where not ``seen`` (n, T), and groups (n,), -1 for none."""
    patterns, index = np.unique(seen, axis=0, return_inverse=True)
    index = index.reshape(-1)
    P, (_, T, q) = patterns.shape[0], W.shape
    products = np.empty((P, T, T, q * q))
    for place in range(P):
        flat = W[index == place].reshape(-1, T * q)
        crossed = (flat.T @ flat).reshape(T, q, T, q).transpose(0, 2, 1, 3)
        products[place] = crossed.reshape(T, T, q * q)
    J = int(groups.max()) + 1 if (groups >= 0).any() else 0
    sums = np.zeros((J, P, T, q))
    counts = np.zeros((J, P))
    inside = groups >= 0
    np.add.at(sums, (groups[inside], index[inside]), W[inside])
    np.add.at(counts, (groups[inside], index[inside]), 1.0)
    return PatternStatistics(
        seen=patterns,
        counts=np.bincount(index, minlength=P).astype(np.float64),
        products=products.reshape(P * T * T, q * q),
        group_sums=sums.reshape(J, P * T, q).transpose(0, 2, 1).copy(),
        group_counts=counts,
        after=after.astype(np.float64),
    )


def covariance_basis(visits: int) -> Floats:
    """Symmetric matrices E, shape (k, T, T), with Σ = Σₖ θₖEₖ; order 11, 12, …, 1T, 22, …."""
    pairs = [(a, b) for a in range(visits) for b in range(a, visits)]
    basis = np.zeros((len(pairs), visits, visits))
    for place, (a, b) in enumerate(pairs):
        basis[place, a, b] = basis[place, b, a] = 1.0
    return basis


@dataclass(frozen=True, slots=True)
class _Inverses:
    """Σ⁻¹ per pattern (P, T, T), zero where not seen, and its derivatives; log|Σ| likewise."""

    stack: Floats  # (1 + k + k², P, T, T)
    log_dets: Floats  # (1 + k + k², P)


class PatternMoments:
    """M(θ) and log|V(θ)|; θ is the covariance in basis order, after τ² when there are groups."""

    def __init__(self, statistics: PatternStatistics) -> None:
        self._s = statistics
        self._basis = covariance_basis(statistics.seen.shape[1])
        self._q = round(float(np.sqrt(statistics.products.shape[1])))

    def __call__(self, theta: Floats) -> Moments | None:
        """Moments at theta (k,), None where the covariance is not positive definite."""
        s, q = self._s, self._q
        tau = float(theta[0]) if s.has_groups else 0.0
        covariance = np.tensordot(theta[1:] if s.has_groups else theta, self._basis, 1)
        found = self._inverses(covariance)
        if found is None or tau < 0:
            return None
        flat = found.stack.reshape(found.stack.shape[0], -1) @ s.products
        moments = Moments(flat.reshape(-1, q, q), found.log_dets @ s.counts)
        return self._with_groups(tau, found, moments) if s.has_groups else moments

    def _inverses(self, covariance: Floats) -> _Inverses | None:
        s, basis = self._s, self._basis
        k, T = basis.shape[0], basis.shape[1]
        hidden = ~s.seen
        either = hidden[:, :, None] | hidden[:, None, :]
        filled = np.where(either, np.eye(T), covariance)
        try:
            lower = np.linalg.cholesky(filled)
            inverse = np.where(either, 0.0, np.linalg.inv(filled))
        except np.linalg.LinAlgError:
            return None
        turned = basis[:, None] @ inverse  # E R⁻¹
        first = -inverse @ turned
        second = -(first[:, None] @ turned[None])
        second = second + second.swapaxes(-1, -2)
        trace = np.trace(turned, axis1=-2, axis2=-1)
        crossed = np.einsum("kpab,lpba->klp", turned, turned)
        P = s.seen.shape[0]
        log_det = 2 * np.log(np.diagonal(lower, axis1=-2, axis2=-1)).sum(-1)
        return _Inverses(
            stack=np.concatenate([inverse[None], first, second.reshape(k * k, P, T, T)]),
            log_dets=np.vstack([[log_det], trace, -crossed.reshape(k * k, P)]),
        )

    def _with_groups(self, tau: float, found: _Inverses, ungrouped: Moments) -> Moments:
        """Add what τ²zz' per group takes away; parameter 0 is τ²."""
        s, q = self._s, self._q
        k = self._basis.shape[0]
        reach = found.stack @ s.after  # (m, P, T)
        m = reach.shape[0]
        U = np.einsum("jqx,mx->mjq", s.group_sums, reach.reshape(m, -1))
        H = (reach @ s.after) @ s.group_counts.T  # (m, J)
        h, h1, h2 = H[0], H[1 : k + 1], H[k + 1 :].reshape(k, k, -1)
        u, u1, u2 = U[0], U[1 : k + 1], U[k + 1 :].reshape(k, k, -1, q)
        grow = 1 + tau * h
        phi, phi_t, phi_h = tau / grow, grow**-2, -(tau**2) * grow**-2
        phi_tt, phi_th, phi_hh = -2 * h * grow**-3, -2 * tau * grow**-3, 2 * tau**3 * grow**-3

        n = k + 1
        phi1 = np.vstack([phi_t[None], phi_h * h1])
        phi2 = np.empty((n, n, h.size))
        phi2[0, 0] = phi_tt
        phi2[0, 1:] = phi2[1:, 0] = phi_th * h1
        phi2[1:, 1:] = phi_hh * h1[:, None] * h1[None] + phi_h * h2
        du = np.concatenate([np.zeros((1, *u.shape)), u1])
        ddu = np.zeros((n, n, *u.shape))
        ddu[1:, 1:] = u2

        value = (phi[:, None] * u).T @ u
        first = np.einsum("nj,jq,jr->nqr", phi1, u, u) + _sym(
            np.einsum("j,njq,jr->nqr", phi, du, u)
        )
        slope = np.einsum("aj,bjq,jr->abqr", phi1, du, u)
        second = np.einsum("abj,jq,jr->abqr", phi2, u, u)
        second += _sym(slope + slope.swapaxes(0, 1))
        second += _sym(np.einsum("j,abjq,jr->abqr", phi, ddu, u))
        second += _sym(np.einsum("j,ajq,bjr->abqr", phi, du, du))

        det1 = np.r_[(h / grow).sum(), (tau / grow * h1).sum(-1)]
        det2 = np.empty((n, n))
        det2[0, 0] = -((h / grow) ** 2).sum()
        det2[0, 1:] = det2[1:, 0] = (h1 / grow**2).sum(-1)
        det2[1:, 1:] = (tau / grow * h2).sum(-1) - ((tau / grow) ** 2 * h1[:, None] * h1[None]).sum(
            -1
        )
        first[1:] -= ungrouped.stack[1 : k + 1]
        second[1:, 1:] -= ungrouped.stack[k + 1 :].reshape(k, k, q, q)
        det1[1:] += ungrouped.log_dets[1 : k + 1]
        det2[1:, 1:] += ungrouped.log_dets[k + 1 :].reshape(k, k)
        value = value - ungrouped.stack[0]
        log_det = ungrouped.log_dets[0] + np.log(grow).sum()
        return Moments(
            -np.concatenate([value[None], first, second.reshape(n * n, q, q)]),
            np.concatenate([[log_det], det1, det2.ravel()]),
        )


def _sym(matrices: Floats) -> Floats:
    return np.asarray(matrices + matrices.swapaxes(-1, -2))
