"""Reading arms, identities and groups from a table, and refusing what contradicts the design."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from peervej.methods.analysis.arrays import Bools, Ints
from peervej.methods.analysis.plan import Plan
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.table import Table, Texts, shortest_code

USUAL_SITE_NAME = "site"
USUAL_ID_NAME = "id"


class UnknownArm(AnalysisRefused):
    """A row's arm is neither of the two codes of the plan."""

    code: ClassVar[str] = "unknown_arm"


class DuplicateId(AnalysisRefused):
    """The same person stands twice where one row is expected."""

    code: ClassVar[str] = "duplicate_id"


class GroupInControlArm(AnalysisRefused):
    """A control has a group."""

    code: ClassVar[str] = "group_in_control_arm"


class GroupMissing(AnalysisRefused):
    """Someone drawn to the intervention has no group."""

    code: ClassVar[str] = "group_missing"


class GroupInTwoSites(AnalysisRefused):
    """One group code stands under two sites."""

    code: ClassVar[str] = "group_in_two_sites"


def read_arms(table: Table, plan: Plan) -> Bools:
    """Whether each row is in the intervention arm, shape (n,); raises UnknownArm."""
    data = plan.data
    codes = table.codes(data.arm)
    in_intervention = codes == shortest_code(data.intervention)
    unknown = ~(in_intervention | (codes == shortest_code(data.control)))
    if unknown.any():
        row = int(np.flatnonzero(unknown)[0])
        raise UnknownArm(
            f'{data.arm}, {table.line(row)}: "{codes[row][:40]}" is neither the intervention '
            f'("{data.intervention}") nor the control ("{data.control}"); correct the data or the '
            "codes in the plan."
        )
    return np.asarray(in_intervention, dtype=np.bool_)


def check_ids(table: Table, plan: Plan) -> None:
    """Raise DuplicateId when a person has two rows in wide data, or two for one visit in long."""
    name = plan.data.id or USUAL_ID_NAME
    if not table.has(name):
        if plan.data.id is not None:
            table.texts(name)
        return
    ids = table.texts(name)
    keys = ids
    if plan.model.kind.is_long and plan.data.visit is not None:
        keys = np.strings.add(np.strings.add(ids, "\x1f"), table.texts(plan.data.visit))
    _refuse_blank(table, name, ids)
    order = np.argsort(keys, kind="stable")
    repeated = keys[order][1:] == keys[order][:-1]
    if repeated.any():
        row = int(order[1:][repeated].min())
        what = "has two rows for one visit" if plan.model.kind.is_long else "stands twice"
        raise DuplicateId(
            f'{name}, {table.line(row)}: "{ids[row][:40]}" {what}; keep one row'
            f"{'' if plan.model.kind.is_long else ' per person'}."
        )


def _refuse_blank(table: Table, name: str, ids: Texts) -> None:
    blank = np.flatnonzero(ids == "")
    if blank.size:
        raise DuplicateId(f"{name}, {table.line(int(blank[0]))}: the code is empty; fill it in.")


def site_column(table: Table, plan: Plan) -> str | None:
    """The column with sites: named by the plan, or an adjustment column called "site"."""
    if plan.data.site is not None:
        return plan.data.site
    return _called_site((*plan.outcome.covariates, *plan.outcome.factors))


def column_of_sites(table: Table, plan: Plan) -> str | None:
    """The column that groups are checked against: also one called "site" that no plan names."""
    return site_column(table, plan) or _called_site(table.columns)


def _called_site(names: Iterable[str]) -> str | None:
    return next((name for name in names if name.casefold() == USUAL_SITE_NAME), None)


def read_groups(table: Table, plan: Plan, in_intervention: Bools, analysed: Bools) -> Texts:
    """The group of each row, shape (n,), "" for controls.

    Raises GroupInControlArm, GroupMissing (for someone analysed), GroupInTwoSites.
    """
    name = plan.data.group
    if name is None:
        return np.full(len(table), "", dtype="<U1")
    groups = table.texts(name)
    wrong = np.flatnonzero(~in_intervention & (groups != ""))
    if wrong.size:
        row = int(wrong[0])
        raise GroupInControlArm(
            f'{name}, {table.line(row)}: a control has the group "{groups[row][:40]}" '
            f"({wrong.size} in all); the column must hold the group assigned at the draw, "
            "empty for controls."
        )
    lacking = np.flatnonzero(in_intervention & analysed & (groups == ""))
    if lacking.size:
        raise GroupMissing(
            f"{name}, {table.line(int(lacking[0]))}: someone in the intervention arm has no group "
            f"({lacking.size} in all); fill in the group assigned at the draw."
        )
    _check_sites(table, plan, groups)
    return groups


def _check_sites(table: Table, plan: Plan, groups: Texts) -> None:
    site_name = column_of_sites(table, plan)
    if site_name is None:
        return
    sites = table.texts(site_name)
    rows = np.flatnonzero((groups != "") & (sites != ""))
    first_site: dict[str, str] = {}
    for row in rows.tolist():
        site = first_site.setdefault(str(groups[row]), str(sites[row]))
        if site != sites[row]:
            raise GroupInTwoSites(
                f'{table.line(row).capitalize()}: group "{groups[row][:40]}" stands under the '
                f'sites "{site[:40]}" and "{sites[row][:40]}"; give each group its own code '
                "or correct the site."
            )


def number_groups(groups: Texts) -> tuple[Ints, tuple[str, ...]]:
    """Groups as numbers from 0, -1 for none, with their names in order."""
    names = np.unique(groups[groups != ""])
    index = np.searchsorted(names, groups) if names.size else np.zeros(groups.shape, np.int64)
    return np.where(groups == "", -1, index).astype(np.int64), tuple(names.tolist())
