"""cLDA and MMRM against the whole covariance matrix, and against R's gls, on varied trials.

Run: python benchmarks/agreement_long.py [trials of each kind, 12 unless said]. Two, three and five
visits, drop-out and answers that come and go, groups of one, the group effect with its variance at
zero, covariates, other units. The likelihood, its numeric derivatives and Kenward and Roger's
formulas are written out with V as an n by n matrix, and share nothing with the engine. gls is asked
where Rscript with nlme is here and the model has no group effect; it gives no degrees of freedom.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from peervej.methods.analysis import BoundaryRule, DfMethod, Table, read_plan
from peervej.methods.analysis.long_trial import LongTrial, build_long_trial
from peervej.methods.analysis.longitudinal import LongFit, fit_longitudinal

Floats = NDArray[np.float64]
SHAPES = (
    (2, 0.10, (6, 6, 6, 6), 1.0),
    (3, 0.15, (6, 5, 7, 6, 6), 1.0),
    (5, 0.12, (6, 6, 6, 6, 6), 1.0),
    (3, 0.35, (3, 9, 1, 12, 2), 1.0),
    (3, 0.10, (6, 6, 6), 1e5),
    (4, 0.20, (1, 1, 10, 8, 6), 1e-4),
)
R_SCRIPT = r"""
suppressMessages(library(nlme)); given <- commandArgs(TRUE)
d <- read.csv(given[1]); d$v <- factor(d$visit); d$place <- as.integer(d$v)
p <- as.integer(given[2]); X <- as.matrix(d[, grep("^x", names(d))])
g <- tryCatch(gls(y ~ 0 + X, data = d, correlation = corSymm(form = ~ place | id),
  weights = varIdent(form = ~ 1 | v), control = glsControl(opt = "optim", maxIter = 500,
  msMaxIter = 500, tolerance = 1e-12, optimMethod = "BFGS")), error = function(e) NULL)
if (is.null(g)) cat("none\n") else
  cat(format(c(coef(g)[[p]], sqrt(vcov(g)[p, p]), logLik(g)), digits = 15), "\n")
