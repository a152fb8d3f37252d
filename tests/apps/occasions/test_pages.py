"""The desk, a volunteer's phone, and what everybody may see."""

import pytest
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.occasions.models import Duty, Occasion, SiteProgramme, Tally
from tests.factories.accounts import browser_of
from tests.factories.moments import NOW
from tests.factories.occasions import HOUSE, LINE, VISITS, OccasionFactory, SiteProgrammeFactory
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.django_db


def text_of(answer):
    return answer.content.decode()


def test_the_desk_takes_an_open_house_from_idea_to_number(site, desk, clock):
    assert desk.post("/desk/aabent/", {"programme": HOUSE}).status_code == 302
    run = SiteProgramme.objects.get()
    plan = {"day": "8/9/2026", "time": "14", "until": "16.30", "place": "Huset", "weeks": "2"}
    assert desk.post(f"/desk/aabent/plan/{run.pk}/", plan).status_code == 302
    first, _second = Occasion.objects.all()
    page = text_of(desk.get("/desk/aabent/"))
    assert page.count("Mangler 2: vært") == 2
    mette = VolunteerFactory(site=site, display_name="Mette")
    desk.post(f"/desk/aabent/{first.pk}/vagt/", {"volunteer": mette.pk, "role": "host"})
    assert "Mangler 1: vært" in text_of(desk.get("/desk/aabent/"))
    clock(first.ends_at)
    assert desk.post(f"/desk/aabent/{first.pk}/", {"n0": "11"}).status_code == 302
    assert Tally.objects.get().count == 11


def test_a_plan_that_is_refused_keeps_what_was_written(site, desk):
    run = SiteProgrammeFactory(site=site, programme=VISITS)
    sent = {"day": "8/9/2026", "time": "14", "until": "14.10", "host": "Afsnit 4", "place": ""}
    page = text_of(desk.post(f"/desk/aabent/plan/{run.pk}/", sent))
    assert "fra 60 til 120 minutter" in page
    assert 'value="Afsnit 4"' in page


def test_a_shift_past_midnight_ends_the_next_day(site, desk):
    run = SiteProgrammeFactory(site=site, programme=LINE)
    sent = {"day": "8/9/2026", "time": "22", "until": "1", "weeks": "1", "place": ""}
    desk.post(f"/desk/aabent/plan/{run.pk}/", sent)
    occasion = Occasion.objects.get()
    assert (occasion.ends_at - occasion.starts_at).total_seconds() == 3 * 3600


def test_another_towns_desk_finds_nothing(site, other_desk):
    occasion = OccasionFactory(run__site=site)
    duty = Duty.objects.create(
        occasion=occasion, volunteer=VolunteerFactory(site=site), role="host"
    )
    assert other_desk.get(f"/desk/aabent/{occasion.pk}/").status_code == 404
    assert other_desk.post(f"/desk/aabent/{occasion.pk}/aflys/").status_code == 404
    assert other_desk.post(f"/desk/aabent/vagt/{duty.pk}/fri/").status_code == 404
    assert other_desk.post(f"/desk/aabent/slut/{occasion.run.pk}/").status_code == 404
    assert "Mangler" not in text_of(other_desk.get("/desk/aabent/"))


def test_a_volunteer_counts_own_shifts_only(site, clock):
    own = OccasionFactory(run__site=site, over=True)
    others = OccasionFactory(run=own.run, over=True)
    mette = VolunteerFactory(site=site)
    Duty.objects.create(occasion=own, volunteer=mette, role="host")
    phone = browser_of(Role.VOLUNTEER, mette.pk, NOW)
    assert "Hvor mange kom?" in text_of(phone.get("/frivillig/vagter/"))
    assert phone.post(f"/frivillig/vagter/{own.pk}/", {"n0": "5"}).status_code == 302
    assert phone.post(f"/frivillig/vagter/{others.pk}/", {"n0": "5"}).status_code == 404
    assert Tally.objects.get().occasion == own


def test_who_cannot_come_is_off_and_the_place_is_free(site, clock):
    occasion = OccasionFactory(run__site=site)
    mette = VolunteerFactory(site=site)
    Duty.objects.create(occasion=occasion, volunteer=mette, role="host")
    phone = browser_of(Role.VOLUNTEER, mette.pk, NOW)
    assert phone.get(f"/frivillig/vagter/{occasion.pk}/kan-ikke/").status_code == 405
    page = phone.post(f"/frivillig/vagter/{occasion.pk}/kan-ikke/", follow=True)
    assert "Vi finder en anden" in text_of(page)
    assert not Duty.objects.exists()


def test_everybody_sees_opening_hours_but_no_names(site, clock):
    occasion = OccasionFactory(run__site=site, begun=True, place="Huset")
    OccasionFactory(run__site=site, run__programme=LINE)
    mette = VolunteerFactory(site=site, display_name="Mettemarie")
    Duty.objects.create(occasion=occasion, volunteer=mette, role="host")
    page = text_of(Client().get("/aabent/helsingoer/"))
    assert "Åbent nu, til kl. 13.00" in page
    assert "Vi kender ikke næste gang endnu" in page
    assert "Mettemarie" not in page
