"""Everything that is kept about a person, for the person (art. 15 and 20 GDPR).

COPIED and LEFT_OUT name every model that leads to a person; a test finds one that is in neither.
"""

from typing import Any

from peervej.apps.people.models import Person
from peervej.apps.people.operations import read_contact
from peervej.apps.portal.queries.data_copy import companionship, helping, research, taking_part

__all__ = ["COPIED", "LEFT_OUT", "copy_for_helper", "copy_of_data"]

COPIED = frozenset({
    "people.Person", "people.Contact", "people.Consent", "messaging.Message", "audit.ReadEvent",
    "programmes.Signup", "programmes.Enrolment", "programmes.Offer", "programmes.Attendance",
    "programmes.ContactWish", "programmes.CalendarFeed",
    "volunteers.CompanionRequest", "volunteers.Match", "volunteers.MatchAnswer",
    "volunteers.MidwayAnswer", "volunteers.Visit", "volunteers.FirstContact",
    "volunteers.Volunteer", "volunteers.Application", "volunteers.Step", "volunteers.Agreement",
    "volunteers.Approval", "volunteers.Practice", "volunteers.TrainingPlace", "volunteers.Thanks",
    "volunteers.Hours", "volunteers.Expense", "volunteers.CareGroup",
    "programmes.Group", "programmes.Session", "programmes.IntroMeeting",
    "occasions.Duty", "concerns.Concern",
})  # fmt: skip

LEFT_OUT = {
    "concerns.Paging": "which of the staff was called to a worry, and when",
}


def copy_of_data(person: Person) -> dict[str, Any]:
    """A copy of what is kept, as plain values.

    What another person said in private is theirs and stays out: their answer after a first
    meeting, their wish to keep in touch, and the words of a worry, which are about a third.
    """
    copy = taking_part.about(person)
    copy["companionship"] = companionship.about(person)
    copy["research"] = research.about(person)
    copy["helping"] = helping.about(person)
    copy["worries_you_sent"] = helping.worries_of(person)
    return copy


def copy_for_helper(person: Person) -> dict[str, Any]:
    """What is kept of someone in the role of volunteer.

    A time as participant is no part of that record; it stands in the copy on their own page.
    """
    return {
        "name": person.chosen_name,
        "contact": read_contact(person),
        "helping": helping.about(person),
        "companionships": companionship.as_helper(person),
        "worries_you_sent": helping.worries_of(person),
    }
