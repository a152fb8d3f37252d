"""How long a group takes new people in."""

from collections.abc import Sequence
from datetime import datetime

from peervej.methods.scheduling.sessions import PlannedSession, UnusablePlan


def intake_closes_at(sessions: Sequence[PlannedSession], last_intake_session: int = 2) -> datetime:
    """Return the end of the last session at which a newcomer may join.

    Sessions are counted in order of time: when one goes to the end of the series, the group
    still closes after it has met twice. Raises `UnusablePlan` when there are fewer sessions.
    """
    ordered = sorted(sessions, key=lambda session: session.starts_at)
    if not 1 <= last_intake_session <= len(ordered):
        raise UnusablePlan(
            f"The group has {len(ordered)} sessions, so intake cannot end "
            f"with session {last_intake_session}."
        )
    return ordered[last_intake_session - 1].ends_at


def intake_open(
    sessions: Sequence[PlannedSession], now: datetime, last_intake_session: int = 2
) -> bool:
    """Say whether a newcomer may still join at ``now`` (an aware moment).

    Open from the planning of the group until the last intake session ends, since a person may
    join by turning up to it. Raises `UnusablePlan` when there are fewer sessions.
    """
    return now < intake_closes_at(sessions, last_intake_session)
