"""The questions before the talk: sent by link, answered in one's own words, encrypted."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.messaging.operations import queue_message
from peervej.apps.people.vault import encrypt
from peervej.apps.volunteers.enums import VolunteerState
from peervej.apps.volunteers.models import Application, Volunteer
from peervej.apps.volunteers.operations.refusals import VolunteerRefused
from peervej.apps.volunteers.operations.rows import record_about
from peervej.apps.volunteers.queries.applications import replies_place
from peervej.apps.volunteers.questions import QUESTIONS

BEFORE_THE_TALK = (VolunteerState.APPLIED, VolunteerState.IN_TALKS)


@transaction.atomic
def send_questions(volunteer: Volunteer, *, actor: str, now: datetime) -> Application:
    """Send a link to the questions. Sent again it is a new link; the answers stand."""
    application = _application_of(volunteer)
    application.asked_at = now
    application.save(update_fields=["asked_at"])
    record_about("send_questions", volunteer, actor, now)
    queue_message(
        volunteer.person,
        "volunteers.questions",
        key=f"volunteers.questions/{application.pk}/{now:%Y%m%d%H%M}",
        reference=str(volunteer.pk),
        now=now,
    )
    return application


@transaction.atomic
def reply_to_questions(
    volunteer: Volunteer, replies: Mapping[str, str], *, actor: str, now: datetime
) -> Application:
    """Keep the answers; sent again they take the place of the first."""
    application = _application_of(volunteer)
    if application.asked_at is None:
        raise VolunteerRefused(_("There are no questions to answer now."))
    said = {key: replies[key].strip() for key in QUESTIONS if replies.get(key, "").strip()}
    if not said:
        raise VolunteerRefused(_("Write a few words to one of the questions at least."))
    place = replies_place(application.key)
    application.replies = encrypt("contact", json.dumps(said).encode(), place=place)
    application.replied_at = now
    application.save(update_fields=["replies", "replied_at"])
    record_about("reply_to_questions", volunteer, actor, now)
    return application


def _application_of(volunteer: Volunteer) -> Application:
    application = Application.objects.select_for_update().filter(volunteer=volunteer).first()
    if application is None or volunteer.state not in BEFORE_THE_TALK:
        raise VolunteerRefused(_("The questions belong before the talk."))
    return application
