"""What research keeps under a code, as long as the way from the person to it is not cut."""

from typing import Any

from peervej.apps.allocation.queries import draw_of, waits_to_be_told
from peervej.apps.measures.models import Answer
from peervej.apps.people.models import Person
from peervej.apps.portal.queries.data_copy.plain import fields, plain
from peervej.apps.trial.queries import participations_of


def about(person: Person) -> dict[str, Any]:
    """Places in trials, what the draw gave once it has been told, and the answers."""
    participations = participations_of(person)
    drawn = draw_of(person)
    rows = Answer.objects.filter(
        assessment__respondent__in=[one.key for one in participations]
    ).select_related("assessment")
    return {
        "trials": [
            {"trial": one.trial.name, **fields(one, "state", "joined_on", "ended_on", "telling")}
            for one in participations
        ],
        "draw": {"told": plain(drawn.told_on), "result": drawn.arm}
        if drawn and not waits_to_be_told(drawn)
        else None,
        "answers": [
            {
                "occasion": answer.assessment.occasion,
                "instrument": answer.instrument,
                "item": answer.item,
                "value": answer.value,
            }
            for answer in rows
        ],
    }
