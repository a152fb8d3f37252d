"""Moving or cancelling one session, and what then happens to the others."""

from collections.abc import Sequence
from datetime import date, time
from enum import StrEnum

from peervej.methods.scheduling.sessions import (
    PlannedSession,
    Rhythm,
    SessionInThePast,
    SessionOutOfOrder,
    UnusablePlan,
)


class Rest(StrEnum):
    """What the sessions after a moved one do."""

    KEEP = "keep"
    SHIFT = "shift"
    APPEND = "append"


def move_session(
    sessions: Sequence[PlannedSession],
    number: int,
    to: date,
    *,
    rhythm: Rhythm,
    today: date,
    rest: Rest = Rest.SHIFT,
    at: time | None = None,
) -> list[PlannedSession]:
    """Hold session ``number`` on ``to`` instead (at ``at``, otherwise at the rhythm's time).

    With `Rest.SHIFT` every later session keeps its date if it can and otherwise takes the next
    open one; with `Rest.KEEP` the others stay and the move is refused when it would pass one.
    ``to`` may be a closed day: a person has chosen it. Returns the sessions in order of time.
    Raises `SessionOutOfOrder`, `SessionInThePast`, `UnusablePlan` (no such session, already
    held) and `ClockChange`.
    """
    if rest is Rest.APPEND:
        raise UnusablePlan("A session that goes to the end gets its date by itself; cancel it.")
    ordered, index = _find(sessions, number, today)
    if to < today:
        raise SessionInThePast(
            f"{to.isoformat()} lies before today, {today.isoformat()}; choose a later date."
        )
    moved = rhythm.session(number, to, at)
    if index and moved.starts_at < ordered[index - 1].ends_at:
        raise SessionOutOfOrder(
            f"Session {number} cannot be held before session {ordered[index - 1].number} on "
            f"{ordered[index - 1].on.isoformat()}; choose a later date."
        )
    later = ordered[index + 1 :]
    if rest is Rest.KEEP:
        if later and later[0].starts_at < moved.ends_at:
            raise SessionOutOfOrder(
                f"Session {number} would pass session {later[0].number} on "
                f"{later[0].on.isoformat()}; let the later sessions shift, or choose another date."
            )
        return [*ordered[:index], moved, *later]
    return [*ordered[:index], moved, *_shift(later, moved, rhythm)]


def cancel_session(
    sessions: Sequence[PlannedSession],
    number: int,
    *,
    rhythm: Rhythm,
    today: date,
    rest: Rest = Rest.SHIFT,
) -> list[PlannedSession]:
    """Cancel session ``number`` on its date, so that it is held later.

    With `Rest.SHIFT` it takes the next open date and every later session follows, so the themes
    keep their order. With `Rest.APPEND` the others keep their dates and it is held last.
    Returns the sessions in order of time. Raises `UnusablePlan` (no such session, already held,
    or `Rest.KEEP`), `NoOpenDate` and `ClockChange`.
    """
    ordered, index = _find(sessions, number, today)
    if rest is Rest.KEEP:
        raise UnusablePlan("A cancelled session either shifts the rest or goes to the end.")
    if rest is Rest.APPEND:
        others = [*ordered[:index], *ordered[index + 1 :]]
        return [*others, _after(ordered[-1], number, rhythm)]
    moved = _after(ordered[index], number, rhythm)
    return [*ordered[:index], moved, *_shift(ordered[index + 1 :], moved, rhythm)]


def _find(
    sessions: Sequence[PlannedSession], number: int, today: date
) -> tuple[list[PlannedSession], int]:
    ordered = sorted(sessions, key=lambda session: session.starts_at)
    for index, session in enumerate(ordered):
        if session.number == number:
            if session.on < today:
                raise SessionInThePast(
                    f"Session {number} was held on {session.on.isoformat()} and stays there."
                )
            return ordered, index
    raise UnusablePlan(f"There is no session {number} in this series.")


def _after(earlier: PlannedSession, number: int, rhythm: Rhythm) -> PlannedSession:
    """Place a session on the first open date on which it starts after ``earlier`` has ended."""
    for day in rhythm.open_dates(earlier.on):
        session = rhythm.session(number, day)
        if day > earlier.on and session.starts_at >= earlier.ends_at:
            return session
    raise AssertionError("open_dates ends only by raising")


def _shift(
    later: Sequence[PlannedSession], before: PlannedSession, rhythm: Rhythm
) -> list[PlannedSession]:
    shifted = []
    for session in later:
        keeps = session.starts_at >= before.ends_at and session.on > before.on
        before = session if keeps else _after(before, session.number, rhythm)
        shifted.append(before)
    return shifted
