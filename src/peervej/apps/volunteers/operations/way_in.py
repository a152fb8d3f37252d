"""The volunteer's way: application, steps, agreements, approval, break, goodbye."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import revoke_links
from peervej.apps.accounts.models import User
from peervej.apps.audit.operations import record_event
from peervej.apps.figures.operations import count_up
from peervej.apps.messaging.operations import queue_message
from peervej.apps.people.models import Channel, Person
from peervej.apps.people.operations import (
    before_erasure,
    find_people_by_contact,
    keep_until,
    on_new_channel,
    register_person,
)
from peervej.apps.people.vault import encrypt
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import (
    GONE,
    LeavingReason,
    Outcome,
    StepKind,
    VolunteerState,
)
from peervej.apps.volunteers.models import Agreement, Application, Approval, Step, Volunteer
from peervej.apps.volunteers.months import add_months, whole_months
from peervej.apps.volunteers.operations.refusals import StepInFuture, VolunteerRefused
from peervej.apps.volunteers.queries.applications import words_place
from peervej.data.programmes import ReadinessRule

STAYED = ((6, "under 6 months"), (12, "6-12 months"), (24, "1-2 years"))
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
    volunteer = _lock(volunteer)
    step = Step.objects.create(
        volunteer=volunteer,
        kind=StepKind(kind),
        outcome=Outcome(outcome),
        held_on=held_on,
        assessed_by=user,
    )
    _move_on(volunteer, step, now)
    Application.objects.filter(volunteer=volunteer, answered_at=None).update(answered_at=now)
    _record("record_step", volunteer, actor, now, kind=step.kind, outcome=step.outcome)
    return step


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
        _record("accept_agreement", volunteer, actor, now, kind=kind, version=version)
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
    """A person's decision. What the rules found missing stands beside it in the record."""
    volunteer = _lock(volunteer)
    if volunteer.state in GONE:
        raise VolunteerRefused(_("They have stopped. Note a new step first."))
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
    _record("approve_volunteer", volunteer, actor, now, role=role, missing=sorted(still_missing))
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
    _record("withdraw_approval", approval.volunteer, actor, now, role=approval.role)


@transaction.atomic
def pause_volunteer(volunteer: Volunteer, *, actor: str, now: datetime) -> None:
    """A break, without explanation."""
    _change(volunteer, {VolunteerState.ACTIVE}, VolunteerState.PAUSED, actor, now)


@transaction.atomic
def resume_volunteer(volunteer: Volunteer, *, actor: str, now: datetime) -> None:
    """Back from the break."""
    _change(volunteer, {VolunteerState.PAUSED}, VolunteerState.ACTIVE, actor, now)


@transaction.atomic
def stop_volunteer(
    volunteer: Volunteer, *, reason: str = LeavingReason.OTHER, actor: str, now: datetime
) -> None:
    """Goodbye: the links close; the reason and the length of the stay are counted."""
    every = set(VolunteerState) - set(GONE)
    volunteer = _change(volunteer, every, VolunteerState.STOPPED, actor, now)
    volunteer.ended_on = now.date()
    volunteer.leaving_reason = LeavingReason(reason)
    volunteer.save(update_fields=["ended_on", "leaving_reason"])
    revoke_links(Role.VOLUNTEER, volunteer.pk, now=now)
    count_up(volunteer.site_id, "volunteer_left", on=now.date(), value=volunteer.leaving_reason)
    if volunteer.since:
        stayed = length_of_stay(volunteer.since, now.date())
        count_up(volunteer.site_id, "volunteer_stayed", on=now.date(), value=stayed)


def length_of_stay(since: date, until: date) -> str:
    """The coarse length by which a stay is counted."""
    months = whole_months(since, until)
    return next((name for limit, name in STAYED if months < limit), "2 years and more")


def keep_volunteers(now: datetime) -> None:
    """Whoever helps or is on the way in is not erased meanwhile."""
    soon = now.date() + timedelta(days=60)
    rows = Volunteer.objects.exclude(state__in=GONE).filter(person__erase_after__lt=soon)
    for volunteer in rows.select_related("person"):
        keep_until(volunteer.person, now.date())


@on_new_channel
def close_links(person: Person, now: datetime) -> None:
    """Links that went to an old phone or mailbox open nothing any more."""
    for key in Volunteer.objects.filter(person=person).values_list("pk", flat=True):
        revoke_links(Role.VOLUNTEER, key, now=now)


@before_erasure
def forget_volunteer(person: Person, now: datetime) -> None:
    """Before a person is erased: nothing that says who the volunteer was stays."""
    volunteer = Volunteer.objects.filter(person=person).first()
    if volunteer is None:
        return
    revoke_links(Role.VOLUNTEER, volunteer.pk, now=now)
    Application.objects.filter(volunteer=volunteer).delete()
    volunteer.display_name = "–"
    volunteer.introduction = ""
    volunteer.state = VolunteerState.STOPPED
    volunteer.times, volunteer.offers, volunteer.interests = [], [], []
    volunteer.save()


def _change(
    volunteer: Volunteer,
    before: set[VolunteerState],
    after: VolunteerState,
    actor: str,
    now: datetime,
) -> Volunteer:
    volunteer = _lock(volunteer)
    if volunteer.state not in before:
        raise VolunteerRefused(
            _("That cannot be done now: %(state)s.") % {"state": volunteer.get_state_display()}
        )
    volunteer.state = after
    volunteer.save(update_fields=["state"])
    _record(f"volunteer_{after.value}", volunteer, actor, now)
    return volunteer


def _lock(volunteer: Volunteer) -> Volunteer:
    rows = Volunteer.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=volunteer.pk)


def _record(verb: str, volunteer: Volunteer, actor: str, now: datetime, **detail: Any) -> None:
    record_event(verb, volunteer, actor=actor, now=now, site_id=volunteer.site_id, **detail)
