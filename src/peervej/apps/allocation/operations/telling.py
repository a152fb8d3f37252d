"""Noting that someone has heard the result of the draw, from a person."""

from datetime import datetime

from django.db import transaction

from peervej.apps.allocation.models import Draw
from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import queue_message
from peervej.apps.people.models import Person
from peervej.apps.programmes.enums import EnrolmentState
from peervej.apps.programmes.models import Enrolment
from peervej.apps.programmes.operations.enrolment import note_told
from peervej.apps.trial.queries import person_of


@transaction.atomic
def record_told(draw: Draw, *, actor: str, now: datetime) -> Draw:
    """The coordinator has told the person; their own page now says it too."""
    held = Draw.objects.select_for_update().get(pk=draw.pk)
    if held.told_on:
        return held
    held.told_on = now.date()
    held.save(update_fields=["told_on"])
    person = person_of(held.participation)
    record_event("record_told", held.batch, actor=actor, now=now, site_id=held.batch.site_id)
    if person:
        _let_messages_flow(person, actor=actor, now=now)
        queue_message(person, "allocation.page_updated", key=f"told:{person.pk}", now=now)
    return held


def _let_messages_flow(person: Person, *, actor: str, now: datetime) -> None:
    """The service side may write to the person from now on."""
    for enrolment in Enrolment.objects.filter(person=person, state=EnrolmentState.SEATED):
        note_told(enrolment, actor=actor, now=now)
