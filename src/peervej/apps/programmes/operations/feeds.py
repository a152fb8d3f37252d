"""The secret address of a person's calendar: made, found, replaced."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from peervej.apps.audit.operations import record_event
from peervej.apps.people.models import Person
from peervej.apps.programmes.models import CalendarFeed

SECRET_BYTES = 24


@transaction.atomic
def renew_feed(person: Person, *, actor: str, now: datetime) -> str:
    """Make a new secret and return it; only its hash is kept, and the old one is dead."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    CalendarFeed.objects.update_or_create(
        person=person, defaults={"secret_hash": _hash(secret), "made_at": now}
    )
    record_event("renew_calendar", person, actor=actor, now=now)
    return secret


@transaction.atomic
def close_feed(person: Person, *, actor: str, now: datetime) -> None:
    """Close the address; calendars that read it find nothing."""
    if CalendarFeed.objects.filter(person=person).delete()[0]:
        record_event("close_calendar", person, actor=actor, now=now)


def find_feed(secret: str) -> CalendarFeed | None:
    """The feed of a secret, unless it was replaced, closed or its person erased."""
    rows = CalendarFeed.objects.filter(secret_hash=_hash(secret), person__erased_at=None)
    return rows.select_related("person").first()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
