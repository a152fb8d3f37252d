"""The operator's own copy of a questionnaire's words: needed before sealing, then asked."""

import pytest

from peervej.apps.allocation.operations.sealing import SealingRefused, begin_sealing
from peervej.apps.audit.models import LedgerLine
from peervej.apps.measures.models import Assessment
from peervej.apps.trial.operations import create_trial
from peervej.apps.trial.queries import definition_of as definition_in
from peervej.apps.trial.queries import instruments_without_wording, questions_of
from tests.factories.allocation import staff
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory
from tests.factories.trial import DEFINITION

pytestmark = pytest.mark.django_db
MADE_UP = """
instrument = "t-ils"
language = "da"
items = ["Opdigtet spørgsmål et", "Opdigtet spørgsmål to", "Opdigtet spørgsmål tre"]
responses = ["Sjældent", "Somme tider", "Tit"]
"""


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / "wording").mkdir()
    return tmp_path


@pytest.fixture
def trial(home):
    text = DEFINITION.format(code="to", target=10, sites=f'"{SiteFactory().slug}"')
    text = text.replace('instruments = ["demo-hope"]', 'instruments = ["demo-hope", "t-ils"]')
    return create_trial(text, actor="test", now=NOW)


def test_a_trial_is_not_sealed_before_its_words_are_here(home, trial):
    ada = staff("researcher")
    with pytest.raises(SealingRefused, match="t-ils"):
        begin_sealing(trial, user=ada, now=NOW)
    assert not LedgerLine.objects.exists()
    (home / "wording" / "t-ils.da.toml").write_text(MADE_UP, encoding="utf-8")
    assert begin_sealing(trial, user=ada, now=NOW).commitment


def test_words_that_lack_an_item_count_as_none(home, trial):
    short = MADE_UP.replace(', "Opdigtet spørgsmål tre"', "")
    (home / "wording" / "t-ils.da.toml").write_text(short, encoding="utf-8")
    assert instruments_without_wording(definition_in(trial)) == ["t-ils"]


def test_the_questions_are_asked_in_the_operators_words(home):
    (home / "wording" / "t-ils.da.toml").write_text(MADE_UP, encoding="utf-8")
    found = questions_of(Assessment(instruments=["demo-hope", "t-ils"]), "en")
    assert [one.text for one in found[6:]] == [
        "Opdigtet spørgsmål et",
        "Opdigtet spørgsmål to",
        "Opdigtet spørgsmål tre",
    ]
    assert found[6].choices == [(1, "Sjældent"), (2, "Somme tider"), (3, "Tit")]
