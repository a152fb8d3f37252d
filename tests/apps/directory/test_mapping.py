"""Documents become drafts once; what is private stays so; the mapping is published."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from peervej.apps.directory.enums import FactState
from peervej.apps.directory.models import Draft, Fact, Initiative
from peervej.apps.directory.operations import drop_draft, load_initiatives, unlist_entry
from peervej.apps.directory.operations.mapping import load_mapping
from peervej.apps.directory.publishing import UnknownFormat, publish_mapping
from peervej.apps.places.models import Municipality, Region
from peervej.methods.mapping import Contact, Entry, Mapping, read_mapping
from tests.factories.directory import InitiativeFactory

pytestmark = pytest.mark.django_db


def mapping(*entries: Entry) -> Mapping:
    return Mapping(("Region Syddanmark",), entries)


HOLD = Entry(
    name="Holdet i Vejle",
    region="Region Syddanmark",
    kind="questionnaire",
    sections={1: "Vi mødes hver uge.", 4: "Alle over 18."},
    contacts=(Contact("email", "anna@example.dk"), Contact("person", "Anna Berg")),
    links=("https://holdet.example.dk",),
)


def load(now: datetime, *entries: Entry) -> dict[str, int]:
    return load_mapping(mapping(*entries), title="En kortlægning", actor="command", now=now)


def test_an_entry_becomes_a_draft_with_proposed_facts(places: None, now: datetime) -> None:
    assert load(now, HOLD)["drafts"] == 1
    draft = Draft.objects.get()
    assert draft.sections.get(number=4).text == "Alle over 18."
    facts = set(Fact.objects.values_list("key", "private", "state"))
    assert facts == {
        ("email", True, FactState.PROPOSED),
        ("person", True, FactState.PROPOSED),
        ("website", False, FactState.PROPOSED),
        ("region", False, FactState.PROPOSED),
    }


def test_loading_twice_makes_no_doubles(places: None, now: datetime) -> None:
    load(now, HOLD)
    counts = load(now, HOLD)
    assert (counts["drafts"], counts["unchanged"]) == (0, 1)
    assert (Initiative.objects.count(), Draft.objects.count(), Fact.objects.count()) == (1, 1, 4)


def test_what_the_editor_laid_aside_does_not_come_back(places: None, now: datetime) -> None:
    load(now, HOLD)
    drop_draft(Draft.objects.get(), actor="user:1", now=now)
    Fact.objects.filter(key="email").update(state=FactState.REFUSED)
    assert load(now, HOLD)["unchanged"] == 1
    assert Fact.objects.get(key="email").state == FactState.REFUSED


def test_the_same_name_is_the_same_entry_and_stays_public_as_it_was(
    places: None, now: datetime, client: Client
) -> None:
    InitiativeFactory(slug="holdet", name="HOLDET i  Vejle", sections={1: "Gamle ord."})
    load(now, HOLD)
    assert Initiative.objects.count() == 1
    page = client.get("/find/holdet/").content.decode()
    assert "Gamle ord." in page
    assert "Vi mødes hver uge." not in page
    assert "anna@example.dk" not in page


def test_a_near_double_is_suggested_not_merged(places: None, now: datetime) -> None:
    known = InitiativeFactory(name="Holdet i Vejlle")
    assert load(now, HOLD)["doubtful"] == 1
    assert Draft.objects.get().resembles == known


def test_the_editor_joins_a_double_and_a_load_does_not_bring_it_back(
    places: None, now: datetime, editor: Client
) -> None:
    known = InitiativeFactory(name="Holdet i Vejlle", sections={1: "Gamle ord."})
    load(now, HOLD)
    double = Draft.objects.get()
    editor.post(f"/redaktion/udkast/{double.pk}/saml/")
    target = Draft.objects.get(initiative=known)
    assert target.sections.get(number=1).text == "Gamle ord.\n\nVi mødes hver uge."
    assert target.sections.get(number=4).text == "Alle over 18."
    assert set(known.facts.values_list("key", flat=True)) == {
        "email",
        "person",
        "website",
        "region",
    }
    double.refresh_from_db()
    assert double.state == "dropped"
    assert load(now, HOLD)["unchanged"] == 1
    assert double.sections.get(number=1).text == "Vi mødes hver uge."


def test_a_name_that_refused_is_left_out(places: None, now: datetime) -> None:
    unlist_entry(InitiativeFactory(name="Holdet i Vejle"), actor="user:1", now=now)
    assert load(now, HOLD)["left_out"] == 1
    assert not Draft.objects.exists()


def test_the_editor_sees_the_words_and_what_is_private(
    places: None, now: datetime, editor: Client
) -> None:
    load(now, HOLD)
    page = editor.get(f"/redaktion/udkast/{Draft.objects.get().pk}/").content.decode()
    assert "anna@example.dk" in page
    assert "Vi mødes hver uge." in page
    fact = Fact.objects.get(key="region")
    editor.post(f"/redaktion/oplysning/{fact.pk}/", {"choice": "accept"})
    assert [region.slug for region in Initiative.objects.get().regions.all()] == ["syddanmark"]


def test_the_real_document_loads_whole_and_once(
    places: None, now: datetime, shared: Path, client: Client
) -> None:
    file = shared / "sources" / "peer-stoette-i-danmark-kortlaegning.txt"
    read = read_mapping(file.read_bytes(), filename=file.name)
    load_initiatives(now=now)
    public = client.get("/api/hsds/services?per_page=200").content
    first = load_mapping(read, title="Kortlægning", dated="2014", actor="command", now=now)
    again = load_mapping(read, title="Kortlægning", dated="2014", actor="command", now=now)
    assert first["drafts"] + first["doubtful"] == len(read.entries)
    assert again["unchanged"] == len(read.entries)
    assert not Fact.objects.filter(key__in=["email", "phone", "person"], private=False).exists()
    assert client.get("/api/hsds/services?per_page=200").content == public


@pytest.fixture
def shipped(places: None, now: datetime) -> None:
    load_initiatives(now=now)


def test_the_pdf_is_tagged_titled_and_danish(shipped: None, now: datetime) -> None:
    reader = PdfReader(io.BytesIO(publish_mapping("pdf", now=now)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "da"
    assert reader.metadata is not None
    assert reader.metadata.title
    metadata = root["/Metadata"].get_data().decode()
    assert "pdfuaid:part" in metadata
    text = "".join(page.extract_text() for page in reader.pages)
    assert "Godt begyndt" in text
    assert "Region Nordjylland" in text


def test_the_overview_counts_every_entry_once_in_all(shipped: None, now: datetime) -> None:
    made = json.loads(publish_mapping("json", now=now))
    total = made["by_region"][-1]
    assert total["total"] == made["by_kind"][-1]["total"] == Initiative.objects.count()
    assert total["counts"] == made["by_kind"][-1]["counts"]
    printed = [entry["slug"] for chapter in made["chapters"] for entry in chapter["entries"]]
    assert sorted(printed) == sorted(Initiative.objects.values_list("slug", flat=True))
    assert total["counts"] == [
        Initiative.objects.filter(**{name: "yes"}).count()
        for name in ("effect", "training", "supervision", "lasting_money")
    ]


def test_word_and_csv_hold_every_entry(shipped: None, now: datetime) -> None:
    names = set(Initiative.objects.values_list("name", flat=True))
    document = Document(io.BytesIO(publish_mapping("docx", now=now)))
    headings = {p.text for p in document.paragraphs if p.style.name == "Heading 2"}
    assert names <= headings
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert [words.count("I alt: virkning dokumenteret") for words in told] == [1, 1]
    text = publish_mapping("csv", now=now).decode("utf-8-sig")
    assert {row["name"] for row in csv.DictReader(io.StringIO(text))} == names


def test_words_of_an_entry_are_never_markup(places: None, now: datetime) -> None:
    InitiativeFactory(
        name='#panic("x") *hej*', summary="$x$ `#` <b> \x07 @ref 🙂 漢 ƒ Ω ж ﬁ", nationwide=True
    )
    reader = PdfReader(io.BytesIO(publish_mapping("pdf", now=now)))
    assert '#panic("x") *hej*' in "".join(page.extract_text() for page in reader.pages)
    assert publish_mapping("docx", now=now)


def test_an_empty_directory_is_published_too(places: None, now: datetime) -> None:
    assert publish_mapping("pdf", now=now).startswith(b"%PDF")


def test_an_unknown_format_is_refused(places: None, now: datetime) -> None:
    with pytest.raises(UnknownFormat, match="odt"):
        publish_mapping("odt", now=now)


def test_chapters_and_figures_on_both_sides_of_the_night(places: None) -> None:
    for slug in ("roskilde", "koebenhavn"):
        InitiativeFactory(places=[Municipality.objects.get(slug=slug)], facts={"kind": "course"})
    InitiativeFactory(name="Hele Sjælland").regions.set([Region.objects.get(slug="sjaelland")])
    counted = []
    for hour in (22, 23):
        made = json.loads(publish_mapping("json", now=datetime(2026, 12, 31, hour, 59, tzinfo=UTC)))
        titles = [chapter["title"] for chapter in made["chapters"]]
        assert titles == [row["label"] for row in made["by_region"][:-2]]
        counted.append({row["label"]: row["total"] for row in made["by_region"] if row["total"]})
    assert counted == [
        {"Region Hovedstaden": 1, "Region Sjælland": 2, "I alt": 3},
        {"Region Østdanmark": 3, "I alt": 3},
    ]


def elements(node: Any) -> Iterator[Any]:
    """Every element of a PDF's structure tree."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from elements(node["/K"])


def test_figures_say_in_words_what_they_show(places: None, now: datetime) -> None:
    InitiativeFactory(facts={"kind": "course"}, nationwide=True)
    reader = PdfReader(io.BytesIO(publish_mapping("pdf", now=now)))
    tree = reader.trailer["/Root"]["/StructTreeRoot"]
    told = [row["/Alt"] for row in elements(tree) if row.get("/S") == "/Figure"]
    assert len(told) == 2
    assert all("I alt: virkning dokumenteret 0 af 1" in words for words in told)
