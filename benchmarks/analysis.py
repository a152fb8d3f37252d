"""The analysis engine: speed against R's nlme and statsmodels, 10,000 trials, growth with N.

Run: python benchmarks/analysis.py. R is used when Rscript and the package nlme are present.
Single fits are compared in processor time, the least of several rounds, so that other work on the
machine counts as little as possible; the simulation is wall-clock time.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from peervej.methods.analysis import DfMethod, Table, read_csv, read_plan, run_analysis
from peervej.methods.analysis.partially_nested import fit_partially_nested
from peervej.methods.analysis.wide_trial import WideTrial, build_wide_trial
from peervej.methods.power import read_power_plan, simulate_rejections

DATA = Path(__file__).parent.parent / "tests/methods/analysis/reference/main_wide.csv"
PLAN = """
alpha = 0.05
[data]
arm = "arm"
intervention = 1
control = 0
group = "group"
[outcome]
name = "y1"
baseline = "y0"
covariates = ["site"]
[model]
kind = "partially_nested"
"""
SIMULATION = """
[design]
method = "partially_nested"
[outcome]
difference = 4
sd = 12
baseline_correlation = 0.5
[groups]
size = 10
icc = 0.05
[dropout]
rate = 0.15
"""
R_SCRIPT = r"""
suppressMessages(library(nlme))
d <- read.csv(commandArgs(TRUE)[1], na.strings = "")
d <- d[!is.na(d$y1), ]; d$site <- factor(d$site); d$armf <- factor(d$arm)
fit <- function() lme(y1 ~ arm + y0 + site, random = list(cluster = ~ 0 + arm),
                      weights = varIdent(form = ~ 1 | armf), data = d)
m <- fit()
times <- sapply(1:5, function(i) sum(system.time(for (j in 1:10) fit())[1:2]) / 10)
cat(min(times), fixef(m)[["arm"]], sqrt(vcov(m)["arm", "arm"]), "\n")
"""


def seconds(work: Callable[[], object], repeats: int, calls: int) -> float:
    """The least over repeats of the mean processor time of some calls."""
    work()
    times = []
    for _ in range(repeats):
        begun = time.process_time()
        for _ in range(calls):
            work()
        times.append((time.process_time() - begun) / calls)
    return min(times)


def fit_once(trial: WideTrial) -> tuple[float, float]:
    """One heteroscedastic fit with Satterthwaite and Kenward-Roger."""
    fit = fit_partially_nested(trial)
    plain = fit.arm_difference(DfMethod.SATTERTHWAITE)
    fit.arm_difference(DfMethod.KENWARD_ROGER)
    return plain.estimate, plain.se


def fit_with_r() -> tuple[float, float, float] | None:
    """Seconds, estimate and standard error of nlme::lme; None without R."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return None
    done = subprocess.run(
        [rscript, "-e", R_SCRIPT, str(DATA)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return None
    taken, estimate, error = (float(text) for text in done.stdout.split())
    return taken, estimate, error


def fit_with_statsmodels() -> tuple[float, float, float, bool]:
    """Seconds of one heteroscedastic MixedLM fit, with its estimate and standard error."""
    import pandas as pd
    import statsmodels.formula.api as smf

    data = pd.read_csv(DATA).dropna(subset=["y1"])
    data["control"] = 1 - data["arm"]
    model = smf.mixedlm(
        "y1 ~ arm + y0 + C(site)",
        data,
        groups="cluster",
        re_formula="0",
        vc_formula={"group": "0 + arm", "control": "0 + control"},
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = model.fit(reml=True)
        taken = seconds(lambda: model.fit(reml=True), repeats=2, calls=1)
    return taken, float(fit.params["arm"]), float(fit.bse["arm"]), bool(fit.converged)


def simulate(task: tuple[int, int]) -> tuple[int, float]:
    """How many of some simulated trials did not converge, and the processor time of all."""
    count, seed = task
    plan = read_power_plan(SIMULATION)
    begun = time.process_time()
    failed = simulate_rejections(plan, 142, 142, count, seed).not_converged
    return failed, time.process_time() - begun


def compare_one_fit() -> None:
    """One fit against the others, in one run."""
    trial = build_wide_trial(read_csv(DATA.read_bytes()), read_plan(PLAN))
    ours = seconds(lambda: fit_once(trial), repeats=15, calls=20)
    estimate, error = fit_once(trial)
    print(f"peervej, fit and both df methods: {1e3 * ours:.2f} ms ({estimate:.6f}, SE {error:.6f})")
    found = fit_with_r()
    if found is None:
        print("R nlme::lme: left out (Rscript with nlme is not here)")
    else:
        print(
            f"R nlme::lme: {1e3 * found[0]:.1f} ms ({found[1]:.6f}, SE {found[2]:.6f}), "
            f"ratio {found[0] / ours:.0f} (wanted at least 20)"
        )
    taken, estimate, error, converged = fit_with_statsmodels()
    print(
        f"statsmodels MixedLM: {1e3 * taken:.0f} ms ({estimate:.6f}, SE {error:.6f}, "
        f"converged {converged}), ratio {taken / ours:.0f} (wanted at least 150)"
    )


def simulate_ten_thousand() -> None:
    """10,000 simulated trials of 284 people, made and analysed, on two processes."""
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(simulate, [(500, 1), (500, 2)]))
        begun = time.perf_counter()
        parts = list(pool.map(simulate, [(5000, 3), (5000, 4)]))
        taken = time.perf_counter() - begun
    print(
        f"10,000 simulated trials of 284, two processes: {taken:.2f} s (wanted under 2; processor "
        f"time {max(used for _, used in parts):.2f} s in each), "
        f"{sum(failed for failed, _ in parts)} not converged"
    )


def grow(counts: tuple[int, ...]) -> None:
    """Time of a whole analysis from columns in memory against the number of people."""
    draw = np.random.default_rng(1)
    plan = read_plan(PLAN.replace('covariates = ["site"]', ""))
    for count in counts:
        arm = np.arange(count) % 2
        group = np.where(arm == 1, np.arange(count) // 20, -1)
        y0 = draw.normal(30, 10, count)
        shared = draw.normal(0, 3, int(group.max()) + 1)
        y1 = 0.6 * y0 + 4 * arm + np.where(arm == 1, shared[group], 0) + draw.normal(0, 8, count)
        names = np.where(arm == 1, np.strings.add("G", group.astype(str)), "")
        table = Table.from_columns({"arm": arm, "group": names, "y0": y0, "y1": y1})
        begun = time.perf_counter()
        result = run_analysis(table, plan)
        taken = time.perf_counter() - begun
        print(f"N = {count:>9,}: {taken:7.3f} s, difference {result.primary.estimate:.4f}")


def main() -> None:
    """Print every figure."""
    compare_one_fit()
    simulate_ten_thousand()
    grow((10**3, 10**4, 10**5, 10**6))


if __name__ == "__main__":
    sys.exit(main())
