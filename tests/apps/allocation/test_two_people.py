"""What takes two: the second is told, the first can take it back, and it runs out."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from peervej.apps.accounts.middleware import RoleMiddleware
from peervej.apps.allocation.models import Act, ActRequest, Sealing
from peervej.apps.allocation.operations.amending import amend_trial
from peervej.apps.allocation.operations.closing import ask_to_close, close_trial
from peervej.apps.allocation.operations.sealing import (
    ask_to_seal,
    begin_sealing,
    contribute,
    invite_observer,
    seal_trial,
)
from peervej.apps.allocation.operations.two_people import (
    TwoPeopleNeeded,
    expire_requests,
    withdraw_request,
)
from peervej.apps.allocation.operations.unblinding import ask_to_lock, lock_plan
from peervej.apps.allocation.queries import ledger_bytes
from peervej.apps.audit.models import AuditEvent
from peervej.apps.messaging.kinds import write_letter
from peervej.apps.messaging.models import Message
from peervej.apps.trial.models import TrialState
from tests.factories.allocation import WORDS, sealed_trial, staff
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory
from tests.factories.trial import draft_trial

pytestmark = pytest.mark.django_db
LAST_DAY = NOW + timedelta(days=14)
TOO_LATE = NOW + timedelta(days=15)


@pytest.fixture
def three():
    """Two who research, and one who does not."""
    ada, bo = staff("researcher", name="Ada Berg"), staff("researcher", name="Bo Dahl")
    return ada, bo, staff("coordinator", name="Cai")


@pytest.fixture
def trial(three):
    return sealed_trial(SiteFactory())


def outcomes(act: Act) -> list[str]:
    return list(ActRequest.objects.filter(act=act).values_list("outcome", flat=True))


def awaited() -> set[str]:
    rows = Message.objects.filter(kind="allocation.awaited").exclude(user__email__contains="@x")
    return {str(row.user) for row in rows}


def test_the_colleagues_who_can_do_it_are_told_and_nobody_else(trial, three):
    Message.objects.all().delete()
    ask_to_close(trial, user=three[0], now=NOW)
    assert awaited() == {"Bo Dahl", "Ada", "Bo"}
    message = Message.objects.filter(user=three[1]).get()
    letter = write_letter(message, NOW)
    assert letter is not None
    assert "21. september" in letter.text and "/i-dag/" in letter.text
    for telling in (trial.name, trial.code, "forsøg", "Luk"):
        assert telling not in letter.subject + letter.text


def test_the_message_is_not_written_once_it_is_no_longer_needed(trial, three):
    ask_to_close(trial, user=three[0], now=NOW)
    message = Message.objects.filter(user=three[1], kind="allocation.awaited").last()
    assert write_letter(message, TOO_LATE) is None
    withdraw_request(trial, Act.CLOSE, user=three[0], now=NOW)
    assert write_letter(message, NOW) is None


def test_it_stands_on_the_start_page_of_both(trial, three, monkeypatch):
    monkeypatch.setattr(RoleMiddleware, "_second_factor_missing", lambda *_: False)
    monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: NOW)
    ask_to_close(trial, user=three[0], now=NOW)
    pages = []
    for user in three[:2]:
        client = Client()
        client.force_login(user)
        pages.append(client.get(reverse("reporting:trials")).content.decode())
    assert "En kollega skal gøre det" in pages[0] and "Ada Berg beder dig" not in pages[0]
    assert "Ada Berg beder dig" in pages[1]
    client.post(reverse("allocation:step", args=[trial.code, "close"]))
    assert "Ada Berg beder dig" not in client.get(reverse("reporting:trials")).content.decode()


def test_asking_twice_is_asking_once_and_a_second_is_told_to_go_ahead(trial, three):
    first = ask_to_close(trial, user=three[0], now=NOW)
    assert ask_to_close(trial, user=three[0], now=LAST_DAY) == first
    with pytest.raises(TwoPeopleNeeded, match="Ada Berg har allerede bedt om det"):
        ask_to_close(trial, user=three[1], now=NOW)
    assert outcomes(Act.CLOSE) == ["waiting"]


def test_what_was_taken_back_nobody_carries_out(trial, three):
    before = ledger_bytes(trial)
    ask_to_close(trial, user=three[0], now=NOW)
    with pytest.raises(TwoPeopleNeeded, match="Kun Ada Berg"):
        withdraw_request(trial, Act.CLOSE, user=three[1], now=NOW)
    withdraw_request(trial, Act.CLOSE, user=three[0], now=NOW)
    with pytest.raises(TwoPeopleNeeded, match="Det kræver to"):
        close_trial(trial, user=three[1], now=NOW)
    with pytest.raises(TwoPeopleNeeded, match="Ingen er bedt"):
        withdraw_request(trial, Act.CLOSE, user=three[0], now=NOW)
    assert outcomes(Act.CLOSE) == ["withdrawn"]
    assert ledger_bytes(trial) == before


def test_after_a_fortnight_it_has_to_be_asked_for_anew(trial, three):
    ask_to_close(trial, user=three[0], now=NOW)
    assert expire_requests(LAST_DAY) == 0
    with pytest.raises(TwoPeopleNeeded, match="Det kræver to"):
        close_trial(trial, user=three[1], now=TOO_LATE)
    assert expire_requests(TOO_LATE) == 1
    assert AuditEvent.objects.filter(verb="expire_request").count() == 1
    ask_to_close(trial, user=three[1], now=TOO_LATE)
    close_trial(trial, user=three[0], now=TOO_LATE)
    assert outcomes(Act.CLOSE) == ["expired", "done"]


def test_one_who_asks_where_the_timer_has_not_been_asks_anew(trial, three):
    ask_to_close(trial, user=three[0], now=NOW)
    ask_to_close(trial, user=three[1], now=TOO_LATE)
    assert outcomes(Act.CLOSE) == ["expired", "waiting"]


def test_sealing_asks_by_itself_when_an_observer_has_added(three):
    trial = draft_trial(SiteFactory(), code="andet")
    ada, bo, _cai = three
    sealing = begin_sealing(trial, user=ada, now=NOW)
    with pytest.raises(ValueError, match="observatør"):
        ask_to_seal(trial, user=ada, now=NOW)
    for email in ("a@x.org", "b@x.org"):
        observer = invite_observer(sealing, name="Komiteen", email=email, actor="t", now=NOW)
        contribute(observer, WORDS, now=NOW)
    assert outcomes(Act.SEAL) == ["waiting"]
    assert awaited() == {"Bo Dahl"}
    withdraw_request(trial, Act.SEAL, user=ada, now=NOW)
    with pytest.raises(TwoPeopleNeeded):
        seal_trial(trial, user=bo, now=NOW)
    assert Sealing.objects.get(trial=trial).seed_ciphertext is None
    with pytest.raises(ValueError, match="begyndte"):
        ask_to_seal(trial, user=bo, now=NOW)
    ask_to_seal(trial, user=ada, now=NOW)
    seal_trial(trial, user=bo, now=NOW)
    trial.refresh_from_db()
    assert trial.state == TrialState.SEALED
    assert outcomes(Act.SEAL) == ["withdrawn", "done"]


def test_a_plan_that_is_changed_must_be_asked_for_anew(trial, three):
    ada, bo, _cai = three
    ask_to_close(trial, user=ada, now=NOW)
    close_trial(trial, user=bo, now=NOW)
    trial.refresh_from_db()
    ask_to_lock(trial, user=ada, now=NOW)
    other = trial.definition + '\n[analysis]\ndf = "kenward_roger"\n'
    amend_trial(trial, other, reason="efter gennemsyn", user=bo, now=NOW)
    with pytest.raises(TwoPeopleNeeded):
        lock_plan(trial, user=bo, now=NOW)
    ask_to_lock(trial, user=bo, now=NOW)
    lock_plan(trial, user=ada, now=NOW)
    assert outcomes(Act.LOCK) == ["withdrawn", "done"]
