"""A worry from the first word until it is erased."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from peervej.apps.accounts.models import User
from peervej.apps.audit.operations import record_event
from peervej.apps.concerns.enums import ConcernState, Gravity, PersonKnows
from peervej.apps.concerns.models import Concern
from peervej.apps.concerns.operations.paging import page_next, stop_paging
from peervej.apps.concerns.queries import closing_place, words_place
from peervej.apps.figures.operations import count_up
from peervej.apps.people.models import Person
from peervej.apps.people.operations import before_erasure
from peervej.apps.people.vault import encrypt
from peervej.apps.places.models import Site
from peervej.methods.scheduling import COPENHAGEN

HARM = "harm"


class ConcernRefused(ValueError):
    """Something that cannot be done to this worry; the message says why."""


class ConcernClosed(ConcernRefused):
    """It is closed already."""


@transaction.atomic
def send_concern(
    site: Site,
    *,
    words: str,
    person_knows: str,
    key: str,
    reporter_person: Person | None = None,
    reporter_user: User | None = None,
    actor: str,
    now: datetime,
) -> Concern:
    """Keep a worry and page whoever is on call, in one transaction; `key` twice is one worry.

    With nobody on call it waits: the timer pages the first who is.
    """
    if not words.strip():
        raise ConcernRefused(_("Write a few words, so that we know what it is about."))
    concern, made = Concern.objects.get_or_create(
        key=key,
        defaults={
            "site": site,
            "reporter_person": reporter_person,
            "reporter_user": reporter_user,
            "words": encrypt("contact", words.strip().encode(), place=words_place(key)),
            "person_knows": PersonKnows(person_knows),
            "sent_at": now,
        },
    )
    if made:
        record_event("send_concern", concern, actor=actor, now=now, site_id=site.pk)
        page_next(concern, now=now)
    return concern


@transaction.atomic
def acknowledge_concern(concern: Concern, user: User, *, actor: str, now: datetime) -> Concern:
    """`user` takes the worry; nobody else is paged. Taken twice keeps the first."""
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    if concern.state == ConcernState.CLOSED:
        raise ConcernClosed(_("This is closed already."))
    if concern.state == ConcernState.ACKNOWLEDGED:
        return concern
    concern.state = ConcernState.ACKNOWLEDGED
    concern.acknowledged_at = now
    concern.acknowledged_by = user
    concern.save(update_fields=["state", "acknowledged_at", "acknowledged_by"])
    stop_paging(concern, now=now)
    record_event("acknowledge_concern", concern, actor=actor, now=now, site_id=concern.site_id)
    return concern


@transaction.atomic
def close_concern(
    concern: Concern, user: User, *, words: str, gravity: str, actor: str, now: datetime
) -> Concern:
    """Close with a few words and how grave it was; the count for the figures is made here."""
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    if concern.state == ConcernState.CLOSED:
        raise ConcernClosed(_("This is closed already."))
    if concern.acknowledged_at is None:
        concern.acknowledged_at, concern.acknowledged_by = now, user
    concern.state = ConcernState.CLOSED
    concern.closed_at = now
    concern.gravity = Gravity(gravity)
    if words.strip():
        place = closing_place(concern.key)
        concern.closing_words = encrypt("contact", words.strip().encode(), place=place)
    concern.save()
    stop_paging(concern, now=now)
    sent_on = concern.sent_at.astimezone(COPENHAGEN).date()
    count_up(concern.site_id, HARM, on=sent_on, value=concern.gravity)
    record_event("close_concern", concern, actor=actor, now=now, site_id=concern.site_id)
    return concern


def note_reading(concern: Concern, *, actor: str, now: datetime) -> None:
    """Write down who opened it."""
    record_event("read_concern", concern, actor=actor, now=now, site_id=concern.site_id)


def erase_closed(concerns: QuerySet[Concern], now: datetime) -> None:
    """Remove what is past its time: how the retention run does it. The count stands already."""
    concerns.delete()


@before_erasure
def forget_reporter(person: Person, now: datetime) -> None:
    """A worry outlives who told of it, without the name."""
    Concern.objects.filter(reporter_person=person).update(reporter_person=None)
