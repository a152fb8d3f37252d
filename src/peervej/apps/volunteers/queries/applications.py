"""Applications: what was written, and which have waited too long."""

import json
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from peervej.apps.people.vault import decrypt
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import GONE
from peervej.apps.volunteers.models import Application, InfoMeeting
from peervej.apps.volunteers.models.volunteer import UNANSWERED_KEPT
from peervej.apps.volunteers.questions import QUESTIONS

ANSWER_WITHIN = timedelta(days=7)
WARN_BEFORE_ERASING = timedelta(days=30)


def unanswered_applications(
    site: Site, now: datetime, *, older_than: timedelta = timedelta(0)
) -> QuerySet[Application]:
    """Applications nobody has answered, the oldest first; `ANSWER_WITHIN` is what is promised."""
    rows = Application.objects.filter(volunteer__site=site, answered_at=None)
    rows = rows.exclude(volunteer__state__in=GONE).filter(received_at__lte=now - older_than)
    return rows.select_related("volunteer").order_by("received_at")


def days_until_erased(application: Application, now: datetime) -> int | None:
    """In how many days an unanswered application is erased; None while that is far off."""
    left = application.received_at + UNANSWERED_KEPT - now
    return max(0, left.days) if left <= WARN_BEFORE_ERASING else None


def words_of(application: Application) -> str:
    """What was written, in the clear."""
    place = words_place(application.key)
    return decrypt("contact", application.words, place=place).decode()


def replies_of(application: Application) -> list[tuple[str, str]]:
    """The questions that were answered, each with its answer in the clear."""
    said = replies_by_key(application)
    return [(str(question), said[key]) for key, question in QUESTIONS.items() if key in said]


def replies_by_key(application: Application) -> dict[str, str]:
    """The answers by question, in the clear; empty before there are any."""
    if not application.replies:
        return {}
    place = replies_place(application.key)
    said: dict[str, str] = json.loads(decrypt("contact", application.replies, place=place))
    return said


def coming_info_meetings(now: datetime) -> QuerySet[InfoMeeting]:
    """Open meetings to come, soonest first."""
    return InfoMeeting.objects.filter(starts_at__gt=now).select_related("site")


def info_meetings_of(site: Site, now: datetime) -> QuerySet[InfoMeeting]:
    """A site's open meetings to come, and those whose heads are not counted yet."""
    rows = InfoMeeting.objects.filter(site=site)
    return rows.filter(Q(starts_at__gt=now) | Q(came=None))


def replies_place(key: str) -> str:
    """Where the answers stand, bound into their encryption."""
    return f"volunteers_application/{key}/replies"


def words_place(key: str) -> str:
    """Where the words stand, bound into their encryption."""
    return f"volunteers_application/{key}/words"
