"""The shipped initiatives: all there, readable, without anyone's contact data."""

import datetime as dt
import re
from pathlib import Path

import pytest

from peervej.data.initiatives import (
    InitiativeFacts,
    load_initiatives,
    parse_initiative,
    regions_on,
)
from peervej.methods.danish.readability import lix
from peervej.methods.strict_toml import UnusableDefinition

HOVEDSTADEN = """
Netværksstedet Thorvaldsen|Din gode udskrivning|LAPs bisidderservice|Idrætshuset og IFK98
Momentum app support team|Recovery-mentorer|Styr Livet|Projekt Vendepunkter
Socialpsykiatrisk Center Nord-Vest|Ressourcer i spil|Onlinenetværksskabelse
Rejse ind i inklusionssamfundet|Min-vej|DSI NETTET|MB-uddannelsen
Lær at tackle angst og depression|Outsideren|Skolen for Recovery|Inkluderende Partnerskaber
"""
SJAELLAND = "Bevægelse, Krop og Sind|Godt begyndt|Sociale værter på INSP"
SYDDANMARK = "Peer-model for unge|TrivselsPiloter|TrivselsPiloter og Brobygning|MB'ere"
MIDTJYLLAND = """
Værestedet Fristedet|CSV-Aarhus|ANTV|ØKOgal|Galloaktiviteterne|SINDs virtuelle peer-støtte
"""
PORTAL = """
Ti peer-to-peer-projekter|grønlændere|Peer-støtte-initiativet|Peer-netværket Danmark
Medarbejder med brugererfaring|Peer to Peer Odense|At mestre livet med et synstab
Sjældne-navigatorer|MindSpring|WRAP
"""


def names(rows: str) -> list[str]:
    return [name for name in re.split(r"[|\n]", rows) if name]


@pytest.fixture(scope="module")
def initiatives() -> list[InitiativeFacts]:
    return load_initiatives()


@pytest.mark.parametrize(
    ("chapter", "rows"),
    [
        ("hovedstaden", HOVEDSTADEN),
        ("sjaelland", SJAELLAND),
        ("syddanmark", SYDDANMARK),
        ("midtjylland", MIDTJYLLAND),
        ("", PORTAL),
    ],
)
def test_every_initiative_of_the_sources_is_there(
    initiatives: list[InitiativeFacts], chapter: str, rows: str
) -> None:
    listed = [item.name for item in initiatives if item.listed_under == chapter]
    for name in names(rows):
        assert any(name in found for found in listed), f"{name} is missing"
    assert len(listed) == len(names(rows)) + (1 if chapter == "" else 0)


def test_summaries_and_prose_read_easily(initiatives: list[InitiativeFacts]) -> None:
    heavy = {
        item.id: (lix(item.summary), lix("\n\n".join(item.prose())))
        for item in initiatives
        if lix(item.summary) > 34 or lix("\n\n".join(item.prose())) > 34
    }
    assert heavy == {}


def test_summaries_are_two_to_four_sentences_without_shouting(
    initiatives: list[InitiativeFacts],
) -> None:
    for item in initiatives:
        sentences = re.findall(r"[.?](?=\s|$)", item.summary)
        assert 2 <= len(sentences) <= 4, item.id
        assert "!" not in "".join(item.prose()), item.id
        assert "\n" not in item.summary, item.id


def test_no_entry_carries_an_email_or_a_phone_number() -> None:
    folder = Path(__file__).parents[2] / "src/peervej/data/initiatives"
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.toml")}
    assert len(texts) == 43
    for name, text in texts.items():
        assert "@" not in text, name
        assert not re.search(r"\b(?:\d[ .-]?){7}\d\b(?![-\d])", _without_dates(text)), name


def _without_dates(text: str) -> str:
    return re.sub(r"\b\d{4}-\d{2}(-\d{2})?\b", "", text)


def test_status_is_what_a_dated_source_says(initiatives: list[InitiativeFacts]) -> None:
    by_id = {item.id: item for item in initiatives}
    ended = {item.id for item in initiatives if item.status == "ended"}
    assert ended == {"godt-begyndt"}
    assert all(item.as_of for item in initiatives)
    assert by_id["sinds-virtuelle-peer-stoette"].until == "2014-10-31"
    assert by_id["mindspring"].sources[0].date == "2019-08-14"


def test_facts_are_structured(initiatives: list[InitiativeFacts]) -> None:
    by_id = {item.id: item for item in initiatives}
    begun = by_id["godt-begyndt"]
    assert {(n.value, n.value_to) for n in begun.numbers} >= {(68, None), (4, 5), (118, None)}
    assert begun.funding[0].until == "2012-09-01"
    nettet = by_id["dsi-nettet"]
    assert [reference.paragraph for reference in nettet.law] == ["§ 103", "§ 104", "§ 107"]
    assert by_id["csv-aarhus"].also_kinds == ("activity",)
    assert by_id["vaerestedet-fristedet"].supervision.given == "yes"
    assert by_id["mbere-i-region-syddanmark"].funding[0].lasting


