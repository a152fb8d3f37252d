"""Each kind of figure: what it counts and on which day, from the records themselves.

Every event counts on a day of its own that does not move later, so that a quarter that
is over keeps its figures.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from peervej.apps.figures.models import Figure
from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import (
    GroupState,
    HeardFrom,
    MeetingState,
    PeriodKind,
    Presence,
    SignupState,
)
from peervej.apps.programmes.models import Attendance, Enrolment, Group, Signup
from peervej.apps.programmes.queries import local_day
from peervej.apps.programmes.queries.dropout import Dropout, dropout_of

Event = tuple[int, date, str, int]
Words = str | Promise

NOT_NOTED = "not_noted"
SHORT_WAIT_DAYS, LONG_WAIT_DAYS = 28, 56


@dataclass(frozen=True)
class Kind:
    """One figure: its name, what it counts and on which day, and its rows."""

    code: str
    title: Words
    definition: Words
    rows: tuple[tuple[str, Words], ...]
    events: Callable[[Sequence[Site]], Iterator[Event]]
    counts_people: bool = True


def _signups(sites: Sequence[Site]) -> Iterator[Event]:
    rows = Signup.objects.filter(site__in=list(sites)).select_related("intro")
    for row in rows.iterator():
        day = local_day(row.intro.starts_at if row.intro else row.made_at)
        yield row.site_id, day, row.state, 1


def _enrolments(sites: Sequence[Site]) -> Iterator[Event]:
    rows = Enrolment.objects.filter(period__site__in=list(sites))
    found = rows.values_list("period__site_id", "asked_at", "period__kind")
    return ((site, local_day(asked), kind, 1) for site, asked, kind in found)


def _groups(sites: Sequence[Site]) -> Iterator[Event]:
    rows = Group.objects.filter(period__site__in=list(sites))
    found = rows.values_list("period__site_id", "starts_on", "state")
    return ((site, day, state, 1) for site, day, state in found)


def _seats(sites: Sequence[Site]) -> Iterator[Event]:
    rows = Group.objects.filter(period__site__in=list(sites)).exclude(state=GroupState.CANCELLED)
    found = rows.values_list("period__site_id", "starts_on", "capacity")
    return ((site, day, "seats", capacity) for site, day, capacity in found)


def _waits(sites: Sequence[Site]) -> Iterator[Event]:
    rows = Enrolment.objects.filter(period__site__in=list(sites), group__isnull=False)
    for site, asked, starts_on in rows.values_list(
        "period__site_id", "asked_at", "group__starts_on"
    ):
        days = (starts_on - local_day(asked)).days
        if days <= SHORT_WAIT_DAYS:
            yield site, starts_on, "short", 1
        else:
            yield site, starts_on, "middle" if days <= LONG_WAIT_DAYS else "long", 1


def _presence(sites: Sequence[Site]) -> Iterator[Event]:
    rows = Attendance.objects.filter(
        session__group__period__site__in=list(sites), session__state=MeetingState.HELD
    ).exclude(presence=Presence.EXPECTED)
    for site, starts_at, presence in rows.values_list(
        "session__group__period__site_id", "session__starts_at", "presence"
    ):
        yield site, local_day(starts_at), presence, 1


def _endings(sites: Sequence[Site]) -> Iterator[Event]:
    groups = Group.objects.filter(period__site__in=list(sites), state=GroupState.FINISHED)
    ended = dict(groups.annotate(last=Max("sessions__starts_at")).values_list("pk", "last"))
    noted = groups_noted()
    rows = Enrolment.objects.filter(group__in=list(ended)).select_related("period")
    for row in rows:
        moment = ended.get(row.group_id or 0)
        if moment is not None:
            kind = dropout_of(row).value if row.group_id in noted else NOT_NOTED
            yield row.period.site_id, local_day(moment), kind, 1


def groups_noted() -> set[int]:
    """Groups in which at least one person was noted as having come to a meeting."""
    came = Attendance.objects.filter(presence=Presence.PRESENT)
    return set(came.values_list("session__group_id", flat=True))


def _heard_from(sites: Sequence[Site]) -> Iterator[Event]:
    rows = Figure.objects.filter(site__in=list(sites), kind="heard_from")
    found = rows.values_list("site_id", "month", "value", "count")
    return ((site, month, value, count) for site, month, value, count in found)


KINDS: tuple[Kind, ...] = (
    Kind(
        "signups",
        _("Sign-ups to intro meetings"),
        _("Sign-ups and talks by what became of them, on the day of the meeting or talk."),
        (
            (SignupState.ATTENDED, _("Came")),
            (SignupState.STAYED_AWAY, _("Did not come")),
            (SignupState.CANCELLED, _("Cancelled")),
            (SignupState.SIGNED_UP, _("Not noted yet")),
        ),
        _signups,
    ),
    Kind(
        "heard_from",
        _("Where people heard of it"),
        _("Answers given by choice at sign-up, in the month of the sign-up."),
        tuple((value.value, value.label) for value in HeardFrom),
        _heard_from,
    ),
    Kind(
        "enrolled",
        _("Enrolled"),
        _("People who asked for a place, or said yes to the draw, on the day they did."),
        (
            (PeriodKind.ORDINARY, _("In an ordinary period")),
            (PeriodKind.TRIAL, _("In a trial period")),
        ),
        _enrolments,
    ),
    Kind(
        "groups",
        _("Groups"),
        _("Groups by where they stand today, on the day of their first meeting."),
        (
            (GroupState.PLANNED, _("Planned")),
            (GroupState.RUNNING, _("Running")),
            (GroupState.FINISHED, _("Finished")),
            (GroupState.CANCELLED, _("Called off")),
        ),
        _groups,
        counts_people=False,
    ),
    Kind(
        "seats",
        _("Seats"),
        _("Seats in groups that were not called off, on the day of the first meeting."),
        (("seats", _("Seats")),),
        _seats,
        counts_people=False,
    ),
    Kind(
        "wait",
        _("Began in a group, by waiting time"),
        _(
            "People with a seat, on the day of the group's first meeting, by the time since they"
            " asked for a place."
        ),
        (
            ("short", _("At most 4 weeks")),
            ("middle", _("4 to 8 weeks")),
            ("long", _("More than 8 weeks")),
        ),
        _waits,
    ),
    Kind(
        "attendance",
        _("Attendance"),
        _("One for each person and meeting held, on the day of the meeting."),
        (
            (Presence.PRESENT, _("Came")),
            (Presence.EXCUSED, _("Said they could not come")),
            (Presence.ABSENT, _("Did not come")),
        ),
        _presence,
    ),
    Kind(
        "endings",
        _("Ended, and drop-out"),
        _(
            "People with a seat in a finished group, on the day of its last meeting. Drop-out is"
            " those who never started (came to no meeting), who left early (came at least once"
            " and stopped before the end), and who are lost (did not stop, but came to none of"
            " the last three meetings)."
        ),
        (
            (Dropout.NONE, Dropout.NONE.label),
            (Dropout.LEFT_EARLY, Dropout.LEFT_EARLY.label),
            (Dropout.NEVER_STARTED, Dropout.NEVER_STARTED.label),
            (Dropout.LOST, _("Lost: stopped coming")),
            (NOT_NOTED, _("Attendance was not noted")),
        ),
        _endings,
    ),
)
