"""From the application to the goodbye."""

from datetime import date, timedelta

import pytest

from peervej.apps.accounts.enums import Role
from peervej.apps.audit.models import AuditEvent
from peervej.apps.audit.retention import run_retention
from peervej.apps.figures.models import Figure
from peervej.apps.messaging.kinds import write_letter
from peervej.apps.messaging.models import Message
from peervej.apps.people.models import Channel, Person
from peervej.apps.people.operations import erase_person
from peervej.apps.portal.queries.work_list.helpers import applications
from peervej.apps.volunteers.enums import PlaceState, VolunteerState
from peervej.apps.volunteers.models import Agreement, Application, Volunteer
from peervej.apps.volunteers.operations.care import (
    begin_care_group,
    record_care_meeting,
    thank_volunteer,
)
from peervej.apps.volunteers.operations.refusals import (
    StepInFuture,
    TrainingFull,
    VolunteerRefused,
)
from peervej.apps.volunteers.operations.staying import (
    keep_volunteers,
    length_of_stay,
    pause_volunteer,
    resume_volunteer,
    stop_volunteer,
)
from peervej.apps.volunteers.operations.training import (
    book_training,
    plan_training,
    record_training,
)
from peervej.apps.volunteers.operations.way_in import (
    accept_agreement,
    apply_as_volunteer,
    record_step,
)
from peervej.apps.volunteers.queries.applications import unanswered_applications, words_of
from peervej.apps.volunteers.queries.care import care_overdue, care_rhythm, not_thanked_for_long
from peervej.apps.volunteers.queries.figures import (
    figures_of,
    leaving_reasons,
    lengths_of_stay,
)
from tests.factories.accounts import browser_of
from tests.factories.moments import NOW
from tests.factories.people import PersonFactory
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.django_db
BY = {"actor": "user", "now": NOW}
TODAY = NOW.date()


def apply(site, key="k1", contact="21 34 56 78", **fields):
    return apply_as_volunteer(
        site,
        **{
            "display_name": "Mette",
            "channel": Channel.SMS,
            "contact": contact,
            "words": "Jeg har selv haft det svært",
            "key": key,
            **BY,
            **fields,
        },
    )


def test_an_application_is_kept_in_secret_thanked_for_and_ages(site):
    mette = apply(site)
    assert b"sv" not in bytes(Application.objects.get().words)
    assert words_of(mette.application) == "Jeg har selv haft det svært"
    assert Message.objects.filter(kind="volunteers.received", person=mette.person).exists()
    assert list(unanswered_applications(site, NOW)) == [mette.application]
    later = NOW + timedelta(days=8)
    week = timedelta(days=7)
    assert list(unanswered_applications(site, NOW, older_than=week)) == []
    assert list(unanswered_applications(site, later, older_than=week)) == [mette.application]
    record_step(mette, "application", "passed", held_on=TODAY, **BY)
    assert list(unanswered_applications(site, later)) == []


def test_sent_twice_and_applied_twice_is_one(site):
    assert apply(site) == apply(site)
    assert apply(site, key="k2") is None
    assert Volunteer.objects.count() == 1


def test_someone_known_keeps_one_row_and_their_own_name(site):
    sol = PersonFactory(site=site, chosen_name="Sol", sms="21345678")
    mette = apply(site)
    assert mette.person == sol
    sol.refresh_from_db()
    assert (sol.chosen_name, mette.display_name) == ("Sol", "Mette")
    assert Person.objects.count() == 1


def test_each_step_has_outcome_date_and_who(site, karen):
    mette = apply(site)
    record_step(mette, "application", "passed", held_on=TODAY, user=karen, **BY)
    record_step(mette, "talk", "passed", held_on=TODAY, user=karen, **BY)
    mette.refresh_from_db()
    assert mette.state == VolunteerState.IN_TRAINING
    steps = list(mette.steps.values_list("kind", "outcome", "held_on", "assessed_by"))
    assert steps[0] == ("application", "passed", TODAY, karen.pk)
    record_step(mette, "questionnaire", "declined", held_on=TODAY, user=karen, **BY)
    mette.refresh_from_db()
    assert mette.state == VolunteerState.DECLINED


def test_a_step_that_has_not_been_is_refused(site):
    with pytest.raises(StepInFuture):
        record_step(apply(site), "talk", "passed", held_on=TODAY + timedelta(days=1), **BY)


def test_training_has_so_many_places_and_counts_when_over(site):
    weekend = plan_training(
        site,
        title="Uddannelse",
        starts_on=date(2026, 9, 5),
        days=2,
        place="Huset",
        capacity=1,
        **BY,
    )
    mette, bo = VolunteerFactory(site=site, state="in_training"), VolunteerFactory(site=site)
    place = book_training(weekend, mette, **BY)
    assert book_training(weekend, mette, **BY) == place
    with pytest.raises(TrainingFull):
        book_training(weekend, bo, **BY)
    with pytest.raises(StepInFuture):
        record_training(place, True, actor="user", now=NOW - timedelta(days=2))
    assert record_training(place, True, **BY).state == PlaceState.ATTENDED
    with pytest.raises(VolunteerRefused):
        record_training(place, True, **BY)
    assert mette.practice.get().amount == 2
    assert mette.steps.get().kind == "training"


