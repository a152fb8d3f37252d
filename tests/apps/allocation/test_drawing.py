"""Freezing and drawing batches: who, how many, when it is refused, when it goes on."""

import json
from datetime import timedelta

import pytest

from peervej.apps.allocation.models import Arm, Batch, Draw, Receipt
from peervej.apps.allocation.operations.asking import ask_for_baselines
from peervej.apps.allocation.operations.chain import (
    BehindPublishedHead,
    publish_receipts,
    unhide,
)
from peervej.apps.allocation.operations.drawing import (
    DrawRefused,
    NobodyReady,
    TooManyForSeats,
    TrialNotOpen,
    draw_batch,
    freeze_batch,
    people_ready,
    resume_draw,
    reveal_batch,
)
from peervej.apps.allocation.operations.joining import leave_research
from peervej.apps.allocation.queries import ledger_bytes, verify_trial
from peervej.apps.audit.models import LedgerHead, LedgerLine
from peervej.apps.measures.models import Assessment
from peervej.apps.messaging.models import Message
from peervej.apps.people.operations import withdraw_consent
from peervej.apps.programmes.enums import EnrolmentState
from peervej.apps.programmes.models import Enrolment
from peervej.apps.programmes.operations.enrolment import stop_enrolment
from peervej.apps.trial.models import TrialState
from peervej.apps.trial.queries import definition_of, participation_of, person_of
from peervej.methods.randomisation import draw_batch as compute_batch
from peervej.methods.randomisation import read_lines
from tests.factories.allocation import (
    answer_baseline,
    joined,
    many_ready,
    ready,
    sealing_of,
    trial_group,
)
from tests.factories.moments import NOW
from tests.factories.programmes import EnrolmentFactory, GroupFactory, PeriodFactory

pytestmark = pytest.mark.django_db
BY = {"actor": "test", "now": NOW + timedelta(hours=1)}
DAY = timedelta(days=1)


def kinds(trial):
    return [line.kind for line in read_lines(ledger_bytes(trial))]


def nothing_changed(trial, before):
    return (
        ledger_bytes(trial) == before
        and not Batch.objects.exists()
        and not Draw.objects.exists()
        and not Enrolment.objects.filter(state__in=["seated", "usual_support"]).exists()
    )


@pytest.mark.parametrize("people", [1, 2, 7, 20])
def test_half_get_a_seat_and_the_other_half_usual_support(people):
    trial, group = trial_group()
    many_ready(group, people)
    batch = draw_batch(group, **BY)
    arms = list(Draw.objects.values_list("arm", flat=True))
    assert batch.size == len(arms) == people
    assert abs(arms.count(Arm.INTERVENTION) - arms.count(Arm.CONTROL)) == people % 2
    for draw in Draw.objects.select_related("participation"):
        enrolment = Enrolment.objects.get(person=person_of(draw.participation))
        expected = "seated" if draw.arm == Arm.INTERVENTION else "usual_support"
        assert enrolment.state == expected
    assert verify_trial(trial).valid


def test_anyone_with_the_seed_computes_the_same_draw():
    trial, group = trial_group()
    many_ready(group, 9)
    batch = draw_batch(group, **BY)
    codes = list(Draw.objects.values_list("salted_code", flat=True))
    seed = unhide(sealing_of(trial), "seed")
    computed = compute_batch(definition_of(trial).design(), seed, batch.number, codes)
    assert dict(Draw.objects.values_list("salted_code", "arm")) == computed


def test_both_arms_get_the_same_questions_on_the_same_days():
    _trial, group = trial_group()
    many_ready(group, 6)
    draw_batch(group, **BY)
    windows = {
        (row.opens_on, row.closes_on) for row in Assessment.objects.filter(occasion="follow_up")
    }
    opens = group.starts_on + timedelta(weeks=10)
    assert windows == {(opens, opens + timedelta(days=28))}
    assert Assessment.objects.filter(occasion="follow_up").count() == 6


def test_the_request_is_on_record_before_anything_is_drawn():
    trial, group = trial_group()
    many_ready(group, 2)
    freeze_batch(group, **BY)
    assert kinds(trial)[-1] == "draw_requested"
    assert not Draw.objects.exists()
    resume_draw(group, **BY)
    assert kinds(trial)[-1] == "draw_revealed"


