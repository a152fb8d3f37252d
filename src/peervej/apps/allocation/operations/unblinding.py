"""After the close: two people lock the plan on record, and then two people open the arms."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.accounts.models import User
from peervej.apps.allocation.models import Act, ActRequest, Sealing
from peervej.apps.allocation.operations.chain import (
    issue_receipt,
    refuse_when_behind,
    write_event,
)
from peervej.apps.allocation.operations.two_people import (
    ask_colleague,
    take_request,
)
from peervej.apps.audit.operations import record_event
from peervej.apps.trial.models import Trial
from peervej.methods.randomisation import events


class UnblindingRefused(ValueError):
    """The arms cannot be opened like this; the message says why."""


@transaction.atomic
def ask_to_lock(trial: Trial, *, user: User, now: datetime) -> ActRequest:
    """The first of two people says that the analysis is as it should be."""
    _refuse_when_locked(_closed_sealing(trial))
    return ask_colleague(trial, Act.LOCK, user=user, now=now)


@transaction.atomic
def lock_plan(trial: Trial, *, user: User, now: datetime) -> Sealing:
    """The second fixes how the trial is analysed, before anyone who analyses has seen an arm.

    The hash of the definition goes into the ledger; from here on it cannot be amended.
    """
    held = Trial.objects.select_for_update(no_key=True).get(pk=trial.pk)
    sealing = _closed_sealing(held)
    _refuse_when_locked(sealing)
    take_request(held, Act.LOCK, user=user, now=now)
    refuse_when_behind(held)
    event = events.plan_locked(now.date(), held.definition.encode())
    issue_receipt(held, write_event(held, event), on=now.date())
    sealing.plan_locked_on, sealing.plan_hash = now.date(), event.payload["plan"]
    sealing.save(update_fields=["plan_locked_on", "plan_hash"])
    record_event("lock_plan", held, actor=f"user:{user.pk}", now=now)
    return sealing


@transaction.atomic
def ask_to_unblind(trial: Trial, *, user: User, now: datetime) -> ActRequest:
    """The first of two people says that the data are ready to be opened."""
    _locked_sealing(trial)
    return ask_colleague(trial, Act.OPEN, user=user, now=now)


@transaction.atomic
def unblind_trial(trial: Trial, *, user: User, now: datetime) -> Trial:
    """The second person opens the arms; the ledger says when, and by which plan."""
    held = Trial.objects.select_for_update(no_key=True).get(pk=trial.pk)
    sealing = _locked_sealing(held)
    take_request(held, Act.OPEN, user=user, now=now)
    refuse_when_behind(held)
    head = write_event(held, events.unblinded(now.date(), held.definition.encode()))
    issue_receipt(held, head, on=now.date())
    sealing.unblinded_on = now.date()
    sealing.save(update_fields=["unblinded_on"])
    held.is_unblinded = True
    held.save(update_fields=["is_unblinded"])
    record_event("unblind_trial", held, actor=f"user:{user.pk}", now=now)
    return held


def _closed_sealing(trial: Trial) -> Sealing:
    sealing = Sealing.objects.select_for_update(of=("self",)).filter(trial=trial).first()
    if sealing is None or not sealing.revealed_seed:
        raise UnblindingRefused(_("The trial must be closed first."))
    return sealing


def _refuse_when_locked(sealing: Sealing) -> None:
    if sealing.plan_locked_on:
        raise UnblindingRefused(_("The plan is locked already."))


def _locked_sealing(trial: Trial) -> Sealing:
    sealing = _closed_sealing(trial)
    if sealing.plan_locked_on is None:
        raise UnblindingRefused(_("Lock the plan first: it must be fixed before arms are seen."))
    if sealing.unblinded_on:
        raise UnblindingRefused(_("The arms are open already."))
    return sealing