def test_agreements_have_version_and_date_once(site):
    mette = VolunteerFactory(site=site)
    first = accept_agreement(mette, "confidentiality", "1", **BY)
    later = {"actor": "user", "now": NOW + timedelta(days=1)}
    assert accept_agreement(mette, "confidentiality", "1", **later) == first
    accept_agreement(mette, "confidentiality", "2", **later)
    assert Agreement.objects.filter(accepted_at=NOW).count() == 1
    assert Agreement.objects.count() == 2


def test_break_back_and_goodbye_close_the_link_and_are_counted(site, clock):
    mette = VolunteerFactory(site=site, since=date(2025, 3, 1))
    phone = browser_of(Role.VOLUNTEER, mette.pk, NOW)
    pause_volunteer(mette, **BY)
    with pytest.raises(VolunteerRefused):
        pause_volunteer(mette, **BY)
    resume_volunteer(mette, **BY)
    assert phone.get("/frivillig/").status_code == 200
    stop_volunteer(mette, reason="time", **BY)
    assert phone.get("/frivillig/").status_code == 403
    assert Figure.objects.get(kind="volunteer_left").value == "time"
    assert Figure.objects.get(kind="volunteer_stayed").value == "1-2 years"
    assert leaving_reasons(site, TODAY, TODAY) == [("Har ikke tid", 1)]
    counted = {figure.key: figure.value for figure in figures_of(site, TODAY, TODAY)}
    assert counted["left"] == "1"
    assert lengths_of_stay(site, TODAY, TODAY) == [("et til to år", 1)]


@pytest.mark.parametrize(
    ("since", "length"),
    [
        (date(2026, 3, 8), "under 6 months"),
        (date(2026, 3, 7), "6-12 months"),
        (date(2025, 9, 7), "1-2 years"),
        (date(2024, 9, 7), "2 years and more"),
    ],
)
def test_lengths_of_stay_change_on_the_day(since, length):
    assert length_of_stay(since, TODAY) == length


def test_erasure_leaves_nothing_that_says_who(site):
    mette = apply(site)
    erase_person(mette.person, actor="test", now=NOW)
    mette.refresh_from_db()
    assert (mette.display_name, mette.state) == ("–", VolunteerState.STOPPED)
    assert not Application.objects.exists()


def test_whoever_helps_is_kept(site):
    mette = VolunteerFactory(site=site)
    gone = VolunteerFactory(site=site, state="stopped")
    later = NOW + timedelta(days=80)
    keep_volunteers(later)
    mette.person.refresh_from_db()
    gone.person.refresh_from_db()
    assert mette.person.erase_after == later.date() + timedelta(days=90)
    assert gone.person.erase_after == TODAY + timedelta(days=90)


def test_care_has_a_rhythm_and_falls_overdue(site):
    group = begin_care_group(
        site, name="Udveksling", form="exchange_group", every_days=14, members=[], **BY
    )
    assert care_overdue(site, TODAY + timedelta(days=14)) == []
    (late,) = care_overdue(site, TODAY + timedelta(days=15))
    assert (late.group, late.due_on) == (group, TODAY + timedelta(days=14))
    record_care_meeting(group, held_on=TODAY, came=4, **BY)
    assert care_rhythm(site, TODAY)[0].last == TODAY
    with pytest.raises(StepInFuture):
        record_care_meeting(group, held_on=TODAY + timedelta(days=1), came=4, **BY)


def test_only_own_volunteers_in_a_care_group(site):
    with pytest.raises(VolunteerRefused):
        begin_care_group(
            site, name="X", form="supervision", every_days=14, members=[VolunteerFactory()], **BY
        )


def test_thanks_are_not_forgotten(site):
    mette = VolunteerFactory(site=site, since=date(2025, 3, 1))
    VolunteerFactory(site=site, since=TODAY)
    assert list(not_thanked_for_long(site, TODAY)) == [mette]
    thank_volunteer(mette, **BY)
    assert list(not_thanked_for_long(site, TODAY)) == []


def test_no_words_in_the_audit_trail(site):
    apply(site, words="Hemmeligt")
    assert "Hemmeligt" not in str(list(AuditEvent.objects.values()))


def _pass_days(days: int) -> None:
    for day in (*range(30, days, 30), days):
        keep_volunteers(NOW + timedelta(days=day))
        run_retention(NOW + timedelta(days=day))


def test_an_application_nobody_answers_is_warned_of_and_then_erased(site):
    volunteer = apply(site)
    line = {
        days: [item.urgency for item in applications(site, NOW + timedelta(days=days))]
        for days in (1, 10, 149, 151)
    }
    assert line == {1: ["calm"], 10: ["soon"], 149: ["soon"], 151: ["now"]}

    _pass_days(179)
    assert Application.objects.count() == 1
    _pass_days(181)
    volunteer.refresh_from_db()
    assert (Application.objects.count(), volunteer.state) == (0, VolunteerState.STOPPED)
    (message,) = Message.objects.filter(kind="volunteers.forgotten")
    assert "slettet" in write_letter(message, NOW).text


def test_an_answered_application_goes_without_a_word(site):
    volunteer = apply(site)
    record_step(volunteer, "talk", "passed", held_on=NOW.date(), actor="test", now=NOW)
    _pass_days(181)
    volunteer.refresh_from_db()
    assert (Application.objects.count(), volunteer.state) == (0, VolunteerState.IN_TRAINING)
    assert not Message.objects.filter(kind="volunteers.forgotten").exists()
