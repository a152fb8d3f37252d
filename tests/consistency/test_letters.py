"""No letter tells anybody who sees the screen what it is about, in either language."""

import ast
import re
from pathlib import Path

import polib
import pytest

from peervej.config.catalogues import CALLS, PACKAGE

LETTERS = sorted(PACKAGE.glob("apps/*/letters.py"))
# Letters to staff and to observers of a draw, who are told in words what they are asked.
TO_OTHERS = {"write_observer_invitation", "write_receipt"}
TELLING = re.compile(
    r"peer|psyk|mental|sårbar|vulnerab|recovery|diagnos|depress|angst|anxi|sygdom|illness"
    r"|behandl|treatment|patient|selvmord|suicid|krise|crisis|terapi|therap|støttegruppe"
    r"|support group|forskning|research|forsøg|\btrial|lodtræk|\bdraw|kontrolgruppe|control group"
    r"|samtykke|consent|spørgeskema|questionnaire|frivillig|volunteer|bekymr|worr|følgeskab"
    r"|hverdagsliv|kommune|municipal",
    re.IGNORECASE,
)


def words_of(path: Path) -> dict[str, str]:
    """Every text of a letters module, with the function it stands in."""
    found = {}
    for function in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(function, ast.FunctionDef) or function.name in TO_OTHERS:
            continue
        for node in ast.walk(function):
            name = getattr(getattr(node, "func", None), "id", None)
            if isinstance(node, ast.Call) and name in CALLS:
                for argument in node.args[: CALLS[name]]:
                    if isinstance(argument, ast.Constant):
                        found[str(argument.value)] = function.name
    return found


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.parent.name)
def test_letters_are_neutral_in_both_languages(path):
    catalogue = polib.pofile(str(path.parent / "locale" / "da" / "LC_MESSAGES" / "django.po"))
    danish = {entry.msgid: entry.msgstr for entry in catalogue}
    telling = [
        (function, text)
        for msgid, function in words_of(path).items()
        for text in (msgid, danish.get(msgid, ""))
        if TELLING.search(re.sub(r"%\(\w+\)s", "", text))
    ]
    assert telling == []


def test_there_are_letters_and_the_list_finds_words():
    assert sum(len(words_of(path)) for path in LETTERS) > 30
    assert TELLING.search("Om din psykiske sårbarhed")
