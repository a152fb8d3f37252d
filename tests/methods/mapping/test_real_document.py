"""The mapping of 2014 itself, checked by hand against the printed document."""

import json

import pytest

from peervej.methods.mapping import read_mapping

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


@pytest.fixture(scope="module")
def mapping(shared):
    path = shared / "sources" / "peer-stoette-i-danmark-kortlaegning.txt"
    return read_mapping(path.read_bytes(), filename=path.name)


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
    kinds = {contact.kind for entry in mapping.entries for contact in entry.contacts}
    assert kinds == {"email", "phone", "person"}


def test_the_json_has_the_shape_others_rely_on(mapping):
    document = json.loads(json.dumps(mapping.to_json()))
    assert set(document) == {"regions", "entries", "warnings"}
    keys = {
        "name", "region", "kind", "answered", "sections", "text", "contacts", "links", "warnings",
    }  # fmt: skip
    assert all(set(entry) == keys for entry in document["entries"])
