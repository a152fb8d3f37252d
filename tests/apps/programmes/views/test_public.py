"""The way in, as a citizen meets it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags

from peervej.apps.people.models import Person
from peervej.apps.programmes.models import Signup
from peervej.methods.danish.readability import lix
from tests.factories.moments import NOW
from tests.factories.programmes import IntroMeetingFactory, PeriodFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
FORM = {"chosen_name": "Sol", "contact": "22 34 56 78", "is_adult": "on", "key": "k1"}


def words_of(response):
    """What is read on the page, without the frame around it."""
    text = response.content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    main = re.sub(r"</(p|li|h\d|label|legend|button|a|option)>", ". ", main)
    return " ".join(strip_tags(main).split())


def test_the_list_shows_what_is_coming_and_can_be_narrowed_to_a_town():
    here, there = IntroMeetingFactory(), IntroMeetingFactory()
    IntroMeetingFactory(past=True)
    IntroMeetingFactory(cancelled=True)
    everything = Client().get("/intro/")
    assert [intro.pk for intro in everything.context["intros"]] == [here.pk, there.pk]
    narrowed = Client().get("/intro/", {"sted": there.site.slug})
    assert narrowed.context["intros"] == [there]


def test_signing_up_takes_one_form():
    intro = IntroMeetingFactory()
    response = Client().post(f"/intro/{intro.pk}/", FORM)
    assert response.url == f"/intro/{intro.pk}/tak/"
    assert Signup.objects.get().person.chosen_name == "Sol"


def test_the_same_form_twice_ends_on_the_same_page_and_is_stored_once():
    intro = IntroMeetingFactory()
    answers = {Client().post(f"/intro/{intro.pk}/", FORM).url for _time in range(2)}
    assert answers == {f"/intro/{intro.pk}/tak/"}
    assert Person.objects.count() == Signup.objects.count() == 1


@pytest.mark.parametrize(
    ("situation", "wrong", "field"),
    [
        ({}, {"is_adult": ""}, "is_adult"),
        ({}, {"contact": "12 34"}, "contact"),
        ({}, {"contact": "sol@"}, "contact"),
        ({}, {"chosen_name": " "}, "chosen_name"),
        ({"online": True}, {"contact": ""}, "contact"),
    ],
)
def test_what_is_wrong_is_said_kindly_and_nothing_is_stored(situation, wrong, field):
    intro = IntroMeetingFactory(**situation)
    response = Client().post(f"/intro/{intro.pk}/", {**FORM, **wrong})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("situation", "status"),
    [
        ({"past": True}, 410),
        ({"cancelled": True}, 410),
        ({"starts_at": NOW - timedelta(minutes=30)}, 200),
    ],
)
def test_a_meeting_that_cannot_be_signed_up_to_shows_the_next(situation, status):
    intro = IntroMeetingFactory(**situation)
    following = IntroMeetingFactory(site=intro.site)
    for response in (
        Client().get(f"/intro/{intro.pk}/"),
        Client().post(f"/intro/{intro.pk}/", FORM),
    ):
        assert response.status_code == status
        assert response.context["intros"] == [following]
    assert not Person.objects.exists()


def test_a_draw_is_told_of_before_sign_up_in_a_trial_period_only():
    in_trial = IntroMeetingFactory()
    PeriodFactory(site=in_trial.site, programme=in_trial.programme, trial=True)
    ordinary = IntroMeetingFactory()
    PeriodFactory(site=ordinary.site, programme=ordinary.programme)
    assert "lod" in words_of(Client().get(f"/intro/{in_trial.pk}/"))
    assert "trækker" not in words_of(Client().get(f"/intro/{ordinary.pk}/"))


def test_the_pages_are_light_and_easy_to_read():
    intro = IntroMeetingFactory()
    PeriodFactory(site=intro.site, programme=intro.programme, trial=True)
    for address in ("/intro/", f"/intro/{intro.pk}/", f"/intro/{intro.pk}/tak/"):
        response = Client().get(address)
        assert lix(words_of(response)) <= 34, address
        assert len(response.content) < 30_000, address


def test_titles_and_calendar_tell_nothing():
    intro = IntroMeetingFactory()
    calendar = Client().get(f"/intro/{intro.pk}/aftale.ics").content.decode()
    title = re.search(r"<title>(.*?)</title>", Client().get(f"/intro/{intro.pk}/").content.decode())
    for text in (calendar, title[1]):
        assert not re.search(r"peer|psyk|gruppe|intro|hverdag", text, re.IGNORECASE)
