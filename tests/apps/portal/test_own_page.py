"""What a person's own page says at each point of the way."""

from datetime import timedelta

import pytest

from peervej.apps.allocation.models import Arm, Draw
from peervej.apps.allocation.operations.drawing import draw_batch
from peervej.apps.allocation.operations.telling import record_told
from peervej.apps.people.models import Consent, Person, Purpose
from peervej.apps.portal.queries.own_page import build_own_page
from peervej.apps.programmes.enums import EnrolmentState, SignupState
from peervej.apps.programmes.models import Attendance, Enrolment, Signup
from peervej.apps.trial.models import Participation, TrialState
from peervej.apps.trial.queries import participation_of, person_of
from tests.factories.allocation import joined, ready, trial_group
from tests.factories.moments import NOW
from tests.factories.people import PersonFactory
from tests.factories.programmes import (
    EnrolmentFactory,
    GroupFactory,
    IntroMeetingFactory,
    PeriodFactory,
    SignupFactory,
    introduced,
)

pytestmark = pytest.mark.django_db


def text_of(client, path="/min-side/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_the_intro_meeting_it_says_when_and_where(own):
    signup = SignupFactory()
    page = text_of(own(signup.person))
    assert signup.intro.place in page
    assert "Vil du være med" not in page


def test_i_cannot_come_takes_one_off_the_list(own):
    signup = SignupFactory()
    own(signup.person).post("/min-side/svar/ikke/")
    assert Signup.objects.get(pk=signup.pk).state == SignupState.CANCELLED


def test_after_the_intro_meeting_it_asks(own):
    period = PeriodFactory()
    person = introduced(period.site)
    assert build_own_page(person, NOW).period_to_join == period
    assert "Vil du være med" in text_of(own(person))


def test_whoever_has_walked_the_road_is_thanked_and_asked_again_after_another_intro(own):
    period = PeriodFactory()
    person = introduced(period.site)
    EnrolmentFactory(
        person=person,
        seated_in=GroupFactory(period=period),
        seat=None,
        state=EnrolmentState.COMPLETED,
        ended_on=NOW.date(),
    )
    assert "Du har gået hele vejen" in text_of(own(person))
    assert build_own_page(person, NOW).period_to_join is None
    intro = IntroMeetingFactory(site=period.site, starts_at=NOW + timedelta(days=2))
    SignupFactory(person=person, came=True, intro=intro)
    later = NOW + timedelta(days=3)
    assert build_own_page(person, later).period_to_join == period


def test_usual_support_that_has_ended_is_no_road_walked(own):
    period = PeriodFactory()
    person = PersonFactory(site=period.site)
    EnrolmentFactory(
        person=person, period=period, state=EnrolmentState.COMPLETED, ended_on=NOW.date()
    )
    assert "Du har gået hele vejen" not in text_of(own(person))


def test_nobody_is_asked_who_was_never_there(own):
    period = PeriodFactory()
    assert build_own_page(PersonFactory(site=period.site), NOW).period_to_join is None


def test_joining_an_ordinary_period_asks_one_yes_and_says_nothing_of_lots(own):
    group = GroupFactory()
    person = introduced(group.site)
    client = own(person)
    page = text_of(client, "/min-side/deltag/")
    assert "trækkes der lod" not in page
    assert 'name="research"' not in page
    assert client.post("/min-side/deltag/", {}).status_code == 200
    assert not Enrolment.objects.filter(person=person).exists()
    client.post("/min-side/deltag/", {"service": "on", "wants_companionship": "on"})
    enrolment = Enrolment.objects.get(person=person)
    assert (enrolment.state, enrolment.group) == (EnrolmentState.SEATED, group)
    assert enrolment.wants_companionship
    assert not Consent.objects.filter(person=person, purpose=Purpose.RESEARCH).exists()


def test_joining_a_trial_period_takes_two_yeses_and_says_so_before(own):
    _trial, group = trial_group()
    person = introduced(group.site)
    client = own(person)
    page = text_of(client, "/min-side/deltag/")
    assert "trækkes der lod" in page
    assert "/find/" in page
    client.post("/min-side/deltag/", {"service": "on", "telling": "call"})
    assert not Participation.objects.exists()
    answer = client.post(
        "/min-side/deltag/", {"service": "on", "research": "on", "telling": "meeting"}
    )
    assert answer["Location"] == "/spoergsmaal/"
    assert Enrolment.objects.get(person=person).state == EnrolmentState.AWAITING_DRAW
    assert Participation.objects.get().telling == "meeting"


def test_waiting_for_the_draw_it_says_when(own):
    _trial, group = trial_group()
    person = joined(group)
    page = text_of(own(person))
    assert "Du er med i næste lodtrækning" in page
    assert "Der er nogle spørgsmål til dig" in page


@pytest.fixture
def drawn():
    trial, group = trial_group()
    for turn in range(4):
        ready(group, now=NOW + timedelta(minutes=turn))
    draw_batch(group, actor="test", now=NOW)
    return trial, group


def of_arm(arm) -> tuple[Draw, Person]:
    draw = Draw.objects.filter(arm=arm).first()
    return draw, person_of(draw.participation)


@pytest.mark.parametrize("arm", [Arm.INTERVENTION, Arm.CONTROL])
def test_until_someone_has_told_them_the_page_gives_nothing_away(own, drawn, arm):
    _draw, person = of_arm(arm)
    page = text_of(own(person))
    assert "Du hører snart fra os" in page
    assert "sædvanlige støtte" not in page
    assert "Møde 1 af 10" not in page


def test_a_seat_shows_the_way_once_told(own, drawn):
    draw, person = of_arm(Arm.INTERVENTION)
    record_told(draw, actor="test", now=NOW)
    page = text_of(own(person))
    assert "Møde 1 af 10" in page
    assert "Jeg kommer" in page


def test_usual_support_is_said_humanely_with_the_date_of_the_questions(own, drawn):
    trial, group = drawn
    draw, person = of_arm(Arm.CONTROL)
    record_told(draw, actor="test", now=NOW)
    page = build_own_page(person, NOW)
    assert page.usual_support
    assert page.follow_up[0] == group.starts_on + timedelta(weeks=10)
    said = text_of(own(person))
    assert "lige så vigtig" in said
    assert "Andre tilbud" in said or not page.offers_nearby
    assert participation_of(person, trial) is not None


def test_a_place_in_line_says_which(own):
    period = PeriodFactory()
    EnrolmentFactory(period=period)
    second = EnrolmentFactory(period=period, asked_at=NOW + timedelta(minutes=1))
    assert "Du er nummer 2" in text_of(own(second.person))


def test_not_today_is_noted_for_the_next_session(own):
    group = GroupFactory()
    enrolment = EnrolmentFactory(seated_in=group)
    client = own(enrolment.person)
    client.post("/min-side/svar/ikke/")
    noted = Attendance.objects.get(enrolment=enrolment)
    assert noted.session == group.sessions.order_by("starts_at").first()
    assert "Du har sagt, at du ikke kan komme" in text_of(client)


def test_one_person_sees_nothing_of_another(own):
    group = GroupFactory()
    mine = EnrolmentFactory(
        seated_in=group, person=PersonFactory(site=group.site, chosen_name="Sol")
    )
    EnrolmentFactory(seated_in=group, person=PersonFactory(site=group.site, chosen_name="Ravnhild"))
    for path in ("/min-side/", "/min-side/oplysninger/", "/min-side/oplysninger/?fil=1"):
        assert "Ravnhild" not in text_of(own(mine.person), path)
        mine.person.refresh_from_db()
        from peervej.apps.accounts.models import SignedLink

        SignedLink.objects.all().delete()


def test_an_erased_person_has_no_page(own, clock):
    person = IntroMeetingFactory() and PersonFactory()
    client = own(person)
    person.erased_at = NOW
    person.save()
    assert client.get("/min-side/").status_code == 404


def test_someone_left_waiting_when_the_trial_closes_is_told_so(own):
    trial, group = trial_group()
    person = joined(group)
    trial.state = TrialState.CLOSED
    trial.save()
    page = text_of(own(person))
    assert "Der bliver ikke trukket lod mere" in page
    assert "næste lodtrækning" not in page


def test_an_old_page_does_not_answer_for_a_later_meeting(own):
    group = GroupFactory(met=2, seated=1)
    person = group.enrolments.get().person
    over = group.sessions.filter(state="held").last()
    coming = group.sessions.filter(state="planned").first()
    client = own(person)
    client.post("/min-side/svar/ikke/", {"meeting": over.pk})
    assert not coming.attendance.exists()
    client.post("/min-side/svar/ikke/", {"meeting": coming.pk})
    assert [row.presence for row in coming.attendance.all()] == ["excused"]


@pytest.mark.parametrize("drawing", [False, True])
def test_a_wait_is_shown_with_its_turn_and_its_longest(own, drawing):
    enrolment = EnrolmentFactory(drawing=drawing)
    page = own(enrolment.person).get("/min-side/").content.decode()
    assert "nummer 1" in page
    assert "ringer koordinatoren til dig" in page
