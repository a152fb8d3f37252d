"""How often the 95 % interval after multiple imputation holds the true difference.

Run: python benchmarks/imputation.py [trials, 2000 unless said]. Trials of 284 people, ICC 0.05,
30 % missing, more of it among those low at baseline; 20 imputations each.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from math import sqrt

import numpy as np

from peervej.methods.analysis import Model, ModelKind
from peervej.methods.analysis.imputation import impute
from peervej.methods.analysis.many_trials import Layout, ManyTrials
from peervej.methods.analysis.wide_trial import WideTrial
from peervej.methods.power import Groups, MissingMechanism, PowerMethod, PowerPlan
from peervej.methods.power.simulation import simulated_trials

DIFFERENCE = 4.0
PLAN = PowerPlan(
    PowerMethod.PARTIALLY_NESTED,
    difference=DIFFERENCE,
    sd_control=12,
    sd_intervention=12,
    baseline_correlation=0.5,
    groups=Groups(10, 0.05 * 144, 0.95 * 144, 0.3),
    dropout=0.3,
    missing=MissingMechanism.BASELINE,
)


def trial_from(trials: ManyTrials, layout: Layout, row: int) -> WideTrial:
    """One simulated trial in the form the imputation takes."""
    baseline = trials.covariates[row, :, 0]
    outcome = np.where(trials.observed[row], trials.outcome[row], np.nan)
    count = outcome.size
    return WideTrial(
        outcome=outcome,
        design=np.column_stack([np.ones(count), layout.arms, baseline]),
        columns=("(Intercept)", "arm", "y0"),
        arms=layout.arms,
        groups=layout.groups,
        group_names=tuple(f"G{i}" for i in range(int(layout.groups.max()) + 1)),
        facilitators=None,
        drawn=(int((~layout.arms).sum()), int(layout.arms.sum())),
        remarks=(),
        rows=np.arange(count),
    )


def count_covered(task: tuple[int, int]) -> tuple[int, float]:
    """How many of some trials have the true difference in the interval; the summed estimates."""
    trials_wanted, seed = task
    model = Model(ModelKind.PARTIALLY_NESTED)
    covered, total = 0, 0.0
    for trials, layout in simulated_trials(PLAN, 142, 142, trials_wanted, seed):
        for row in range(trials.outcome.shape[0]):
            trial = trial_from(trials, layout, row)
            found = impute(trial, model, number=20, seed=row).missing_at_random()
            low, high = found.interval(0.05)
            covered += low <= DIFFERENCE <= high
            total += found.estimate
    return covered, total


def main() -> int:
    """Print the coverage; exit 1 outside 93 to 97 %."""
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    begun = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        parts = list(pool.map(count_covered, [(trials // 4, seed) for seed in range(4)]))
    count = 4 * (trials // 4)
    share = sum(covered for covered, _ in parts) / count
    half = 1.96 * sqrt(share * (1 - share) / count)
    mean = sum(total for _, total in parts) / count
    print(
        f"{count} trials: coverage {share:.2%} ({share - half:.2%}-{share + half:.2%}), wanted "
        f"93-97 %; mean estimate {mean:.3f} of {DIFFERENCE}; {time.perf_counter() - begun:.0f} s"
    )
    return 0 if 0.93 <= share <= 0.97 else 1


if __name__ == "__main__":
    sys.exit(main())
