"""Every sentence of this app has its Danish words, and none disturbs Django's own."""

import ast
import re
from pathlib import Path

import django
import polib
from django.conf.locale import LANG_INFO
from django.utils.translation.template import templatize

from tests.apps.design.rendering import DESIGN

PART = polib.pofile(str(DESIGN / "locale/da/LC_MESSAGES/django.po"))
REWORDED = {
    "This field is required.",
    "Enter a valid email address.",
    "Enter a whole number.",
    "Ensure this value is less than or equal to %(limit_value)s.",
    "Ensure this value is greater than or equal to %(limit_value)s.",
    "Enter a number.",
    "Enter a valid date.",
    "Enter a valid time.",
    "Enter a valid URL.",
    "Select a valid choice. %(value)s is not one of the available choices.",
    "Select a valid choice. That choice is not one of the available choices.",
    "The submitted file is empty.",
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
    "Ensure that there are no more than %(max)s digit in total.",
    "Ensure that there are no more than %(max)s decimal place.",
    "Ensure that there are no more than %(max)s digit before the decimal point.",
}
"""Django's own sentences that we say more warmly, on purpose."""
_CALL = re.compile(r"\b(?:gettext|ngettext|_)\(u?(['\"])(.*?)(?<!\\)\1")
_PLACE = re.compile(r"%\(\w+\)s")
_CONTEXT_CALL = re.compile(r"\bpgettext\(u?(['\"]).*?\1, u?(['\"])(.*?)\2")


def said_in_templates():
    for path in (DESIGN / "templates").rglob("*.html"):
        calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        yield from (found[2] for found in _CALL.finditer(calls))
        yield from (found[3] for found in _CONTEXT_CALL.finditer(calls))


def said_in_code():
    for path in DESIGN.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {
                "_",
                "gettext",
                "ngettext",
            }:
                yield node.args[0].value


def words(entry):
    return (entry.msgstr, *entry.msgstr_plural.values())


def test_what_is_said_and_what_is_translated_are_the_same_set():
    said = {*said_in_templates(), *said_in_code()}
    assert said == {entry.msgid for entry in PART} - REWORDED


def test_nothing_is_left_empty_or_unsure():
    assert PART.untranslated_entries() == []
    assert PART.fuzzy_entries() == []


def test_placeholders_survive_translation():
    for entry in PART:
        pairs = [(entry.msgid, entry.msgstr)]
        if entry.msgid_plural:
            plural = entry.msgstr_plural
            pairs = [(entry.msgid, plural[0]), (entry.msgid_plural, plural[1])]
        for said, words in pairs:
            assert set(_PLACE.findall(said)) == set(_PLACE.findall(words))


def test_django_keeps_its_own_words():
    assert "da" in LANG_INFO
    folder = Path(django.__file__).parent / "conf/locale/da/LC_MESSAGES/django.po"
    theirs = {entry.msgid: words(entry) for entry in polib.pofile(str(folder))}
    changed = {
        entry.msgid
        for entry in PART
        if not entry.msgctxt and theirs.get(entry.msgid, words(entry)) != words(entry)
    }
    assert changed == REWORDED


def test_the_voice_has_no_exclamation_marks_and_no_cold_words():
    cold = re.compile(r"!|\b(?:bruger|brugere|klient|case|patient)\w*", re.IGNORECASE)
    assert [entry.msgstr for entry in PART if cold.search(entry.msgstr)] == []
