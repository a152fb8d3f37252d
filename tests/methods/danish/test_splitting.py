"""A text as words."""

import pytest

from peervej.methods.danish.splitting import split_words, without_apostrophe


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Peer-støtte er FOR dig.", ["peer-støtte", "er", "for", "dig"]),
        ("LAP's og MB’ere", ["lap's", "og", "mb’ere"]),
        ("§ 82 a og §§ 18", ["§82", "a", "og", "§18"]),
        ("paragraf 85", ["§85"]),
        ("aktivitets- og samværssted", ["aktivitets", "og", "samværssted"]),
        ("SIND/Hillerød, 18-35 år", ["sind", "hillerød", "18-35", "år"]),
        ("", []),
    ],
)
def test_words_are_found(text: str, words: list[str]) -> None:
    assert split_words(text) == words


@pytest.mark.parametrize(
    ("part", "bare"), [("mb'ere", "mb"), ("lap’s", "lap"), ("rock'n", "rock"), ("d'or", "dor")]
)
def test_endings_after_an_apostrophe_are_dropped(part: str, bare: str) -> None:
    assert without_apostrophe(part) == bare
