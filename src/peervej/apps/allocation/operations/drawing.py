"""The batch draw: frozen and logged first, then drawn, seated and scheduled in one go."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.allocation.models import Arm, Batch, Draw, Sealing
from peervej.apps.allocation.operations.chain import (
    issue_receipt,
    refuse_when_behind,
    unhide,
    write_event,
)
from peervej.apps.allocation.operations.freezing import freeze_batch
from peervej.apps.allocation.operations.once import remember_drawn
from peervej.apps.allocation.operations.ready import (
    DrawRefused,
    NobodyReady,
    Ready,
    TooManyForSeats,
    TrialNotOpen,
    lock_people_waiting,
    most_at_once,
    people_ready,
    people_waiting,
    trial_of,
)
from peervej.apps.allocation.queries import frozen_request, pending_batch
from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import queue_message
from peervej.apps.programmes.models import Enrolment, Group
from peervej.apps.programmes.operations.drawn import settle_drawn
from peervej.apps.programmes.queries import free_seats, intake_is_open
from peervej.apps.trial.models import Trial
from peervej.apps.trial.operations import note_drawn
from peervej.apps.trial.queries import definition_of
from peervej.methods.randomisation import Design, arm_of_slot, events
from peervej.methods.randomisation import draw_batch as compute_batch

__all__ = [
    "DrawRefused",
    "NobodyReady",
    "Ready",
    "TooManyForSeats",
    "TrialNotOpen",
    "draw_batch",
    "freeze_batch",
    "people_ready",
    "resume_draw",
    "reveal_batch",
    "trial_of",
]


def draw_batch(
    group: Group, *, actor: str, now: datetime, chosen: Sequence[Enrolment] | None = None
) -> Batch:
    """Freeze those who are ready, log the request, then draw them all at once.

    Two transactions, because a request must be on record before anything is revealed:
    whoever stops the machine in between finds the same people frozen, and drawing again
    goes on with them. Raises DrawRefused with the reason; receipts go out by the outbox.
    """
    frozen = freeze_batch(group, actor=actor, now=now, chosen=chosen)
    return reveal_batch(frozen, actor=actor, now=now)


@transaction.atomic
def reveal_batch(frozen: Batch, *, actor: str, now: datetime) -> Batch:
    """Draw a frozen batch: arms, seats, usual support and both arms' last questions.

    Someone who sent the same draw a moment later gets the batch as it was drawn. When a
    person or the seats have gone meanwhile, the request is dropped and nobody is drawn.
    People and group are locked first; the chain, which all of a trial's draws share, last,
    so that other sites wait for as short a time as can be.
    """
    trial = frozen.trial
    lock_people_waiting(frozen.group)
    group = Group.objects.select_for_update(no_key=True).get(pk=frozen.group_id)
    batch = Batch.objects.get(pk=frozen.pk)
    if batch.drawn_on or batch.cancelled_on:
        return batch
    refuse_when_behind(trial)
    waiting = {ready.code: ready for ready in people_waiting(group, trial)}
    request = frozen_request(batch)
    codes, design = list(request["people"]), definition_of(trial).design()
    reason = _what_stands_in_the_way(design, group, codes, waiting, now)
    if reason:
        return _cancel(batch, trial, reason, now)
    sealing = Sealing.objects.select_related("trial").get(trial=trial)
    seed = unhide(sealing, "seed")
    if "slot" in request:
        arm = arm_of_slot(design, seed, request["stratum"], request["slot"])
        arms = dict.fromkeys(codes, arm)
    else:
        arms = compute_batch(design, seed, batch.number, codes)
    remember_drawn([waiting[code].enrolment.person for code in sorted(codes)], trial)
    _write_draws(batch, group, waiting, arms, now)
    by_arm = {arm: [waiting[code].enrolment for code in codes if arms[code] == arm] for arm in Arm}
    settle_drawn(
        group,
        seated=by_arm[Arm.INTERVENTION],
        usual_support=by_arm[Arm.CONTROL],
        actor=actor,
        now=now,
    )
    batch.drawn_on = now.date()
    batch.save(update_fields=["drawn_on"])
    head = write_event(trial, events.draw_revealed(now.date(), seed, batch.number, arms))
    issue_receipt(trial, head, on=now.date())
    _send_receipts(trial, sealing, head.events, now)
    record_event("draw_batch", batch, actor=actor, now=now, site_id=batch.site_id, size=batch.size)
    return batch


def resume_draw(group: Group, *, actor: str, now: datetime) -> Batch:
    """Go on with a batch that was frozen when the machine stopped."""
    frozen = pending_batch(group.pk)
    if frozen is None:
        raise DrawRefused(_("There is no frozen batch to draw."))
    return reveal_batch(frozen, actor=actor, now=now)


def _what_stands_in_the_way(
    design: Design, group: Group, codes: Sequence[str], waiting: dict[str, Ready], now: datetime
) -> str:
    """Why a frozen batch cannot be drawn any more, in the ledger's words; "" when it can."""
    if not codes or any(code not in waiting for code in codes):
        return "a person left before the draw"
    if not intake_is_open(group, now):
        return "the group takes nobody in any more"
    if most_at_once(design, free_seats(group)) < len(codes):
        return "seats were taken before the draw"
    return ""


def _cancel(batch: Batch, trial: Trial, reason: str, now: datetime) -> Batch:
    """The request is dropped on record; nobody was drawn, and all are free again."""
    write_event(trial, events.draw_cancelled(now.date(), batch.number, reason))
    batch.cancelled_on = now.date()
    batch.save(update_fields=["cancelled_on"])
    return batch


def _write_draws(
    batch: Batch, group: Group, people: dict[str, Ready], arms: Mapping[str, str], now: datetime
) -> None:
    """The research side, in the order of codes: it tells nothing of who came when."""
    drawn = [people[code] for code in sorted(arms)]
    note_drawn([one.participation for one in drawn], anchor=group.starts_on, now=now)
    Draw.objects.bulk_create(
        Draw(
            participation=one.participation,
            batch=batch,
            arm=Arm(arms[one.code]),
            salted_code=one.code,
        )
        for one in drawn
    )


def _send_receipts(trial: Trial, sealing: Sealing, events_so_far: int, now: datetime) -> None:
    for observer in sealing.observers.select_related("user"):
        queue_message(
            observer.user,
            "allocation.receipt",
            key=f"receipt:{trial.code}:{events_so_far}:{observer.pk}",
            reference=f"{trial.code}:{events_so_far}",
            now=now,
            urgent=True,
        )
