"""The mapping of 2014 itself, checked by hand against the printed document."""

import json
import re
import unicodedata
from collections import Counter
from difflib import get_close_matches
from io import BytesIO

import pytest
from docx import Document

from peervej.methods.mapping import Mapping, read_mapping

ALL = [1, 2, 3, 4, 5, 6, 7, 8]
REGIONS = ["Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland"]
# The beginning of each name with what was really answered; [] is one only described.
ENTRIES = {
    "Hovedstaden": {
        "Netværksstedet Thorvaldsen": ALL,
        "Din gode udskrivning": ALL,
        "LAPs bisidderservice": ALL,
        "Idrætshuset og IFK98": ALL[:7],
        "Momentum app support team": ALL[:7],  # under the last stands only a link
        "Recovery mentorer": ALL,
        "Styr Livet": [1, 2, 3, 4, 5, 6, 8],
        "Projekt Vendepunkter": ALL,
        "Partnerskab mellem Socialpsykiatrisk Center Nord-Vest": [],
        "Ressourcer i spil": [],
        "Onlinenetværksskabelse": [],
        "Rejse ind i inklusionssamfundet": [],
        "Min-vej": [],
        "DSI NETTET": [1, 2],
        "MB-Uddannelsen": ALL[:7],
        "Lær at tackle angst og depression": ALL,
        "Outsideren": [],
        "Skolen for Recovery": [],
        "Inkluderende Partnerskaber": [],
    },
    "Sjælland": {
        "Bevægelse, Krop og Sind": [1, 2, 3, 4, 5, 7, 8],
        "”Godt begyndt”": ALL[:7],
        "Sociale Værter på INSP": [],
    },
    "Syddanmark": {
        "Udvikling og afprøvning af peer-model": ALL,  # the last asks for contact data too
        "Trivselspiloter og brobygning": [1, 2, 3, 4, 5, 7],
        "MB’ere i Region Syddanmark": [],
    },
    "Midtjylland": {
        "Værestedet Fristedet": ALL[:7],
        "CSV-Aarhus": ALL,
        "ANTV": [],
        "Cafe ØKOgal": [],
        "Galloaktiviteterne": [],
        "SIND’s virtuelle": [],
    },
    "Nordjylland": {},
}


# How many e-mail addresses, numbers and contact persons stand in the entries that have any.
CONTACTS = {
    "Din gode udskrivning": (1, 1, 1),
    "LAPs bisidderservice": (0, 1, 0),
    "Partnerskab mellem Socialpsykiatrisk Center Nord-Vest": (0, 1, 1),
    "Ressourcer i spil": (1, 0, 1),
    "Onlinenetværksskabelse": (1, 1, 1),
    "Rejse ind i inklusionssamfundet": (1, 1, 1),
    "Inkluderende Partnerskaber": (1, 1, 1),
    "”Godt begyndt”": (1, 0, 1),
    "Sociale Værter på INSP": (1, 0, 1),
    "Udvikling og afprøvning af peer-model": (1, 1, 2),  # a municipal consultant is named too
    "MB’ere i Region Syddanmark": (1, 0, 1),
    "Cafe ØKOgal": (0, 1, 1),
    "SIND’s virtuelle": (1, 1, 1),
}


# Words of the form in its misspelt variants, and of the sentence below a region's heading.
ALLOWED_TO_GO = {
    "støøten", "peerstøtten", "heruner", "spørgsmåleneherunder", "støtteinitaitiver",
    "herunder", "kontaktoplysninger", "hjemmehørende", "regionen", "kommunerne", "civile",
    "private", "mailto", "https",
}  # fmt: skip


@pytest.fixture(scope="module")
def text(shared):
    path = shared / "sources" / "peer-stoette-i-danmark-kortlaegning.txt"
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def mapping(text):
    return read_mapping(text.encode(), filename="kortlægning.txt")


