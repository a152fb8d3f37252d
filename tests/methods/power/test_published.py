"""Noisy data made of a published result: the interval holds it as often as it should."""

import numpy as np
from scipy.special import stdtrit

from peervej.methods.analysis.many_trials import fit_many
from peervej.methods.power.simulation import simulated_trials

from .plans import power_plan

PUBLISHED, SD = 5.1, 5.1 / 0.43


def test_nineteen_of_twenty_intervals_hold_the_published_difference() -> None:
    plan = power_plan("partially_nested", outcome=f"difference = {PUBLISHED}\nsd = {SD}")
    held = []
    for data, layout in simulated_trials(plan, 145, 151, 1000, seed=1):
        fits = fit_many(data, layout, heteroscedastic=True, df=plan.df, boundary=plan.boundary)
        reach = stdtrit(fits.df, 0.975) * fits.se
        held.append(np.abs(fits.estimate - PUBLISHED) <= reach)
    share = float(np.concatenate(held).mean())
    assert 0.93 <= share <= 0.97
