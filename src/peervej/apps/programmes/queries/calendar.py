"""Everything with a time that one person is to come to."""

from datetime import datetime, timedelta

from peervej.apps.people.models import Person
from peervej.apps.programmes.calendars import Appointment, intro_uid, session_uid
from peervej.apps.programmes.enums import EnrolmentState, MeetingState, SignupState
from peervej.apps.programmes.models import Enrolment, IntroMeeting, Session, Signup
from peervej.apps.programmes.queries.sessions import sessions_led_by
from peervej.apps.volunteers.models import Match, Volunteer
from peervej.apps.volunteers.queries.companionship import matches_of_volunteer

LOOK_BACK = timedelta(days=14)


def appointments_of(person: Person, now: datetime) -> list[Appointment]:
    """Intro meetings, sessions of the person's group, and what they lead, in order of time.

    A drawn seat is not in the calendar before someone has told the person of it.
    """
    since = now - LOOK_BACK
    found = [*_intros(person, since), *_sessions(person, since), *_led(person, since)]
    return sorted(found, key=lambda appointment: appointment.starts_at)


def _intros(person: Person, since: datetime) -> list[Appointment]:
    rows = Signup.objects.filter(
        person=person, state=SignupState.SIGNED_UP, intro__ends_at__gt=since
    )
    return [_intro(row.intro) for row in rows.select_related("intro") if row.intro]


def _sessions(person: Person, since: datetime) -> list[Appointment]:
    rows = Enrolment.objects.filter(
        person=person, state=EnrolmentState.SEATED, told_at__isnull=False
    )
    return [
        _session(session)
        for enrolment in rows
        for session in Session.objects.filter(group=enrolment.group_id, ends_at__gt=since)
        .exclude(state=MeetingState.CANCELLED)
        .select_related("group")
    ]


def _led(person: Person, since: datetime) -> list[Appointment]:
    volunteer = Volunteer.objects.filter(person=person).first()
    if volunteer is None:
        return []
    sessions = sessions_led_by(volunteer).filter(ends_at__gt=since).exclude(away=volunteer)
    intros = IntroMeeting.objects.filter(leaders=volunteer, ends_at__gt=since)
    return [
        *(_session(row) for row in sessions.select_related("group")),
        *(_intro(row) for row in intros.exclude(state=MeetingState.CANCELLED)),
        *(
            _first_meeting(row)
            for row in matches_of_volunteer(volunteer).filter(meets_at__gt=since)
        ),
    ]


def _first_meeting(row: Match) -> Appointment:
    """An hour is set aside; the entry says where, never with whom."""
    place = row.place or row.request.site.address
    return Appointment(
        f"match-{row.pk}@peervej", row.meets_at, row.meets_at + timedelta(hours=1), place, ""
    )


def _intro(row: IntroMeeting) -> Appointment:
    return Appointment(intro_uid(row.pk), row.starts_at, row.ends_at, row.place, row.online_url)


def _session(row: Session) -> Appointment:
    group = row.group
    return Appointment(
        session_uid(row.pk), row.starts_at, row.ends_at, group.place, group.online_url
    )
