"""The volunteer's way in: application, steps, agreements, approval."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.accounts.models import User
from peervej.apps.audit.operations import record_event
from peervej.apps.figures.operations import count_up
from peervej.apps.messaging.operations import queue_message
from peervej.apps.people.models import Channel, Person
from peervej.apps.people.operations import (
    find_people_by_contact,
    keep_until,
    register_person,
)
from peervej.apps.people.vault import encrypt
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import (
    GONE,
    Outcome,
    StepKind,
    VolunteerState,
)
from peervej.apps.volunteers.models import Agreement, Application, Approval, Step, Volunteer
from peervej.apps.volunteers.operations.refusals import StepInFuture, VolunteerRefused
from peervej.apps.volunteers.operations.rows import lock_forms_of, lock_volunteer, record_about
from peervej.apps.volunteers.queries.applications import words_place
from peervej.data.programmes import ReadinessRule
from peervej.methods.scheduling import COPENHAGEN
from peervej.methods.scheduling.months import add_months

NEXT_STATE = {
    StepKind.APPLICATION: VolunteerState.IN_TALKS,
    StepKind.QUESTIONNAIRE: VolunteerState.IN_TALKS,
    StepKind.TALK: VolunteerState.IN_TRAINING,
}


@transaction.atomic
def apply_as_volunteer(
    site: Site,
    *,
    display_name: str,
    channel: Channel,
    contact: str,
    words: str,
    wants_groups: bool = True,
    wants_companionship: bool = False,
    key: str,
    actor: str,
    now: datetime,
) -> Volunteer | None:
    """Receive an application; `key` twice is one, and so is a contact that has applied here.

    A person who is known already keeps their one row; what they are besides is no part of
    the volunteer. None when that contact is a volunteer already: the page says the same.
    """
    lock_forms_of(site)
    known = Application.objects.filter(key=key).select_related("volunteer").first()
    if known is not None:
        return known.volunteer
    person, is_taken = _person_behind(site, channel, contact)
    if is_taken:
        return None
    if person is None:
        person = register_person(
            site=site,
            chosen_name=display_name,
            channel=channel,
            contact=contact,
            actor=actor,
            now=now,
        )
    keep_until(person, now.date())
    volunteer = Volunteer.objects.create(
        person=person, site=site, display_name=display_name.strip(), state=VolunteerState.APPLIED
    )
    Application.objects.create(
        volunteer=volunteer,
        key=key,
        words=encrypt("contact", words.strip().encode(), place=words_place(key)),
        wants_groups=wants_groups,
        wants_companionship=wants_companionship,
        received_at=now,
    )
    count_up(site.pk, "volunteer_applied", on=now.date())
    record_event("apply_as_volunteer", volunteer, actor=actor, now=now, site_id=site.pk)
    queue_message(
        person, "volunteers.received", key=f"volunteers.received/{volunteer.pk}",
        reference=str(volunteer.pk), now=now,
    )  # fmt: skip
    return volunteer


def _person_behind(site: Site, channel: Channel, contact: str) -> tuple[Person | None, bool]:
    people = find_people_by_contact(channel, contact)
    taken = Volunteer.objects.filter(person__in=people).exclude(state__in=GONE)
    if taken.exists():
        return None, True
    had_role = set(Volunteer.objects.filter(person__in=people).values_list("person", flat=True))
    free = [person for person in people if person.site_id == site.pk and person.pk not in had_role]
    return (free[0] if free else None), False


@transaction.atomic
def record_step(
    volunteer: Volunteer,
    kind: str,
    outcome: str,
    *,
    held_on: date,
    user: User | None = None,
    actor: str,
    now: datetime,
) -> Step:
    """Note what a person assessed at a step; moves the volunteer on, or says goodbye kindly."""
    if held_on > now.date():
        raise StepInFuture(_("That day has not come yet. Write the day it was held."))
    volunteer = lock_volunteer(volunteer)
    step = Step.objects.create(
        volunteer=volunteer,
        kind=StepKind(kind),
        outcome=Outcome(outcome),
        held_on=held_on,
        assessed_by=user,
    )
    _move_on(volunteer, step, now)
    _answer_application(volunteer, now)
    record_about("record_step", volunteer, actor, now, kind=step.kind, outcome=step.outcome)
    return step


def _answer_application(volunteer: Volunteer, now: datetime) -> None:
    """The first step noted answers the application; how long it took is counted by the day."""
    application = Application.objects.filter(volunteer=volunteer, answered_at=None).first()
    if application is None:
        return
    application.answered_at = now
    application.save(update_fields=["answered_at"])
    days = (_local(now) - _local(application.received_at)).days
    count_up(volunteer.site_id, "volunteer_answered", on=now.date(), value=str(days))


def _local(moment: datetime) -> date:
    """The day people live in: hours gained or lost with the clocks are no day."""
    return moment.astimezone(COPENHAGEN).date()


def _move_on(volunteer: Volunteer, step: Step, now: datetime) -> None:
    on_the_way = (VolunteerState.APPLIED, VolunteerState.IN_TALKS, VolunteerState.IN_TRAINING)
    if volunteer.state not in on_the_way:
        return
    if step.outcome == Outcome.DECLINED:
        volunteer.state = VolunteerState.DECLINED
        count_up(volunteer.site_id, "volunteer_declined", on=now.date())
    elif step.outcome == Outcome.PASSED:
        following = NEXT_STATE.get(StepKind(step.kind), VolunteerState.IN_TRAINING)
        if on_the_way.index(following) > on_the_way.index(VolunteerState(volunteer.state)):
            volunteer.state = following
    volunteer.save(update_fields=["state"])


@transaction.atomic
def accept_agreement(
    volunteer: Volunteer, kind: str, version: str, *, actor: str, now: datetime
) -> Agreement:
    """The volunteer says yes to this version; twice is once."""
    agreement, made = Agreement.objects.get_or_create(
        volunteer=volunteer, kind=kind, version=version, defaults={"accepted_at": now}
    )
    if made:
        record_about("accept_agreement", volunteer, actor, now, kind=kind, version=version)
    return agreement


@transaction.atomic
def approve_volunteer(
    volunteer: Volunteer,
    programme: str,
    role: str,
    rule: ReadinessRule,
    *,
    user: User | None,
    still_missing: Iterable[str] = (),
    actor: str,
    now: datetime,
) -> Approval:
    """A person's decision. What the rules found missing stands beside it in the record.

    Pressed twice on one day it is one approval, one message and one in the figures.
    """
    volunteer = lock_volunteer(volunteer)
    if volunteer.state in GONE:
        raise VolunteerRefused(_("They have stopped. Note a new step first."))
    same = {"programme": programme, "role": role, "approved_on": now.date(), "withdrawn_on": None}
    known = volunteer.approvals.filter(**same).first()
    if known is not None:
        return known
    ends_on = None
    if rule.valid_months is not None:
        ends_on = add_months(now.date(), rule.valid_months) - timedelta(days=1)
    approval = Approval.objects.create(
        volunteer=volunteer,
        programme=programme,
        role=role,
        approved_on=now.date(),
        ends_on=ends_on,
        approved_by=user,
    )
    if volunteer.state != VolunteerState.PAUSED:
        volunteer.state = VolunteerState.ACTIVE
    volunteer.since = volunteer.since or now.date()
    volunteer.save(update_fields=["state", "since"])
    keep_until(volunteer.person, now.date())
    count_up(volunteer.site_id, "volunteer_approved", on=now.date(), value=role)
    record_about(
        "approve_volunteer", volunteer, actor, now, role=role, missing=sorted(still_missing)
    )
    queue_message(
        volunteer.person, "volunteers.welcome", key=f"volunteers.welcome/{approval.pk}",
        reference=str(volunteer.pk), now=now,
    )  # fmt: skip
    return approval


@transaction.atomic
def withdraw_approval(approval: Approval, *, actor: str, now: datetime) -> None:
    """The decision is taken back from today."""
    approval.withdrawn_on = now.date()
    approval.save(update_fields=["withdrawn_on"])
    record_about("withdraw_approval", approval.volunteer, actor, now, role=approval.role)
