"""The Danish of the pages is plain."""

from pathlib import Path

import polib
import pytest

from peervej.apps.directory.operations.knowledge import load_knowledge
from peervej.methods.danish.readability import lix

CATALOGUE = Path(__file__).parents[3] / "src/peervej/apps/directory/locale/da/LC_MESSAGES/django.po"
AVOIDED = ("bruger", "klient", "patient", "!")


def test_no_word_we_avoid_and_no_shouting() -> None:
    said = [entry.msgstr for entry in polib.pofile(str(CATALOGUE))]
    assert [text for text in said if any(word in text.lower() for word in AVOIDED)] == []


def test_the_sentences_are_easy_to_read() -> None:
    said = [entry.msgstr for entry in polib.pofile(str(CATALOGUE)) if entry.msgstr.endswith(".")]
    assert lix("\n\n".join(said)) <= 34


@pytest.mark.django_db
def test_the_knowledge_pages_are_easy_to_read() -> None:
    from datetime import UTC, datetime

    from peervej.apps.directory.models import KnowledgePage

    assert load_knowledge(now=datetime(2026, 11, 21, tzinfo=UTC)) == 4
    assert load_knowledge(now=datetime(2026, 11, 21, tzinfo=UTC)) == 0
    heavy = {
        page.slug: round(lix(f"{page.lead}\n\n{page.body}"), 1)
        for page in KnowledgePage.objects.all()
        if lix(f"{page.lead}\n\n{page.body}") > 34
    }
    assert heavy == {}
