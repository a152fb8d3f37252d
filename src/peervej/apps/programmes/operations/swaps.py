"""Leaders saying that they come, and finding each other when one cannot."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import cancel_messages, queue_message
from peervej.apps.programmes.models import Session
from peervej.apps.programmes.operations.bookings import refuse_double_booking
from peervej.apps.programmes.operations.sessions import NotInGroup, SessionRefused, lock_led
from peervej.apps.programmes.queries.swaps import may_stand_in, others_who_may_stand_in
from peervej.apps.volunteers.models import Volunteer


@transaction.atomic
def confirm_session(
    session: Session, volunteer: Volunteer, *, actor: str, now: datetime
) -> Session:
    """ "I am coming": seen by the coordinator and the other leader. Twice is once."""
    session = lock_led(session, volunteer)
    _refuse_begun(session, now)
    if session.away.filter(pk=volunteer.pk).exists():
        raise SessionRefused(_("You have said that you cannot come. Take that back first."))
    session.confirmed.add(volunteer)
    _record("confirm_session", session, volunteer, actor, now)
    return session


@transaction.atomic
def ask_swap(session: Session, volunteer: Volunteer, *, actor: str, now: datetime) -> Session:
    """Ask the other leaders of the site; until one takes it the meeting stays one's own.

    Those who are approved and free that day are told, once for each meeting.
    """
    session = lock_led(session, volunteer)
    _refuse_begun(session, now)
    if session.away.filter(pk=volunteer.pk).exists():
        raise SessionRefused(_("The coordinator steps in already."))
    session.looking_for_swap.add(volunteer)
    for other in others_who_may_stand_in(session):
        queue_message(
            other.person,
            "programmes.swap",
            key=f"swap:{session.pk}:{volunteer.pk}:{other.pk}",
            reference=f"{session.pk}/{other.pk}",
            now=now,
            expires_at=session.starts_at,
        )
    _record("ask_swap", session, volunteer, actor, now)
    return session


@transaction.atomic
def keep_session(session: Session, volunteer: Volunteer, *, actor: str, now: datetime) -> Session:
    """Not needed after all: the meeting is one's own again."""
    session = lock_led(session, volunteer)
    session.looking_for_swap.remove(volunteer)
    cancel_messages(key_prefix=f"swap:{session.pk}:{volunteer.pk}:", now=now)
    _record("keep_session", session, volunteer, actor, now)
    return session


@transaction.atomic
def take_swap(session: Session, taker: Volunteer, *, actor: str, now: datetime) -> Session:
    """Take the meeting of whoever asked; two at once, and the second is told it is taken."""
    rows = Session.objects.select_related("group__period__site", "group__period__programme")
    session = rows.select_for_update(no_key=True, of=("self",)).get(pk=session.pk)
    _refuse_begun(session, now)
    asking = session.looking_for_swap.order_by("pk").first()
    if asking is None:
        raise SessionRefused(_("Somebody else has taken it, or it is not needed any more."))
    if not may_stand_in(session, taker):
        raise NotInGroup(_("Only an approved leader of the town can take it."))
    refuse_double_booking(taker, [(session.starts_at, session.ends_at)])
    session.looking_for_swap.remove(asking)
    session.confirmed.remove(asking)
    session.away.add(asking)
    session.away.remove(taker)
    session.stand_ins.add(taker)
    session.confirmed.add(taker)
    cancel_messages(key_prefix=f"swap:{session.pk}:{asking.pk}:", now=now)
    queue_message(
        asking.person,
        "programmes.swap_taken",
        key=f"swap_taken:{session.pk}:{asking.pk}:{taker.pk}",
        reference=f"{session.pk}/{asking.pk}",
        now=now,
        expires_at=session.starts_at,
    )
    _record("take_swap", session, taker, actor, now)
    return session


def _refuse_begun(session: Session, now: datetime) -> None:
    if session.starts_at <= now:
        raise SessionRefused(_("This meeting has begun or is over."))


def _record(verb: str, session: Session, volunteer: Volunteer, actor: str, now: datetime) -> None:
    record_event(
        verb, session, actor=actor, now=now, site_id=session.group.period.site_id,
        volunteer=volunteer.pk,
    )  # fmt: skip