def test_a_machine_that_stopped_in_between_goes_on_with_the_same_people():
    trial, group = trial_group()
    many_ready(group, 4)
    frozen = freeze_batch(group, **BY)
    late = ready(group)
    again = freeze_batch(group, **BY)
    assert again.pk == frozen.pk
    batch = draw_batch(group, **BY)
    assert (batch.pk, batch.size, Draw.objects.count()) == (frozen.pk, 4, 4)
    assert participation_of(late, trial).state == "waiting"


def test_the_same_draw_sent_twice_is_one():
    trial, group = trial_group()
    many_ready(group, 2)
    frozen = freeze_batch(group, **BY)
    reveal_batch(frozen, **BY)
    before = ledger_bytes(trial)
    assert reveal_batch(frozen, **BY).drawn_on
    assert ledger_bytes(trial) == before
    with pytest.raises(NobodyReady):
        draw_batch(group, **BY)
    with pytest.raises(DrawRefused):
        resume_draw(group, **BY)
    assert Draw.objects.count() == 2


@pytest.mark.parametrize("how", ["leaves research", "stops", "withdraws consent"])
def test_someone_who_left_in_between_ends_the_batch_with_nobody_drawn(how):
    trial, group = trial_group()
    people = many_ready(group, 3)
    freeze_batch(group, **BY)
    if how == "leaves research":
        leave_research(people[1], trial=trial, remove_answers=False, **BY)
    elif how == "stops":
        stop_enrolment(Enrolment.objects.get(person=people[1]), **BY)
    else:
        withdraw_consent(people[1], "research", **BY)
    batch = draw_batch(group, **BY)
    assert batch.cancelled_on
    assert not Draw.objects.exists()
    assert kinds(trial)[-1] == "draw_cancelled"
    assert draw_batch(group, **BY).size == 2
    assert verify_trial(trial).valid


def test_seats_taken_in_between_end_the_batch():
    trial, group = trial_group(capacity=3)
    many_ready(group, 6)
    freeze_batch(group, **BY)
    EnrolmentFactory(seated_in=group)
    assert draw_batch(group, **BY).cancelled_on
    assert not Draw.objects.exists()
    assert draw_batch(group, **BY).size == 4
    assert verify_trial(trial).valid


def test_a_group_that_closed_in_between_ends_the_batch():
    trial, group = trial_group()
    many_ready(group, 2)
    frozen = freeze_batch(group, **BY)
    much_later = NOW + timedelta(days=30)
    assert reveal_batch(frozen, actor="test", now=much_later).cancelled_on
    assert verify_trial(trial).valid


def test_someone_frozen_for_one_group_is_not_frozen_for_another():
    trial, group = trial_group()
    other = GroupFactory(period=group.period)
    many_ready(group, 3)
    freeze_batch(group, **BY)
    with pytest.raises(NobodyReady):
        freeze_batch(other, **BY)
    late = ready(group)
    assert freeze_batch(other, **BY).size == 1
    draw_batch(group, **BY)
    draw_batch(other, **BY)
    assert Draw.objects.count() == 4
    assert Draw.objects.get(participation=participation_of(late, trial)).batch.group == other
    assert verify_trial(trial).valid


def test_nobody_ready_is_said_and_nothing_changes():
    trial, group = trial_group()
    joined(group)
    before = ledger_bytes(trial)
    with pytest.raises(NobodyReady):
        draw_batch(group, **BY)
    assert nothing_changed(trial, before)


@pytest.mark.parametrize(("days", "counts"), [(14, True), (15, False)])
def test_a_baseline_counts_for_fourteen_days(days, counts):
    trial, group = trial_group()
    group.sessions.update(starts_at=NOW + 60 * DAY, ends_at=NOW + 60 * DAY)
    ready(group)
    before = ledger_bytes(trial)
    later = {"actor": "test", "now": NOW + days * DAY}
    if counts:
        assert draw_batch(group, **later).size == 1
    else:
        with pytest.raises(NobodyReady):
            draw_batch(group, **later)
        assert nothing_changed(trial, before)


