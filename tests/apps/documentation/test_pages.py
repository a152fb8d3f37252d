"""The pages: ten minutes to set up, a phone without script, and one page back."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.urls import reverse

from peervej.apps.documentation.enums import Asking
from peervej.apps.documentation.models import Kit, Sheet
from peervej.apps.documentation.operations import answering, close_kit
from peervej.apps.measures import wording as words
from tests.apps.documentation.conftest import posted, sheet_of

pytestmark = pytest.mark.django_db
HOME = "/mit-tilbud/hjaelper-det/"
NEW = {
    "place_name": "Huset", "instruments": ["demo-hope"], "asking": "linked", "weeks": "12",
    "reliability_demo-hope": "0,85", "source_demo-hope": "En undersøgelse",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: now)


def answer_address(kit):
    return reverse("documentation:answer", args=[kit.key])


def test_an_owner_sets_up_a_kit_on_one_page(owner):
    made = owner.post(f"{HOME}ny/", NEW)
    kit = Kit.objects.get()
    assert made["Location"] == f"{HOME}{kit.pk}/"
    assert kit.reliability == {"demo-hope": [0.85, "En undersøgelse"]}
    page = owner.get(made["Location"]).content.decode()
    assert kit.key in page
    assert "<svg" in page


@pytest.mark.parametrize(
    ("changes", "words_said"),
    [
        ({"instruments": []}, "Vælg et eller to"),
        ({"place_name": ""}, "Huset"),
        ({"weeks": "900"}, "error"),
        ({"source_demo-hope": ""}, "Skriv, hvor tallet er fra."),
        ({"reliability_demo-hope": "meget"}, "Skriv et tal"),
        ({"asking": "altid"}, "error"),
    ],
)
def test_what_was_typed_is_shown_again(owner, changes, words_said):
    page = owner.post(f"{HOME}ny/", NEW | changes)
    assert page.status_code == 200
    text = page.content.decode()
    assert "error-summary" in text
    assert words_said in text or "place_name" in changes
    assert Kit.objects.count() == 0


def test_a_coordinator_has_one_for_the_site(karen):
    karen.post("/desk/hjaelper-det/ny/", NEW)
    kit = Kit.objects.get()
    assert kit.site == karen.site
    assert karen.get(f"/desk/hjaelper-det/{kit.pk}/").status_code == 200


def test_nobody_sees_the_kit_of_another_place(make_kit, stranger, karen, now):
    kit = make_kit()
    close_kit(kit, actor="test", now=now)
    for name in ("", "opslag.pdf", "svar.pdf", "svar.csv", "luk/"):
        assert stranger.get(f"{HOME}{kit.pk}/{name}").status_code == 404
        assert karen.get(f"/desk/hjaelper-det/{kit.pk}/{name}").status_code == 404
    for name in ("forlaeng/", "ny-adresse/", "luk/"):
        assert stranger.post(f"{HOME}{kit.pk}/{name}").status_code == 404


def test_a_phone_answers_and_is_thanked_once(make_kit, phone):
    kit = make_kit()
    page = phone.get(answer_address(kit))
    text = page.content.decode()
    assert "Livet er noget værd" in text
    assert Sheet.objects.count() == 0
    sent = posted()
    for _press in range(2):
        done = phone.post(answer_address(kit), sent)
        assert done["Location"] == f"{answer_address(kit)}tak/"
    assert Sheet.objects.count() == 1
    assert Sheet.objects.get().answers["demo-hope"]["6"] == 3
    assert phone.get(done["Location"]).status_code == 200


def test_a_phone_whose_form_is_wrong_keeps_its_answers(make_kit, phone):
    kit = make_kit()
    for changes, said in (
        ({"ticket": "gammel"}, "Siden var for gammel"),
        ({"round": ""}, "Vælg ja eller nej."),
        ({"code": "a"}, "mindst 3"),
        (
            dict.fromkeys(posted(), "") | {"round": "first", "ticket": posted()["ticket"]},
            "mindst ét",
        ),
        ({"q1": "9"}, "error-summary"),
    ):
        page = phone.post(answer_address(kit), posted(**changes)).content.decode()
        assert said in page
        assert Sheet.objects.count() == 0
    assert page.count("checked") >= 6


def test_the_ticket_of_a_page_too_old_is_renewed(make_kit, phone):
    kit = make_kit()
    page = phone.post(answer_address(kit), posted(ticket="gammel"))
    again = page.context["form"]["ticket"].value()
    assert phone.post(answer_address(kit), posted(ticket=again)).status_code == 302


def test_machines_are_let_believe_it_worked(make_kit, phone, monkeypatch):
    kit = make_kit()
    assert phone.post(answer_address(kit), posted(address="http://spam")).status_code == 302
    assert Sheet.objects.count() == 0
    monkeypatch.setattr(answering, "MOST_IN_AN_HOUR", 0)
    assert phone.post(answer_address(kit), posted()).status_code == 429


def test_a_lost_link_and_a_closed_kit_are_said_kindly(make_kit, owner, phone, now):
    kit = make_kit()
    old = answer_address(kit)
    owner.post(f"{HOME}{kit.pk}/ny-adresse/")
    assert phone.get(old).status_code == 404
    kit.refresh_from_db()
    assert phone.get(answer_address(kit)).status_code == 200
    assert owner.get(f"{HOME}{kit.pk}/luk/").status_code == 200
    assert Kit.objects.get().closed_at is None
    owner.post(f"{HOME}{kit.pk}/luk/")
    assert phone.get(answer_address(kit)).status_code == 410
    assert phone.post(answer_address(kit), posted()).status_code == 410


def test_the_period_can_be_made_longer(make_kit, owner, now):
    kit = make_kit(weeks=2)
    day = (now + timedelta(weeks=20)).date()
    parts = {"closes_on_day": day.day, "closes_on_month": day.month, "closes_on_year": day.year}
    assert owner.post(f"{HOME}{kit.pk}/forlaeng/", parts).status_code == 302
    kit.refresh_from_db()
    assert kit.closes_on == day
    page = owner.post(f"{HOME}{kit.pk}/forlaeng/", parts | {"closes_on_year": "1999"})
    assert "Den sidste dag skal ligge frem" in page.content.decode()


@pytest.fixture
def counted(make_kit, now):
    kit = make_kit(reliability={"demo-hope": (0.8, "en <kilde> 😀")})
    for number in range(12):
        sheet_of(kit, now, code=f"kode{number}", value=number % 3, ticket=f"a{number}")
        sheet_of(
            kit, now + timedelta(days=40), code=f"kode{number}", value=3 - number % 2, later=True,
            ticket=f"b{number}",
        )  # fmt: skip
    return close_kit(kit, actor="test", now=now + timedelta(days=50))


def test_one_page_comes_back(counted, owner):
    page = owner.get(f"{HOME}{counted.pk}/").content.decode()
    assert "12 mennesker svarede både først og senere." in page
    assert "Der er ingen at sammenligne med" in page
    assert "en &lt;kilde&gt;" in page
    table = owner.get(f"{HOME}{counted.pk}/svar.csv").content.decode("utf-8-sig")
    assert "demo-hope;first_n;12\r\n" in table
    pdf = pypdf.PdfReader(io.BytesIO(owner.get(f"{HOME}{counted.pk}/svar.pdf").content))
    assert len(pdf.pages) == 1
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Det kan man ikke sige" in pdf.pages[0].extract_text()


def test_the_poster_is_one_tagged_page(make_kit, owner, phone):
    kit = make_kit()
    pdf = pypdf.PdfReader(io.BytesIO(owner.get(f"{HOME}{kit.pk}/opslag.pdf").content))
    text = pdf.pages[0].extract_text()
    assert (len(pdf.pages), kit.key in text, "112" in text) == (1, True, True)
    assert owner.get(f"{HOME}{kit.pk}/svar.pdf").status_code == 302


@pytest.mark.parametrize("asking", [Asking.ONCE, Asking.ROUNDS])
def test_the_other_ways_of_asking_are_said(make_kit, owner, now, asking):
    kit = make_kit(asking)
    for number in range(14):
        sheet_of(kit, now, value=number % 4, later=number % 2 == 1, ticket=str(number))
    close_kit(kit, actor="test", now=now + timedelta(days=50))
    page = owner.get(f"{HOME}{kit.pk}/").content.decode()
    said = (
        "14 mennesker svarede" if asking == Asking.ONCE else "7 svarede først, og 7 svarede senere"
    )
    assert said in page
    assert owner.get(f"{HOME}{kit.pk}/svar.pdf").status_code == 200


def test_the_operators_own_copy_opens_a_questionnaire(settings, tmp_path, owner):
    settings.HOME = tmp_path
    assert words.wording_of("who-5", "da") is None
    folder = tmp_path / "wording"
    folder.mkdir()
    items = ", ".join(f'"Ordene {n}"' for n in range(1, 6))
    answers = ", ".join(f'"svar {n}"' for n in range(6))
    copy = f'instrument = "who-5"\nlanguage = "da"\nitems = [{items}]\nresponses = [{answers}]\n'
    (folder / "who-5.da.toml").write_text(copy, encoding="utf-8")
    assert "WHO-5" in owner.get(f"{HOME}ny/").content.decode()
    assert words.wording_of("who-5", "en").items[0] == "Ordene 1"
    (folder / "who-5.da.toml").write_text(copy.replace('"Ordene 5"', '""'), encoding="utf-8")
    assert words.wording_of("who-5", "da") is None
