"""Joining in a trial period: two consents, a place in the queue, the first questions."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.allocation.models import Arm, Draw, Sealing
from peervej.apps.allocation.operations.chain import unhide, write_event
from peervej.apps.allocation.operations.once import was_drawn_before
from peervej.apps.audit.chain import lock_head
from peervej.apps.messaging.operations import queue_message
from peervej.apps.people.models import Channel, Contact, Person, Purpose
from peervej.apps.people.operations import before_erasure, give_consent
from peervej.apps.people.vault import follow_secret_link, store_secret_link
from peervej.apps.programmes.enums import EnrolmentState
from peervej.apps.programmes.models import Enrolment, Period
from peervej.apps.programmes.operations.enrolment import await_draw, stop_enrolment
from peervej.apps.programmes.operations.locks import lock_person
from peervej.apps.programmes.queries.sessions import sessions_attended
from peervej.apps.trial.models import Participation, ParticipationState, Trial, TrialState
from peervej.apps.trial.operations import (
    TrialRefused,
    forget_person,
    issue_baseline,
    record_participation,
    stop_recruitment,
    withdraw_from_research,
)
from peervej.apps.trial.queries import definition_of, participation_of, participations_of
from peervej.methods.randomisation import Outcome, events, salt_person


class AlreadyInTrial(TrialRefused):
    """The same contact is in the trial under an earlier sign-up; the first time stands."""


@transaction.atomic
def join_trial(
    person: Person,
    period: Period,
    *,
    telling: str,
    wants_companionship: bool = False,
    actor: str,
    now: datetime,
) -> Enrolment:
    """Take a person in who has said yes twice: to the service and to the research.

    One transaction: both consents, the enrolment, the participation under a random key,
    its line in the ledger, the first questions, and a neutral message with a link.
    """
    trial = Trial.objects.select_for_update(no_key=True).filter(code=period.trial_code).first()
    if trial is None:
        raise TrialRefused(_("There is no draw in this period."))
    definition = definition_of(trial)
    if _seen_before(person, trial):
        raise AlreadyInTrial(
            _("You have been in the draw before. The first one stands; talk with the coordinator.")
        )
    for purpose, version in (
        (Purpose.SERVICE, definition.consent.service),
        (Purpose.RESEARCH, definition.consent.research),
    ):
        give_consent(
            person, purpose, version=version, language=person.language, actor=actor, now=now
        )
    enrolment = await_draw(
        person, period, wants_companionship=wants_companionship, actor=actor, now=now
    )
    participation = record_participation(person, trial, site=period.site, telling=telling, now=now)
    issue_baseline(participation, now=now)
    _log_joined(trial, participation, now)
    queue_message(
        person, "allocation.questions_ready", key=f"baseline:{enrolment.pk}", now=now, urgent=True
    )
    if trial.participations.exclude(state=ParticipationState.LEFT_UNDRAWN).count() >= trial.target:
        stop_recruitment(trial, actor="system", now=now)
    return enrolment


@transaction.atomic
def screen(
    person: Person,
    period: Period,
    answers: Mapping[str, bool],
    *,
    drawn_before: bool,
    now: datetime,
) -> str:
    """Why someone cannot join the period's trial, or "" when nothing stands in the way.

    Only that someone was not eligible is counted, once for each person; no answer is kept.
    """
    trial = Trial.objects.filter(code=period.trial_code).first()
    if trial is None:
        return ""
    questions = definition_of(trial).eligibility
    if drawn_before:
        reason = _("The first draw stands, so you cannot be in it again. Call us, and we talk.")
    elif any(answers.get(one.id) is not one.needed for one in questions):
        reason = _("This study does not fit your situation. We help you find something else.")
    else:
        return ""
    known = f"screened:{trial.code}/person:{person.pk}"
    if follow_secret_link(known) is None:
        store_secret_link(known, Outcome.NOT_ELIGIBLE)
        log_not_joined(trial, period.site.slug, Outcome.NOT_ELIGIBLE, now=now)
    return reason


def _seen_before(person: Person, trial: Trial) -> bool:
    """Whether the person, or someone with the same contact, is or was in the trial."""
    if participation_of(person, trial) or was_drawn_before(person, trial):
        return True
    contact = Contact.objects.filter(person=person).exclude(kind=Channel.NONE).first()
    if contact is None:
        return False
    others = Person.objects.filter(contact__lookup=contact.lookup, erased_at=None)
    return any(participation_of(other, trial) for other in others.exclude(pk=person.pk))


def salted_code(trial: Trial, participation: Participation) -> str:
    """The code a participation has in the public ledger."""
    sealing = Sealing.objects.select_related("trial").get(trial=trial)
    return salt_person(trial.code, unhide(sealing, "salt"), str(participation.key))


def _log_joined(trial: Trial, participation: Participation, now: datetime) -> None:
    stratum = definition_of(trial).design().stratum_label({"site": participation.site.slug})
    person = salted_code(trial, participation)
    write_event(trial, events.assessed(now.date(), stratum, Outcome.JOINED, person))


@transaction.atomic
def log_not_joined(trial: Trial, site_slug: str, outcome: Outcome, *, now: datetime) -> None:
    """Count someone who was told about the trial and did not join; no code, no name."""
    lock_head(trial.code)
    trial.refresh_from_db()
    if trial.state != TrialState.SEALED:
        return
    stratum = definition_of(trial).design().stratum_label({"site": site_slug})
    write_event(trial, events.assessed(now.date(), stratum, outcome))


@transaction.atomic
def leave_research(
    person: Person, *, trial: Trial, remove_answers: bool, actor: str, now: datetime
) -> None:
    """Withdraw from the research; someone who waits for the draw leaves the queue too."""
    lock_person(person)
    participation = participation_of(person, trial)
    if participation is None:
        return
    _log_withdrawn(trial, participation, now)
    if not remove_answers:
        _keep_attendance(person, participation)
    withdraw_from_research(
        person, participation, remove_answers=remove_answers, actor=actor, now=now
    )
    waiting = Enrolment.objects.filter(person=person, state=EnrolmentState.AWAITING_DRAW).first()
    if waiting:
        stop_enrolment(waiting, actor=actor, now=now)


def _log_withdrawn(trial: Trial, participation: Participation, now: datetime) -> None:
    """Nothing is added to the ledger of a trial that is closed: its seed is out."""
    lock_head(trial.code)
    trial.refresh_from_db()
    if trial.state != TrialState.CLOSED:
        write_event(trial, events.withdrawn(now.date(), salted_code(trial, participation)))


@before_erasure
def let_go_of_research(person: Person, now: datetime) -> None:
    """Before a person is erased: nobody can be asked or drawn, so the links are cut.

    Someone who waits for the draw leaves the queue, on record; someone drawn stays drawn
    and keeps their answers, which from now on lead to nobody.
    """
    for participation in participations_of(person):
        if participation.state == ParticipationState.WAITING:
            leave_research(
                person,
                trial=participation.trial,
                remove_answers=False,
                actor="erasure",
                now=now,
            )
        else:
            _keep_attendance(person, participation)
            forget_person(person, participation, now=now)


def _keep_attendance(person: Person, participation: Participation) -> None:
    """Before the link is cut: how many meetings, as the research consent says, and not which."""
    draw = Draw.objects.filter(participation=participation, arm=Arm.INTERVENTION)
    came = sessions_attended(participation.trial.code, [person.pk])
    draw.update(sessions_kept=came[person.pk])
