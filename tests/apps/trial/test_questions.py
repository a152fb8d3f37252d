"""Question pages: one at a time, kept as one goes; no name, arm or group in sight."""

from datetime import timedelta

import pytest
from django.urls import reverse

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.allocation.operations.drawing import draw_batch
from peervej.apps.measures.models import Answer, Assessment
from peervej.apps.programmes.models import Enrolment
from tests.factories.allocation import joined, many_ready, trial_group
from tests.factories.moments import NOW
from tests.factories.places import AcuteNumberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """Moves what the pages take for now."""

    def move(to):
        monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: to)

    move(NOW)
    return move


def sign_in(client, person, now=NOW):
    link = create_link(Role.PARTICIPANT, person.pk, "/spoergsmaal/", now=now)
    assert client.post(link.removeprefix("http://localhost:8000")).status_code == 302
    return client


@pytest.fixture
def sol(clock):
    _trial, group = trial_group(name="Torsdagsholdet")
    return joined(group, sms="22345678", chosen_name="Solvej Månestråle")


def page(number):
    return reverse("trial:question", args=[number])


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def test_answering_all_and_sending(client, sol):
    sign_in(client, sol)
    assert page(1) in text_of(client.get(reverse("trial:questions")))
    for number in range(1, 7):
        response = client.post(page(number), {"answer": number % 5})
        following = page(number + 1) if number < 6 else reverse("trial:finish")
        assert response.url == following
    assert Answer.objects.count() == 6
    assert Assessment.objects.get().state == "begun"
    text_of(client.get(reverse("trial:finish")))
    text_of(client.post(reverse("trial:finish")))
    assert Assessment.objects.get().state == "answered"


def test_each_answer_is_kept_and_another_device_goes_on_from_there(client, client_again, sol):
    sign_in(client, sol)
    client.post(page(1), {"answer": 3})
    client.post(page(2), {"answer": 1})
    sign_in(client_again, sol)
    assert client_again.get(reverse("trial:questions")).url == page(3)
    assert 'value="3" ' in text_of(client_again.get(page(1))).replace("required", "")


@pytest.fixture
def client_again():
    from django.test import Client

    return Client()


def test_skipping_and_coming_back(client, sol):
    sign_in(client, sol)
    client.post(page(1), {"answer": 2})
    assert client.post(page(2), {"skip": "1"}).url == page(3)
    assert dict(Answer.objects.values_list("item", "value")) == {"1": 2, "2": None}
    assert page(1) in text_of(client.get(page(2))), "there is a way back"
    assert page(2) in text_of(client.get(reverse("trial:finish"))), "skipped ones are named"
    client.post(page(2), {"answer": 4})
    assert Answer.objects.get(item="2").value == 4


def test_no_answer_and_an_impossible_one_stay_on_the_page(client, sol):
    sign_in(client, sol)
    for data in ({}, {"answer": "9"}, {"answer": "x"}):
        text_of(client.post(page(1), data))
    assert not Answer.objects.exists()


@pytest.mark.parametrize("number", [0, 7, 99])
def test_a_question_that_is_not_there(client, sol, number):
    sign_in(client, sol)
    assert client.get(page(number)).status_code == 404


def test_a_closed_window_says_so_and_takes_nothing(client, sol, clock):
    later = NOW + timedelta(days=400)
    clock(later)
    sign_in(client, sol, now=later)
    for address in (reverse("trial:questions"), page(1), reverse("trial:finish")):
        assert "radio" not in text_of(client.get(address))
    client.post(page(1), {"answer": 2})
    assert not Answer.objects.exists()


def test_after_sending_there_is_nothing_left_to_answer(client, sol):
    sign_in(client, sol)
    client.post(reverse("trial:finish"))
    client.post(page(1), {"answer": 2})
    assert not Answer.objects.exists()


def test_help_stands_on_every_page_with_a_question(client, sol):
    AcuteNumberFactory(number="70201201")
    sign_in(client, sol)
    for address in (reverse("trial:questions"), page(1), page(6), reverse("trial:finish")):
        assert "70201201" in text_of(client.get(address))


def test_no_name_arm_or_group_stands_on_any_page(client, clock):
    trial, group = trial_group(name="Torsdagsholdet")
    people = many_ready(group, 2)
    draw_batch(group, actor="test", now=NOW)
    later = NOW + timedelta(weeks=11)
    clock(later)
    seen = []
    for person in people:
        client.logout()
        sign_in(client, person, now=later)
        pages = [reverse("trial:questions"), page(1), page(6), reverse("trial:finish")]
        texts = [text_of(client.get(address)) for address in pages]
        seen.append(texts)
        words = (person.chosen_name, group.name, group.place, trial.name, "lodtræk", "kontrol")
        for text in texts:
            found = [word for word in words if word.lower() in text.lower()]
            assert not found
    assert Enrolment.objects.values("state").distinct().count() == 2, "one of each arm"
    without_keys = [[_without_key(text) for text in texts] for texts in seen]
    assert without_keys[0] == without_keys[1], "both arms see the same pages"


def _without_key(text):
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def test_one_person_does_not_reach_anothers_questions(client, sol):
    other = joined(Enrolment.objects.get(person=sol).period.groups.get())
    sign_in(client, other)
    client.post(page(1), {"answer": 2})
    owner = Answer.objects.get().assessment.respondent
    from peervej.apps.trial.models import Trial
    from peervej.apps.trial.queries import participation_of

    assert owner == participation_of(other, Trial.objects.get()).key


def test_without_a_link_nobody_gets_in(client, sol):
    for address in (reverse("trial:questions"), page(1), reverse("trial:finish")):
        assert client.get(address).status_code == 403


def test_the_questions_in_english(client, sol):
    sign_in(client, sol)
    client.cookies["sprog"] = "en"
    text = text_of(client.get(page(1)))
    assert "There is something I look forward to" in text
    assert "Skip this question" in text
