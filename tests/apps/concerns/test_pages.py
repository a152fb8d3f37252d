"""The pages: numbers first, nothing promised outside hours, nobody from elsewhere."""

from datetime import timedelta

import pytest
from django.test import Client

from peervej.apps.audit.models import AuditEvent
from peervej.apps.audit.retention import run_retention
from peervej.apps.concerns.enums import ConcernState
from peervej.apps.concerns.models import Concern, OnCallHours, OnCallShift
from peervej.apps.concerns.operations.concerns import (
    ConcernClosed,
    acknowledge_concern,
    close_concern,
)
from peervej.apps.concerns.operations.rota import set_mobile
from peervej.apps.figures.models import Figure
from peervej.apps.people.operations import erase_person
from peervej.apps.places.models import AcuteNumber
from peervej.apps.portal.queries.work_list import build_work_list
from tests.factories.accounts import UserFactory
from tests.factories.concerns import ShiftFactory, worry_of
from tests.factories.moments import NOW
from tests.factories.places import AcuteNumberFactory, RegionFactory

pytestmark = pytest.mark.django_db
SENT = {"words": "Sol virker alene", "person_knows": "yes", "key": "abc"}


def text_of(answer):
    return answer.content.decode()


def test_the_numbers_stand_before_the_form_with_the_day_they_were_checked(site, phone):
    AcuteNumberFactory(label="Her hos os", number="38 00 00 00", region=RegionFactory(), position=5)
    other = RegionFactory(slug="andetsteds", name="Andetsteds")
    AcuteNumberFactory(label="Andetsteds", number="99 00 00 00", region=other)
    page = text_of(phone.get("/bekymring/"))
    assert page.index("112") < page.index("38 00 00 00") < page.index("<textarea")
    assert "01/09/2026" in page
    assert "99 00 00 00" not in page


def test_outside_hours_the_page_says_so_and_promises_nothing(site, phone):
    page = text_of(phone.get("/bekymring/"))
    assert "Ingen har vagt nu" in page
    assert "minutter" not in page
    answer = phone.post("/bekymring/", SENT, follow=True)
    assert "Ingen har vagt nu" in text_of(answer)


def test_who_is_on_call_stands_there_and_is_called(site, karen, phone, mette):
    ShiftFactory(site=site, user=karen)
    assert "Karen har vagt" in text_of(phone.get("/bekymring/"))
    answer = phone.post("/bekymring/", SENT, follow=True)
    assert "Der er kaldt på Karen" in text_of(answer)
    assert "Sol virker alene" not in text_of(answer)
    concern = Concern.objects.get()
    assert (concern.reporter_person, concern.site) == (mette.person, site)


def test_no_words_is_a_sentence_not_a_page_lost(phone):
    answer = phone.post("/bekymring/", {**SENT, "words": " "})
    assert "Skriv få ord" in text_of(answer)
    assert not Concern.objects.exists()


def test_nobody_else_reads_what_became_of_it(site, phone, mette, other_desk):
    worry_of(mette, key="abc")
    assert other_desk.get("/bekymring/abc/").status_code == 404
    assert Client().get("/bekymring/abc/").status_code in (302, 403)


def test_a_coordinator_takes_reads_and_closes_and_it_is_written_down(site, desk, karen, mette):
    concern = worry_of(mette)
    assert "Sol virker" not in text_of(desk.get("/desk/bekymringer/"))
    page = text_of(desk.get(f"/desk/bekymringer/{concern.pk}/"))
    assert "Sol virker meget alene" in page
    assert AuditEvent.objects.filter(verb="read_concern", actor=f"user:{karen.pk}").exists()
    desk.post(f"/desk/bekymringer/{concern.pk}/tag/")
    desk.post(f"/desk/bekymringer/{concern.pk}/luk/", {"gravity": "help", "words": "Ringet."})
    concern.refresh_from_db()
    assert (concern.state, concern.acknowledged_by) == (ConcernState.CLOSED, karen)
    assert "Ringet." in text_of(desk.get(f"/desk/bekymringer/{concern.pk}/"))


def test_whoever_comes_second_is_told_who_took_it(site, desk, karen, mette):
    """ "You have taken it" to both would leave each thinking the other need not act."""
    concern = worry_of(mette)
    first = UserFactory(coordinates=site, name="Niels Nord")
    acknowledge_concern(concern, first, actor="test", now=NOW)
    page = text_of(desk.post(f"/desk/bekymringer/{concern.pk}/tag/", follow=True))
    concern.refresh_from_db()
    assert concern.acknowledged_by == first
    assert "Niels Nord har allerede taget den" in page
    assert "Du har taget den" not in page


def test_other_towns_worries_and_duties_do_not_exist(site, karen, mette, other_desk):
    concern = worry_of(mette)
    shift = ShiftFactory(site=site, user=karen)
    assert other_desk.get(f"/desk/bekymringer/{concern.pk}/").status_code == 404
    for path in (
        f"/desk/bekymringer/{concern.pk}/tag/",
        f"/desk/bekymringer/{concern.pk}/luk/",
        f"/desk/vagt/{shift.pk}/fjern/",
    ):
        assert other_desk.post(path, {"gravity": "none"}).status_code == 404
    concern.refresh_from_db()
    assert concern.state == ConcernState.OPEN
    assert "Karen" not in text_of(other_desk.get("/desk/vagt/"))


def test_a_volunteer_reads_no_worry_at_the_desk(site, phone, mette):
    concern = worry_of(mette)
    assert phone.get(f"/desk/bekymringer/{concern.pk}/").status_code in (302, 403)


