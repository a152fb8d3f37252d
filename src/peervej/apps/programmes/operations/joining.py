"""Joining at the desk: for those without a phone, on paper or on the tablet."""

from datetime import datetime

from django.db import transaction

from peervej.apps.people.models import Person, Purpose
from peervej.apps.people.operations import give_consent
from peervej.apps.programmes.models import Enrolment, Period
from peervej.apps.programmes.operations.enrolment import ask_for_place

PAPER_VERSION = "paper"


@transaction.atomic
def join_at_desk(
    person: Person,
    period: Period,
    *,
    wants_companionship: bool = False,
    actor: str,
    now: datetime,
) -> Enrolment:
    """Record the service consent given to the coordinator, and ask for a place, together.

    Raises an EnrolmentRefused; then the consent is not recorded either.
    """
    give_consent(
        person,
        Purpose.SERVICE,
        version=PAPER_VERSION,
        language=person.language,
        actor=actor,
        now=now,
    )
    return ask_for_place(
        person, period, wants_companionship=wants_companionship, actor=actor, now=now
    )
