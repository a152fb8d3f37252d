"""A published result from noisy data: how often the interval holds what the data were made of.

145 and 151 people, a difference of 5.1 points and d = 0.43 (BMC Psychiatry 2025;25:695), so a
standard deviation of 11.9. How alike people of one group were is not published: three values.

    python benchmarks/published.py [TRIALS]
"""

import sys

import numpy as np
from scipy.special import stdtrit

from peervej.methods.analysis.many_trials import fit_many
from peervej.methods.power import read_power_plan
from peervej.methods.power.simulation import simulated_trials

DIFFERENCE, SD, PEOPLE = 5.1, 5.1 / 0.43, (145, 151)
PLAN = """
[design]
method = "partially_nested"
[outcome]
difference = {difference}
sd = {sd}
baseline_correlation = 0.5
[groups]
size = 10
icc = {icc}
"""


def coverage(icc: float, trials: int, seed: int = 1) -> tuple[float, float, float]:
    """Share of intervals with the truth in them, the mean estimate, share of significant ones."""
    plan = read_power_plan(PLAN.format(difference=DIFFERENCE, sd=SD, icc=icc))
    holds, found, significant = [], [], []
    for data, layout in simulated_trials(plan, *PEOPLE, trials, seed):
        fits = fit_many(data, layout, heteroscedastic=True, df=plan.df, boundary=plan.boundary)
        reach = stdtrit(fits.df, 0.975) * fits.se
        holds.append(np.abs(fits.estimate - DIFFERENCE) <= reach)
        found.append(fits.estimate)
        significant.append(fits.p < 0.05)
    return tuple(float(np.concatenate(one).mean()) for one in (holds, found, significant))  # type: ignore[return-value]


def main() -> None:
    """Print a line for each intraclass correlation."""
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    error = 1.96 * (0.95 * 0.05 / trials) ** 0.5
    print(f"{trials} trials each; Monte Carlo error of a coverage ± {100 * error:.1f} points")
    for icc in (0.0, 0.05, 0.10):
        held, estimate, significant = coverage(icc, trials)
        print(
            f"ICC {icc:.2f}: the interval holds {DIFFERENCE} in {held:.1%}, mean estimate "
            f"{estimate:.2f}, significant in {significant:.1%}"
        )


if __name__ == "__main__":
    main()
