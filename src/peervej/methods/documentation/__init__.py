"""Documentation without a trial: what a place may say from a short questionnaire, and what not."""

from peervej.methods.documentation.change import (
    Change,
    Mean,
    change_between,
    change_within,
    mean_of,
)
from peervej.methods.documentation.pairing import Pairs, Reply, pair_replies
from peervej.methods.documentation.reliable import (
    Counts,
    Threshold,
    UnusableReliability,
    count_changes,
    important_threshold,
    reliable_threshold,
)
from peervej.methods.documentation.summary import Design, Plan, summarise

__all__ = [
    "Change",
    "Counts",
    "Design",
    "Mean",
    "Pairs",
    "Plan",
    "Reply",
    "Threshold",
    "UnusableReliability",
    "change_between",
    "change_within",
    "count_changes",
    "important_threshold",
    "mean_of",
    "pair_replies",
    "reliable_threshold",
    "summarise",
]
