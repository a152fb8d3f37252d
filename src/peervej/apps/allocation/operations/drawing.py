"""The batch draw: frozen and logged first, then drawn, seated and scheduled in one go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from peervej.apps.allocation.models import Arm, Batch, Draw, Sealing
from peervej.apps.allocation.operations.chain import (
    issue_receipt,
    refuse_when_behind,
    unhide,
    write_event,
)
from peervej.apps.allocation.queries import ledger_bytes, pending_batch
from peervej.apps.audit.chain import lock_head
from peervej.apps.audit.operations import record_event
from peervej.apps.measures.queries import has_baseline
from peervej.apps.messaging.operations import queue_message
from peervej.apps.people.models import Consent, Person, Purpose
from peervej.apps.programmes.models import Enrolment, Group
from peervej.apps.programmes.operations.enrolment import give_usual_support, seat
from peervej.apps.programmes.queries import (
    enrolments_awaiting_draw,
    free_seats,
    intake_is_open,
)
from peervej.apps.trial.models import Participation, ParticipationState, Trial, TrialState
from peervej.apps.trial.operations import schedule_follow_up
from peervej.apps.trial.queries import definition_of, participation_of
from peervej.data.trials import TrialDefinition
from peervej.methods.randomisation import draw_batch as compute_batch
from peervej.methods.randomisation import events, most_people, read_lines, salt_person


class DrawRefused(ValueError):
    """The draw cannot be made; the message says why, and nothing has changed."""


class NobodyReady(DrawRefused):
    """Nobody waiting has answered the first questions in time."""


class TooManyForSeats(DrawRefused):
    """More people than twice the seats: someone drawn to a seat might have none."""


class TrialNotOpen(DrawRefused):
    """The trial is not sealed, or it is closed."""


@dataclass(frozen=True)
class Ready:
    """Someone who can be drawn now."""

    enrolment: Enrolment
    participation: Participation
    code: str


def trial_of(group: Group) -> Trial:
    """The trial of the group's period; raises TrialNotOpen in an ordinary period."""
    trial = Trial.objects.filter(code=group.period.trial_code or "-").first()
    if trial is None:
        raise TrialNotOpen("There is no draw in an ordinary period.")
    return trial


def people_ready(group: Group, now: datetime) -> list[Ready]:
    """Those waiting with a fresh baseline, oldest research consent first."""
    trial = trial_of(group)
    definition = definition_of(trial)
    sealing = Sealing.objects.filter(trial=trial).select_related("trial").first()
    if sealing is None:
        return []
    salt = unhide(sealing, "salt")
    fresh_since = now.date() - timedelta(days=definition.baseline.max_days_before_draw)
    ready = []
    for enrolment in _by_consent(enrolments_awaiting_draw(group.period)):
        participation = participation_of(enrolment.person, trial)
        if participation is None or participation.state != ParticipationState.WAITING:
            continue
        if has_baseline(participation.key, trial.code, since=fresh_since):
            code = salt_person(trial.code, salt, str(participation.key))
            ready.append(Ready(enrolment, participation, code))
    return ready


def _by_consent(enrolments: Sequence[Enrolment]) -> list[Enrolment]:
    given = dict(
        Consent.objects.filter(
            purpose=Purpose.RESEARCH,
            withdrawn_at=None,
            person_id__in=[enrolment.person_id for enrolment in enrolments],
        ).values_list("person_id", "given_at")
    )
    consenting = [enrolment for enrolment in enrolments if enrolment.person_id in given]
    return sorted(consenting, key=lambda e: (given[e.person_id], e.pk))


def draw_batch(
    group: Group, *, actor: str, now: datetime, chosen: Sequence[Enrolment] | None = None
) -> Batch:
    """Freeze those who are ready, log the request, then draw them all at once.

    Two transactions, because a request must be on record before anything is revealed:
    whoever stops the machine in between finds the same people frozen, and drawing again
    goes on with them. Raises DrawRefused with the reason; receipts go out by the outbox.
    """
    freeze_batch(group, actor=actor, now=now, chosen=chosen)
    return reveal_batch(group, actor=actor, now=now)


@transaction.atomic
def freeze_batch(
    group: Group, *, actor: str, now: datetime, chosen: Sequence[Enrolment] | None = None
) -> Batch:
    """Fix and log who is to be drawn; a batch frozen before is returned as it is."""
    trial = trial_of(group)
    candidates = people_ready(group, now)
    _lock_people(ready.enrolment.person_id for ready in candidates)
    group = Group.objects.select_for_update().get(pk=group.pk)
    head = lock_head(trial.code)
    frozen = pending_batch(group.pk)
    if frozen:
        return frozen
    trial.refresh_from_db()
    if trial.state not in (TrialState.SEALED, TrialState.FULL):
        raise TrialNotOpen("The trial is not open for draws: it is not sealed, or it is closed.")
    if not intake_is_open(group, now):
        raise DrawRefused("The group takes nobody new in any more.")
    refuse_when_behind(trial)
    definition = definition_of(trial)
    people = _choose(people_ready(group, now), definition, free_seats(group), chosen)
    number = 1 + Batch.objects.filter(trial=trial).count()
    site = group.period.site
    stratum = definition.design().stratum_label({"site": site.slug})
    batch = Batch.objects.create(
        trial=trial,
        site=site,
        group=group,
        number=number,
        size=len(people),
        seats=free_seats(group),
        frozen_on=now.date(),
    )
    codes = [ready.code for ready in people]
    write_event(
        trial,
        events.batch_requested(
            now.date(), definition.design(), number, stratum, codes, batch.seats
        ),
    )
    record_event(
        "freeze_batch", batch, actor=actor, now=now, site_id=site.pk, after=head.events
    )
    return batch


