"""Setting up a trial, taking part in it, and leaving it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.entropy import random_uuid
from peervej.apps.audit.operations import record_event, record_research_event
from peervej.apps.measures.models import Assessment, AssessmentState, Occasion
from peervej.apps.measures.operations import (
    issue_assessment,
    issue_assessments,
    reopen_baseline,
    void_assessments,
)
from peervej.apps.measures.queries import has_baseline, open_assessment
from peervej.apps.people.models import Person, Purpose
from peervej.apps.people.operations import withdraw_consent
from peervej.apps.people.vault import cut_secret_link, store_secret_link
from peervej.apps.places.models import Site
from peervej.apps.trial.models import (
    Participation,
    ParticipationState,
    Trial,
    TrialState,
    TrialVersion,
)
from peervej.apps.trial.queries import (
    definition_of,
    link_from_participation,
    link_from_person,
    participation_of,
)
from peervej.data.trials import TrialDefinition, read_trial
from peervej.methods.scheduling import assessment_window, week_of

LONGEST_BASELINE = timedelta(days=365)


class TrialRefused(ValueError):
    """The trial cannot take this step; the message says why."""


@transaction.atomic
def create_trial(definition: str, *, actor: str, now: datetime) -> Trial:
    """Make a trial of a definition; raises UnusableInput when the text does not hold."""
    read = read_trial(definition)
    if Trial.objects.filter(code=read.code).exists():
        raise TrialRefused(_("There is a trial called %(code)s already.") % {"code": read.code})
    sites = _sites_of(read)
    trial = Trial.objects.create(
        code=read.code, name=read.name, definition=definition, target=read.target
    )
    trial.sites.set(sites)
    _keep_version(trial, reason="", actor=actor, now=now)
    record_event("create_trial", trial, actor=actor, now=now)
    return trial


@transaction.atomic
def amend_definition(
    trial: Trial, definition: str, *, actor: str, now: datetime, reason: str = ""
) -> Trial:
    """Replace the definition of a trial whose sealing has not begun."""
    held = Trial.objects.select_for_update().get(pk=trial.pk)
    if held.state != TrialState.DRAFT:
        raise TrialRefused(_("The trial is sealed; changes are dated amendments in its ledger."))
    read = read_trial(definition)
    if read.code != held.code:
        raise TrialRefused(
            _("The definition is of %(one)s, not of %(other)s.")
            % {"one": read.code, "other": held.code}
        )
    return replace_definition(held, definition, reason=reason, actor=actor, now=now)


def replace_definition(
    held: Trial, definition: str, *, reason: str, actor: str, now: datetime
) -> Trial:
    """Write the next version under the trial's lock; the caller has checked that it may."""
    read = read_trial(definition)
    sites = _sites_of(read)
    held.definition, held.name, held.target = definition, read.name, read.target
    held.version += 1
    held.save()
    held.sites.set(sites)
    _keep_version(held, reason=reason, actor=actor, now=now)
    record_event("amend_definition", held, actor=actor, now=now, version=held.version)
    return held


def _sites_of(read: TrialDefinition) -> list[Site]:
    known = {site.slug: site for site in Site.objects.filter(slug__in=read.sites)}
    for slug in read.sites:
        if slug not in known:
            raise TrialRefused(_("There is no site called %(site)s.") % {"site": slug})
    return list(known.values())


def _keep_version(trial: Trial, *, reason: str, actor: str, now: datetime) -> None:
    TrialVersion.objects.create(
        trial=trial,
        number=trial.version,
        definition=trial.definition,
        reason=reason,
        made_on=now.date(),
        made_by=actor,
    )


@transaction.atomic
def record_participation(
    person: Person, trial: Trial, *, telling: str, now: datetime, site: Site | None = None
) -> Participation:
    """Take a person into a trial: a random key, dates, and both links in the vault only.

    `site` is where the person is drawn (the period's); without it the person's own.
    """
    site = site or person.site
    if trial.state != TrialState.SEALED:
        raise TrialRefused(_("The trial is not taking people in just now."))
    if not trial.sites.filter(pk=site.pk).exists():
        raise TrialRefused(_("The trial does not run at this site."))
    if participation_of(person, trial):
        raise TrialRefused(_("This person is in the trial already; the first time stands."))
    participation = Participation.objects.create(
        key=random_uuid(),
        trial=trial,
        site=site,
        joined_on=week_of(now.date()),
        telling=telling,
    )
    store_secret_link(link_from_person(person.pk, trial), str(participation.key))
    store_secret_link(link_from_participation(participation.key), str(person.pk))
    record_research_event("record_participation", Participation, now=now)
    return participation


