"""Changes after sealing: dated lines in the ledger beside what stood before, never instead."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.accounts.models import User
from peervej.apps.allocation.models import Act, Sealing
from peervej.apps.allocation.operations.chain import (
    issue_receipt,
    refuse_when_behind,
    write_event,
)
from peervej.apps.allocation.operations.two_people import drop_request
from peervej.apps.audit.chain import lock_head
from peervej.apps.audit.operations import record_event
from peervej.apps.trial.models import Trial, TrialState
from peervej.apps.trial.operations import replace_definition, stop_recruitment
from peervej.apps.trial.queries import definition_of
from peervej.data.trials import TrialDefinition, read_trial
from peervej.methods.randomisation import Design, events

UNDER_WAY = (TrialState.SEALED, TrialState.FULL)


class AmendmentRefused(ValueError):
    """The change cannot be made; the message says why, and nothing has changed."""


@transaction.atomic
def amend_trial(trial: Trial, definition: str, *, reason: str, user: User, now: datetime) -> Trial:
    """Change a sealed trial: a new version, and a line that says when and why.

    What the draw is computed from stays: arms, ratio and method. A site or a larger batch
    may be added. Once the trial is closed only the analysis changes, until its plan is locked,
    which is before anyone who analyses sees an arm. Raises UnusableInput when the text does
    not hold, else AmendmentRefused.
    """
    held = Trial.objects.select_for_update(no_key=True).get(pk=trial.pk)
    lock_head(held.code)
    _refuse_when_locked(held)
    if not reason.strip():
        raise AmendmentRefused(_("Write why; it is published in the ledger."))
    refuse_when_behind(held)
    read = read_trial(definition)
    before = definition_of(held)
    if held.state == TrialState.CLOSED and replace(before, analysis=read.analysis) != read:
        raise AmendmentRefused(_("The trial is closed: only the analysis can still be changed."))
    design = _new_design(before, read)
    replace_definition(held, definition, reason=reason.strip(), actor=f"user:{user.pk}", now=now)
    # Whoever asked to lock the plan asked for another one.
    drop_request(held, Act.LOCK, user=user, now=now)
    head = write_event(held, events.amended(now.date(), reason.strip(), design))
    issue_receipt(held, head, on=now.date())
    return held


def can_be_amended(trial: Trial) -> bool:
    """Whether the definition may still change on record."""
    is_locked = Sealing.objects.filter(trial=trial, plan_locked_on__isnull=False).exists()
    return trial.state in (*UNDER_WAY, TrialState.CLOSED) and not is_locked


def _refuse_when_locked(trial: Trial) -> None:
    if trial.state not in (*UNDER_WAY, TrialState.CLOSED):
        raise AmendmentRefused(_("Only a trial that is sealed is amended."))
    if not can_be_amended(trial):
        raise AmendmentRefused(_("The plan is locked; the definition stays as it is."))


def _new_design(before: TrialDefinition, after: TrialDefinition) -> Design | None:
    """The changed design, or None; refuses what would make draws already made untrue."""
    if after.code != before.code:
        raise AmendmentRefused(
            _("The definition is of %(one)s, not of %(other)s.")
            % {"one": after.code, "other": before.code}
        )
    if after.arms != before.arms or after.method.kind != before.method.kind:
        raise AmendmentRefused(_("Arms, ratio and method stay as they were sealed."))
    if after.method.block_sizes != before.method.block_sizes:
        raise AmendmentRefused(_("Block sizes stay as they were sealed."))
    gone = [site for site in before.sites if site not in after.sites]
    if gone:
        raise AmendmentRefused(
            _("%(site)s cannot be taken out: people may have been drawn there.") % {"site": gone[0]}
        )
    return None if after.design() == before.design() else after.design()


@transaction.atomic
def correct_line(trial: Trial, line: int, *, reason: str, user: User, now: datetime) -> None:
    """Say that a line of the ledger was wrong, and how; the line itself stays."""
    head = lock_head(trial.code)
    if not 1 <= line <= head.events:
        raise AmendmentRefused(
            _("The ledger has %(events)s lines; there is no line %(line)s.")
            % {"events": head.events, "line": line}
        )
    if not reason.strip():
        raise AmendmentRefused(_("Write why; it is published in the ledger."))
    refuse_when_behind(trial)
    head = write_event(trial, events.corrected(now.date(), line, reason.strip()))
    issue_receipt(trial, head, on=now.date())
    record_event("correct_line", trial, actor=f"user:{user.pk}", now=now, line=line)


def end_recruitment(trial: Trial, *, user: User, now: datetime) -> None:
    """A researcher says that nobody more is taken in; those who wait are still drawn."""
    if Trial.objects.get(pk=trial.pk).state != TrialState.SEALED:
        raise AmendmentRefused(_("The trial is not taking people in just now."))
    stop_recruitment(trial, actor=f"user:{user.pk}", now=now)
