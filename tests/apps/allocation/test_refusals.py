"""What cannot be drawn: the sentence the coordinator reads, and that nothing has changed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from peervej.apps.accounts.middleware import RoleMiddleware
from peervej.apps.allocation.models import Batch, Draw, Receipt
from peervej.apps.allocation.operations.closing import ask_to_close, close_trial
from peervej.apps.allocation.operations.drawing import draw_batch
from peervej.apps.allocation.operations.joining import leave_research
from peervej.apps.allocation.queries import ledger_bytes
from peervej.apps.audit.models import AuditEvent, LedgerHead, LedgerLine
from peervej.apps.measures.models import Assessment
from peervej.apps.messaging.models import Message
from peervej.apps.people.operations import withdraw_consent
from peervej.apps.programmes.models import Enrolment
from peervej.apps.trial.models import Participation
from tests.factories.allocation import joined, ready, staff, trial_group
from tests.factories.moments import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def without_consent(trial, group) -> None:
    withdraw_consent(ready(group), "research", actor="test", now=NOW)


def without_baseline(trial, group) -> None:
    joined(group)


def with_a_stale_baseline(trial, group) -> None:
    ready(group)
    Assessment.objects.update(answered_on=LATER.date() - timedelta(days=15))


def twice(trial, group) -> None:
    ready(group)
    draw_batch(group, actor="test", now=NOW)


def after_the_close(trial, group) -> None:
    ready(group)
    ask_to_close(trial, user=staff("researcher"), now=NOW)
    close_trial(trial, user=staff("researcher"), now=NOW)


def for_one_who_withdrew(trial, group) -> None:
    person = ready(group)
    leave_research(person, trial=trial, remove_answers=False, actor="test", now=NOW)


def at_a_site_not_in_the_trial(trial, group) -> None:
    ready(group)
    trial.sites.clear()


def after_a_restore_to_yesterday(trial, group) -> None:
    ready(group)
    lines = LedgerHead.objects.get(trial_code=trial.code).events - 1
    LedgerLine.objects.filter(trial_code=trial.code, number__gt=lines)._raw_delete("default")
    last = LedgerLine.objects.get(trial_code=trial.code, number=lines)
    LedgerHead.objects.filter(trial_code=trial.code).update(events=lines, head=last.line_hash)


REFUSED: dict[Callable[..., None], str] = {
    without_consent: "Ingen af dem, der venter, har sagt ja til forskningen",
    without_baseline: "har svaret på de første spørgsmål inden for 14 dage",
    with_a_stale_baseline: "har svaret på de første spørgsmål inden for 14 dage",
    twice: "Ingen venter på lodtrækningen. Den, der er trukket, trækkes ikke igen",
    after_the_close: "forsøget er ikke forseglet, eller det er lukket",
    for_one_who_withdrew: "Ingen venter på lodtrækningen",
    at_a_site_not_in_the_trial: "Forsøget kører ikke på det her sted",
    after_a_restore_to_yesterday: "Det er en ældre kopi",
}


def everything_kept(trial) -> tuple[object, ...]:
    """Every row a draw would write or change."""
    tables = (Draw, Batch, Receipt, Enrolment, Participation, Assessment, LedgerHead, Message)
    rows = [list(table.objects.order_by("pk").values()) for table in tables]
    return ledger_bytes(trial), AuditEvent.objects.count(), *rows


@pytest.mark.parametrize("situation", REFUSED, ids=lambda one: one.__name__)
def test_the_coordinator_reads_why_and_nothing_has_changed(
    situation, client: Client, monkeypatch, receipts
):
    monkeypatch.setattr(RoleMiddleware, "_second_factor_missing", lambda *_: False)
    monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: LATER)
    trial, group = trial_group()
    situation(trial, group)
    if situation is after_a_restore_to_yesterday:
        file = receipts(trial.code)
        file.parent.mkdir(exist_ok=True)
        file.write_text('{"events": 99, "head": "' + "a" * 64 + '"}\n')
    client.force_login(staff("coordinator", site=group.period.site))
    before = everything_kept(trial)
    address = reverse("allocation:draw", args=[group.pk])
    page = client.post(address, follow=True).content.decode()
    assert REFUSED[situation] in page
    assert everything_kept(trial) == before
