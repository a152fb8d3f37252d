"""Sealing takes two people and an observer; nobody can choose the seed."""

import pytest

from peervej.apps.allocation.models import Observer, Sealing
from peervej.apps.allocation.operations.chain import unhide
from peervej.apps.allocation.operations.sealing import (
    SealingRefused,
    begin_sealing,
    contribute,
    invite_observer,
    observer_label,
    seal_trial,
)
from peervej.apps.allocation.operations.two_people import TwoPeopleNeeded
from peervej.apps.allocation.queries import ledger_bytes, verify_trial
from peervej.apps.messaging.models import Message
from peervej.apps.trial.models import TrialState
from peervej.apps.trial.operations import TrialRefused, amend_definition
from peervej.methods.randomisation import (
    Contribution,
    combine_seed,
    commit,
    digest_contribution,
    read_lines,
)
from tests.factories.allocation import staff
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory
from tests.factories.trial import definition_for, draft_trial

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return staff("researcher", name="Ada")


@pytest.fixture
def bo():
    return staff("researcher", name="Bo")


@pytest.fixture
def trial():
    return draft_trial(SiteFactory(slug="havneby"))


def ask(sealing, email="komite@example.org"):
    return invite_observer(sealing, name="Komiteen", email=email, actor="test", now=NOW)


def kinds(trial):
    return [line.kind for line in read_lines(ledger_bytes(trial))]


def test_the_seed_is_made_of_the_secret_and_everyones_words(trial, ada, bo):
    sealing = begin_sealing(trial, user=ada, now=NOW)
    second, first = ask(sealing), ask(sealing, "forening@example.org")
    contribute(first, "regnen over havnen", now=NOW)
    contribute(second, "terningerne viste seks", now=NOW)
    sealing = seal_trial(trial, user=bo, now=NOW)
    digests = [
        digest_contribution("effekt", Contribution(observer_label(one), words))
        for one, words in ((first, "regnen over havnen"), (second, "terningerne viste seks"))
    ]
    secret = unhide(sealing, "secret")
    assert unhide(sealing, "seed") == combine_seed("effekt", secret, digests)
    assert sealing.commitment == commit("effekt", secret)
    trial.refresh_from_db()
    assert trial.state == TrialState.SEALED
    assert kinds(trial) == ["opened", "contributed", "contributed", "sealed"]
    assert verify_trial(trial).valid


def test_secret_seed_and_salt_are_stored_encrypted(trial, ada, bo):
    sealing = begin_sealing(trial, user=ada, now=NOW)
    contribute(ask(sealing), "regnen over havnen", now=NOW)
    sealing = seal_trial(trial, user=bo, now=NOW)
    for field in ("secret", "salt", "seed"):
        plain = unhide(sealing, field)
        for row in Sealing.objects.values():
            for value in row.values():
                stored = bytes(value) if isinstance(value, memoryview) else value
                assert plain != stored
                assert plain.hex() not in str(stored)


def test_two_trials_have_different_secrets(trial, ada):
    other = draft_trial(SiteFactory(), code="en-anden")
    one, two = (begin_sealing(t, user=ada, now=NOW) for t in (trial, other))
    assert unhide(one, "secret") != unhide(two, "secret")
    assert unhide(one, "secret") != unhide(one, "salt")


def test_one_person_cannot_seal_alone(trial, ada):
    sealing = begin_sealing(trial, user=ada, now=NOW)
    contribute(ask(sealing), "regnen over havnen", now=NOW)
    with pytest.raises(TwoPeopleNeeded):
        seal_trial(trial, user=ada, now=NOW)
    trial.refresh_from_db()
    assert trial.state == TrialState.SEALING
    assert kinds(trial) == ["opened", "contributed"]
    assert Sealing.objects.get().seed_ciphertext is None


def test_without_an_observers_words_nothing_is_sealed(trial, ada, bo):
    ask(begin_sealing(trial, user=ada, now=NOW))
    with pytest.raises(SealingRefused):
        seal_trial(trial, user=bo, now=NOW)
    assert kinds(trial) == ["opened"]


def test_before_the_system_has_committed_nothing_is_sealed(trial, bo):
    with pytest.raises(SealingRefused):
        seal_trial(trial, user=bo, now=NOW)
    assert kinds(trial) == []


def test_the_sealing_begins_once(trial, ada, bo):
    sealing = begin_sealing(trial, user=ada, now=NOW)
    with pytest.raises(SealingRefused):
        begin_sealing(trial, user=bo, now=NOW)
    assert Sealing.objects.get().commitment == sealing.commitment
    assert kinds(trial) == ["opened"]


def test_contributing_twice_or_after_sealing_is_refused(trial, ada, bo):
    sealing = begin_sealing(trial, user=ada, now=NOW)
    one, late = ask(sealing), ask(sealing, "sen@example.org")
    contribute(one, "regnen over havnen", now=NOW)
    with pytest.raises(SealingRefused):
        contribute(one, "noget andet denne gang", now=NOW)
    seal_trial(trial, user=bo, now=NOW)
    with pytest.raises(SealingRefused):
        contribute(late, "for sent", now=NOW)
    with pytest.raises(SealingRefused):
        ask(sealing := Sealing.objects.get(), "endnu-en@example.org")
    assert sealing.observers.count() == 2
    assert Observer.objects.get(pk=one.pk).contribution == "regnen over havnen"
    assert kinds(trial) == ["opened", "contributed", "sealed"]


def test_sealing_twice_is_refused(trial, ada, bo):
    sealing = begin_sealing(trial, user=ada, now=NOW)
    contribute(ask(sealing), "regnen over havnen", now=NOW)
    seal_trial(trial, user=bo, now=NOW)
    seed = bytes(Sealing.objects.get().seed_ciphertext)
    with pytest.raises(SealingRefused):
        seal_trial(trial, user=bo, now=NOW)
    assert bytes(Sealing.objects.get().seed_ciphertext) == seed


def test_an_observer_asked_twice_is_one_and_gets_one_link(trial, ada):
    sealing = begin_sealing(trial, user=ada, now=NOW)
    assert ask(sealing) == ask(sealing, "Komite@example.org")
    assert Message.objects.filter(kind="allocation.observer_invitation").count() == 1


def test_once_the_sealing_has_begun_the_definition_is_locked(trial, ada):
    begin_sealing(trial, user=ada, now=NOW)
    site = trial.sites.get()
    with pytest.raises(TrialRefused):
        amend_definition(trial, definition_for(site, target=500), actor="test", now=NOW)
    trial.refresh_from_db()
    assert trial.target == 296