def _choose(
    ready: list[Ready],
    definition: TrialDefinition,
    seats: int,
    chosen: Sequence[Enrolment] | None,
) -> list[Ready]:
    """The oldest consents that the seats allow, or exactly those asked for."""
    if seats == 0:
        raise TooManyForSeats("The group has no free seats.")
    most = most_people(definition.design(), seats)
    if chosen is None:
        people = ready[:most]
    else:
        wanted = {enrolment.pk for enrolment in chosen}
        people = [one for one in ready if one.enrolment.pk in wanted]
        if len(people) < len(wanted):
            raise NobodyReady("Some of those chosen have not answered the first questions in time.")
    if not people:
        raise NobodyReady(
            "Nobody can be drawn: nobody waiting has answered the first questions within"
            f" the last {definition.baseline.max_days_before_draw} days."
        )
    if len(people) > most:
        raise TooManyForSeats(
            f"{len(people)} people are more than {seats} seats allow; draw at most {most}."
        )
    return people


def _lock_people(pks: Iterable[int]) -> None:
    """Lock people before the group, in the order of their ids, as every operation does."""
    list(Person.objects.select_for_update().filter(pk__in=list(pks)).order_by("pk"))


@transaction.atomic
def reveal_batch(group: Group, *, actor: str, now: datetime) -> Batch:
    """Draw the frozen batch: arms, seats, usual support and both arms' last questions."""
    trial = trial_of(group)
    waiting = {ready.code: ready for ready in _everyone_waiting(group, trial)}
    _lock_people(ready.enrolment.person_id for ready in waiting.values())
    group = Group.objects.select_for_update().get(pk=group.pk)
    lock_head(trial.code)
    batch = pending_batch(group.pk)
    if batch is None:
        raise DrawRefused("There is no frozen batch to draw.")
    frozen = _frozen_codes(trial, batch)
    if any(code not in waiting for code in frozen):
        return _cancel(batch, trial, now)
    sealing = Sealing.objects.select_related("trial").get(trial=trial)
    seed = unhide(sealing, "seed")
    arms = compute_batch(definition_of(trial).design(), seed, batch.number, frozen)
    for code in sorted(arms):
        _draw_one(batch, waiting[code], Arm(arms[code]), now)
    _settle(group, [waiting[code] for code in frozen], arms, actor=actor, now=now)
    batch.drawn_on = now.date()
    batch.save(update_fields=["drawn_on"])
    head = write_event(trial, events.draw_revealed(now.date(), seed, batch.number, arms))
    issue_receipt(trial, head, on=now.date())
    _send_receipts(trial, sealing, head.events, now)
    record_event("draw_batch", batch, actor=actor, now=now, site_id=batch.site_id, size=batch.size)
    return batch


def _everyone_waiting(group: Group, trial: Trial) -> list[Ready]:
    """Everyone of the period who waits, fresh baseline or not: the frozen are among them."""
    salt = unhide(Sealing.objects.select_related("trial").get(trial=trial), "salt")
    found = []
    for enrolment in enrolments_awaiting_draw(group.period):
        participation = participation_of(enrolment.person, trial)
        if participation and participation.state == ParticipationState.WAITING:
            code = salt_person(trial.code, salt, str(participation.key))
            found.append(Ready(enrolment, participation, code))
    return found


def _frozen_codes(trial: Trial, batch: Batch) -> list[str]:
    for line in read_lines(ledger_bytes(trial)):
        if line.kind == "draw_requested" and line.payload["draw"] == batch.number:
            return list(line.payload["people"])
    raise DrawRefused("The ledger has no request for this batch.")


def _cancel(batch: Batch, trial: Trial, now: datetime) -> Batch:
    """Someone left between freezing and drawing: the request is dropped, nobody was drawn."""
    write_event(
        trial, events.draw_cancelled(now.date(), batch.number, "a person left before the draw")
    )
    batch.cancelled_on = now.date()
    batch.save(update_fields=["cancelled_on"])
    return batch


def _draw_one(batch: Batch, ready: Ready, arm: Arm, now: datetime) -> None:
    participation = Participation.objects.select_for_update().get(pk=ready.participation.pk)
    participation.state = ParticipationState.DRAWN
    participation.save(update_fields=["state"])
    Draw.objects.create(
        participation=participation, batch=batch, arm=arm, salted_code=ready.code
    )
    schedule_follow_up(participation, anchor=batch.group.starts_on, now=now)


def _settle(
    group: Group, people: list[Ready], arms: dict[str, str], *, actor: str, now: datetime
) -> None:
    """The service side, in the order of enrolment: a seat, or usual support."""
    for ready in sorted(people, key=lambda one: one.enrolment.pk):
        if arms[ready.code] == Arm.INTERVENTION:
            seat(ready.enrolment, group, reason="drawn", actor=actor, now=now)
        else:
            give_usual_support(ready.enrolment, group=group, actor=actor, now=now)


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
