"""Danish is complete, and plain enough to read on a bad day."""

import re
from html import unescape
from pathlib import Path

import polib
import pytest

from peervej.config.catalogues import PACKAGE, missing_translations, used_msgids
from peervej.methods.danish.readability import lix

APPS = sorted(path for path in (PACKAGE / "apps").iterdir() if (path / "apps.py").exists())
PLACE = re.compile(r"%\(\w+\)[sd]")
# Apps whose texts citizens read; the desk and the researcher's pages may use longer words.
CITIZEN_APPS = ("portal", "accounts", "people", "trial", "documentation")
WAYS_OF_SPEAKING = re.compile(
    r"\b(en bruger|brugere|brugeren|brugerne|klient\w*|patient\w*)\b", re.IGNORECASE
)


@pytest.mark.parametrize("app", APPS, ids=lambda path: path.name)
def test_every_msgid_has_danish_words(app):
    assert missing_translations(app) == {}


@pytest.mark.parametrize("app", APPS, ids=lambda path: path.name)
def test_placeholders_survive_translation(app):
    path = app / "locale/da/LC_MESSAGES/django.po"
    for entry in polib.pofile(str(path)) if path.exists() else []:
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                assert set(PLACE.findall(text)) <= set(
                    PLACE.findall(entry.msgid + (entry.msgid_plural or ""))
                ), entry.msgid


@pytest.mark.parametrize("app", APPS, ids=lambda path: path.name)
def test_nobody_is_a_case(app):
    path = app / "locale/da/LC_MESSAGES/django.po"
    for entry in polib.pofile(str(path)) if path.exists() else []:
        assert not WAYS_OF_SPEAKING.search(entry.msgstr), entry.msgstr
        assert "!" not in entry.msgstr, entry.msgstr


def words_of(template: Path, danish: dict[str, str]) -> str:
    """The Danish sentences of a template, one after the other."""
    said = [danish.get(msgid, "") for msgid in used_in(template)]
    plain = [re.sub(r"<[^>]+>|%\(\w+\)s", " ", unescape(text)) for text in said]
    return " ".join(text if text.rstrip().endswith((".", "?")) else f"{text}." for text in plain)


def used_in(template: Path) -> list[str]:
    from peervej.config.catalogues import _template_msgids

    return list(_template_msgids(template.read_text(encoding="utf-8")))


CITIZEN_TEMPLATES = [
    template
    for app in CITIZEN_APPS
    for template in sorted((PACKAGE / "apps" / app / "templates" / app).rglob("*.html"))
    if template.name not in {"today.html", "messages.html", "mailbox.html"}
]


@pytest.mark.parametrize("template", CITIZEN_TEMPLATES, ids=lambda path: path.stem)
def test_citizen_pages_are_plain(template):
    app = next(folder for folder in template.parents if (folder / "apps.py").exists())
    catalogue = polib.pofile(str(app / "locale/da/LC_MESSAGES/django.po"))
    text = words_of(template, {entry.msgid: entry.msgstr for entry in catalogue})
    if len(text.split()) < 40:
        return
    assert lix(text) <= 34, (template.name, lix(text))


def test_the_test_sees_msgids():
    assert len(used_msgids(PACKAGE / "apps" / "portal")) > 200
