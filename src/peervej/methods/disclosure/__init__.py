"""Counts that give nobody away: small ones left out, differences watched, groups measured."""

from peervej.methods.disclosure.attack import worked_out
from peervej.methods.disclosure.exports import GroupRisk, SmallGroup, small_group_risk
from peervej.methods.disclosure.releases import (
    ReleasedCount,
    ReleasedTable,
    release_count,
    release_table,
)
from peervej.methods.disclosure.tables import (
    DEFAULT_THRESHOLD,
    SuppressedCounts,
    SuppressedTable,
    UnusableTable,
    suppress,
    suppress_by_column,
    suppress_counts,
)

__all__ = [
    "DEFAULT_THRESHOLD",
    "GroupRisk",
    "ReleasedCount",
    "ReleasedTable",
    "SmallGroup",
    "SuppressedCounts",
    "SuppressedTable",
    "UnusableTable",
    "release_count",
    "release_table",
    "small_group_risk",
    "suppress",
    "suppress_by_column",
    "suppress_counts",
    "worked_out",
]
