"""What is kept of someone who helps: the way in, approvals, duties, care, hours and money."""

from typing import Any

from peervej.apps.concerns.models import Concern
from peervej.apps.occasions.models import Duty
from peervej.apps.people.models import Person
from peervej.apps.portal.queries.data_copy.plain import fields, plain
from peervej.apps.programmes.models import Group, IntroMeeting, Session
from peervej.apps.volunteers.models import Application, Volunteer
from peervej.apps.volunteers.queries.applications import replies_of, words_of

SHOWN = (
    "display_name", "state", "introduction", "since", "ended_on", "leaving_reason",
    "languages", "times", "offers", "interests", "room",
)  # fmt: skip


def about(person: Person) -> dict[str, Any] | None:
    """The volunteer record; None for someone who has never offered to help."""
    row = Volunteer.objects.filter(person=person).first()
    if row is None:
        return None
    return {
        **fields(row, *SHOWN),
        "application": _application(row),
        "steps": [fields(one, "kind", "outcome", "held_on") for one in row.steps.all()],
        "agreements": [
            fields(one, "kind", "version", "accepted_at") for one in row.agreements.all()
        ],
        "approvals": [
            fields(one, "programme", "role", "approved_on", "ends_on", "withdrawn_on")
            for one in row.approvals.all()
        ],
        "practice": [fields(one, "kind", "amount", "done_on") for one in row.practice.all()],
        "trainings": [
            {"training": str(one.weekend), "state": one.state}
            for one in row.training_places.select_related("weekend")
        ],
        "thanks": [plain(one.given_on) for one in row.thanks.all()],
        "hours": [fields(one, "worked_on", "minutes", "kind") for one in row.hours.all()],
        "expenses": [
            fields(one, "spent_on", "amount", "kind", "paid_on") for one in row.expenses.all()
        ],
        "care_groups": [group.name for group in row.care_groups.all()],
        "duties": [
            {"duty": plain(one.occasion.starts_at), "role": one.role}
            for one in Duty.objects.filter(volunteer=row).select_related("occasion")
        ],
        "leads": _leads(row),
    }


def _application(row: Volunteer) -> dict[str, Any] | None:
    """In one's own words, as long as they are kept."""
    sent = Application.objects.filter(volunteer=row).first()
    if sent is None:
        return None
    return {
        "words": words_of(sent),
        "replies": [{"question": asked, "reply": said} for asked, said in replies_of(sent)],
        **fields(sent, "wants_groups", "wants_companionship", "received_at", "answered_at"),
    }


def _leads(row: Volunteer) -> dict[str, list[str]]:
    """Groups and meetings one leads, confirmed, cannot lead, or looks for a swap for."""
    times = Session.objects.order_by("starts_at")
    return {
        "groups": [group.name for group in Group.objects.filter(facilitators=row)],
        "intro_meetings": [
            plain(one.starts_at) for one in IntroMeeting.objects.filter(leaders=row)
        ],
        "confirmed": [plain(one.starts_at) for one in times.filter(confirmed=row)],
        "cannot": [plain(one.starts_at) for one in times.filter(away=row)],
        "looks_for_a_swap": [plain(one.starts_at) for one in times.filter(looking_for_swap=row)],
        "steps_in": [plain(one.starts_at) for one in times.filter(stand_ins=row)],
    }


def worries_of(person: Person) -> list[dict[str, Any]]:
    """When one sent a worry and whether it is closed; its words are about somebody else."""
    rows = Concern.objects.filter(reporter_person=person)
    return [fields(one, "sent_at", "state", "closed_at") for one in rows]
