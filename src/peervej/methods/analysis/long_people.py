"""From one row per person and visit to one row per person with the outcome at every visit."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from peervej.methods.analysis.arrays import Floats, Ints
from peervej.methods.analysis.people import check_ids, column_of_sites
from peervej.methods.analysis.plan import Plan
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.table import Table, Texts, parse_number

MOST_VISITS = 12
_FROM_COLUMN = "baseline"


class VisitsUnclear(AnalysisRefused):
    """The visits do not say which one is the baseline or the primary one."""

    code: ClassVar[str] = "visits_unclear"


class ChangesWithinPerson(AnalysisRefused):
    """Arm, group or a covariate is not the same on all rows of a person."""

    code: ClassVar[str] = "changes_within_person"


@dataclass(frozen=True, slots=True)
class LongPeople:
    """``table`` has one row per person; ``outcome`` (n, T), the baseline visit first."""

    table: Table
    outcome: Floats
    visits: tuple[str, ...]
    primary_visit: str


def gather_people(table: Table, plan: Plan) -> LongPeople:
    """Turn long data into one row per person.

    Raises DuplicateId, VisitsUnclear, ChangesWithinPerson, TextInNumberColumn, ColumnMissing.
    """
    check_ids(table, plan)
    ids, person = np.unique(table.texts(plan.data.id or ""), return_inverse=True)
    values = table.numbers(plan.outcome.name)
    codes = table.texts(plan.data.visit or "")
    visits = _ordered_visits(table, plan, codes)
    position = {visit: place for place, visit in enumerate(visits)}
    names, visit_index = np.unique(codes, return_inverse=True)
    places = np.array([position[name] for name in names.tolist()])[visit_index]
    outcome = np.full((ids.size, len(visits)), np.nan)
    outcome[person, places] = values
    people = _one_row_each(table, plan, person, ids.size)
    outcome, visits = _with_baseline_first(people, plan, outcome, visits)
    return LongPeople(people, outcome, visits, _primary_visit(plan, visits))


def _ordered_visits(table: Table, plan: Plan, codes: Texts) -> tuple[str, ...]:
    blank = np.flatnonzero(codes == "")
    if blank.size:
        raise VisitsUnclear(
            f"{plan.data.visit}, {table.line(int(blank[0]))}: the visit is empty; fill it in."
        )
    names, first = np.unique(codes, return_index=True)
    if not 2 <= names.size <= MOST_VISITS:
        raise VisitsUnclear(
            f"{plan.data.visit} has {names.size} different values; the model takes 2 to "
            f"{MOST_VISITS} visits."
        )
    numbers = [parse_number(name, table.decimal_comma) for name in names.tolist()]
    if all(number is not None for number in numbers):
        order = np.argsort(np.array(numbers, dtype=np.float64))
    else:
        order = np.argsort(first)
        if _named_baseline_visit(plan, tuple(names.tolist())) is None and not table.has(
            plan.outcome.baseline or ""
        ):
            raise VisitsUnclear(
                f"The visits ({', '.join(names.tolist())}) are not numbers; name the first one "
                "in the plan under [data] baseline_visit."
            )
    return tuple(names[order].tolist())


def _named_baseline_visit(plan: Plan, visits: tuple[str, ...]) -> str | None:
    named = plan.data.baseline_visit
    if named is not None and named not in visits:
        raise VisitsUnclear(f'[data] baseline_visit is "{named}", which is not among the visits.')
    return named or (plan.outcome.baseline if plan.outcome.baseline in visits else None)


def _one_row_each(table: Table, plan: Plan, person: Ints, count: int) -> Table:
    """The first row of each person, with blanks filled from the person's other rows."""
    outcome = plan.outcome
    named = {
        plan.data.arm,
        plan.data.group,
        plan.data.id,
        column_of_sites(table, plan),
        *outcome.covariates,
        *outcome.factors,
    }
    if outcome.baseline is not None and table.has(outcome.baseline):
        named.add(outcome.baseline)
    first = np.full(count, len(table), dtype=np.int64)
    np.minimum.at(first, person, np.arange(len(table)))
    columns = {
        name: _constant(table, name, person, count) for name in sorted(n for n in named if n)
    }
    return Table(columns, table.decimal_comma, table.first_line, first)


def _constant(table: Table, name: str, person: Ints, count: int) -> Texts:
    names, codes = np.unique(table.texts(name), return_inverse=True)
    codes = np.where(names[codes] == "", -1, codes)
    known = np.full(count, -1, dtype=np.int64)
    np.maximum.at(known, person, codes)
    wrong = np.flatnonzero((codes >= 0) & (codes != known[person]))
    if wrong.size:
        row = int(wrong[0])
        raise ChangesWithinPerson(
            f"{name}, {table.line(row)}: the value differs from the same person's other rows; "
            "it must be the same at every visit."
        )
    return np.where(known >= 0, names[known], "")


def _with_baseline_first(
    people: Table, plan: Plan, outcome: Floats, visits: tuple[str, ...]
) -> tuple[Floats, tuple[str, ...]]:
    named = _named_baseline_visit(plan, visits)
    column = plan.outcome.baseline
    if named is None and column is not None:
        values = people.numbers(column)
        if not _same(values, outcome[:, 0]):
            return np.column_stack([values, outcome]), (_FROM_COLUMN, *visits)
    place = 0 if named is None else visits.index(named)
    order = [place, *(i for i in range(len(visits)) if i != place)]
    return outcome[:, order], tuple(visits[i] for i in order)


def _same(values: Floats, others: Floats) -> bool:
    both = ~np.isnan(values) & ~np.isnan(others)
    return bool(both.any() and np.array_equal(values[both], others[both]))


def _primary_visit(plan: Plan, visits: tuple[str, ...]) -> str:
    if len(visits) < 2:
        raise VisitsUnclear("There is no visit after the baseline; nothing can be compared.")
    named = plan.data.primary_visit
    if named is not None and named not in visits[1:]:
        raise VisitsUnclear(
            f'[data] primary_visit is "{named}", which is not among the visits after baseline '
            f"({', '.join(visits[1:])})."
        )
    return named or visits[1]
