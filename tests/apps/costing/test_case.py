"""The business case: typed, uploaded, refused, and never kept."""

import io
import re
import zipfile
from html.parser import HTMLParser

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from peervej.apps.costing.forms.case import CaseForms, initial_of
from peervej.apps.costing.result import say_result
from peervej.data.tariffs import load_case
from peervej.methods.economics import case_report
from peervej.methods.economics.workbook import case_from_workbook, case_to_workbook

pytestmark = pytest.mark.django_db
PAGE = "/pris/regn/"
CASE = load_case("illustrative-case")


class Fields(HTMLParser):
    """What a browser would send of the page's form."""

    def __init__(self) -> None:
        super().__init__()
        self.data, self.select, self.area = {}, None, None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "input" and given.get("name") and given.get("type") not in ("checkbox", "file"):
            self.data[given["name"]] = given.get("value", "")
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option" and "selected" in given and self.select:
            self.data[self.select] = given["value"]
        elif tag == "textarea":
            self.area = given["name"]
            self.data[self.area] = ""

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.area:
            self.data[self.area] += data.lstrip("\r\n")


def fields_of(page):
    reader = Fields()
    reader.feed(page.content.decode())
    reader.data.pop("language", None)
    return reader.data


@pytest.fixture(scope="module")
def sent():
    """The example as the page's own form sends it back."""
    data = {}
    for form in [CaseForms(case=CASE).main, *CaseForms(case=CASE).sets.values()]:
        reader = Fields()
        reader.feed(f"{getattr(form, 'management_form', '')}")
        for part in getattr(form, "forms", [form]):
            reader.feed("".join(str(bound) for bound in part))
        data |= reader.data
    return data


def test_the_forms_give_the_case_back(sent):
    forms = CaseForms(sent)
    assert forms.is_valid(), forms.errors()
    found = forms.case()
    assert case_report(found) == case_report(CASE)
    assert (found.note, found.scenarios) == (CASE.note, CASE.scenarios)


def test_the_page_leads_with_what_must_be_true(sent):
    page = Client().get(PAGE)
    text = page.content.decode()
    report = case_report(CASE)
    needed = f"{report['break_even_success'] * 100:.1f}".replace(".", ",")
    assert f"mindst {needed} flere ud af hver 100" in text
    assert text.index("kommer igen, hvis") < text.index("Hvem betaler")
    assert "kan aldrig stå alene" in text
    assert (
        Client().post(PAGE, fields_of(page) | {"do": "reckon"}).context["result"]
        == (page.context["result"])
    )


def test_each_payers_years_stand_beside_those_of_all():
    def total(rows, part):
        return sum(int(row[part].replace(".", "").replace("\u2212", "-")) for row in rows)

    result = say_result(CASE)
    for number, year in enumerate(result["years"]):
        for part in ("cost", "benefit", "net"):
            shares = [[rows[number]] for _label, rows in result["payer_years"]]
            apart = sum(total(rows, part) for rows in shares)
            assert abs(apart - total([year], part)) <= len(shares)
    page = Client().get(PAGE).content.decode()
    assert page.count("kroner før rente</caption>") == len(result["payer_years"]) == 3


def test_the_price_in_force_goes_into_the_calculation():
    page = Client().get(PAGE, {"grupper": "2"})
    costs = page.context["forms"].sets["costs"].initial
    assert {row["name"] for row in costs} >= {"Lokale", "Kaffe og mad"}
    assert page.context["forms"].main.initial["participants"] == [80]
    assert Client().get(PAGE, {"grupper": "x" * 500}).status_code == 200


def test_a_case_that_never_pays_says_so(sent):
    dear = sent | {"costs-0-amount": "900.000.000"}
    page = Client().post(PAGE, dear | {"do": "reckon"})
    assert "Pengene kommer ikke igen, selv om det lykkes for alle." in page.content.decode()
    assert "Ikke inden for de år" in page.content.decode()


