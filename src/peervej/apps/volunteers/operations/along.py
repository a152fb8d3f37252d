"""Going along: visits, a break, the question half-way, and the planned end."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.volunteers.enums import MatchState, Midway, Side, VisitKind
from peervej.apps.volunteers.models import Match, MidwayAnswer, Visit
from peervej.apps.volunteers.operations.companionship import (
    MatchRefused,
    lock_match,
    record_about_match,
    tell_both,
)


@transaction.atomic
def plan_end(match: Match, day: date, *, actor: str, now: datetime) -> None:
    """Agree on an earlier end; never later than six months from the enrolment."""
    match = lock_match(match)
    if match.state not in (MatchState.ACTIVE, MatchState.PAUSED):
        raise MatchRefused(_("This is not going on."))
    if not now.date() <= day <= match.request.ends_by:
        raise MatchRefused(_("The end is from today until six months after the enrolment."))
    match.planned_end = day
    match.save(update_fields=["planned_end"])
    record_about_match("plan_end", match, actor, now)


@transaction.atomic
def record_visit(
    match: Match, *, held_on: date, kind: str, minutes: int, actor: str, now: datetime
) -> Visit:
    """What kind and how long, nothing else."""
    match = lock_match(match)
    if match.state not in (MatchState.ACTIVE, MatchState.CLOSING):
        raise MatchRefused(_("This is not going on."))
    if held_on > now.date() or (match.began_on and held_on < match.began_on):
        raise MatchRefused(_("Write a day from the beginning until today."))
    if not 1 <= minutes <= 24 * 60:
        raise MatchRefused(_("Write how many minutes it took."))
    return Visit.objects.create(match=match, held_on=held_on, kind=VisitKind(kind), minutes=minutes)


def close_due(now: datetime) -> int:
    """Companionships whose planned end has come are to have their closing talk."""
    running = (MatchState.ACTIVE, MatchState.PAUSED)
    due = Match.objects.filter(state__in=running, planned_end__lte=now.date())
    count = 0
    for match in due.select_related("request__person", "volunteer__person"):
        with transaction.atomic():
            changed = Match.objects.filter(pk=match.pk, state__in=running).update(
                state=MatchState.CLOSING
            )
            if changed:
                tell_both(match, "closing", now=now)
                record_about_match("match_closing", match, "timer", now)
                count += 1
    return count


@transaction.atomic
def pause_match(match: Match, *, actor: str, now: datetime) -> None:
    """A break for the two, without explanation. The last day stays where it was."""
    match = lock_match(match)
    if match.state != MatchState.ACTIVE:
        raise MatchRefused(_("This is not going on."))
    match.state = MatchState.PAUSED
    match.save(update_fields=["state"])
    record_about_match("pause_match", match, actor, now)


@transaction.atomic
def resume_match(match: Match, *, actor: str, now: datetime) -> None:
    """The two go along again."""
    match = lock_match(match)
    if match.state != MatchState.PAUSED:
        raise MatchRefused(_("There is no break to end."))
    match.state = MatchState.ACTIVE
    match.save(update_fields=["state"])
    record_about_match("resume_match", match, actor, now)


@transaction.atomic
def answer_midway(
    match: Match, side: Side, says: str, *, actor: str, now: datetime
) -> MidwayAnswer:
    """One of the two says half-way how it is; the coordinator hears, the other never does.

    The event says that somebody answered, not who nor what.
    """
    match = lock_match(match)
    if not asks_midway(match, now.date()):
        raise MatchRefused(_("There is no question to answer now."))
    answer, _made = MidwayAnswer.objects.update_or_create(
        match=match,
        side=side,
        defaults={"says": Midway(says), "answered_on": now.date(), "is_talked_over": False},
    )
    record_about_match("answer_midway", match, "one of two", now)
    return answer


@transaction.atomic
def note_midway_talk(match: Match, *, actor: str, now: datetime) -> None:
    """The coordinator has talked with whoever asked for it."""
    match = lock_match(match)
    match.midway_answers.filter(says=Midway.TALK).update(is_talked_over=True)
    record_about_match("note_midway_talk", match, actor, now)


def asks_midway(match: Match, day: date) -> bool:
    """Whether the question half-way is open: from the middle until the closing talk."""
    if match.state not in (MatchState.ACTIVE, MatchState.PAUSED):
        return False
    if match.began_on is None or match.planned_end is None:
        return False
    return day >= match.began_on + (match.planned_end - match.began_on) / 2
