"""Joining a trial, leaving it, and never being drawn twice."""

from datetime import timedelta

import pytest

from peervej.apps.allocation.models import Draw
from peervej.apps.allocation.operations.drawing import draw_batch
from peervej.apps.allocation.operations.joining import (
    AlreadyInTrial,
    join_trial,
    leave_research,
    log_not_joined,
)
from peervej.apps.allocation.queries import ledger_bytes, verify_trial
from peervej.apps.measures.models import Answer, Assessment
from peervej.apps.messaging.models import Message
from peervej.apps.people.models import Consent, Person, VaultEntry
from peervej.apps.people.operations import change_channel, erase_person
from peervej.apps.programmes.enums import EnrolmentState
from peervej.apps.programmes.models import Enrolment
from peervej.apps.programmes.operations.enrolment import EnrolmentRefused
from peervej.apps.trial.models import Participation, ParticipationState, TrialState
from peervej.apps.trial.operations import TrialRefused, stop_recruitment
from peervej.apps.trial.queries import participation_of, person_of
from peervej.methods.randomisation import Outcome, count_flow, read_lines
from tests.factories.allocation import joined, many_ready, ready, sealed_trial, trial_group
from tests.factories.moments import NOW
from tests.factories.people import PersonFactory
from tests.factories.places import SiteFactory
from tests.factories.programmes import GroupFactory, PeriodFactory, introduced
from tests.factories.trial import draft_trial

pytestmark = pytest.mark.django_db
BY = {"actor": "test", "now": NOW}


def join(person, period, **more):
    return join_trial(person, period, telling="call", **(BY | more))


def kinds(trial):
    return [line.kind for line in read_lines(ledger_bytes(trial))]


def nothing_was_written(trial, before):
    assert Participation.objects.count() == 0
    assert Enrolment.objects.count() == 0
    assert Consent.objects.filter(purpose="research").count() == 0
    assert ledger_bytes(trial) == before
    return True


def test_joining_does_everything_at_once():
    trial, group = trial_group()
    sol = introduced(group.period.site, sms="22345678")
    enrolment = join(sol, group.period, wants_companionship=True)
    assert enrolment.state == EnrolmentState.AWAITING_DRAW
    assert enrolment.wants_companionship
    versions = dict(sol.consents.values_list("purpose", "version"))
    assert versions["research"] == "2026-1"
    participation = participation_of(sol, trial)
    assert person_of(participation) == sol
    assert Assessment.objects.get().respondent == participation.key
    assert kinds(trial)[-1] == "assessed"
    assert [m.kind for m in Message.objects.filter(person=sol)] == ["allocation.questions_ready"]
    assert verify_trial(trial).valid


def test_participation_holds_no_way_to_the_person():
    trial, group = trial_group()
    sol = joined(group, sms="22345678")
    row = Participation.objects.values().get()
    assert row["joined_on"].weekday() == 0, "the week, not the day"
    assert str(sol.pk) not in {str(value) for value in row.values()} - {str(trial.pk)}
    for entry in VaultEntry.objects.all():
        assert str(row["key"]).encode() not in bytes(entry.ciphertext)


@pytest.mark.parametrize("state", [TrialState.FULL, TrialState.CLOSED])
def test_a_trial_that_takes_nobody_in_refuses_and_writes_nothing(state):
    trial, group = trial_group()
    sol = introduced(group.period.site)
    trial.state = state
    trial.save()
    before = ledger_bytes(trial)
    with pytest.raises(TrialRefused):
        join(sol, group.period)
    assert nothing_was_written(trial, before)


def test_before_sealing_nobody_joins():
    group = GroupFactory(period=PeriodFactory(trial=True))
    trial = draft_trial(group.period.site)
    with pytest.raises(TrialRefused):
        join(introduced(group.period.site), group.period)
    assert nothing_was_written(trial, b"")


def test_a_site_outside_the_trial_is_refused():
    trial, _group = trial_group()
    elsewhere = GroupFactory(period=PeriodFactory(trial=True, site=SiteFactory()))
    before = ledger_bytes(trial)
    with pytest.raises(TrialRefused, match="sted"):
        join(introduced(elsewhere.period.site), elsewhere.period)
    assert nothing_was_written(trial, before)


def test_a_period_whose_trial_is_unknown_is_refused():
    period = PeriodFactory(trial=True)
    with pytest.raises(TrialRefused):
        join(introduced(period.site), period)
    assert not Enrolment.objects.exists()


def test_the_place_of_the_draw_is_the_periods_not_the_persons():
    _trial, group = trial_group()
    moved = introduced(group.period.site)
    moved.site = SiteFactory()
    moved.save()
    join(moved, group.period)
    assert Participation.objects.get().site == group.period.site


def test_without_an_intro_nothing_is_written():
    trial, group = trial_group()
    before = ledger_bytes(trial)
    with pytest.raises(EnrolmentRefused):
        join(PersonFactory(site=group.period.site), group.period)
    assert nothing_was_written(trial, before)


def test_joining_twice_is_refused():
    _trial, group = trial_group()
    sol = joined(group)
    with pytest.raises(AlreadyInTrial):
        join(sol, group.period)
    assert Participation.objects.count() == 1


def test_the_same_phone_under_another_name_is_refused():
    _trial, group = trial_group()
    joined(group, sms="22345678")
    with pytest.raises(AlreadyInTrial):
        join(introduced(group.period.site, sms="+45 22 34 56 78"), group.period)
    assert Participation.objects.count() == 1