def issue_baseline(participation: Participation, *, now: datetime) -> Assessment:
    """Open the first questions; they stay open until the draw."""
    baseline = definition_of(participation.trial).baseline
    opens_on = week_of(now.date())
    return issue_assessment(
        participation.key,
        participation.trial.code,
        Occasion.BASELINE,
        baseline.instruments,
        opens_on=opens_on,
        closes_on=opens_on + LONGEST_BASELINE,
        now=now,
    )


@transaction.atomic
def renew_baseline(participation: Participation, *, fresh_since: date, now: datetime) -> bool:
    """Ask the first questions again where the answers have become too old for the draw.

    Says whether the questions are open now, so that someone may be written to.
    """
    code = participation.trial.code
    rows = Assessment.objects.select_for_update()
    baseline = rows.filter(
        respondent=participation.key, study=code, occasion=Occasion.BASELINE
    ).first()
    if baseline is None or has_baseline(participation.key, code, since=fresh_since):
        return False
    if baseline.state == AssessmentState.ANSWERED:
        reopen_baseline(baseline, closes_on=week_of(now.date()) + LONGEST_BASELINE, now=now)
    return open_assessment(participation.key, code, now.date()) is not None


@transaction.atomic
def note_drawn(participations: Iterable[Participation], *, anchor: date, now: datetime) -> None:
    """Those of one trial who were drawn together: their state, and their last questions.

    The questions are planned from the group's first meeting, alike for both arms.
    """
    drawn = list(participations)
    waiting = Participation.objects.filter(
        pk__in=[one.pk for one in drawn], state=ParticipationState.WAITING
    )
    if waiting.update(state=ParticipationState.DRAWN) != len(drawn):
        raise TrialRefused(_("Someone among them is not waiting for the draw any more."))
    trial = drawn[0].trial
    plan = definition_of(trial).follow_up
    window = assessment_window(
        anchor,
        offset_weeks=plan.offset_weeks,
        before_days=plan.before_days,
        after_days=plan.after_days,
    )
    issue_assessments(
        [one.key for one in drawn],
        trial.code,
        Occasion.FOLLOW_UP,
        plan.instruments,
        opens_on=window.opens_on,
        closes_on=window.closes_on,
        now=now,
    )


@transaction.atomic
def withdraw_from_research(
    person: Person, participation: Participation, *, remove_answers: bool, actor: str, now: datetime
) -> Participation:
    """Leave the research: no more questions, and the link to the person is cut.

    What was drawn stays in the ledger, where nobody can be recognised. Answers stay
    without a key to the person, or go when the person says so. Taking part in the
    group is another relation and is not touched.
    """
    held = Participation.objects.select_for_update().get(pk=participation.pk)
    withdraw_consent(person, Purpose.RESEARCH, actor=actor, now=now)
    void_assessments(held.key, remove_answers=remove_answers, now=now)
    was_drawn = held.state == ParticipationState.DRAWN
    held.state = ParticipationState.WITHDRAWN if was_drawn else ParticipationState.LEFT_UNDRAWN
    held.ended_on = now.date()
    held.save(update_fields=["state", "ended_on"])
    cut_secret_link(link_from_person(person.pk, held.trial))
    cut_secret_link(link_from_participation(held.key))
    record_research_event("withdraw_from_research", Participation, now=now)
    return held


@transaction.atomic
def stop_recruitment(trial: Trial, *, actor: str, now: datetime) -> None:
    """Take nobody more in; those who wait are still drawn."""
    Trial.objects.filter(pk=trial.pk, state=TrialState.SEALED).update(state=TrialState.FULL)
    record_event("stop_recruitment", trial, actor=actor, now=now)


@transaction.atomic
def forget_person(person: Person, participation: Participation, *, now: datetime) -> None:
    """Cut both links to a person who is being erased; questions not begun are closed."""
    void_assessments(participation.key, remove_answers=False, now=now)
    cut_secret_link(link_from_person(person.pk, participation.trial))
    cut_secret_link(link_from_participation(participation.key))
    record_research_event("forget_person", Participation, now=now)
