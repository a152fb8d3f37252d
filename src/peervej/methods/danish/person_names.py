"""What may be a private person's name in a text: for a person to look at, never to decide."""

import re
from collections.abc import Collection, Iterator

_WORD = r"[A-ZÆØÅÉÖÜÄ][a-zæøåéèêëöüäáíóñç]+(?:-[A-ZÆØÅÉÖÜÄ][a-zæøåéèêëöüäáíóñç]+)?"
_RUN = re.compile(rf"\b{_WORD}(?:\s+(?:{_WORD}|[A-ZÆØÅ]\.))+")
# "Jens Hansens Vej" and "Else Jensens Fond" are places and organisations.
_NO_PERSON = re.compile(
    r"(?:sted|stedet|s?vej|gade|plads|fond|hus|huset|center|centret|skole|skolen|kommune|forening|kirke"
    r"|stiftelse|legat|prisen|torv|allé|stræde|hjem|hospital|instituttet|gymnasium)$",
    re.IGNORECASE,
)
# Hansen and Jensen, not "Klassen": nearly every surname that ends so comes from a father's name.
_PATRONYMIC = re.compile(r"\w{2}[^s\W]sens?$")


def possible_names(text: str, given: Collection[str]) -> list[str]:
    """Runs of capitalised words that begin with one of `given` or end like a surname, each once.

    Only full names are noticed: a given name alone is how people are meant to stand in a text.
    """
    return list(dict.fromkeys(_names(text, given)))


def _names(text: str, given: Collection[str]) -> Iterator[str]:
    for run in _RUN.finditer(text):
        words = run.group().split()
        if any(_NO_PERSON.search(word) for word in words):
            continue
        at = next((n for n, word in enumerate(words[:-1]) if _given_name(word, given)), None)
        if at is not None:
            yield " ".join(words[at:])
        elif _PATRONYMIC.search(words[-1]):
            yield " ".join(words[-2:])


def _given_name(word: str, given: Collection[str]) -> bool:
    return word in given or word.split("-")[0] in given