def test_every_region_in_order(mapping):
    assert list(mapping.regions) == [f"Region {name}" for name in REGIONS]


def test_every_initiative_in_order_under_its_region(mapping):
    read = [(entry.region, entry.name) for entry in mapping.entries]
    wanted = [(f"Region {region}", name) for region in REGIONS for name in ENTRIES[region]]
    assert len(read) == len(wanted)
    for (region, name), (in_region, beginning) in zip(read, wanted, strict=True):
        assert region == in_region
        assert name.startswith(beginning)


def test_what_each_really_answered(mapping):
    wanted = [answered for region in REGIONS for answered in ENTRIES[region].values()]
    read = [list(entry.answered) for entry in mapping.entries]
    assert read == wanted
    kinds = ["questionnaire" if answered else "notice" for answered in wanted]
    assert [entry.kind for entry in mapping.entries] == kinds


def test_no_printed_question_page_or_address_is_left_in_an_answer(mapping):
    for entry in mapping.entries:
        for text in [entry.text, *entry.sections.values()]:
            assert "ved at besvare spørgsmålene" not in text, entry.name
            assert "@" not in text, entry.name
            assert not any(line.strip().isdigit() for line in text.splitlines()), entry.name


def test_contact_data_stand_apart(mapping):
    for entry in mapping.entries:
        kinds = Counter(contact.kind for contact in entry.contacts)
        counted = (kinds["email"], kinds["phone"], kinds["person"])
        wanted = [CONTACTS[name] for name in CONTACTS if entry.name.startswith(name)]
        assert [counted] == (wanted or [(0, 0, 0)]), entry.name
        for contact in entry.contacts:
            texts = [entry.text, *entry.sections.values()]
            assert not any(contact.value in text for text in texts), entry.name


def test_no_word_of_an_answer_is_lost(text, mapping):
    """Every rarer word of the document is read, but for print and names in another spelling."""
    document = json.dumps(mapping.to_json(), ensure_ascii=False)
    names = [
        part for entry in mapping.entries for one in entry.contacts for part in one.value.split()
    ]
    joined = "".join(document.split()).replace("-", "")
    words = Counter(re.findall(r"[^\W\d_]{4,}", text[text.index("Peer-støtte i Region") :]))
    lost = [
        word
        for word, count in words.items()
        if count < 4 and word not in joined and word.lower() not in ALLOWED_TO_GO
    ]
    assert [word for word in lost if not get_close_matches(word, names, cutoff=0.85)] == []


def _as_docx(text: str) -> bytes:
    document, stream = Document(), BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(re.sub("[\ue000-\uf8ff]", "•", line))
    document.save(stream)
    return stream.getvalue()


LAYOUTS = {
    "no blank lines": lambda text: re.sub(r"\n\s*\n", "\n", text).encode(),
    "no page marks": lambda text: "\n".join(map(str.strip, text.split("\n"))).encode(),
    "form feeds": lambda text: re.sub(r"(?m)^ (?=\S)", "\f", text).encode(),
    "carriage returns": lambda text: text.replace("\n", "\r\n").encode(),
    "no bullets": lambda text: text.replace("\uf0b7 ", "").encode(),
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text).encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "word": _as_docx,
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_document_laid_out_otherwise(text, mapping, layout):
    def essence(read: Mapping) -> list[tuple[object, ...]]:
        return [(entry.name, entry.region, entry.kind, entry.answered) for entry in read.entries]

    read = read_mapping(LAYOUTS[layout](text))
    assert read.regions == mapping.regions
    assert essence(read) == essence(mapping)


def test_the_json_has_the_shape_others_rely_on(mapping):
    document = json.loads(json.dumps(mapping.to_json()))
    assert set(document) == {"regions", "entries", "warnings"}
    keys = {
        "name", "region", "kind", "answered", "sections", "text", "contacts", "links", "warnings",
    }  # fmt: skip
    assert all(set(entry) == keys for entry in document["entries"])