def test_a_stale_baseline_is_asked_for_again_and_then_counts():
    _trial, group = trial_group()
    group.sessions.update(starts_at=NOW + 60 * DAY, ends_at=NOW + 60 * DAY)
    stale = ready(group, sms="22345678")
    silent = joined(group, sms="33445566")
    Message.objects.all().delete()
    later = NOW + 20 * DAY
    fresh = ready(group, now=later, sms="44556677")
    assert ask_for_baselines(group, actor="test", now=later) == 2
    assert ask_for_baselines(group, actor="test", now=later) == 2
    asked = Message.objects.exclude(person=fresh)
    assert sorted(asked.values_list("person", flat=True)) == sorted([stale.pk, silent.pk])
    answer_baseline(stale, now=later)
    assert len(people_ready(group, later)) == 2


def test_without_research_consent_nobody_is_drawn():
    trial, group = trial_group()
    sol = ready(group)
    withdraw_consent(sol, "research", **BY)
    before = ledger_bytes(trial)
    with pytest.raises(NobodyReady):
        draw_batch(group, **BY)
    assert nothing_changed(trial, before)


def test_the_oldest_consents_come_first_and_at_most_two_for_each_seat():
    _trial, group = trial_group(capacity=2)
    people = many_ready(group, 6)
    assert [one.enrolment.person for one in people_ready(group, BY["now"])] == people
    assert draw_batch(group, **BY).size == 4
    drawn = {person_of(draw.participation) for draw in Draw.objects.all()}
    assert drawn == set(people[:4])


def test_more_people_than_twice_the_seats_are_refused():
    trial, group = trial_group(capacity=2)
    many_ready(group, 5)
    before = ledger_bytes(trial)
    with pytest.raises(TooManyForSeats):
        draw_batch(group, chosen=list(Enrolment.objects.all()), **BY)
    assert nothing_changed(trial, before)


def test_a_full_group_is_refused():
    trial, group = trial_group(capacity=1)
    EnrolmentFactory(seated_in=group)
    ready(group)
    before = ledger_bytes(trial)
    with pytest.raises(TooManyForSeats):
        draw_batch(group, **BY)
    assert ledger_bytes(trial) == before


def test_chosen_people_who_are_not_ready_are_refused():
    trial, group = trial_group()
    ready(group)
    waiting = joined(group)
    before = ledger_bytes(trial)
    with pytest.raises(NobodyReady):
        draw_batch(group, chosen=[Enrolment.objects.get(person=waiting)], **BY)
    assert nothing_changed(trial, before)


@pytest.mark.parametrize("state", [TrialState.DRAFT, TrialState.CLOSED])
def test_a_trial_that_is_not_open_is_refused(state):
    trial, group = trial_group()
    ready(group)
    trial.state = state
    trial.save()
    before = ledger_bytes(trial)
    with pytest.raises(TrialNotOpen):
        draw_batch(group, **BY)
    assert nothing_changed(trial, before)


def test_an_ordinary_period_has_no_draw():
    with pytest.raises(TrialNotOpen):
        draw_batch(GroupFactory(period=PeriodFactory()), **BY)


def test_a_site_that_is_no_longer_in_the_trial_is_refused():
    trial, group = trial_group()
    ready(group)
    trial.sites.clear()
    with pytest.raises(TrialNotOpen):
        draw_batch(group, **BY)


def test_after_the_second_meeting_nobody_is_drawn():
    trial, group = trial_group()
    later = NOW + timedelta(days=12)
    ready(group, now=later)
    before = ledger_bytes(trial)
    with pytest.raises(DrawRefused):
        draw_batch(group, actor="test", now=later)
    assert nothing_changed(trial, before)


def test_a_second_draw_fills_the_seats_that_are_left():
    trial, group = trial_group()
    many_ready(group, 6)
    draw_batch(group, **BY)
    many_ready(group, 14)
    second = draw_batch(group, **BY)
    assert (second.number, second.size, second.seats) == (2, 14, 7)
    assert Enrolment.objects.filter(state="seated").count() == 10
    assert verify_trial(trial).valid


def receipt_goes_out(django_capture_on_commit_callbacks, work):
    with django_capture_on_commit_callbacks(execute=True):
        return work()


