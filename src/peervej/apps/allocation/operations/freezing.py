"""Freezing a batch: who is to be drawn is on record before anything is drawn."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.allocation.models import Batch
from peervej.apps.allocation.operations.chain import refuse_when_behind, write_event
from peervej.apps.allocation.operations.ready import (
    DrawRefused,
    NobodyReady,
    Ready,
    TooManyForSeats,
    TrialNotOpen,
    lock_people_waiting,
    most_at_once,
    people_ready,
    trial_of,
    why_nobody,
)
from peervej.apps.allocation.queries import lowest_free_slot, pending_batch
from peervej.apps.audit.chain import lock_head
from peervej.apps.audit.operations import record_event
from peervej.apps.programmes.models import Enrolment, Group
from peervej.apps.programmes.queries import free_seats, intake_is_open
from peervej.apps.trial.models import Trial, TrialState
from peervej.apps.trial.queries import definition_of
from peervej.data.trials import TrialDefinition
from peervej.methods.randomisation import Kind, events


@transaction.atomic
def freeze_batch(
    group: Group, *, actor: str, now: datetime, chosen: Sequence[Enrolment] | None = None
) -> Batch:
    """Fix and log who is to be drawn; a batch frozen before is returned as it is."""
    trial = trial_of(group)
    lock_people_waiting(group)
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    frozen = pending_batch(group.pk)
    if frozen:
        return frozen
    refuse_when_behind(trial)
    _refuse_when_not_taking_in(trial, group, now)
    seats = free_seats(group)
    people = _choose(people_ready(group, now), definition_of(trial), seats, chosen)
    if not people:
        raise NobodyReady(why_nobody(group, trial))
    head = lock_head(trial.code)
    # It may have been closed or amended while we waited for the chain.
    trial.refresh_from_db()
    _refuse_when_closed(trial)
    definition = definition_of(trial)
    site = group.period.site
    batch = Batch.objects.create(
        trial=trial,
        site=site,
        group=group,
        number=1 + Batch.objects.filter(trial=trial).count(),
        size=len(people),
        seats=seats,
        frozen_on=now.date(),
    )
    design = definition.design()
    stratum = design.stratum_label({"site": site.slug})
    codes = [ready.code for ready in people]
    if design.kind is Kind.BATCH:
        request = events.batch_requested(now.date(), design, batch.number, stratum, codes, seats)
    else:
        slot = lowest_free_slot(trial, stratum)
        request = events.slot_requested(now.date(), design, batch.number, stratum, codes[0], slot)
    write_event(trial, request)
    record_event("freeze_batch", batch, actor=actor, now=now, site_id=site.pk, after=head.events)
    return batch


def _refuse_when_not_taking_in(trial: Trial, group: Group, now: datetime) -> None:
    _refuse_when_closed(trial)
    if not trial.sites.filter(pk=group.period.site_id).exists():
        raise TrialNotOpen(_("The trial does not run at this site."))
    if not intake_is_open(group, now):
        raise DrawRefused(_("The group takes nobody new in any more."))


def _refuse_when_closed(trial: Trial) -> None:
    if trial.state not in (TrialState.SEALED, TrialState.FULL):
        raise TrialNotOpen(_("The trial is not open for draws: it is not sealed, or it is closed."))


def _choose(
    ready: list[Ready],
    definition: TrialDefinition,
    seats: int,
    chosen: Sequence[Enrolment] | None,
) -> list[Ready]:
    """The oldest consents that the seats allow, or exactly those asked for."""
    if seats == 0:
        raise TooManyForSeats(_("The group has no free seats."))
    most = most_at_once(definition.design(), seats)
    if chosen is None:
        people = ready[:most]
    else:
        wanted = {enrolment.pk for enrolment in chosen}
        people = [one for one in ready if one.enrolment.pk in wanted]
        if len(people) < len(wanted):
            raise NobodyReady(
                _("Some of those chosen have not answered the first questions in time.")
            )
    if len(people) > most:
        raise TooManyForSeats(
            _("%(people)s people are more than %(seats)s seats allow; draw at most %(most)s.")
            % {"people": len(people), "seats": seats, "most": most}
        )
    return people
