"""Training weekends with places, and practice that rules count."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.accounts.models import User
from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import queue_message
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import Outcome, PlaceState, PracticeKind, StepKind
from peervej.apps.volunteers.models import Practice, TrainingPlace, TrainingWeekend, Volunteer
from peervej.apps.volunteers.operations.refusals import (
    StepInFuture,
    TrainingFull,
    VolunteerRefused,
)
from peervej.apps.volunteers.operations.way_in import record_step


@transaction.atomic
def plan_training(
    site: Site,
    *,
    title: str,
    starts_on: date,
    days: int,
    place: str,
    capacity: int,
    actor: str,
    now: datetime,
) -> TrainingWeekend:
    """Plan a training with a number of places."""
    if days < 1 or capacity < 1:
        raise VolunteerRefused(_("A training has at least one day and one place."))
    weekend = TrainingWeekend.objects.create(
        site=site, title=title, starts_on=starts_on, days=days, place=place, capacity=capacity
    )
    record_event("plan_training", weekend, actor=actor, now=now, site_id=site.pk)
    return weekend


@transaction.atomic
def book_training(
    weekend: TrainingWeekend, volunteer: Volunteer, *, actor: str, now: datetime
) -> TrainingPlace:
    """Take one of the places: lock, check, write. Twice is one place. Raises TrainingFull."""
    weekend = TrainingWeekend.objects.select_for_update().get(pk=weekend.pk)
    if volunteer.site_id != weekend.site_id:
        raise VolunteerRefused(_("The training is at another site."))
    mine = TrainingPlace.objects.filter(weekend=weekend, volunteer=volunteer).first()
    if mine is not None:
        return mine
    if weekend.places.count() >= weekend.capacity:
        raise TrainingFull(_("All places are taken."))
    place = TrainingPlace.objects.create(weekend=weekend, volunteer=volunteer)
    record_event(
        "book_training", place, actor=actor, now=now, site_id=weekend.site_id,
        volunteer=volunteer.pk,
    )  # fmt: skip
    if weekend.starts_on >= now.date():
        queue_message(
            volunteer.person, "volunteers.training", key=f"volunteers.training/{place.pk}",
            reference=str(place.pk), now=now,
        )  # fmt: skip
    return place


@transaction.atomic
def record_training(
    place: TrainingPlace, came: bool, *, user: User | None = None, actor: str, now: datetime
) -> TrainingPlace:
    """Was there or not; being there counts its days and is a step. Counted once."""
    place = TrainingPlace.objects.select_for_update().get(pk=place.pk)
    last_day = place.weekend.starts_on + timedelta(days=place.weekend.days - 1)
    if last_day > now.date():
        raise StepInFuture(_("The training is not over yet."))
    if place.state != PlaceState.BOOKED:
        raise VolunteerRefused(_("It is noted already."))
    place.state = PlaceState.ATTENDED if came else PlaceState.ABSENT
    place.save(update_fields=["state"])
    if came:
        Practice.objects.create(
            volunteer=place.volunteer,
            kind=PracticeKind.TRAINING_DAYS,
            amount=place.weekend.days,
            done_on=last_day,
        )
        record_step(
            place.volunteer, StepKind.TRAINING, Outcome.PASSED, held_on=last_day, user=user,
            actor=actor, now=now,
        )  # fmt: skip
    return place


@transaction.atomic
def record_practice(
    volunteer: Volunteer,
    kind: str,
    *,
    done_on: date,
    amount: int = 1,
    actor: str,
    now: datetime,
) -> Practice:
    """A course under guidance, a guidance visit, days or hours of training."""
    if done_on > now.date():
        raise StepInFuture(_("That day has not come yet. Write the day it was held."))
    if amount < 1:
        raise VolunteerRefused(_("Write at least one."))
    practice = Practice.objects.create(
        volunteer=volunteer, kind=PracticeKind(kind), amount=amount, done_on=done_on
    )
    record_event(
        "record_practice", volunteer, actor=actor, now=now, site_id=volunteer.site_id,
        kind=practice.kind, amount=amount,
    )  # fmt: skip
    return practice
