"""How small the groups of an export are, before it leaves the house."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from peervej.methods.errors import UnusableInput


@dataclass(frozen=True)
class SmallGroup:
    """Rows that share these values, and how many they are."""

    values: tuple[Hashable, ...]
    size: int


@dataclass(frozen=True)
class GroupRisk:
    """The risk of an export: how many rows stand in a group smaller than ``k``.

    ``without``: for each column, how many rows would still be at risk if it were left out.
    """

    k: int
    rows: int
    groups: int
    smallest: int
    rows_at_risk: int
    small_groups: tuple[SmallGroup, ...]
    without: Mapping[str, int]


def small_group_risk(
    rows: Sequence[Mapping[str, Hashable]], columns: Sequence[str], *, k: int = 5
) -> GroupRisk:
    """Count the groups of rows alike in ``columns``, what someone may know of a person.

    A missing value is a value like any other. Raises `UnusableInput` on no rows, no columns,
    a column a row lacks, or ``k`` below 2. Source: k-anonymity, Sweeney (2002), Int J
    Uncertainty Fuzziness Knowl-Based Syst 10:557–570.
    """
    if k < 2:
        raise UnusableInput("A group of one is no group; k is at least 2.")
    if not rows or not columns:
        raise UnusableInput("Name at least one column, of at least one row.")
    for row in rows:
        for column in columns:
            if column not in row:
                raise UnusableInput(f"A row has no column {column!r}.")
    sizes = _sizes(rows, columns)
    small = [SmallGroup(values, size) for values, size in sizes.items() if size < k]
    without = {}
    for column in columns:
        others = [name for name in columns if name != column]
        without[column] = _at_risk(_sizes(rows, others), k) if others else 0
    return GroupRisk(
        k=k,
        rows=len(rows),
        groups=len(sizes),
        smallest=min(sizes.values()),
        rows_at_risk=_at_risk(sizes, k),
        small_groups=tuple(sorted(small, key=lambda group: (group.size, str(group.values)))),
        without=without,
    )


def _sizes(
    rows: Sequence[Mapping[str, Hashable]], columns: Sequence[str]
) -> Counter[tuple[Hashable, ...]]:
    return Counter(tuple(row[column] for column in columns) for row in rows)


def _at_risk(sizes: Counter[tuple[Hashable, ...]], k: int) -> int:
    return sum(size for size in sizes.values() if size < k)
