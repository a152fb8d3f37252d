"""What joins several apps in one act."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from peervej.apps.allocation.operations.joining import join_trial, leave_research
from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import queue_message
from peervej.apps.people.contacts import channel_of
from peervej.apps.people.models import Person, Purpose
from peervej.apps.people.operations import (
    erase_person,
    find_people_by_contact,
    give_consent,
    withdraw_consent,
)
from peervej.apps.places.models import Site
from peervej.apps.portal.models import TickedOff
from peervej.apps.portal.queries.work_list import build_work_list
from peervej.apps.programmes.models import Enrolment, Period
from peervej.apps.programmes.operations.enrolment import ask_for_place, stop_enrolment
from peervej.apps.programmes.queries import active_enrolment
from peervej.apps.trial.queries import participations_of

SERVICE_CONSENT = "2026-1"


@transaction.atomic
def join_programme(
    person: Person,
    period: Period,
    *,
    telling: str,
    wants_companionship: bool,
    actor: str,
    now: datetime,
) -> Enrolment:
    """Join in the way of the period: a place or the waiting list, or the queue for the draw."""
    if period.is_trial:
        return join_trial(
            person,
            period,
            telling=telling,
            wants_companionship=wants_companionship,
            actor=actor,
            now=now,
        )
    give_consent(
        person,
        Purpose.SERVICE,
        version=SERVICE_CONSENT,
        language=person.language,
        actor=actor,
        now=now,
    )
    return ask_for_place(
        person, period, wants_companionship=wants_companionship, actor=actor, now=now
    )


@transaction.atomic
def request_new_link(contact: str, *, now: datetime) -> None:
    """Send a new link to whoever has this contact; the answer is the same if nobody has.

    At most one an hour, so that the page cannot be used to flood a phone.
    """
    try:
        people = find_people_by_contact(channel_of(contact), contact)
    except ValidationError:
        return
    for person in people:
        queue_message(
            person,
            "portal.new_link",
            key=f"new_link:{person.pk}:{now:%Y%m%d%H}",
            now=now,
            urgent=True,
        )


@transaction.atomic
def stop_taking_part(person: Person, *, reason: str, actor: str, now: datetime) -> None:
    """Stop the service side; research is another relation, left by its own button."""
    enrolment = active_enrolment(person)
    if enrolment:
        stop_enrolment(enrolment, reason=reason, actor=actor, now=now)
    withdraw_consent(person, Purpose.SERVICE, actor=actor, now=now)


@transaction.atomic
def leave_all_research(person: Person, *, remove_answers: bool, actor: str, now: datetime) -> None:
    """Withdraw from every trial the person is in."""
    for participation in participations_of(person):
        leave_research(
            person,
            trial=participation.trial,
            remove_answers=remove_answers,
            actor=actor,
            now=now,
        )


@transaction.atomic
def erase_self(person: Person, *, actor: str, now: datetime) -> None:
    """Erase what says who the person is.

    Withdrawing from research is another act: answers already given stay, and with the
    person goes the only way from them to anybody.
    """
    stop_taking_part(person, reason="", actor=actor, now=now)
    erase_person(person, actor=actor, now=now)


@transaction.atomic
def tick_off(site: Site, key: str, *, actor: str, now: datetime) -> bool:
    """Take a line that asks for a call off the list; says whether there was such a line.

    It comes back after two weeks where nothing has changed. Ticking off twice is ticking off
    once.
    """
    if key not in {item.done_key for item in build_work_list(site, now).waiting} - {""}:
        return False
    tick, _made = TickedOff.objects.update_or_create(site=site, key=key, defaults={"done_at": now})
    record_event("tick_off", tick, actor=actor, now=now, site_id=site.pk, line=key)
    return True


@transaction.atomic
def put_back(site: Site, key: str, *, actor: str, now: datetime) -> bool:
    """Undo `tick_off`; says whether there was anything to undo."""
    tick = TickedOff.objects.filter(site=site, key=key).first()
    if tick is None:
        return False
    record_event("put_back", tick, actor=actor, now=now, site_id=site.pk, line=key)
    tick.delete()
    return True
