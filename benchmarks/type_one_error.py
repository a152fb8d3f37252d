"""How often a true null is rejected: the partially nested model beside plain ANCOVA.

Run: python benchmarks/type_one_error.py [trials per line, 20000 unless said]. Simulated trials
without a difference, 15 % missing, baseline adjusted for (correlation 0.5).
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import itertools
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from math import sqrt

from peervej.methods.analysis.many_trials import fit_many, fit_many_ancova
from peervej.methods.power import Bounds, Groups, MissingMechanism, PowerMethod, PowerPlan
from peervej.methods.power.simulation import simulated_trials

LIMIT_AT_284 = 0.056
CONSERVATIVE = 0.04
SD = 12.0


@dataclass(frozen=True)
class Scenario:
    """One line of the table."""

    people: int
    scores: bool
    unequal: bool
    icc: float
    trials: int

    @property
    def plan(self) -> PowerPlan:
        """The assumptions to simulate from; the difference is not used."""
        groups = Groups(10, self.icc * SD**2, (1 - self.icc) * SD**2, 0.4 if self.unequal else 0.0)
        plan = PowerPlan(
            PowerMethod.PARTIALLY_NESTED,
            difference=1.0,
            sd_control=SD,
            sd_intervention=SD,
            baseline_correlation=0.5,
            groups=groups,
            dropout=0.15,
        )
        if self.scores:
            return replace(plan, bounds=Bounds(0, 60), missing=MissingMechanism.BASELINE)
        return plan


def rejections(scenario: Scenario) -> tuple[float, float, int]:
    """Shares rejected by the model and by ANCOVA, and how many did not converge."""
    nested = plain = failed = 0
    half = scenario.people // 2
    seed = hash((scenario.people, scenario.scores, scenario.unequal, scenario.icc)) % 2**32
    pieces = simulated_trials(scenario.plan, half, half, scenario.trials, seed, no_difference=True)
    for trials, layout in pieces:
        fitted = fit_many(trials, layout)
        nested += int((fitted.p < 0.05).sum())
        failed += int((~fitted.converged).sum())
        plain += int((fit_many_ancova(trials, layout).p < 0.05).sum())
    return nested / scenario.trials, plain / scenario.trials, failed


def remark(scenario: Scenario, share: float) -> str:
    """What a reader should notice."""
    if scenario.people == 284 and share > LIMIT_AT_284:
        return "above 5.6 %"
    return "conservative" if share < CONSERVATIVE else ""


def main() -> int:
    """Print the table; exit 1 when a line at N = 284 is above the limit or a fit failed."""
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    scenarios = [
        Scenario(people, scores, unequal, icc, trials)
        for people, scores, unequal, icc in itertools.product(
            (80, 284), (False, True), (False, True), (0.0, 0.02, 0.05, 0.10, 0.20)
        )
    ]
    print(f"{trials} trials a line; 95 % Monte Carlo interval; two-sided 5 % level")
    print("  N  outcome        groups   ICC   partially nested        ANCOVA  not converged")
    begun, bad = time.perf_counter(), 0
    with ProcessPoolExecutor(2) as pool:
        for scenario, (nested, plain, failed) in zip(
            scenarios, pool.map(rejections, scenarios), strict=True
        ):
            half = 1.96 * sqrt(nested * (1 - nested) / trials)
            said = remark(scenario, nested)
            bad += failed or said.startswith("above")
            print(
                f"{scenario.people:>3}  {'0-60, MAR' if scenario.scores else 'normal, MCAR':<13}"
                f"  {'unequal' if scenario.unequal else 'of 10':<7}  {scenario.icc:.2f}"
                f"   {nested:6.2%} ({nested - half:.2%}-{nested + half:.2%})"
                f"  {plain:7.2%}  {failed:>5}  {said}",
                flush=True,
            )
    print(f"{time.perf_counter() - begun:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
