"""Everything that is kept about a person, for the person."""

from datetime import date, datetime
from typing import Any

from peervej.apps.audit.models import ReadEvent
from peervej.apps.measures.models import Answer
from peervej.apps.messaging.models import Message
from peervej.apps.people.models import Person
from peervej.apps.people.operations import read_contact
from peervej.apps.programmes.models import Attendance, Enrolment, Signup
from peervej.apps.trial.queries import participations_of


def copy_of_data(person: Person) -> dict[str, Any]:
    """A copy of what is kept, as plain values (art. 15 and 20 GDPR)."""
    enrolments = Enrolment.objects.filter(person=person).select_related("group", "period__site")
    return {
        "name": person.chosen_name,
        "site": person.site.name,
        "channel": person.channel,
        "contact": read_contact(person),
        "language": person.language,
        "access_needs": person.access_needs,
        "kept_since": _plain(person.created_on),
        "erased_after": _plain(person.erase_after),
        "consents": [
            {
                "purpose": consent.purpose,
                "version": consent.version,
                "given": _plain(consent.given_at),
                "withdrawn": _plain(consent.withdrawn_at),
            }
            for consent in person.consents.order_by("given_at")
        ],
        "meetings": [
            {"meeting": str(signup.intro or ""), "way": signup.way, "state": signup.state}
            for signup in Signup.objects.filter(person=person)
        ],
        "places": [
            {
                "state": enrolment.state,
                "group": str(enrolment.group or ""),
                "asked": _plain(enrolment.asked_at),
                "decision": enrolment.decision,
            }
            for enrolment in enrolments
        ],
        "attendance": [
            {"meeting": _plain(row.session.starts_at), "presence": row.presence}
            for row in Attendance.objects.filter(enrolment__in=enrolments).select_related("session")
        ],
        "messages": [
            {"kind": message.kind, "due": _plain(message.due_at), "state": message.state}
            for message in Message.objects.filter(person=person)
        ],
        "answers": _answers(person),
        "who_looked": [
            {"who": event.reader_label, "page": event.page, "at": _plain(event.at)}
            for event in ReadEvent.objects.filter(person_id=person.pk)
        ],
    }


def _answers(person: Person) -> list[dict[str, Any]]:
    keys = [participation.key for participation in participations_of(person)]
    rows = Answer.objects.filter(assessment__respondent__in=keys).select_related("assessment")
    return [
        {
            "occasion": answer.assessment.occasion,
            "instrument": answer.instrument,
            "item": answer.item,
            "value": answer.value,
        }
        for answer in rows
    ]


def _plain(moment: date | datetime | None) -> str:
    return (
        moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else str(moment or "")
    )
