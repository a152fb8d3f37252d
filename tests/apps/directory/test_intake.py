"""A document at the desk: one initiative's answers or a whole mapping, in any kind of file."""

import ast
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from peervej.apps.directory.models import Draft, Fact, Initiative
from peervej.apps.directory.reader_words import say_why
from tests.methods.mapping.lookalike import make
from tests.methods.mapping.rendering import to_docx, to_pdf
from tests.methods.mapping.test_entries import form

pytestmark = pytest.mark.django_db
HERE = "/redaktion/hent/"
ANSWERS = {1: "Vi har holdt til i Odense Kommune siden 2009.", 3: "Vi er 12 frivillige."}


@pytest.fixture
def desk(places: None, editor: Client, now: datetime, at: Callable[[datetime], None]) -> Client:
    at(now)
    return editor


def send(client: Client, name: str, data: bytes, title: str = "Svar fra Huset") -> str:
    file = SimpleUploadedFile(name, data)
    answer = client.post(HERE, {"file": file, "title": title, "dated": "2026"}, follow=True)
    return str(answer.content.decode())


def test_one_initiatives_answers_become_a_draft_with_facts(desk: Client, client: Client) -> None:
    data = f"Tilbuddets navn: Huset\n\n{form(ANSWERS)}".encode()
    assert "1 nyt udkast" in send(desk, "svar.txt", data)
    assert "1 var hentet ind før" in send(desk, "svar.txt", data)
    draft = Draft.objects.get()
    assert draft.initiative.name == "Huset"
    proposed = dict(Fact.objects.values_list("key", "value"))
    assert (proposed["municipality"], proposed["since"]) == ("odense", "2009")
    assert (proposed["number"]["value"], proposed["terms"]) == (12, "volunteer")
    words = Fact.objects.get(key="municipality").words
    assert words == "Vi har holdt til i Odense Kommune siden 2009."
    page = desk.get(f"/redaktion/udkast/{draft.pk}/").content.decode()
    assert words in page
    assert "Kommune: Odense" in page
    assert client.get("/find/huset/").status_code == 404


def test_answers_without_a_name_are_called_after_the_document(desk: Client) -> None:
    first, second = (form({1: text}).encode() for text in ("Et hus.", "En have."))
    send(desk, "a.txt", first, "Svar A")
    send(desk, "a.txt", first, "Svar A")
    send(desk, "b.txt", second, "Svar B")
    assert sorted(Initiative.objects.values_list("name", flat=True)) == ["Svar A", "Svar B"]


@pytest.mark.parametrize(("ending", "to"), [("docx", to_docx), ("pdf", to_pdf)])
def test_word_and_pdf_are_taken_in(
    desk: Client, ending: str, to: Callable[[object], bytes]
) -> None:
    document = make(3)
    send(desk, f"kort.{ending}", to(document))
    assert Draft.objects.count() == len(document.entries)


UNREADABLE = (
    ("a.txt", b"Hej"),
    ("a.pdf", b"%PDF-1.4 kaput"),
    ("a.docx", b"PK\3\4"),
    ("a.doc", b"\xd0\xcf\x11\xe0 gammel"),
    ("a.rtf", b"{\\rtf1 hej}"),
    ("a.gz", b"\x1f\x8b\x08"),
    ("a.png", b"\x89PNG\r\n"),
    ("a.pdf", b"Slet ingen PDF"),
    ("a.txt", b"%PDF-1.4"),
    ("a.txt", "Blåbær".encode("latin-1")),
    ("a.txt", b"\xff\xfeh\0e\0j"[:-1]),
    ("a.txt", b"Hej\0hej"),
    ("a.txt", b"\n" * 100_001),
    ("a.txt", b"x" * 3_000_001),
)


def test_what_cannot_be_read_is_said_in_danish_and_the_title_kept(desk: Client) -> None:
    assert 'value="Svar fra Huset"' in send(desk, "a.txt", b"")
    for name, data in UNREADABLE:
        page = send(desk, name, data)
        assert "Filen kan ikke læses" in page, name
        assert "Læseren siger" not in page, data[:20]
        assert 'value="Svar fra Huset"' in page
    assert not Draft.objects.exists()


def test_every_reason_of_the_reader_has_its_danish() -> None:
    modules = Path("src/peervej/methods/mapping").glob("*.py")
    said = ["7".join(words) for path in modules for words in raised_words(path)]
    assert len(said) >= 15
    assert [words for words in said if "Læseren siger" in say_why(ValueError(words))] == []


def raised_words(path: Path) -> Iterator[list[str]]:
    """The literal words of each message a module raises; of a constant or a variable, none."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "UnusableInput":
            parts = [p.value for p in ast.walk(node) if isinstance(p, ast.Constant)]
            words = [str(part) for part in parts if isinstance(part, str)]
            if len("".join(words)) > 20:
                yield words


def test_the_desk_alone_takes_documents_in(client: Client) -> None:
    assert client.get(HERE).status_code != 200
