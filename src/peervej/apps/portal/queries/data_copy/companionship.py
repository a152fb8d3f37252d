"""What is kept of company: the wish, who it was with, and one's own answers."""

from typing import Any

from django.db.models import Q

from peervej.apps.people.models import Person
from peervej.apps.portal.queries.data_copy.plain import fields
from peervej.apps.volunteers.enums import Side
from peervej.apps.volunteers.models import CompanionRequest, FirstContact, Match


def about(person: Person) -> dict[str, Any]:
    """Wishes for company and companionships, on whichever side the person stands."""
    both = Q(request__person=person) | Q(volunteer__person=person)
    matches = Match.objects.filter(both).select_related("request__person", "volunteer")
    asked = ("purposes", "languages", "times", "needs", "wishes", "asked_on", "ends_by", "state")
    return {
        "wishes": [fields(wish, *asked) for wish in CompanionRequest.objects.filter(person=person)],
        "asked_for_you": [
            fields(one, "made_by", "programme", "state", "made_at", "answered_at")
            for one in FirstContact.objects.filter(person=person)
        ],
        "companionships": [_match(match, person) for match in matches],
    }


def as_helper(person: Person) -> list[dict[str, Any]]:
    """Companionships in which the person goes along with another."""
    matches = Match.objects.filter(volunteer__person=person)
    rows = matches.select_related("request__person", "volunteer")
    return [_match(match, person) for match in rows]


def _match(match: Match, person: Person) -> dict[str, Any]:
    mine = Side.PERSON if match.request.person_id == person.pk else Side.VOLUNTEER
    with_whom = (
        match.volunteer.display_name if mine == Side.PERSON else match.request.person.chosen_name
    )
    return {
        "with": with_whom,
        **fields(match, "state", "meets_at", "place", "began_on", "planned_end", "ended_on"),
        "your_answer": [one.says_yes for one in match.answers.filter(side=mine)],
        "your_answer_half_way": [one.says for one in match.midway_answers.filter(side=mine)],
        "visits": [fields(one, "held_on", "kind", "minutes") for one in match.visits.all()],
    }
