"""Closing a trial: the seed is revealed, and anyone can compute every draw again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.accounts.models import User
from peervej.apps.allocation.models import Act, ActRequest, Batch, Sealing
from peervej.apps.allocation.operations.chain import (
    issue_receipt,
    refuse_when_behind,
    unhide,
    write_event,
)
from peervej.apps.allocation.operations.two_people import (
    ask_colleague,
    take_request,
)
from peervej.apps.audit.chain import lock_head
from peervej.apps.audit.operations import record_event
from peervej.apps.trial.models import Trial, TrialState
from peervej.methods.randomisation import events


class ClosingRefused(ValueError):
    """The trial cannot be closed like this; the message says why."""


@transaction.atomic
def ask_to_close(trial: Trial, *, user: User, now: datetime) -> ActRequest:
    """The first of two people says that the trial is over."""
    _open_sealing(trial)
    return ask_colleague(trial, Act.CLOSE, user=user, now=now)


@transaction.atomic
def close_trial(trial: Trial, *, user: User, now: datetime) -> Trial:
    """The second person closes: secret and seed go into the ledger.

    Whoever is analysing still sees no arm: opening them is an act of its own.
    """
    held = Trial.objects.select_for_update(no_key=True).get(pk=trial.pk)
    sealing = _open_sealing(held)
    take_request(held, Act.CLOSE, user=user, now=now)
    lock_head(held.code)
    refuse_when_behind(held)
    if Batch.objects.filter(trial=held, drawn_on=None, cancelled_on=None).exists():
        raise ClosingRefused(_("A frozen batch has not been drawn yet; draw it first."))
    seed = unhide(sealing, "seed")
    head = write_event(held, events.closed(now.date(), unhide(sealing, "secret"), seed))
    issue_receipt(held, head, on=now.date())
    sealing.revealed_seed = seed.hex()
    sealing.save(update_fields=["revealed_seed"])
    held.state, held.closed_on = TrialState.CLOSED, now.date()
    held.save(update_fields=["state", "closed_on"])
    record_event("close_trial", held, actor=f"user:{user.pk}", now=now)
    return held


def _open_sealing(trial: Trial) -> Sealing:
    sealing = Sealing.objects.select_for_update().filter(trial=trial).first()
    if sealing is None or sealing.sealed_on is None:
        raise ClosingRefused(_("The trial was never sealed."))
    if sealing.revealed_seed:
        raise ClosingRefused(_("The trial is closed already."))
    return sealing
