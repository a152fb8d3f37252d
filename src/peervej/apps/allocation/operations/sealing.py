"""Sealing a trial: a committed secret, observers' contributions, and a seed nobody chose."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.accounts.models import User
from peervej.apps.allocation.models import Act, ActRequest, Observer, Sealing
from peervej.apps.allocation.operations.chain import hide, issue_receipt, unhide, write_event
from peervej.apps.allocation.operations.two_people import (
    ask_colleague,
    take_request,
)
from peervej.apps.allocation.queries import ledger_bytes
from peervej.apps.audit.entropy import random_bytes
from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import queue_message
from peervej.apps.trial.models import Trial, TrialState
from peervej.apps.trial.queries import definition_of, instruments_without_wording
from peervej.methods.randomisation import (
    Contribution,
    combine_seed,
    commit,
    commit_salt,
    events,
    read_lines,
)

SECRET_BYTES = 32


class SealingRefused(ValueError):
    """The trial cannot be sealed like this; the message says why."""


@transaction.atomic
def begin_sealing(trial: Trial, *, user: User, now: datetime) -> Sealing:
    """Make the system's secret and commit to it before any observer contributes.

    Opens the ledger with the design and both commitments; from here the definition is
    locked. The secret and the salt are stored encrypted and never shown.
    """
    held = Trial.objects.select_for_update().get(pk=trial.pk)
    if held.state != TrialState.DRAFT or Sealing.objects.filter(trial=held).exists():
        raise SealingRefused(_("The sealing of this trial has begun already."))
    missing = instruments_without_wording(definition_of(held))
    if missing:
        raise SealingRefused(
            _("The words of %(names)s are not here. Load them first (peervej instrument wording).")
            % {"names": ", ".join(missing)}
        )
    secret, salt = random_bytes(SECRET_BYTES), random_bytes(SECRET_BYTES)
    design = definition_of(held).design()
    commitment = commit(held.code, secret)
    sealing = Sealing.objects.create(
        trial=held,
        commitment=commitment,
        secret_ciphertext=hide(held.code, "secret", secret),
        salt_ciphertext=hide(held.code, "salt", salt),
        begun_on=now.date(),
        begun_by=user,
    )
    write_event(held, events.opened(now.date(), design, commitment, commit_salt(held.code, salt)))
    held.state = TrialState.SEALING
    held.save(update_fields=["state"])
    record_event("begin_sealing", held, actor=f"user:{user.pk}", now=now)
    return sealing


@transaction.atomic
def invite_observer(
    sealing: Sealing, *, name: str, email: str, actor: str, now: datetime
) -> Observer:
    """Ask someone outside to add to the seed; the message brings a signed link."""
    if sealing.sealed_on:
        raise SealingRefused(_("The trial is sealed; nobody can add to the seed any more."))
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, None, name=name)
    observer, made = Observer.objects.get_or_create(sealing=sealing, user=user)
    if made:
        record_event("invite_observer", sealing.trial, actor=actor, now=now, observer=observer.pk)
        queue_message(
            user,
            "allocation.observer_invitation",
            key=f"observer:{observer.pk}:invitation",
            reference=str(observer.pk),
            now=now,
            urgent=True,
        )
    return observer


@transaction.atomic
def contribute(observer: Observer, text: str, *, now: datetime) -> Observer:
    """Add an observer's words to what the seed is made of; once, and before sealing."""
    sealing = Sealing.objects.select_for_update().get(pk=observer.sealing_id)
    held = Observer.objects.select_for_update().get(pk=observer.pk)
    if sealing.sealed_on:
        raise SealingRefused(_("The trial is sealed; nobody can add to the seed any more."))
    if held.contribution:
        raise SealingRefused(_("You have added your words already; they stand in the ledger."))
    contribution = Contribution(observer_label(held), text.strip())
    write_event(sealing.trial, events.contributed(now.date(), sealing.trial.code, contribution))
    held.contribution, held.contributed_at = text.strip(), now
    held.save(update_fields=["contribution", "contributed_at"])
    record_event("contribute", sealing.trial, actor=f"observer:{held.pk}", now=now)
    if sealing.begun_by and not ActRequest.objects.filter(trial=sealing.trial).exists():
        ask_colleague(sealing.trial, Act.SEAL, user=sealing.begun_by, now=now)
    return held


@transaction.atomic
def ask_to_seal(trial: Trial, *, user: User, now: datetime) -> ActRequest:
    """Whoever began asks for the second person again, after taking it back or in vain.

    The first asking goes by itself, when an observer has added to the seed.
    """
    sealing = Sealing.objects.select_for_update(of=("self",)).filter(trial=trial).first()
    if sealing is None or sealing.sealed_on:
        raise SealingRefused(_("There is nothing to seal just now."))
    if not sealing.observers.exclude(contribution="").exists():
        raise SealingRefused(_("At least one observer must add to the seed first."))
    if sealing.begun_by_id != user.pk:
        raise SealingRefused(_("Whoever began the sealing asks for the second person."))
    return ask_colleague(trial, Act.SEAL, user=user, now=now)


def observer_label(observer: Observer) -> str:
    """How an observer stands in the public ledger: by a number, not a name."""
    return f"observer {observer.pk}"


@transaction.atomic
def seal_trial(trial: Trial, *, user: User, now: datetime) -> Sealing:
    """Fix the seed of the secret and all contributions; a second person must do it."""
    held = Trial.objects.select_for_update().get(pk=trial.pk)
    sealing = Sealing.objects.select_for_update().filter(trial=held).first()
    if sealing is None:
        raise SealingRefused(_("Begin the sealing first: the system must commit to its secret."))
    if sealing.sealed_on:
        raise SealingRefused(_("The trial is sealed already."))
    if not sealing.observers.exclude(contribution="").exists():
        raise SealingRefused(_("At least one observer must add to the seed first."))
    take_request(held, Act.SEAL, user=user, now=now)
    seed = combine_seed(held.code, unhide(sealing, "secret"), _digests_in_ledger(held))
    sealing.seed_ciphertext = hide(held.code, "seed", seed)
    sealing.sealed_on = now.date()
    sealing.save()
    held.state, held.sealed_on = TrialState.SEALED, now.date()
    held.save(update_fields=["state", "sealed_on"])
    head = write_event(held, events.sealed(now.date(), held.code, seed))
    issue_receipt(held, head, on=now.date())
    record_event("seal_trial", held, actor=f"user:{user.pk}", now=now)
    return sealing


def _digests_in_ledger(trial: Trial) -> list[str]:
    """What observers added, in the ledger's order: the order in which strangers combine it."""
    lines = read_lines(ledger_bytes(trial))
    return [line.payload["digest"] for line in lines if line.kind == "contributed"]
