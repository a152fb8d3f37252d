"""The data of a trial when people are no longer there."""

import pytest

from peervej.apps.allocation.models import Draw
from peervej.apps.allocation.operations.joining import leave_research
from peervej.apps.people.operations import erase_person
from peervej.apps.reporting.queries.dataset import build_dataset
from peervej.apps.reporting.queries.effect import analyse_beside
from peervej.apps.trial.queries import participation_of
from tests.apps.reporting.conftest import Story, arm_of
from tests.factories.moments import NOW

pytestmark = pytest.mark.django_db


def sessions_of(story: Story) -> dict[str, int | None]:
    return {row.id: row.sessions for row in build_dataset(story.trial, blinded=False).rows}


def test_how_many_meetings_is_known_after_everybody_is_erased(story: Story) -> None:
    story.close()
    before = sessions_of(story)
    for person in story.drawn:
        erase_person(person, actor="test", now=NOW)
    assert sessions_of(story) == before
    assert {0, 1} < set(before.values()) - {None}
    part = analyse_beside(build_dataset(story.trial, blinded=False)).compliers
    assert part is not None
    assert part.code != "uptake_unclear"


@pytest.mark.parametrize("remove_answers", [True, False])
def test_meetings_go_with_the_answers_when_research_is_left(
    story: Story, remove_answers: bool
) -> None:
    person = next(
        one
        for one in story.seated
        if one in story.followed and arm_of(one, story.trial) == "intervention"
    )
    key = participation_of(person, story.trial).key
    leave_research(person, trial=story.trial, remove_answers=remove_answers, actor="t", now=NOW)
    assert (Draw.objects.get(participation=key).sessions_kept is None) is remove_answers


def test_nothing_is_kept_of_usual_support(story: Story) -> None:
    for person in story.drawn:
        erase_person(person, actor="test", now=NOW)
    rows = Draw.objects.filter(participation__trial=story.trial, arm="control")
    assert set(rows.values_list("sessions_kept", flat=True)) == {None}
