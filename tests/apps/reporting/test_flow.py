"""The flow: every count recounted by hand, and a mismatch that is never hidden."""

from collections.abc import Callable

import pytest
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.allocation.models import Arm, Batch, Draw
from peervej.apps.allocation.queries import ledger_bytes
from peervej.apps.measures.models import Assessment
from peervej.apps.reporting.queries.dataset import StillBlinded, build_dataset
from peervej.apps.reporting.queries.effect import analyse_trial
from peervej.apps.reporting.queries.flow import flow_of
from peervej.apps.reporting.queries.flow_checks import Check, Side
from peervej.apps.trial.queries import participation_of
from peervej.methods.randomisation import read_lines
from tests.apps.reporting.conftest import Story, arm_of

pytestmark = pytest.mark.django_db


def test_the_top_is_the_ledger_recounted(story: Story) -> None:
    top = flow_of(story.trial).top
    lines = read_lines(ledger_bytes(story.trial))
    outcomes = [line.payload["outcome"] for line in lines if line.kind == "assessed"]
    drawn = [p for line in lines if line.kind == "draw_revealed" for p in line.payload["people"]]
    assert top.assessed == len(outcomes) == 17
    assert top.declined == outcomes.count("declined") == 3
    assert top.joined == outcomes.count("joined") == 14
    assert top.drawn == len(drawn) == Draw.objects.count() == 12
    assert (top.left_undrawn, top.waiting, top.withdrawn_after_draw) == (1, 1, 1)


def test_below_the_draw_the_arms_are_pooled_until_the_end(story: Story) -> None:
    flow = flow_of(story.trial)
    assert [column.arm for column in flow.arms] == [""]
    column = flow.arms[0]
    assert column.allocated == 12
    assert column.delivery is None
    assert (column.follow_up.answered, column.follow_up.withdrawn) == (9, 1)
    assert flow.agrees, [check for check in flow.checks if not check.agrees]


def test_each_arm_is_the_brute_force_recount(story: Story) -> None:
    story.close()
    dataset = build_dataset(story.trial, blinded=False)
    flow = flow_of(story.trial, dataset, analyse_trial(dataset))
    arms = {Arm(column.arm): column for column in flow.arms}
    still_known = [person for person in story.drawn if participation_of(person, story.trial)]
    followed = [arm_of(person, story.trial) for person in story.followed]
    assert len(still_known) == 11
    for arm in Arm:
        column = arms[arm]
        assert column.allocated == Draw.objects.filter(arm=arm).count() == 6
        assert column.follow_up.answered == followed.count(arm)
        assert column.follow_up.total == 6
        assert column.analysed is not None
        assert column.analysed.analysed == followed.count(arm)
    delivery = arms[Arm.INTERVENTION].delivery
    assert delivery is not None
    assert (delivery.given, delivery.never_started, delivery.left_early) == (6, 1, 1)
    assert (delivery.came, delivery.none) == (5, 4)
    control = arms[Arm.CONTROL].delivery
    assert control is not None and control.given == 6
    assert flow.agrees, [check for check in flow.checks if not check.agrees]


def test_one_panel_shows_the_same_number_from_every_place(story: Story) -> None:
    story.close()
    dataset = build_dataset(story.trial, blinded=False)
    (people,) = flow_of(story.trial, dataset, analyse_trial(dataset)).panel
    assert len(people.sides) == 7
    assert {side.count for side in people.sides} == {12}


def test_a_mismatch_is_shown(story: Story, browser: Callable[..., Client]) -> None:
    Batch.objects.update(size=11)
    Assessment.objects.filter(occasion="follow_up").order_by("pk").first().delete()
    flow = flow_of(story.trial)
    assert not flow.panel[0].agrees
    assert sum(not check.agrees for check in flow.checks) == 1
    page = browser(Role.RESEARCHER).get("/forskning/effekt/").content.decode()
    assert page.count('class="differs"') == 2
    assert "Tallene skilles ved 2 trin" in page
    (first, _panel) = flow.parted
    assert f"Det første, oppefra: {first.what}" in page


def test_a_check_agrees_only_when_all_sides_are_equal() -> None:
    assert Check("a", (Side("x", 3), Side("y", 3), Side("z", 3))).agrees
    assert not Check("a", (Side("x", 3), Side("y", 3), Side("z", 4))).agrees


def test_arms_cannot_be_had_before_the_trial_is_closed(story: Story) -> None:
    with pytest.raises(StillBlinded):
        build_dataset(story.trial, blinded=False)


def test_the_page_before_the_end_names_no_arm(story: Story, browser: Callable[..., Client]) -> None:
    page = browser(Role.RESEARCHER).get("/forskning/effekt/").content.decode()
    for arm in Arm:
        assert str(arm.label) not in page
    for person in story.drawn:
        assert person.chosen_name not in page
        participation = participation_of(person, story.trial)
        assert participation is None or str(participation.key) not in page