def test_excel_goes_out_and_comes_in(sent):
    made = Client().post(PAGE, sent | {"do": "excel"})
    assert made["Content-Disposition"] == 'attachment; filename="regnestykke.xlsx"'
    found = case_from_workbook(made.content)
    assert case_report(found) == case_report(CASE)
    file = SimpleUploadedFile("x.xlsx", made.content)
    page = Client().post(PAGE, {"do": "read", "file": file})
    assert page.context["result"]["headline"] == say_result(CASE)["headline"]
    assert page.context["forms"].main.initial == initial_of(CASE)["main"]


def workbook(change):
    book = openpyxl.load_workbook(io.BytesIO(case_to_workbook(CASE)))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def packed(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'
HOSTILE = {
    "empty": (b"", "Vælg|tom|læses"),
    "text": (b"name;amount\n", "ikke læses som Excel"),
    "old excel": (b"\xd0\xcf\x11\xe0" * 10, "ikke læses som Excel"),
    "cut": (case_to_workbook(CASE)[:900], "ikke læses som Excel"),
    "large": (b"PK" + b"0" * 1_000_001, "for stor"),
    "bomb": (packed(xl__workbook=b"0" * 60_000_000), "for stor"),
    "laughs": (packed(xl__workbook=LAUGHS, **{"[Content_Types].xml": LAUGHS}), "ikke læses"),
    "wrong sheets": (workbook(lambda b: b.remove(b["Costs"])), "mangler et ark"),
    "formula": (workbook(lambda b: b["Costs"].__setitem__("C2", "=1+1")), "ikke udfyldt"),
    "words": (workbook(lambda b: b["Costs"].__setitem__("C2", "mange")), "noget andet"),
    "many": (workbook(lambda b: [b["Costs"].append([f"x{n}"]) for n in range(2100)]), "for mange"),
    "lines": (
        workbook(
            lambda b: [
                b["Costs"].append([f"x{n}", "once", 1, 2025, "s", "kommune"]) for n in range(30)
            ]
        ),
        "højst 20 linjer",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_and_what_was_typed_stays(sent, name):
    content, said = HOSTILE[name]
    file = SimpleUploadedFile("x.xlsx", content)
    page = Client().post(PAGE, sent | {"title": "Vores eget", "do": "read", "file": file})
    text = page.content.decode()
    assert page.status_code == 200
    assert re.search(said, text)
    assert "Vores eget" in text
    assert page.context["result"] is None


def test_no_file_is_said(sent):
    page = Client().post(PAGE, sent | {"do": "read"})
    assert "Vælg først en fil." in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"participants": "mange"}, "Skriv et tal"),
        ({"participants": "0"}, "hvor mange der begynder"),
        ({"participants": "; ".join(["1"] * 40)}, "Højst 36 år"),
        ({"horizon_years": "99"}, "error-summary"),
        ({"rate_with": ""}, "vælg en anden måde"),
        ({"success_kind": "effect", "effect": "0,4", "rate_without": "0"}, "hvor mange det lykkes"),
        ({"costs-1-name": "Aftale og opstart"}, "To linjer hedder det samme"),
        ({"costs-1-price_year": "2020"}, "priser fra flere år"),
        ({"costs-0-source": ""}, "Kilde"),
        ({"scenarios-0-parameter": "vejret"}, "ikke er med i regnestykket"),
        ({"consequences-0-kommune": "", "consequences-0-stat": ""}, "hvad det sparer"),
        ({"costs-TOTAL_FORMS": "9999"}, "error-summary"),
        ({"discount_percent": "-1"}, "error-summary"),
        ({"costs-0-amount": "1e400"}, "error-summary"),
        ({"title": "x\x00y"}, "error-summary"),
    ],
)
def test_a_number_that_is_wrong_is_said_in_danish(sent, changes, said):
    page = Client().post(PAGE, sent | changes | {"do": "reckon"})
    text = page.content.decode()
    assert page.status_code == 200
    assert said in text
    assert "error-summary" in text
    assert page.context["result"] is None


def test_names_are_text_and_never_markup(sent):
    sly = sent | {"consequences-0-name": "<script>x</script>", "title": "=cmd|x"}
    text = Client().post(PAGE, sly | {"do": "reckon"}).content.decode()
    assert "<script>x" not in text
    made = Client().post(PAGE, sly | {"do": "excel"})
    assert case_from_workbook(made.content).title == "=cmd|x"
