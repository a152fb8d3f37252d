"""Asked by telephone, or typed in twice from paper, by someone who is not the coordinator."""

import pytest
from django.urls import reverse

from peervej.apps.accounts.middleware import RoleMiddleware
from peervej.apps.allocation.operations.drawing import draw_batch
from peervej.apps.audit.models import ReadEvent
from peervej.apps.measures.models import Answer, Assessment, PaperEntry
from tests.factories.allocation import joined, many_ready, staff, trial_group
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_factor(monkeypatch):
    monkeypatch.setattr(RoleMiddleware, "_second_factor_missing", lambda *_: False)
    monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: NOW)


@pytest.fixture
def sol():
    _trial, group = trial_group(name="Torsdagsholdet")
    return joined(group, chosen_name="Solvej Månestråle", sms="22345678")


def sign_in(client, site, role="interviewer"):
    client.force_login(staff(role, site=site))
    return client


def address(name, *args):
    return reverse(f"trial:{name}", args=args)


def test_the_list_has_those_with_open_questions_and_no_group(client, sol):
    text = sign_in(client, sol.site).get(address("interviews")).content.decode()
    assert "Solvej Månestråle" in text
    assert "Torsdagsholdet" not in text


def test_the_number_to_call_is_shown_and_the_reading_logged(client, sol):
    text = sign_in(client, sol.site).get(address("interview", sol.pk)).content.decode()
    assert "22345678" in text.replace(" ", "")
    assert ReadEvent.objects.get(person_id=sol.pk).page == "interview"


def test_asking_by_telephone(client, sol):
    sign_in(client, sol.site)
    for number in range(1, 6):
        answer = client.post(address("interview_question", sol.pk, number), {"answer": "3"})
        assert answer.url == address("interview_question", sol.pk, number + 1)
    client.post(address("interview_question", sol.pk, 6), {"skip": "1"})
    asked = Assessment.objects.get()
    assert (asked.state, asked.mode) == ("answered", "telephone")
    assert Answer.objects.filter(value=3).count() == 5
    assert client.get(address("interview", sol.pk)).status_code == 404


def paper(values):
    return {f"q{number}": value for number, value in enumerate(values, start=1)}


def test_two_readings_that_agree_become_the_answers(client, sol):
    form = paper(["1", "2", "3", "4", "0", ""])
    sign_in(client, sol.site).post(address("interview_paper", sol.pk), form)
    assert not Answer.objects.exists()
    sign_in(client, sol.site).post(address("interview_paper", sol.pk), form)
    asked = Assessment.objects.get()
    assert (asked.state, asked.mode) == ("answered", "paper")
    values = asked.answers.order_by("item").values_list("value", flat=True)
    assert list(values) == [1, 2, 3, 4, 0, None]


def test_the_same_person_twice_is_one_reading(client, sol):
    sign_in(client, sol.site)
    for _turn in range(2):
        client.post(address("interview_paper", sol.pk), paper("123401"))
    assert PaperEntry.objects.count() == 1
    assert not Answer.objects.exists()


def test_where_readings_differ_nothing_is_kept_and_the_other_value_stays_hidden(client, sol):
    sign_in(client, sol.site).post(address("interview_paper", sol.pk), paper("123401"))
    second = sign_in(client, sol.site)
    response = second.post(address("interview_paper", sol.pk), paper("123403"))
    form = response.context["form"]
    assert set(form.errors) == {"q6"}
    assert not Answer.objects.exists()
    second.post(address("interview_paper", sol.pk), paper("123401"))
    assert Assessment.objects.get().state == "answered"


def test_another_sites_people_are_not_found(client, sol):
    other = sign_in(client, SiteFactory())
    assert "Solvej" not in other.get(address("interviews")).content.decode()
    for name, args in (("interview", ()), ("interview_question", (1,)), ("interview_paper", ())):
        assert other.get(address(name, sol.pk, *args)).status_code == 404
    assert other.post(address("interview_paper", sol.pk), paper("123401")).status_code == 404
    assert not PaperEntry.objects.exists()


def test_an_interviewer_sees_no_page_of_the_coordinator(client, sol):
    sign_in(client, sol.site)
    for name in ("allocation:draws", "allocation:telling", "programmes:people"):
        assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("role", ["coordinator", "researcher"])
def test_nobody_else_asks_the_questions(client, sol, role):
    sign_in(client, sol.site, role)
    assert client.get(address("interviews")).status_code == 403
    assert client.get(address("interview_question", sol.pk, 1)).status_code == 403


def test_after_the_draw_the_list_tells_no_arm(client):
    _trial, group = trial_group()
    people = many_ready(group, 2)
    draw_batch(group, actor="test", now=NOW)
    Assessment.objects.filter(occasion="follow_up").update(opens_on=NOW.date())
    text = sign_in(client, group.period.site).get(address("interviews")).content.decode()
    one, other = (text.split(person.chosen_name)[0].rpartition("<li")[2] for person in people)
    assert people[0].chosen_name in text
    assert people[1].chosen_name in text
    assert one == other