def roll_back_to(trial, lines):
    """What a restored copy of yesterday's database looks like."""
    LedgerLine.objects.filter(trial_code=trial.code, number__gt=lines)._raw_delete("default")
    last = LedgerLine.objects.get(trial_code=trial.code, number=lines)
    LedgerHead.objects.filter(trial_code=trial.code).update(events=lines, head=last.line_hash)
    Receipt.objects.filter(events__gt=lines).delete()


def test_behind_a_published_head_nothing_is_drawn(django_capture_on_commit_callbacks):
    trial, group = trial_group()
    many_ready(group, 2)
    before = ledger_bytes(trial)
    lines = len(before.splitlines())
    receipt_goes_out(django_capture_on_commit_callbacks, lambda: draw_batch(group, **BY))
    Draw.objects.all().delete()
    Batch.objects.all().delete()
    roll_back_to(trial, lines)
    ready(group)
    before = ledger_bytes(trial)
    with pytest.raises(BehindPublishedHead):
        draw_batch(group, **BY)
    assert ledger_bytes(trial) == before
    assert not Batch.objects.exists()
    assert not verify_trial(trial).valid


def test_a_copy_from_between_freezing_and_drawing_refuses_too(
    django_capture_on_commit_callbacks,
):
    trial, group = trial_group()
    many_ready(group, 2)
    frozen = freeze_batch(group, **BY)
    lines = len(ledger_bytes(trial).splitlines())
    receipt_goes_out(django_capture_on_commit_callbacks, lambda: reveal_batch(frozen, **BY))
    Draw.objects.all().delete()
    Batch.objects.update(drawn_on=None)
    roll_back_to(trial, lines)
    with pytest.raises(BehindPublishedHead):
        resume_draw(group, **BY)
    assert not Draw.objects.exists()


def test_a_draw_that_is_rolled_back_publishes_nothing(django_capture_on_commit_callbacks, receipts):
    trial, group = trial_group()
    many_ready(group, 2)
    with django_capture_on_commit_callbacks() as waiting:
        draw_batch(group, **BY)
    assert len(waiting) == 1
    assert not receipts(trial.code).exists()


def test_the_timer_adds_receipts_the_machine_did_not_get_to_write(receipts):
    from peervej.apps.allocation.tasks import run_timer

    trial, group = trial_group()
    many_ready(group, 2)
    draw_batch(group, **BY)
    run_timer(NOW)
    run_timer(NOW)
    lines = receipts(trial.code).read_text().splitlines()
    assert [json.loads(line)["events"] for line in lines] == list(
        Receipt.objects.values_list("events", flat=True)
    )
    assert publish_receipts(trial) == 0


def test_a_receipt_cut_off_in_the_file_is_written_again(receipts):
    trial, group = trial_group()
    publish_receipts(trial)
    path = receipts(trial.code)
    path.write_text(path.read_text() + '{"events": 9')
    many_ready(group, 2)
    draw_batch(group, **BY)
    assert publish_receipts(trial) == 1
    assert publish_receipts(trial) == 0
    assert draw_batch_again_is_possible(group)


def draw_batch_again_is_possible(group):
    ready(group)
    return draw_batch(group, **BY).size == 1


def test_observers_get_a_receipt_of_every_batch():
    _trial, group = trial_group()
    many_ready(group, 2)
    draw_batch(group, **BY)
    receipt = Receipt.objects.last()
    messages = Message.objects.filter(kind="allocation.receipt")
    assert messages.get().reference == f"effekt:{receipt.events}"


def test_no_line_of_the_ledger_holds_an_arm_or_a_plain_code():
    trial, group = trial_group()
    many_ready(group, 4)
    draw_batch(group, **BY)
    text = ledger_bytes(trial).decode().splitlines()
    after_design = "\n".join(line for line in text if '"kind":"opened"' not in line)
    assert "intervention" not in after_design
    assert "control" not in after_design
    for draw in Draw.objects.all():
        assert str(draw.participation_id) not in after_design


def test_drawn_people_leave_the_line():
    _trial, group = trial_group()
    many_ready(group, 2)
    draw_batch(group, **BY)
    assert not Enrolment.objects.filter(state=EnrolmentState.AWAITING_DRAW).exists()
    assert people_ready(group, BY["now"]) == []
