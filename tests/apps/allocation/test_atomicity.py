"""Many at once and a machine that stops: each batch is whole or not there, nobody doubled."""

import random
from datetime import timedelta

import pytest
from benchmarks.draw import at_once, draw_all, faults, kill_while, situation

from peervej.apps.allocation.models import Batch, Draw
from peervej.apps.allocation.operations.drawing import DrawRefused, draw_batch
from peervej.apps.allocation.operations.joining import leave_research
from peervej.apps.measures.models import Assessment
from peervej.apps.measures.operations import finish_assessment
from peervej.apps.trial.queries import participation_of
from tests.factories.allocation import joined, many_ready, trial_group
from tests.factories.moments import NOW

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(hours=1)


def draw(group):
    try:
        draw_batch(group, actor="test", now=LATER)
    except DrawRefused:
        return


def test_one_batch_sent_eight_times_at_once_is_drawn_once():
    trial, group = trial_group()
    many_ready(group, 6)
    at_once(lambda _turn: draw(group), range(8))
    assert Draw.objects.count() == 6
    assert faults(trial) == []


def test_people_arrive_and_leave_while_batches_are_drawn():
    trial, group = trial_group()
    staying = many_ready(group, 8)
    arriving = [joined(group) for _number in range(12)]

    def act(what):
        kind, person = what
        if kind == "draw":
            draw(group)
        elif kind == "leave":
            leave_research(person, trial=trial, remove_answers=False, actor="test", now=LATER)
        else:
            key = participation_of(person, trial).key
            finish_assessment(Assessment.objects.get(respondent=key), now=LATER)

    acts = [("arrive", one) for one in arriving] + [("leave", one) for one in staying[:3]]
    acts += [("draw", None)] * 4
    random.Random(3).shuffle(acts)
    at_once(act, acts)
    draw(group)
    # What was drawn and then left has no link to a person any more; the rest must fit.
    drawn = {d.participation_id for d in Draw.objects.all()}
    assert len(drawn) == Draw.objects.count() >= 8
    wrong = list(faults_of_those_known(trial))
    assert wrong == []


def faults_of_those_known(trial):
    """The faults, with those who have left after being drawn taken out of the count of seats."""
    from peervej.apps.allocation.queries import verify_trial

    found = [] if verify_trial(trial).valid else ["chain"]
    for batch in Batch.objects.all():
        drawn = Draw.objects.filter(batch=batch).count()
        if drawn != (batch.size if batch.drawn_on else 0):
            found.append(f"batch {batch.number} is half there")
    return found


def test_batches_of_several_sites_at_once():
    trial, groups = situation(4, 2, 3)
    at_once(draw, groups)
    assert Draw.objects.count() == 24
    assert sorted(Batch.objects.values_list("number", flat=True)) == list(range(1, 9))
    assert faults(trial) == []


def test_a_process_killed_at_any_moment_leaves_both_or_neither():
    trial, groups = situation(2, 3, 2)
    chance = random.Random(5)
    for _turn in range(8):
        kill_while(lambda: draw_all(groups), chance.uniform(0, 0.3))
        assert faults(trial) == []
    draw_all(groups)
    assert Draw.objects.count() == 12
    assert faults(trial) == []


def test_the_check_itself_finds_a_half_batch():
    trial, groups = situation(1, 1, 2)
    draw_all(groups)
    Draw.objects.first().delete()
    assert faults(trial)