def test_erased_by_its_own_timer_and_only_a_count_stays(site, karen, mette):
    concern = worry_of(mette)
    still_open = worry_of(mette, key="k2")
    close_concern(concern, karen, words="", gravity="emergency", actor="user", now=NOW)
    with pytest.raises(ConcernClosed):
        close_concern(concern, karen, words="", gravity="none", actor="user", now=NOW)
    run_retention(NOW + timedelta(days=29))
    assert Concern.objects.count() == 2
    run_retention(NOW + timedelta(days=31))
    assert list(Concern.objects.all()) == [still_open]
    figure = Figure.objects.get(kind="harm")
    assert (figure.site, figure.value, figure.count) == (site, "emergency", 1)


def test_a_worry_forgets_who_told_when_they_are_erased(mette):
    concern = worry_of(mette)
    erase_person(mette.person, actor="test", now=NOW)
    concern.refresh_from_db()
    assert concern.reporter_person is None


def test_the_rota_is_filled_in_at_the_desk(site, desk, karen):
    hours = {"hours-opens_0": "9.00", "hours-closes_0": "17.00"}
    assert desk.post("/desk/vagt/tider/", hours).status_code == 302
    assert OnCallHours.objects.get().site == site
    shift = {
        "shift-user": karen.pk,
        "shift-first_day": "14/9/2026",
        "shift-first_time": "9",
        "shift-last_day": "14/9/2026",
        "shift-last_time": "16.00",
    }
    assert desk.post("/desk/vagt/ny/", shift).status_code == 302
    page = text_of(desk.get("/desk/vagt/"))
    assert "Karen" in page
    assert "Ingen har vagt fra" in page
    assert desk.post("/desk/vagt/ny/", shift).status_code == 422
    gone = OnCallShift.objects.get()
    desk.post(f"/desk/vagt/{gone.pk}/fjern/")
    assert not OnCallShift.objects.exists()


def test_hours_need_both_ends(desk):
    answer = desk.post("/desk/vagt/tider/", {"hours-opens_0": "9.00"})
    assert answer.status_code == 422
    assert "Skriv begge tider" in text_of(answer)


def test_the_list_costs_the_same_for_one_and_for_three(
    desk, site, karen, mette, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    worry_of(mette)
    desk.get("/desk/bekymringer/")
    with CaptureQueriesContext(connection) as one:
        desk.get("/desk/bekymringer/")
    worry_of(mette, key="k2")
    worry_of(mette, key="k3")
    with django_assert_num_queries(len(one)):
        desk.get("/desk/bekymringer/")


def test_the_numbers_are_kept_on_the_phone_for_when_there_is_no_network(site, phone):
    AcuteNumberFactory(label="Her hos os", number="38 00 00 00")
    kept = text_of(phone.get("/bekymring/numre/"))
    assert kept.index("112") < kept.index("38 00 00 00")
    assert "ikke sendt" in kept
    script = phone.get("/bekymring/uden-net.js")
    assert script["Content-Type"] == "text/javascript"
    assert "/bekymring/numre/" in text_of(script)
    assert 'data-worker="/bekymring/uden-net.js"' in text_of(phone.get("/frivillig/"))


def test_ones_own_mobile_stands_at_the_rota_and_nobody_elses(site, desk, karen, bo):
    ShiftFactory(site=site, user=karen)
    ShiftFactory(site=site, user=bo)
    assert "Bo, Karen" in text_of(desk.get("/desk/vagt/"))
    answer = desk.post("/desk/vagt/mobil/", {"mobile-number": "12"})
    assert answer.status_code == 422
    assert "otte cifre" in text_of(answer)
    set_mobile(bo, "31 34 56 78", actor="user", now=NOW)
    assert desk.post("/desk/vagt/mobil/", {"mobile-number": "21 34 56 78"}).status_code == 302
    page = text_of(desk.get("/desk/vagt/"))
    assert "+4521345678" in page
    assert "+4531345678" not in page
    assert "kun kaldes" not in page


def test_the_numbers_are_kept_right_at_the_desk(site, desk, phone, other_desk):
    region = RegionFactory(slug="her", name="Her")
    site.municipality.memberships.update(region=region)
    wrong = desk.post("/desk/numre/", {"label": "Akut psykiatri", "number": "ring bare"})
    assert "med cifre" in text_of(wrong)
    desk.post("/desk/numre/", {"label": "Akut psykiatri", "number": "38 00 00 00"})
    row = AcuteNumber.objects.get(region=region)
    assert (row.last_checked_on, row.number) == (NOW.date(), "38 00 00 00")
    assert "38 00 00 00" in text_of(phone.get("/bekymring/"))
    own = f"/desk/numre/{row.pk}/"
    assert other_desk.post(own, {"label": "X", "number": "1234"}).status_code == 404
    desk.post(own, {"label": "Akut psykiatri", "number": "38 11 11 11"})
    assert "38 11 11 11" in text_of(phone.get("/bekymring/"))
    everywhere = AcuteNumber.objects.filter(region=None).first()
    desk.post(f"/desk/numre/{everywhere.pk}/", {"what": "remove"})
    desk.post(own, {"what": "remove"})
    assert list(AcuteNumber.objects.all()) == [everywhere]


def test_a_number_nobody_has_checked_for_a_year_stands_on_the_work_list(site):
    AcuteNumber.objects.update(last_checked_on=NOW.date() - timedelta(days=366))
    (item,) = [item for item in build_work_list(site, NOW).waiting if "tjekket" in item.title]
    assert item.url == "/desk/numre/"
