"""The flow over histories made at random: the counts agree at every step, or a step is named."""

from datetime import datetime, timedelta
from random import Random

import pytest
from django.test import override_settings

from peervej.apps.allocation.models import Draw
from peervej.apps.allocation.operations.drawing import draw_batch, people_ready
from peervej.apps.allocation.operations.joining import leave_research, log_not_joined
from peervej.apps.audit.entropy import entropy_from
from peervej.apps.measures.models import Assessment
from peervej.apps.measures.operations import close_overdue
from peervej.apps.people.models import Person
from peervej.apps.programmes.models import Enrolment
from peervej.apps.reporting.queries.dataset import build_dataset
from peervej.apps.reporting.queries.flow import flow_of
from peervej.apps.trial.models import Participation, Trial
from peervej.apps.trial.queries import person_of
from peervej.methods.randomisation import Outcome
from tests.apps.reporting.conftest import Story, hold_sessions
from tests.factories.allocation import answer, answer_baseline, joined, trial_group
from tests.factories.moments import NOW
from tests.factories.programmes import GroupFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [1, 2])
def test_the_flow_reconciles_whatever_people_do_in_whatever_order(seed: int) -> None:
    """Join, say no, do not answer, leave, be drawn, never come, withdraw, erase the answers."""
    chance = Random(seed)
    with override_settings(DEMO_MODE=True), entropy_from(Random(seed).randbytes):
        story = take_in(chance)
        hold_sessions(story)
        follow_up(story, chance)
    blind = flow_of(story.trial)
    assert blind.top.drawn == Draw.objects.count() > 5
    assert not blind.parted, [check.what for check in blind.parted]
    close_overdue(story.follow_up_at + timedelta(days=60))
    story.close()
    opened = flow_of(story.trial, build_dataset(story.trial, blinded=False))
    assert not opened.parted, [check.what for check in opened.parted]


def take_in(chance: Random) -> Story:
    """Fourteen come by; two groups are drawn."""
    trial, group = trial_group()
    groups = [group, GroupFactory(period=group.period)]
    for step in range(14):
        at = NOW + timedelta(minutes=step)
        if chance.random() < 0.2:
            log_not_joined(trial, group.period.site.slug, Outcome.DECLINED, now=at)
        else:
            person = joined(group, now=at)
            if chance.random() < 0.8:
                answer_baseline(person, now=at)
            if chance.random() < 0.2:
                leave(person, trial, chance, at)
        if step in (8, 13) and people_ready(groups[step == 13], at):
            draw_batch(groups[step == 13], actor="test", now=at)
    trial.refresh_from_db()
    seated = [row.person for row in Enrolment.objects.filter(group__isnull=False).order_by("pk")]
    return Story(trial, group, [], seated)


def follow_up(story: Story, chance: Random) -> None:
    """Some answer, some leave, some of them with their answers."""
    rows = Assessment.objects.filter(occasion="follow_up").order_by("pk")
    for participation in [Participation.objects.get(key=row.respondent) for row in rows]:
        if chance.random() < 0.6:
            answer(participation, "follow_up", now=story.follow_up_at, value=chance.randrange(5))
        person = person_of(participation)
        if person and chance.random() < 0.3:
            leave(person, story.trial, chance, story.follow_up_at)


def leave(person: Person, trial: Trial, chance: Random, now: datetime) -> None:
    remove = chance.random() < 0.5
    leave_research(person, trial=trial, remove_answers=remove, actor="test", now=now)
