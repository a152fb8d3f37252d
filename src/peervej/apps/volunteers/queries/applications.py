"""Applications: what was written, and which have waited too long."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from peervej.apps.people.vault import decrypt
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import GONE
from peervej.apps.volunteers.models import Application

ANSWER_WITHIN = timedelta(days=7)


def unanswered_applications(
    site: Site, now: datetime, *, older_than: timedelta = timedelta(0)
) -> QuerySet[Application]:
    """Applications nobody has answered, the oldest first; `ANSWER_WITHIN` is what is promised."""
    rows = Application.objects.filter(volunteer__site=site, answered_at=None)
    rows = rows.exclude(volunteer__state__in=GONE).filter(received_at__lte=now - older_than)
    return rows.select_related("volunteer").order_by("received_at")


def words_of(application: Application) -> str:
    """What was written, in the clear."""
    place = words_place(application.key)
    return decrypt("contact", application.words, place=place).decode()


def words_place(key: str) -> str:
    """Where the words stand, bound into their encryption."""
    return f"volunteers_application/{key}/words"
