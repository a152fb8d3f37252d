"""When a group meets, how long it takes new people in, and when questions are asked.

`plan_sessions` lays out the dates, `move_session` and `cancel_session` change one of them,
`intake_open` answers whether a newcomer may still join, and `assessment_window` says when
an answer counts.
"""

from peervej.methods.scheduling.closures import DANISH_CLOSURES, ClosedDays
from peervej.methods.scheduling.intake import intake_closes_at, intake_open
from peervej.methods.scheduling.moves import Rest, cancel_session, move_session
from peervej.methods.scheduling.sessions import (
    NoOpenDate,
    PlannedSession,
    Rhythm,
    SessionInThePast,
    SessionOutOfOrder,
    UnusablePlan,
    plan_sessions,
)
from peervej.methods.scheduling.walltime import COPENHAGEN, ClockChange, at_wall_time
from peervej.methods.scheduling.windows import (
    AssessmentWindow,
    assessment_window,
    baseline_window,
    week_of,
)

__all__ = [
    "COPENHAGEN",
    "DANISH_CLOSURES",
    "AssessmentWindow",
    "ClockChange",
    "ClosedDays",
    "NoOpenDate",
    "PlannedSession",
    "Rest",
    "Rhythm",
    "SessionInThePast",
    "SessionOutOfOrder",
    "UnusablePlan",
    "assessment_window",
    "at_wall_time",
    "baseline_window",
    "cancel_session",
    "intake_closes_at",
    "intake_open",
    "move_session",
    "plan_sessions",
    "week_of",
]