"""


@dataclass(frozen=True)
class Whole:
    """The model with V = Σ θₖVₖ as n by n matrices."""

    parts: list[Floats]
    X: Floats
    y: Floats

    def inverse(self, theta: Floats) -> tuple[Floats, Floats]:
        """V⁻¹ and Φ = (X'V⁻¹X)⁻¹."""
        W = np.linalg.inv(np.tensordot(theta, np.array(self.parts), 1))
        return W, np.linalg.inv(self.X.T @ W @ self.X)

    def log_reml(self, theta: Floats) -> float:
        """Restricted log-likelihood, -inf outside the parameter space."""
        try:
            lower = np.linalg.cholesky(np.tensordot(theta, np.array(self.parts), 1))
        except np.linalg.LinAlgError:
            return -np.inf
        Z, z = np.linalg.solve(lower, self.X), np.linalg.solve(lower, self.y)
        A = Z.T @ Z
        left = z - Z @ np.linalg.solve(A, Z.T @ z)
        dets = 2 * np.log(np.diag(lower)).sum() + np.linalg.slogdet(A)[1]
        return float(-0.5 * ((z.size - A.shape[0]) * np.log(2 * np.pi) + dets + left @ left))

    def score(self, theta: Floats) -> Floats:
        """First derivatives by the textbook."""
        W, phi = self.inverse(theta)
        P = W - W @ self.X @ phi @ self.X.T @ W
        r = P @ self.y
        return np.array([-0.5 * (np.sum(P * part) - r @ part @ r) for part in self.parts])

    def observed(self, theta: Floats) -> Floats:
        """Minus the second derivatives: differences of the score, twice refined."""
        step = 1e-2 * np.linalg.eigvalsh(np.tensordot(theta, np.array(self.parts), 1))[0]
        columns = [
            _slope(lambda h, e=e: self.score(theta + h * e), step) for e in np.eye(theta.size)
        ]
        return -0.5 * (np.array(columns) + np.array(columns).T)

    def satterthwaite(self, theta: Floats, c: Floats) -> tuple[float, float]:
        """Standard error and df, the gradient of c'Φc by differences."""
        step = 1e-2 * np.linalg.eigvalsh(np.tensordot(theta, np.array(self.parts), 1))[0]
        gradient = np.array([
            _slope(lambda h, e=e: c @ self.inverse(theta + h * e)[1] @ c, step)
            for e in np.eye(theta.size)
        ])  # fmt: skip
        f = float(c @ self.inverse(theta)[1] @ c)
        return f**0.5, float(
            2 * f**2 / (gradient @ np.linalg.solve(self.observed(theta), gradient))
        )

    def kenward_roger(self, theta: Floats, c: Floats) -> tuple[float, float]:
        """Kenward and Roger (1997) for one row."""
        W, phi = self.inverse(theta)
        B = W @ self.X
        P = W - B @ phi @ B.T
        turned = [P @ part for part in self.parts]
        cov = np.linalg.inv(0.5 * np.array([[np.sum(a * b.T) for b in turned] for a in turned]))
        bends = [B.T @ part @ B for part in self.parts]
        middle = np.zeros_like(phi)
        for i, first in enumerate(self.parts):
            for j, second in enumerate(self.parts):
                Q = B.T @ first @ W @ second @ B
                middle += cov[i, j] * (Q - bends[i] @ phi @ bends[j])
        a = phi @ c
        gradient = np.array([a @ bend @ a for bend in bends])
        f = float(c @ a)
        return float(f + 2 * a @ middle @ a) ** 0.5, float(2 * f**2 / (gradient @ cov @ gradient))


def _slope(function, step: float):  # type: ignore[no-untyped-def]
    a, b, c = ((function(h) - function(-h)) / (2 * h) for h in (step, step / 2, step / 4))
    first, second = (4 * b - a) / 3, (4 * c - b) / 3
    return (16 * second - first) / 15


def make(seed: int, kind: str) -> LongTrial:
    """A trial whose shape follows from the seed."""
    draw = np.random.default_rng(seed)
    T, missing, sizes, scale = SHAPES[seed % len(SHAPES)]
    arm = np.r_[np.zeros(36), np.ones(sum(sizes))]
    group = np.r_[np.full(36, -1), np.repeat(np.arange(len(sizes)), sizes)]
    x = draw.normal(size=arm.size)
    lower = draw.normal(size=(T, T)) * 2 + 4 * np.eye(T)
    y = 30 + draw.normal(size=(arm.size, T)) @ lower.T + draw.normal(0, 5, (arm.size, 1))
    shared = draw.normal(0, (0.0, 3.0)[seed % 2], len(sizes))
    y[:, 1:] += (3 * arm + np.where(arm == 1, shared[group], 0))[:, None]
    y = scale * (y + x[:, None])
    y[draw.random(y.shape) < missing] = np.nan
    columns = {
        "id": np.repeat(np.arange(arm.size), T),
        "arm": np.repeat(arm, T),
        "group": [f"H{g}" if g >= 0 else "" for g in np.repeat(group, T)],
        "x": np.repeat(x, T),
        "visit": np.tile(np.arange(T), arm.size),
        "y": y.ravel(),
    }
    plan = read_plan(
        '[data]\narm = "arm"\nintervention = 1\ncontrol = 0\ngroup = "group"\nid = "id"\n'
        f'visit = "visit"\n[outcome]\nname = "y"\ncovariates = ["x"]\n[model]\nkind = "{kind}"'
    )
    return build_long_trial(Table.from_columns(columns), plan)


def whole_of(trial: LongTrial, group_effect: bool) -> tuple[Whole, Floats, Floats]:
    """The same trial row by row, with the person and visit of each row."""
    persons, visits = np.nonzero(~np.isnan(trial.outcome))
    same = persons[:, None] == persons
    parts = []
    if group_effect:
        z = trial.after[visits] & (trial.groups[persons] >= 0)
        alike = trial.groups[persons][:, None] == trial.groups[persons]
        parts.append(np.outer(z, z) * alike.astype(float))
    T = trial.outcome.shape[1]
    for a in range(T):
        for b in range(a, T):
            pair = np.outer(visits == a, visits == b)
            parts.append((same & (pair | pair.T)).astype(float))
    X, y = trial.design[persons, visits], trial.outcome[persons, visits]
    return Whole(parts, X, y), persons, visits


def theta_of(fit: LongFit) -> Floats:
    """The engine's variances in the order of the parts."""
    T = fit.covariance.shape[0]
    free = fit.covariance[np.triu_indices(T)]
    return free if fit.group_variance is None else np.r_[fit.group_variance, free]


def differences(trial: LongTrial, group_effect: bool) -> Iterator[tuple[str, float]]:
    """Disagreement of each figure between the engine and the whole matrix."""
    fit = fit_longitudinal(trial, group_effect=group_effect, boundary=BoundaryRule.KEEP)
    whole, _, _ = whole_of(trial, group_effect)
    theta = theta_of(fit)
    scale = float(np.diag(fit.covariance).mean())
    score = whole.score(theta) * scale
    free = score[1:] if fit.at_boundary else score
    yield "score at the maximum", float(np.abs(free).max())
    if fit.at_boundary:
        yield "rise beyond the bound", max(float(score[0]), 0.0)
    yield "log-likelihood", abs(fit.log_reml - whole.log_reml(theta))
    place = trial.arm_columns[-1]
    c = np.eye(whole.X.shape[1])[place]
    W, phi = whole.inverse(theta)
    plain, adjusted = fit.coefficient(place), fit.coefficient(place, DfMethod.KENWARD_ROGER)
    yield (
        "estimate, of its SE",
        abs(float(phi[place] @ whole.X.T @ W @ whole.y) - plain.estimate) / plain.se,
    )
    se, df = whole.kenward_roger(theta, c)
    yield "Kenward-Roger SE, relative", abs(adjusted.se / se - 1)
    yield "Kenward-Roger df, relative", abs(adjusted.df / df - 1)
    if not fit.at_boundary:
        se, df = whole.satterthwaite(theta, c)
        yield "SE, relative", abs(plain.se / se - 1)
        yield "Satterthwaite df, relative", abs(plain.df / df - 1)


def beside_gls(trial: LongTrial, folder: Path) -> Iterator[tuple[str, float]]:
    """Disagreement with R's gls; a likelihood of R above ours would be a maximum missed."""
    whole, persons, visits = whole_of(trial, False)
    fit = fit_longitudinal(trial)
    place = trial.arm_columns[-1]
    names = ["id", "visit", "y", *(f"x{i}" for i in range(whole.X.shape[1]))]
    data = np.column_stack([persons, visits, whole.y, whole.X])
    file = folder / "long.csv"
    np.savetxt(file, data, fmt="%.17g", delimiter=",", header=",".join(names), comments="")
    asked = ["Rscript", "-e", R_SCRIPT, str(file), str(place + 1)]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()
    if len(said) != 3:
        return
    estimate, se, log_reml = (float(v) for v in said)
    found = fit.coefficient(place)
    yield "R above", max(log_reml - fit.log_reml, 0.0)
    if fit.log_reml - log_reml < 1e-6:
        yield "gls estimate, of its SE", abs(found.estimate - estimate) / se
        yield "gls SE, relative", abs(found.se / se - 1)


def main() -> int:
    """Print the largest disagreements; exit 1 where one is too large."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    worst: dict[str, float] = {}
    has_r = shutil.which("Rscript") is not None
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("clda", "mmrm"):
            for seed in range(count):
                trial = make(seed, kind)
                found = [*differences(trial, False), *differences(trial, True)]
                found += beside_gls(trial, Path(folder)) if has_r else []
                for name, value in found:
                    worst[name] = max(worst.get(name, 0.0), value)
    print(json.dumps({name: f"{value:.1e}" for name, value in sorted(worst.items())}, indent=1))
    # gls stops its search early
    wrong = [name for name, value in worst.items() if value > (1e-3 if "gls" in name else 1e-5)]
    print(f"{4 * count} fits; " + (f"disagree: {', '.join(wrong)}" if wrong else "all agree"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
