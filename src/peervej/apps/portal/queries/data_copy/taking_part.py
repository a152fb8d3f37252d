"""What is kept of someone who takes part."""

from typing import Any

from peervej.apps.allocation.queries import draw_of, waits_to_be_told
from peervej.apps.audit.models import ReadEvent
from peervej.apps.messaging.models import Message
from peervej.apps.people.models import Person
from peervej.apps.people.operations import read_contact
from peervej.apps.portal.queries.data_copy.plain import fields, plain
from peervej.apps.programmes.enums import EnrolmentState
from peervej.apps.programmes.models import (
    Attendance,
    CalendarFeed,
    ContactWish,
    Enrolment,
    Offer,
    Signup,
)


def about(person: Person) -> dict[str, Any]:
    """Name, contact, consents, meetings, places, messages, and who looked."""
    enrolments = Enrolment.objects.filter(person=person).select_related("group", "period__site")
    return {
        "name": person.chosen_name,
        "site": person.site.name,
        "channel": person.channel,
        "contact": read_contact(person),
        "language": person.language,
        "access_needs": person.access_needs,
        "kept_since": plain(person.created_on),
        "erased_after": plain(person.erase_after),
        "has_calendar": CalendarFeed.objects.filter(person=person).exists(),
        "consents": [
            {
                "purpose": consent.purpose,
                "version": consent.version,
                "given": plain(consent.given_at),
                "withdrawn": plain(consent.withdrawn_at),
            }
            for consent in person.consents.order_by("given_at")
        ],
        "meetings": [
            {"meeting": str(signup.intro or ""), "way": signup.way, "state": signup.state}
            for signup in Signup.objects.filter(person=person).select_related("intro__site")
        ],
        "places": [_place(enrolment, person) for enrolment in enrolments],
        "offers": [
            fields(offer, "made_at", "expires_at", "state", "answered_at")
            for offer in Offer.objects.filter(enrolment__in=enrolments).order_by("made_at")
        ],
        "attendance": [
            {"meeting": plain(row.session.starts_at), "presence": row.presence}
            for row in Attendance.objects.filter(enrolment__in=enrolments).select_related("session")
        ],
        "wants_to_keep_in_touch_with": [
            wish.wished.person.chosen_name
            for wish in ContactWish.objects.filter(wisher__in=enrolments).select_related(
                "wished__person"
            )
        ],
        "messages": [
            {"kind": message.kind, "due": plain(message.due_at), "state": message.state}
            for message in Message.objects.filter(person=person)
        ],
        "who_looked": [
            {"who": event.reader_label, "page": event.page, "at": plain(event.at)}
            for event in ReadEvent.objects.filter(person_id=person.pk)
        ],
    }


def _place(enrolment: Enrolment, person: Person) -> dict[str, Any]:
    """The place as it stands. What a draw gave, a person tells first: until then it waits."""
    place = {
        "state": enrolment.state,
        "group": str(enrolment.group or ""),
        "asked": plain(enrolment.asked_at),
        "decision": enrolment.decision,
        "ended": plain(enrolment.ended_on),
        "reason": enrolment.stop_reason,
        "wants_companionship": enrolment.wants_companionship,
    }
    if enrolment.period.is_trial and waits_to_be_told(draw_of(person)):
        place |= {"state": EnrolmentState.AWAITING_DRAW.value, "group": "", "decision": ""}
    return place
