"""What stands in the report beside the data: the authors' words, and worries nobody is known by."""

from collections.abc import Callable

import pytest
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.audit.models import AuditEvent
from peervej.apps.figures.operations import count_up
from peervej.apps.reporting.models import AuthorNote
from peervej.apps.reporting.operations.notes import write_note
from peervej.apps.reporting.queries.notes import notes_of, worries_of
from peervej.apps.trial.models import Trial
from peervej.report import Deviation, Rows
from tests.factories.allocation import trial_group
from tests.factories.moments import NOW

pytestmark = pytest.mark.django_db
ADDRESS = "/forskning/effekt/noter/"


@pytest.fixture
def trial(db: None) -> Trial:
    return trial_group()[0]


def test_notes_are_written_shown_and_taken_out(
    trial: Trial, browser: Callable[..., Client]
) -> None:
    client = browser(Role.RESEARCHER)
    client.post(ADDRESS, {"kind": "deviation", "what": "Et hold mødtes ni gange.", "why": "Sne."})
    client.post(ADDRESS, {"kind": "harms", "what": "Der blev spurgt hver uge.", "why": "nej"})
    for what in ("Gammelt.", "Bevilling fra en fond."):
        client.post(ADDRESS, {"kind": "consort", "item": "5a", "what": what})
    found = notes_of(trial)
    assert found.deviation == (Deviation("Et hold mødtes ni gange.", "Sne."),)
    assert (found.harms, dict(found.consort)) == (
        "Der blev spurgt hver uge.", {"5a": "Bevilling fra en fond."},
    )  # fmt: skip
    assert "Bevilling fra en fond." in client.get(ADDRESS).content.decode()
    harms = AuthorNote.objects.get(kind="harms")
    client.post(f"{ADDRESS}{harms.pk}/fjern/")
    assert notes_of(trial).harms == ""
    events = AuditEvent.objects.filter(verb__in=("write_note", "remove_note"))
    assert events.count() == 5
    assert "fond" not in str(list(events.values("detail")))


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"kind": "deviation", "what": "Ni gange."}, "why"),
        ({"kind": "consort", "what": "En fond."}, "item"),
        ({"kind": "consort", "item": "99", "what": "En fond."}, "item"),
        ({"kind": "harms", "what": " "}, "what"),
        ({"kind": "andet", "what": "x"}, "kind"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    trial: Trial, browser: Callable[..., Client], sent: dict[str, str], field: str
) -> None:
    answer = browser(Role.RESEARCHER).post(ADDRESS, sent)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert answer.context["form"]["what"].value() == sent["what"]
    assert AuthorNote.objects.count() == 0


def test_a_note_of_another_trial_is_not_found(trial: Trial, browser: Callable[..., Client]) -> None:
    other = Trial.objects.create(code="andet", name="Andet", definition="", target=9)
    note = write_note(other, "harms", what="Intet.", actor="test", now=NOW)
    assert browser(Role.RESEARCHER).post(f"{ADDRESS}{note.pk}/fjern/").status_code == 404


def rows_of(trial: Trial) -> dict[str, str]:
    table = worries_of(trial)[0]
    assert isinstance(table, Rows)
    return {row[0]: row[1] for row in table.rows}


def test_worries_are_counted_at_the_trials_sites_and_small_counts_hidden(trial: Trial) -> None:
    site = trial.sites.get()
    count_up(site.pk, "harm", on=NOW.date(), value="talk", by=7)
    count_up(site.pk, "harm", on=NOW.date(), value="help", by=5)
    count_up(site.pk, "harm", on=NOW.date().replace(year=NOW.year - 1), value="talk", by=50)
    whole = rows_of(trial)
    assert list(whole.values()) == ["0", "7", "5", "0", "12"]
    count_up(site.pk, "harm", on=NOW.date(), value="emergency", by=1)
    assert list(rows_of(trial).values()) == ["0", "7", "5", "under 5"]
