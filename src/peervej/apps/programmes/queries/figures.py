"""Figures of one site in one stretch of days, each with what it counts.

The rows of erased people stay as empty shells, so the counts stand; how people heard of the
programme was never tied to anyone and comes from the monthly figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from peervej.apps.figures.models import Figure
from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import (
    EnrolmentState,
    GroupState,
    HeardFrom,
    MeetingState,
    Presence,
    SignupState,
    SignupWay,
)
from peervej.apps.programmes.models import (
    Attendance,
    Enrolment,
    Group,
    IntroMeeting,
    Session,
    Signup,
)
from peervej.apps.programmes.queries.dropout import Dropout, dropout_of
from peervej.apps.programmes.queries.meetings import local_day
from peervej.apps.volunteers.enums import VolunteerState
from peervej.apps.volunteers.models import Volunteer

EVER_SEATED = (EnrolmentState.SEATED, EnrolmentState.COMPLETED, EnrolmentState.STOPPED)
TRAINED = (VolunteerState.ACTIVE, VolunteerState.PAUSED, VolunteerState.STOPPED)
COUNTED_PRESENCE = (Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT)


@dataclass(frozen=True)
class Line:
    """One figure: `value` counts, or is `part` out of `whole`; None where nothing is known."""

    key: str
    label: str
    definition: str
    value: float | None
    part: int | None = None
    whole: int | None = None


@dataclass(frozen=True)
class SiteFigures:
    """All figures of a site from `first` to `last`, both days included."""

    site: Site
    first: date
    last: date
    lines: list[Line] = field(default_factory=list)

    def value(self, key: str) -> float | None:
        """The value of the figure named `key`."""
        return next(line.value for line in self.lines if line.key == key)


def site_figures(site: Site, first: date, last: date) -> SiteFigures:
    """Count everything for `site` from `first` to `last`, both days in Copenhagen included."""
    lines = [
        *_way_in(site, first, last),
        *_groups(site, first, last),
        *_attendance(site, first, last),
        *_dropout(site, first, last),
        *_volunteers(site, first, last),
        *_heard_from(site, first, last),
    ]
    return SiteFigures(site, first, last, lines)


def _within(first: date, last: date, rows: QuerySet, moment: str) -> list:  # type: ignore[type-arg]
    """The rows whose moment falls on a day between the two, as Copenhagen reckons days."""
    return [
        row
        for row in rows
        if (at := getattr(row, moment)) is not None and first <= local_day(at) <= last
    ]


def _way_in(site: Site, first: date, last: date) -> list[Line]:
    signups = Signup.objects.filter(site=site).select_related("intro")
    made: list[Signup] = _within(first, last, signups, "made_at")
    to_intros = [row for row in made if row.way != SignupWay.TALK]
    came = [
        row
        for row in signups
        if row.intro
        and row.state == SignupState.ATTENDED
        and first <= local_day(row.intro.starts_at) <= last
    ]
    intros = IntroMeeting.objects.filter(site=site, state=MeetingState.HELD)
    enrolments = Enrolment.objects.filter(period__site=site)
    asked: list[Enrolment] = _within(first, last, enrolments, "asked_at")
    told: list[Enrolment] = _within(first, last, enrolments, "told_at")
    waits = [(local_day(row.told_at) - local_day(row.asked_at)).days for row in told if row.told_at]
    return [
        _count("intros", _("Intro meetings held"), _("Meetings held on these days."),
               len(_within(first, last, intros, "starts_at"))),
        _count("signups", _("Sign-ups to intro meetings"),
               _("Everyone put on a list on these days: online, by a call, or by turning up."
                 " Those who called off are counted too."), len(to_intros)),
        _count("came", _("Came to an intro meeting"),
               _("Marked as come to a meeting held on these days."), len(came)),
        _count("talks", _("Individual talks"), _("Talks held instead of a meeting."),
               len(made) - len(to_intros)),
        _count("enrolled", _("Asked for a place"),
               _("Everyone who asked on these days, also those who wait or are drawn later."),
               len(asked)),
        Line("wait", _("Waiting time, median days"),
             _("From asking to being told of a place, for those told on these days."),
             median(waits) if waits else None),
    ]  # fmt: skip


def _groups(site: Site, first: date, last: date) -> list[Line]:
    groups = Group.objects.filter(period__site=site).exclude(state=GroupState.CANCELLED)
    rows = list(groups.annotate(ends_at=Max("sessions__ends_at")))
    started = [row for row in rows if first <= row.starts_on <= last]
    ended = _ended(rows, first, last)
    running = [
        row
        for row in rows
        if row.starts_on <= last and (row.ends_at is None or local_day(row.ends_at) > last)
    ]
    seated = Enrolment.objects.filter(group__in=started, state__in=EVER_SEATED).count()
    seats = sum(row.capacity for row in started)
    return [
        _count("groups_planned", _("Groups planned"),
               _("Groups that start after the last of these days."),
               sum(row.starts_on > last for row in rows)),
        _count("groups_started", _("Groups started"),
               _("Groups whose first meeting lies on these days."), len(started)),
        _count("groups_running", _("Groups running"),
               _("Groups under way on the last of these days."), len(running)),
        _count("groups_finished", _("Groups finished"),
               _("Groups whose last meeting lies on these days."), len(ended)),
        _share("seats", _("Places taken"),
               _("People who got a place, out of all places, in groups started on these days."),
               seated, seats),
    ]  # fmt: skip


def _ended(rows: Sequence[Group], first: date, last: date) -> list[Group]:
    return [
        row
        for row in rows
        if getattr(row, "ends_at", None) and first <= local_day(row.ends_at) <= last  # type: ignore[attr-defined]
    ]


def _attendance(site: Site, first: date, last: date) -> list[Line]:
    held = Session.objects.filter(group__period__site=site, state=MeetingState.HELD)
    sessions: list[Session] = _within(first, last, held, "starts_at")
    noted = Attendance.objects.filter(session__in=sessions, presence__in=COUNTED_PRESENCE)
    presences = list(noted.values_list("presence", flat=True))
    recorded = [row for row in sessions if row.as_planned is not None]
    as_planned = sum(bool(row.as_planned) for row in recorded)
    return [
        _count("sessions", _("Meetings held in groups"), _("Held on these days."), len(sessions)),
        _share("attendance", _("Attendance"),
               _("Times someone came, out of all times noted for someone with a place."),
               presences.count(Presence.PRESENT), len(presences)),
        _share("fidelity", _("Meetings held as planned"),
               _("Meetings the group leaders noted as planned, out of those noted."),
               as_planned, len(recorded)),
    ]  # fmt: skip


def _dropout(site: Site, first: date, last: date) -> list[Line]:
    groups = Group.objects.filter(period__site=site).exclude(state=GroupState.CANCELLED)
    ended = _ended(list(groups.annotate(ends_at=Max("sessions__ends_at"))), first, last)
    kinds = [
        dropout_of(row) for row in Enrolment.objects.filter(group__in=ended, state__in=EVER_SEATED)
    ]
    base = _("Out of everyone who got a place in groups that ended on these days.")
    lines = [
        _share(f"dropout_{kind.value}", str(kind.label), f"{definition} {base}",
               kinds.count(kind), len(kinds))
        for kind, definition in (
            (Dropout.NEVER_STARTED, _("Got a place and never came.")),
            (Dropout.LEFT_EARLY, _("Came at least once, and stopped before the end.")),
            (Dropout.LOST, _("Did not stop, but came to none of the last three meetings.")),
        )
    ]  # fmt: skip
    every = sum(kind is not Dropout.NONE for kind in kinds)
    told = _("Never started, left early or lost to follow-up.")
    return [_share("dropout", _("Drop-out"), f"{told} {base}", every, len(kinds)), *lines]


def _volunteers(site: Site, first: date, last: date) -> list[Line]:
    people = Volunteer.objects.filter(site=site)
    trained = people.filter(state__in=TRAINED, since__lte=last)
    sessions = Session.objects.filter(group__period__site=site, state=MeetingState.HELD)
    held: list[Session] = _within(
        first, last, sessions.prefetch_related("away", "stand_ins"), "starts_at"
    )
    leading = {
        volunteer.pk
        for row in held
        for volunteer in [*row.group.facilitators.all(), *row.stand_ins.all()]
        if volunteer not in row.away.all()
    }
    return [
        _count("volunteers_trained", _("Volunteers trained"),
               _("Volunteers who have become ready, up to the last of these days."),
               trained.count()),
        _count("volunteers_active", _("Volunteers leading"),
               _("Volunteers who led at least one meeting of a group on these days."),
               len(leading)),
    ]  # fmt: skip


def _heard_from(site: Site, first: date, last: date) -> list[Line]:
    rows = Figure.objects.filter(
        site=site, kind="heard_from", month__gte=first.replace(day=1), month__lte=last
    )
    counts = dict.fromkeys(HeardFrom.values, 0)
    for value, count in rows.values_list("value", "count"):
        if value in counts:
            counts[value] += count
    told = _("Answers given at sign-up, counted by whole month and kept with no person.")
    return [
        _count(f"heard_{value}", str(HeardFrom(value).label), told, count)
        for value, count in counts.items()
    ]


def _count(key: str, label: str, definition: str, value: int) -> Line:
    return Line(key, label, definition, value)


def _share(key: str, label: str, definition: str, part: int, whole: int) -> Line:
    return Line(key, label, definition, part / whole if whole else None, part, whole)
