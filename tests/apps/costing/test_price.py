"""The price for everyone, the list for the national coordinator, and the offer."""

import io

import pypdf
import pytest
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.models import Membership
from peervej.apps.audit.models import AuditEvent
from peervej.apps.costing.forms.prices import initial_of
from peervej.apps.costing.models import PriceBook
from peervej.apps.costing.operations import publish_prices
from peervej.apps.costing.queries import prices_in_force
from peervej.data.tariffs import load_tariff
from peervej.methods.economics import price_year, read_prices
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: now)
    monkeypatch.setattr("peervej.apps.accounts.middleware.is_mfa_enabled", lambda user: True)


def staff(role):
    client = Client()
    user = UserFactory()
    Membership.objects.create(user=user, role=role)
    client.force_login(user)
    return client


@pytest.fixture
def nora():
    return staff(Role.NATIONAL)


def test_the_price_of_three_groups_is_that_of_the_command_line():
    page = Client().get("/pris/?grupper=3")
    tariff = price_year(load_tariff("illustrative"), 3)
    assert page.context["tariff"].to_json() == tariff.to_json()
    text = page.content.decode()
    assert "Beløbene er fundet på." in text
    assert "Ulønnede timer, regnet til 0 kr." in text
    assert [one.weekly_groups for one in page.context["range"]] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("number", ["0", "51", "mange", "", "1e9"])
def test_a_number_of_groups_that_is_none_is_said(number):
    page = Client().get("/pris/", {"grupper": number})
    assert page.status_code == 200
    assert "error-summary" in page.content.decode()


def test_the_printed_prices_stand_apart_and_are_called_implied():
    page = Client().get("/pris/trykt/")
    assert [(t.participants, t.per_participant) for t in page.context["range"]] == [
        (48, 2908),
        (96, 2375),
    ]
    assert "Regnet ud fra trykte priser" in page.content.decode()


def test_a_municipal_partner_sees_the_price_and_changes_nothing(nora):
    partner = staff(Role.MUNICIPAL)
    assert partner.get("/pris/").status_code == 200
    for address in ("/priser/", "/priser/ret/", "/priser/tilbud/"):
        assert partner.get(address).status_code == 403
        assert nora.get(address).status_code == 200
    assert partner.post("/priser/ret/", {}).status_code == 403


def filled(prices, **changes):
    """What the browser sends of a list."""
    book, items, unpaid = initial_of(prices)
    data = {name: str(value).replace(".", ",") for name, value in book.items()}
    for prefix, rows in (("items", items), ("unpaid", unpaid)):
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(rows)}
        for number, row in enumerate(rows):
            data |= {
                f"{prefix}-{number}-{name}": str(value).replace(".", ",")
                if name in ("amount", "quantity", "hours")
                else value
                for name, value in row.items()
            }
    return data | changes


def test_publishing_puts_a_list_in_force_and_keeps_the_earlier(nora):
    example = load_tariff("illustrative")
    sent = filled(example, **{"basis": "own", "items-0-amount": "17.500,50"})
    assert nora.post("/priser/ret/", sent)["Location"] == "/priser/"
    found = prices_in_force()
    assert (str(found.basis), str(found.items[0].amount)) == ("own", "17500.50")
    assert found.items[1:] == example.items[1:]
    assert read_prices(Client().get("/pris/priser.toml").content) == found
    nora.post("/priser/ret/", filled(found))
    assert PriceBook.objects.count() == 1
    nora.post("/priser/ret/", filled(found, **{"items-0-DELETE": "on"}))
    assert [item.name for item in prices_in_force().items] == [i.name for i in example.items[1:]]
    assert (
        PriceBook.objects.count() == AuditEvent.objects.filter(verb="publish_prices").count() == 2
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"items-0-amount": "mange"}, "Skriv et tal"),
        ({"items-0-source": ""}, "Kilde"),
        ({"items-0-price_year": "1899"}, "Prisår"),
        ({"items-0-price_year": "2024"}, "priser fra flere år"),
        ({"items-1-name": "Aftale og opstart i kommunen"}, "To linjer hedder det samme"),
        ({"dropout_percent": "100"}, "procent"),
        ({"items-TOTAL_FORMS": "5000"}, "error-summary"),
        ({"items-TOTAL_FORMS": "x"}, "error-summary"),
    ],
)
def test_a_wrong_line_is_said_and_nothing_is_lost(nora, changes, said):
    page = nora.post(
        "/priser/ret/", filled(load_tariff("illustrative"), title="Min titel", **changes)
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert "error-summary" in text
    assert said in text
    assert "Min titel" in text
    assert PriceBook.objects.count() == 0


OFFER = {
    "receiver": "Eksempel Kommune 😀", "groups": "2", "valid_until": "31/1/2027",
    "sender": "Nora\nVejviserne", "words": "#set text(red) $x$",
}  # fmt: skip


def test_an_offer_is_a_tagged_letter_in_danish(nora, now):
    pdf = pypdf.PdfReader(io.BytesIO(nora.post("/priser/tilbud/", OFFER).content))
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert str(pdf.trailer["/Root"]["/Lang"]).startswith("da")
    assert "Eksempel på et tilbud" in text
    assert "#set text(red)" in text
    publish_prices(read_prices(_own_text()), actor="test", now=now)
    text = pypdf.PdfReader(io.BytesIO(nora.post("/priser/tilbud/", OFFER).content)).pages[0]
    assert "Eksempel på" not in text.extract_text()


def _own_text():
    from importlib import resources

    text = resources.files("peervej.data.tariffs").joinpath("illustrative.toml").read_text("utf-8")
    return text.replace('"illustrative"', '"own"')


def test_an_offer_to_nobody_is_refused(nora):
    page = nora.post("/priser/tilbud/", OFFER | {"receiver": "", "groups": "0"})
    assert "error-summary" in page.content.decode()
