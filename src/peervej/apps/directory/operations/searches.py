"""Searches people saved: confirmed from the mailbox, sent when something is new."""

from datetime import datetime, timedelta

from django.db import transaction
from django.http import QueryDict

from peervej.apps.audit.operations import record_event
from peervej.apps.directory.models import Initiative, SavedSearch
from peervej.apps.directory.operations.forgetting import forget_addressees
from peervej.apps.directory.queries.filters import Filters
from peervej.apps.directory.queries.listing import load_hits, run_search
from peervej.apps.messaging.addressees import find_or_make_addressee
from peervej.apps.messaging.operations import queue_message

AT_MOST_EVERY = timedelta(days=7)


@transaction.atomic
def save_search(filters: Filters, *, email: str, actor: str, now: datetime) -> SavedSearch:
    """Ask the mailbox whether it wants new entries of this search.

    Nothing else is sent before it says yes. Asking again sends the question again, at
    most once a day.
    """
    search, _made = SavedSearch.objects.get_or_create(
        addressee=find_or_make_addressee(email),
        query=filters.address()[:400],
        defaults={"asked_at": now},
    )
    if search.confirmed_at is None or search.ended_at is not None:
        queue_message(
            search.addressee,
            "directory.search_confirm",
            key=f"directory.search_confirm/{search.pk}/{now:%Y%m%d}",
            reference=str(search.pk),
            now=now,
        )
    record_event("save_search", search, actor=actor, now=now)
    return search


@transaction.atomic
def confirm_search(search: SavedSearch, *, actor: str, now: datetime) -> None:
    """The mailbox said yes: from now on what is new is sent."""
    SavedSearch.objects.filter(pk=search.pk).update(
        confirmed_at=now, last_sent_at=now, ended_at=None
    )
    record_event("confirm_search", search, actor=actor, now=now)


@transaction.atomic
def end_search(search: SavedSearch, *, actor: str, now: datetime) -> None:
    """No more; the row goes, and with it the mailbox when nothing else needs it."""
    record_event("end_search", search, actor=actor, now=now)
    addressee = search.addressee_id
    search.delete()
    forget_addressees([addressee])


def new_entries(search: SavedSearch, *, now: datetime) -> list[Initiative]:
    """What the search finds that was published since the last letter."""
    since = search.last_sent_at or search.asked_at
    filters = Filters.read(QueryDict(search.query))
    result = run_search(filters, now=now)
    found = load_hits([*result.hits, *result.wider])
    return [row for row in found if row.published_at and row.published_at > since]


def send_saved_searches(*, now: datetime) -> int:
    """Queue a letter for every saved search with something new, at most once a week each."""
    sent = 0
    due = SavedSearch.objects.filter(
        confirmed_at__isnull=False, ended_at=None, last_sent_at__lte=now - AT_MOST_EVERY
    )
    for search in due.select_related("addressee"):
        entries = new_entries(search, now=now)
        if not entries:
            continue
        with transaction.atomic():
            keys = ",".join(str(entry.pk) for entry in entries[:10])
            queue_message(
                search.addressee,
                "directory.search_news",
                key=f"directory.search_news/{search.pk}/{now:%Y%m%d}",
                reference=f"{search.pk}:{keys}"[:80],
                now=now,
            )
            SavedSearch.objects.filter(pk=search.pk).update(last_sent_at=now)
        sent += 1
    return sent
