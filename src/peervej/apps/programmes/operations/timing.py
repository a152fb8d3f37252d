"""What happens by itself as time passes. Each may run again without harm."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import queue_message
from peervej.apps.people.models import Person
from peervej.apps.people.operations import keep_until
from peervej.apps.programmes.enums import (
    ACTIVE_ENROLMENT,
    EnrolmentState,
    GroupState,
    MeetingState,
    PeriodKind,
    SignupState,
)
from peervej.apps.programmes.models import (
    Enrolment,
    Group,
    IntroMeeting,
    Period,
    Session,
    Signup,
)
from peervej.apps.programmes.operations.enrolment import end_usual_support, offer_free_seats
from peervej.apps.programmes.operations.groups import finish_group
from peervej.apps.programmes.operations.locks import (
    lock_enrolment,
    lock_group,
    lock_person,
)
from peervej.apps.programmes.operations.telling import people_to_tell
from peervej.apps.programmes.queries.meetings import local_day
from peervej.apps.programmes.queries.seats import OPEN_GROUPS
from peervej.methods.scheduling import at_wall_time

REMIND_AT = time(16)
FINISH_AFTER = timedelta(days=1)


def offer_everywhere(now: datetime) -> int:
    """Offer seats that are free in groups taking people in, while someone waits."""
    waiting = Enrolment.objects.filter(state=EnrolmentState.WAITING)
    groups = Group.objects.filter(
        state__in=OPEN_GROUPS,
        period__kind=PeriodKind.ORDINARY,
        period__in=waiting.values("period"),
    )
    return sum(
        len(offer_free_seats(group, actor="timer", now=now)) for group in groups.order_by("pk")
    )


def carry_over_waiting(now: datetime) -> int:
    """Nobody loses their turn when one ordinary period follows another, as each year does.

    Whoever waits in a period that has ended waits in the one that runs now, since they asked.
    """
    today = local_day(now)
    running = Period.objects.filter(kind=PeriodKind.ORDINARY, starts_on__lte=today)
    running = running.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    carried = 0
    for period in running.order_by("pk"):
        left = Enrolment.objects.filter(
            state=EnrolmentState.WAITING,
            period__kind=PeriodKind.ORDINARY,
            period__site=period.site_id,
            period__programme=period.programme_id,
            period__ends_on__lt=today,
        )
        for enrolment in left.select_related("person").order_by("pk"):
            carried += _carry(enrolment, period, now)
    return carried


@transaction.atomic
def _carry(enrolment: Enrolment, period: Period, now: datetime) -> bool:
    lock_person(enrolment.person)
    enrolment = lock_enrolment(enrolment)
    if enrolment.state != EnrolmentState.WAITING:
        return False
    enrolment.period = period
    enrolment.save(update_fields=["period"])
    record_event("carry_over", enrolment, actor="timer", now=now, site_id=period.site_id)
    return True


def hold_past_intros(now: datetime) -> int:
    """A meeting that is over has been held; it stays open while someone is to be marked."""
    unmarked = Signup.objects.filter(state=SignupState.SIGNED_UP, intro__isnull=False)
    past = IntroMeeting.objects.filter(state=MeetingState.PLANNED, ends_at__lte=now)
    return past.exclude(pk__in=unmarked.values("intro")).update(state=MeetingState.HELD)


def start_groups(now: datetime) -> int:
    """A group whose first session has begun is running."""
    begun = Session.objects.filter(starts_at__lte=now).exclude(state=MeetingState.CANCELLED)
    planned = Group.objects.filter(state=GroupState.PLANNED, pk__in=begun.values("group"))
    return planned.update(state=GroupState.RUNNING)


def finish_groups(now: datetime) -> int:
    """A group whose last session ended a day ago is finished; the day is for noting who came."""
    running = Group.objects.filter(state=GroupState.RUNNING)
    recent = Session.objects.filter(ends_at__gt=now - FINISH_AFTER)
    recent = recent.exclude(state=MeetingState.CANCELLED)
    done = list(running.exclude(pk__in=recent.values("group")).order_by("pk"))
    for group in done:
        finish_group(group, actor="timer", now=now)
    return len(done)


def release_usual_support(now: datetime) -> int:
    """End usual support on the day after the group's last session, as it was set at the draw."""
    due = Enrolment.objects.filter(
        state=EnrolmentState.USUAL_SUPPORT, ends_on__lt=local_day(now)
    ).select_related("person")
    ended = list(due.order_by("pk"))
    for enrolment in ended:
        end_usual_support(enrolment, actor="timer", now=now)
    return len(ended)


def queue_session_reminders(now: datetime) -> int:
    """The afternoon of the day before each session, to those seated then."""
    coming = Session.objects.filter(
        state=MeetingState.PLANNED,
        group__state__in=OPEN_GROUPS,
        starts_at__gt=now,
        starts_at__lte=now + timedelta(days=2),
    )
    queued = 0
    for session in coming.select_related("group").order_by("pk"):
        due_at = at_wall_time(local_day(session.starts_at) - timedelta(days=1), REMIND_AT)
        if due_at <= now:
            queued += _remind(session, now)
    return queued


@transaction.atomic
def _remind(session: Session, now: datetime) -> int:
    lock_group(session.group)
    session = Session.objects.select_related("group").get(pk=session.pk)
    told = people_to_tell(session.group)
    for enrolment in told:
        moment = session.starts_at.isoformat()
        queue_message(
            enrolment.person,
            "programmes.session_reminder",
            key=f"session_reminder:{session.pk}:{enrolment.pk}:{moment}",
            reference=f"{enrolment.pk}:{session.pk}",
            now=now,
            expires_at=session.starts_at,
        )
    return len(told)


def keep_people_enrolled(now: datetime) -> int:
    """Nobody with a place, a turn in line or a coming meeting is erased meanwhile."""
    soon = local_day(now) + timedelta(days=30)
    active = Enrolment.objects.filter(state__in=ACTIVE_ENROLMENT, person__erase_after__lt=soon)
    people = Person.objects.filter(pk__in=active.values("person"), erased_at=None)
    kept = list(people.order_by("pk"))
    for person in kept:
        keep_until(person, local_day(now))
    return len(kept)
