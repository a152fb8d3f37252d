"""Lemmas, derivations and compounds."""

import pytest

from peervej.methods.danish.analyser import Analyser
from peervej.methods.danish.lexicon import Lexicon
from peervej.methods.danish.wordlists import Wordlists


@pytest.fixture(scope="module")
def lexicon(analyser: Analyser) -> Lexicon:
    return analyser.lexicon


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("ensomme", "ensom"),
        ("børnene", "barn"),
        ("mødre", "mor"),
        ("hænder", "hånd"),
        ("kurserne", "kursus"),
        ("kræfter", "kraft"),
        ("bisidderne", "bisidder"),
        ("cykler", "cykel"),
        ("døve", "døv"),
        ("døvt", "døv"),
        ("peerens", "peer"),
        ("bostøtterne", "bostøtte"),
        ("peergruppelederne", "peergruppeleder"),
        ("københavns", "københavn"),
    ],
)
def test_forms_lead_to_their_lemma(lexicon: Lexicon, form: str, lemma: str) -> None:
    assert lemma in lexicon.lemmas_of(form)


@pytest.mark.parametrize(
    ("form", "other"), [("kræfter", "kræft"), ("ledig", "leder"), ("mode", "mod"), ("bære", "bær")]
)
def test_look_alikes_do_not_share_a_lemma(lexicon: Lexicon, form: str, other: str) -> None:
    assert not set(lexicon.lemmas_of(form)) & set(lexicon.lemmas_of(other))


def test_an_unknown_word_has_no_lemma(lexicon: Lexicon) -> None:
    assert lexicon.lemmas_of("xyzzyq") == ()
    assert not lexicon.knows("xyzzyq")


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("gruppeforløb", ["gruppe", "forløb"]),
        ("støttegrupper", ["støtte", "gruppe"]),
        ("selvmordstanke", ["selvmord", "tanke"]),
        ("arbejdsplads", ["arbejde", "plads"]),
        ("peergruppeleder", ["peer", "gruppeleder"]),
        ("hukommelsesproblem", ["hukommelse", "problem"]),
        ("børnegruppe", ["barn", "gruppe"]),
        ("synstab", ["syn", "tab"]),
        ("cykelværksted", ["cykel", "værksted"]),
    ],
)
def test_compounds_are_split(lexicon: Lexicon, compound: str, parts: list[str]) -> None:
    found = lexicon.parts_of(compound)
    assert [lemma for _written, lemma in found[1:]] == parts[1:]
    assert parts[0] == found[0][1] or parts[0] in lexicon.part_lemmas(found[0][0])


@pytest.mark.parametrize(
    "word",
    [
        *("transport", "forløb", "fangst", "medarbejder", "ensomhed", "bedring", "fællesskab"),
        *("ungdom", "københavn", "kultur", "beskrive", "afstand", "ven", "hjemløs", "partner"),
    ],
)
def test_other_words_are_not(lexicon: Lexicon, word: str) -> None:
    assert lexicon.parts_of(word) == ()


@pytest.mark.parametrize(
    ("derived", "origin"),
    [
        ("ensomhed", "ensom"),
        ("rådgivning", "rådgive"),
        ("træning", "træne"),
        ("uddannelse", "uddanne"),
        ("psykiatrisk", "psykiatri"),
        ("isolation", "isolere"),
        ("underviser", "undervise"),
    ],
)
def test_derived_words_name_their_origin(lexicon: Lexicon, derived: str, origin: str) -> None:
    assert origin in lexicon.origins_of(derived)


@pytest.mark.parametrize("word", ["hest", "kræft", "støtte", "venner", "recovery", "musikværksted"])
def test_things(lexicon: Lexicon, word: str) -> None:
    assert lexicon.is_thing(word)
    assert not lexicon.is_filler(word)


@pytest.mark.parametrize(("word", "filler"), [("glemmer", True), ("tilbage", True), ("ung", False)])
def test_other_words_are_no_things(lexicon: Lexicon, word: str, filler: bool) -> None:
    assert not lexicon.is_thing(word)
    assert lexicon.is_filler(word) is filler


def test_the_word_lists_decide_over_the_dictionary() -> None:
    forms = {"hus": "hus", "huset": "hus", "husene": "hus", "båd": "båd", "både": "båd"}
    forms |= {"båden": "båd", "bådene": "båd"}
    plain = Lexicon(forms, Wordlists(short_parts=frozenset(["hus", "båd"])))
    assert plain.parts_of("husbåd") == ()  # two parts of three letters are too little
    words = Wordlists(splits={"husbåd": ("hus", "båd")}, lemmas={"både": ("også",)})
    told = Lexicon(forms, words)
    assert told.parts_of("husbåd") == (("hus", "hus"), ("båd", "båd"))
    assert told.lemmas_of("både") == ("også",)


@pytest.mark.parametrize(
    ("word", "lemma"), [("bøgerne", "bog"), ("fædres", "far"), ("skåret", "skære")]
)
def test_irregular_forms(lexicon: Lexicon, word: str, lemma: str) -> None:
    assert lemma in lexicon.lemmas_of(word)


def test_a_first_part_is_freed_of_its_link(lexicon: Lexicon) -> None:
    assert lexicon.unlinked("arbejds") == "arbejde"
    assert lexicon.unlinked("ungdoms") == "ungdom"


def test_the_first_part_is_the_longer_known_word(lexicon: Lexicon) -> None:
    assert [lemma for _written, lemma in lexicon.parts_of("fodboldklub")] == ["fodbold", "klub"]
    assert [lemma for _, lemma in lexicon.parts_of("tvangsindlægge")] == ["tvang", "indlægge"]


def test_a_debt_is_no_verb(lexicon: Lexicon) -> None:
    assert lexicon.part_lemmas("gælds") == ("gæld",)
    assert {"fisk", "fiske"} <= set(lexicon.part_lemmas("fiske"))


def test_what_may_be_done_is_no_thing_to_insist_on(lexicon: Lexicon) -> None:
    assert lexicon.may_be_verb("hænger")
    assert not lexicon.may_be_verb("ridning")