def test_someone_drawn_is_not_drawn_again_after_leaving_or_with_the_old_phone():
    trial, group = trial_group()
    sol = ready(group, sms="22345678")
    draw_batch(group, **BY)
    leave_research(sol, trial=trial, remove_answers=True, **BY)
    Enrolment.objects.filter(person=sol).update(state="stopped", ended_on=NOW.date())
    with pytest.raises(AlreadyInTrial):
        join(sol, group.period)
    change_channel(sol, "sms", "33445566", **BY)
    with pytest.raises(AlreadyInTrial):
        join(introduced(group.period.site, sms="22345678"), group.period)
    assert Draw.objects.count() == 1


def test_someone_who_left_before_the_draw_may_come_again():
    trial, group = trial_group()
    sol = joined(group)
    leave_research(sol, trial=trial, remove_answers=False, **BY)
    join(sol, group.period)
    states = sorted(Participation.objects.values_list("state", flat=True))
    assert states == ["left_undrawn", "waiting"]
    assert verify_trial(trial).valid


def test_recruitment_stops_by_itself_at_the_target():
    group = GroupFactory(period=PeriodFactory(trial=True))
    trial = sealed_trial(group.period.site, target=2)
    joined(group)
    trial.refresh_from_db()
    assert trial.state == TrialState.SEALED
    joined(group)
    trial.refresh_from_db()
    assert trial.state == TrialState.FULL
    with pytest.raises(TrialRefused):
        joined(group)


def test_those_who_wait_are_drawn_though_recruitment_has_stopped():
    trial, group = trial_group()
    many_ready(group, 4)
    stop_recruitment(trial, **BY)
    assert draw_batch(group, **BY).size == 4


def test_leaving_while_waiting_ends_the_queue_and_cuts_the_links():
    trial, group = trial_group()
    sol, other = ready(group, sms="22345678"), ready(group)
    participation = participation_of(sol, trial)
    leave_research(sol, trial=trial, remove_answers=True, **BY)
    participation.refresh_from_db()
    assert participation.state == ParticipationState.LEFT_UNDRAWN
    assert participation_of(sol, trial) is None
    assert person_of(participation) is None
    assert Enrolment.objects.get(person=sol).state == EnrolmentState.CANCELLED
    assert not Answer.objects.filter(assessment__respondent=participation.key).exists()
    assert Answer.objects.count() == 6, "the other person's answers stay"
    assert not sol.consents.filter(purpose="research", withdrawn_at=None).exists()
    assert sol.consents.filter(purpose="service", withdrawn_at=None).exists()
    assert kinds(trial)[-1] == "withdrawn"
    assert verify_trial(trial).valid
    assert draw_batch(group, **BY).size == 1
    assert person_of(Draw.objects.get().participation) == other


def test_leaving_after_the_draw_keeps_draw_and_seat():
    trial, group = trial_group()
    people = many_ready(group, 2)
    draw_batch(group, **BY)
    seated = Enrolment.objects.get(state=EnrolmentState.SEATED).person
    leave_research(seated, trial=trial, remove_answers=False, **BY)
    assert Draw.objects.count() == 2
    assert Enrolment.objects.get(person=seated).state == EnrolmentState.SEATED
    assert Answer.objects.count() == 12
    assert participation_of(seated, trial) is None
    assert {participation_of(one, trial) is None for one in people} == {True, False}
    assert verify_trial(trial).valid


def test_leaving_twice_or_without_being_in_changes_nothing():
    trial, group = trial_group()
    sol = joined(group)
    leave_research(sol, trial=trial, remove_answers=False, **BY)
    before = ledger_bytes(trial)
    leave_research(sol, trial=trial, remove_answers=False, **BY)
    leave_research(PersonFactory(), trial=trial, remove_answers=False, **BY)
    assert ledger_bytes(trial) == before


@pytest.mark.parametrize("drawn", [True, False])
def test_erasing_a_person_cuts_what_leads_to_them(drawn):
    trial, group = trial_group()
    sol = ready(group, sms="22345678")
    participation = participation_of(sol, trial)
    if drawn:
        draw_batch(group, **BY)
    erase_person(sol, **BY)
    participation.refresh_from_db()
    assert participation.state == ("drawn" if drawn else "left_undrawn")
    assert person_of(participation) is None
    assert Answer.objects.count() == 6
    assert verify_trial(trial).valid


def test_after_closing_nobody_adds_to_the_ledger():
    trial, group = trial_group()
    sol = joined(group)
    trial.state = TrialState.CLOSED
    trial.save()
    before = ledger_bytes(trial)
    leave_research(sol, trial=trial, remove_answers=False, **BY)
    log_not_joined(trial, group.period.site.slug, Outcome.DECLINED, now=NOW)
    assert ledger_bytes(trial) == before
    assert participation_of(Person.objects.get(pk=sol.pk), trial) is None


def test_those_who_did_not_join_are_counted_without_a_code():
    trial, group = trial_group()
    joined(group)
    slug = group.period.site.slug
    log_not_joined(trial, slug, Outcome.DECLINED, now=NOW + timedelta(days=1))
    log_not_joined(trial, slug, Outcome.NOT_ELIGIBLE, now=NOW)
    lines = [line for line in read_lines(ledger_bytes(trial)) if line.kind == "assessed"]
    assert [("person" in line.payload) for line in lines] == [True, False, False]
    assert verify_trial(trial).valid
    assert count_flow(read_lines(ledger_bytes(trial)))