def test_regions_follow_municipalities_and_the_date(initiatives: list[InitiativeFacts]) -> None:
    by_id = {item.id: item for item in initiatives}
    before, after = dt.date(2026, 12, 31), dt.date(2027, 1, 1)
    # Listed under Hovedstaden in the mapping; both municipalities lie in Region Sjælland.
    partnership = by_id["inkluderende-partnerskaber"]
    assert partnership.listed_under == "hovedstaden"
    assert regions_on(partnership, before) == ("sjaelland",)
    assert regions_on(partnership, after) == ("oestdanmark",)
    assert regions_on(by_id["momentum-app-support-team"], before) == ("hovedstaden",)
    assert regions_on(by_id["momentum-app-support-team"], after) == ("oestdanmark",)
    assert regions_on(by_id["laps-bisidderservice"], before) == ()
    assert regions_on(by_id["mindspring"], before) == ("syddanmark", "nordjylland", "hovedstaden")


GOOD = """
id = "et-sted"
name = "Et sted"
kind = "activity"
organisation = ""
nationwide = true
target_groups = ["seniors"]
status = "running"
as_of = "2014"
summary = "Et sted."
who_may_come = "Alle."
how = "unknown"
[[sources]]
id = "s"
title = "S"
date = "2014"
"""


def test_the_smallest_file_is_read() -> None:
    facts = parse_initiative(GOOD, "et-sted.toml")
    assert facts.training.given == "unknown"
    assert facts.prose() == ("Et sted.", "Alle.")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('as_of = "2014"', 'asof = "2014"', r"et-sted\.toml has the unknown key 'asof'"),
        ('id = "s"', 'url = "s"', r"sources\[1\] has the unknown key 'url'"),
        ('kind = "activity"', 'kind = "club"', "kind: 'club' is not one of activity"),
        ('as_of = "2014"', 'as_of = "2014-13"', "as_of: '2014-13' is not YYYY"),
        ('["seniors"]', '["old"]', "target_groups: 'old'"),
        ("nationwide = true", "nationwide = 1", "nationwide must be a bool"),
        ("nationwide = true", "", "say nationwide, a region or a municipality"),
        ('status = "running"', 'status = "open"', "status: 'open'"),
        ('how = "unknown"', 'how = "fax"', "how: 'fax'"),
        ('id = "et-sted"', 'id = "Et sted"', "small letters"),
        ('["seniors"]', "[]", "at least one source and one target group"),
        ('as_of = "2014"', 'as_of="2014"\nsince="2014-05"\nuntil="2013"', "ends before it began"),
        ('name = "Et sted"\n', "", "lacks 'name'"),
    ],
)
def test_a_wrong_file_is_refused_with_file_and_key(before: str, after: str, message: str) -> None:
    assert before in GOOD
    with pytest.raises(UnusableDefinition, match=message):
        parse_initiative(GOOD.replace(before, after, 1), "et-sted.toml")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('[peers]\nterms=["paid"]', r"peers: terms: 'paid'"),
        ('[training]\ngiven="perhaps"', r"training: given: 'perhaps'"),
        ('[effect]\ndocumented="maybe"', r"effect: documented: 'maybe'"),
        (
            '[[numbers]]\nlabel="A"\nvalue=5\nvalue_to=4\nunit="x"\nas_of="2014"',
            r"numbers\[1\]: value_to",
        ),
        ('[[numbers]]\nlabel="A"\nvalue="5"\nunit="x"\nas_of="2014"', r"numbers\[1\]\.value must"),
        ('[[funding]]\nsource="A"\nlasting=true\nuntil="2015"', "lasting money has no end"),
    ],
)
def test_a_wrong_table_is_refused(table: str, message: str) -> None:
    with pytest.raises(UnusableDefinition, match=message):
        parse_initiative(GOOD + table, "et-sted.toml")


def test_until_may_be_coarser_than_since() -> None:
    text = GOOD.replace('as_of = "2014"', 'as_of="2014"\nsince="2014-05-01"\nuntil="2014"')
    assert parse_initiative(text, "et-sted.toml").until == "2014"


def test_no_sentence_is_taken_from_the_sources(
    shared: Path, initiatives: list[InitiativeFacts]
) -> None:
    run = 8
    taken = set()
    for path in (shared / "sources").glob("*.txt"):
        words = re.findall(r"\w+", path.read_text(encoding="utf-8").lower())
        taken |= {tuple(words[i : i + run]) for i in range(len(words) - run)}
    for item in initiatives:
        for text in item.prose():
            words = re.findall(r"\w+", text.lower())
            ours = {tuple(words[i : i + run]) for i in range(len(words) - run + 1)}
            assert not ours & taken, (item.id, ours & taken)
