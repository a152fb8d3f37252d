"""The blind review: findings without answers, pooled figures, and what came of a finding."""

import re
from datetime import timedelta

import pytest

from peervej.apps.accounts.enums import Role
from peervej.apps.allocation.models import Arm, Draw
from peervej.apps.measures.models import Answer, Assessment, QualityNote
from peervej.apps.measures.operations import enter_paper, void_assessments
from peervej.apps.reporting.queries.dataset import build_dataset, export_id
from peervej.apps.reporting.queries.quality import RULES, check_quality
from peervej.apps.reporting.queries.review import distribute, review_of
from peervej.apps.trial.queries import participation_of
from tests.apps.reporting.conftest import Story
from tests.factories.moments import NOW

pytestmark = pytest.mark.django_db


def found(story: Story) -> dict[str, set[str]]:
    day = story.follow_up_at.date()
    return {
        result.rule: {finding.record_id for finding in result.findings}
        for result in check_quality(story.trial, day)
    }


def key_of(story: Story, number: int):
    return participation_of(story.drawn[number], story.trial).key


def record(story: Story, number: int) -> str:
    return export_id(story.trial, key_of(story, number))


def values(number: int) -> dict[str, dict[str, int | None]]:
    return {"demo-hope": {str(item): number for item in range(1, 7)}}


def test_each_rule_finds_exactly_what_it_is_about(story: Story) -> None:
    # Nine who answered to the end, two who did not, and the one who withdrew.
    silent = [person for person in story.drawn if person not in story.followed]
    story.drawn[:] = [*story.followed, *silent]
    Answer.objects.all().update(value=1)
    mixed = Answer.objects.filter(item="1")
    mixed.update(value=2)
    assert found(story) == {rule: set() for rule in RULES}

    rows = Assessment.objects.filter(occasion="follow_up")
    odd = {n: rows.get(respondent=key_of(story, n)) for n in range(11)}
    odd[0].answers.all().update(value=3)
    odd[1].answers.filter(item__in="1234").update(value=None)
    odd[2].answers.all().update(value=None)
    rows.filter(pk=odd[3].pk).update(answered_on=odd[3].closes_on + timedelta(days=1))
    baseline = Assessment.objects.filter(respondent=key_of(story, 4), occasion="baseline")
    baseline.update(answered_on=NOW.date() - timedelta(days=15))
    odd[8].delete()
    at = story.follow_up_at - timedelta(days=1)
    enter_paper(odd[9], values(1), clerk="a", now=at)
    enter_paper(odd[9], values(2), clerk="b", now=at)
    enter_paper(odd[10], values(1), clerk="a", now=at)
    odd[10].paper_entries.update(entered_on=at.date() - timedelta(days=9))
    assert found(story) == {
        "paper_differs": {record(story, 9)},
        "paper_waits": {record(story, 10)},
        "baseline_old": {record(story, 4)},
        "no_last_questions": {record(story, 8)},
        "outside_window": {record(story, 3), record(story, 4)},
        "sent_empty": {record(story, 2)},
        "half_skipped": {record(story, 1), record(story, 2)},
        "all_alike": {record(story, 0)},
    }


def test_the_page_is_the_same_whoever_was_drawn_to_what(story: Story, browser) -> None:
    client = browser(Role.RESEARCHER)
    address = f"/forskning/{story.trial.code}/gennemsyn/"

    def page() -> str:
        return re.sub(r'value="[A-Za-z0-9]{64}"', "", client.get(address).content.decode())

    before = page()
    for draw in Draw.objects.all():
        other = Arm.CONTROL if draw.arm == Arm.INTERVENTION else Arm.INTERVENTION
        Draw.objects.filter(pk=draw.pk).update(arm=other)
    assert page() == before


def test_what_came_of_a_finding_is_kept_and_goes_with_the_answers(story: Story, browser) -> None:
    client = browser(Role.RESEARCHER)
    Assessment.objects.get(occasion="follow_up", respondent=key_of(story, 0)).answers.update(
        value=3
    )
    given = {"rule": "all_alike", "record": record(story, 0), "note": "Set på i skemaet"}
    client.post(f"/forskning/{story.trial.code}/gennemsyn/note/", given)
    assert (
        "Set på i skemaet"
        in client.get(f"/forskning/{story.trial.code}/gennemsyn/").content.decode()
    )
    for wrong in ({"rule": "nothing"}, {"record": "f" * 12}):
        answer = client.post(f"/forskning/{story.trial.code}/gennemsyn/note/", {**given, **wrong})
        assert answer.status_code == 404
    client.post(f"/forskning/{story.trial.code}/gennemsyn/note/", {**given, "note": " "})
    assert QualityNote.objects.get().note == "Set på i skemaet"
    void_assessments(key_of(story, 0), remove_answers=True, now=NOW)
    assert not QualityNote.objects.exists()


def test_the_pooled_figures_are_those_of_everyone_drawn(story: Story) -> None:
    found = review_of(build_dataset(story.trial, blinded=True))
    assert (found.drawn, found.first.n, found.last.n, found.last.missing) == (12, 11, 9, 3)
    assert found.last.mean == pytest.approx(6 * (0 + 1 + 2 + 3 + 0 + 1 + 2 + 3 + 0) / 9)
    assert sum(count for _low, _high, count in found.last.steps) == 9
    assert all(skip.first == skip.last == 0 for skip in found.skips)
    story.close()
    with pytest.raises(ValueError, match="without arms"):
        review_of(build_dataset(story.trial, blinded=False))


def test_a_distribution_by_hand() -> None:
    one = distribute([0, 3, 24, None], 0, 24)
    assert (one.n, one.missing, one.mean, one.lowest, one.highest) == (3, 1, 9, 0, 24)
    assert one.sd == pytest.approx(13.0767, abs=1e-4)
    assert [count for _low, _high, count in one.steps] == [1, 1, 0, 0, 0, 0, 0, 1]
    empty = distribute([None], 0, 24)
    assert (empty.n, empty.mean, empty.sd, empty.most) == (0, None, None, 0)
