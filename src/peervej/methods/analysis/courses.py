"""The observed mean of each arm at each visit, for a figure: a description, not a test."""

from dataclasses import dataclass

import numpy as np

from peervej.methods.analysis.ancova import cr2_estimate, fit_least_squares
from peervej.methods.analysis.arrays import Bools, Floats, Ints
from peervej.methods.analysis.long_people import gather_people
from peervej.methods.analysis.people import number_groups, read_arms, read_groups
from peervej.methods.analysis.plan import Plan
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.summaries import WithInterval
from peervej.methods.analysis.table import Table


@dataclass(frozen=True, slots=True)
class VisitMean:
    """One arm at one visit: n people seen; ``mean`` None where nobody was.

    The interval takes people of one group together (CR2), and has no width for one person.
    """

    visit: str
    n: int
    mean: WithInterval | None


@dataclass(frozen=True, slots=True)
class Courses:
    """Both arms over the same visits."""

    intervention: tuple[VisitMean, ...]
    control: tuple[VisitMean, ...]


def mean_courses(table: Table, plan: Plan) -> Courses | None:
    """Observed means by visit; None where the plan names no visit but one.

    Wide data: the baseline, the outcome, and secondary outcomes with the same baseline column,
    which are then the same measure later. Raises the refusals of reading people and columns.
    """
    if plan.model.kind.is_long:
        people = gather_people(table, plan)
        return _courses(people.table, plan, people.visits, people.outcome)
    baseline = plan.outcome.baseline
    if baseline is None:
        return None
    later = [one.name for one in plan.secondary if one.baseline == baseline]
    names = tuple(name for name in (baseline, plan.outcome.name, *later) if table.has(name))
    outcome = np.column_stack([table.numbers(name) for name in names])
    return _courses(table, plan, names, outcome)


def _courses(table: Table, plan: Plan, visits: tuple[str, ...], outcome: Floats) -> Courses:
    arms = read_arms(table, plan)
    groups, _names = number_groups(read_groups(table, plan, arms, np.zeros_like(arms)))
    inside, outside = (
        tuple(
            _mean(visit, outcome[arm, place], groups[arm], plan.alpha)
            for place, visit in enumerate(visits)
        )
        for arm in (arms, ~arms)
    )
    return Courses(inside, outside)


def _mean(visit: str, values: Floats, groups: Ints, alpha: float) -> VisitMean:
    seen: Bools = np.asarray(~np.isnan(values), dtype=np.bool_)
    known = values[seen]
    if not known.size:
        return VisitMean(visit, 0, None)
    mean = float(known.mean())
    try:
        fit = fit_least_squares(np.ones((known.size, 1)), known)
    except AnalysisRefused:
        return VisitMean(visit, known.size, WithInterval(mean, mean, mean))
    low, high = cr2_estimate(fit, np.ones(1), groups[seen]).interval(alpha)
    if not np.isfinite(low + high):
        low = high = mean
    return VisitMean(visit, known.size, WithInterval(mean, low, high))
