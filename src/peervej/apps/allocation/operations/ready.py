"""Who can be drawn now, and why a draw is refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from peervej.apps.allocation.models import Sealing
from peervej.apps.allocation.operations.chain import unhide
from peervej.apps.allocation.queries import codes_in_pending_batches
from peervej.apps.measures.queries import with_baseline
from peervej.apps.people.models import Consent, Person, Purpose
from peervej.apps.programmes.models import Enrolment, Group
from peervej.apps.programmes.queries import enrolments_awaiting_draw
from peervej.apps.trial.models import Participation, ParticipationState, Trial
from peervej.apps.trial.queries import definition_of, participations_in
from peervej.methods.randomisation import Design, Kind, most_people, salt_person


class DrawRefused(ValueError):
    """The draw cannot be made; the message says why, and nothing has changed."""


class NobodyReady(DrawRefused):
    """Nobody waiting has answered the first questions in time."""


class TooManyForSeats(DrawRefused):
    """More people than twice the seats: someone drawn to a seat might have none."""


class TrialNotOpen(DrawRefused):
    """The trial is not sealed, or it is closed, or does not run at this site."""


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
        raise TrialNotOpen(_("There is no draw in an ordinary period."))
    return trial


def people_waiting(group: Group, trial: Trial) -> list[Ready]:
    """Everyone of the period who waits for the draw with research consent, oldest first."""
    sealing = Sealing.objects.filter(trial=trial).select_related("trial").first()
    if sealing is None:
        return []
    salt = unhide(sealing, "salt")
    enrolments = _by_consent(enrolments_awaiting_draw(group.period))
    participations = participations_in(trial, [one.person_id for one in enrolments])
    found = []
    for enrolment in enrolments:
        participation = participations.get(enrolment.person_id)
        if participation and participation.state == ParticipationState.WAITING:
            code = salt_person(trial.code, salt, str(participation.key))
            found.append(Ready(enrolment, participation, code))
    return found


def people_ready(group: Group, now: datetime) -> list[Ready]:
    """Those waiting with a fresh baseline, oldest research consent first.

    Someone frozen in another group's batch is not free to be drawn for this one.
    """
    trial = trial_of(group)
    definition = definition_of(trial)
    fresh_since = now.date() - timedelta(days=definition.baseline.max_days_before_draw)
    taken = codes_in_pending_batches(trial)
    waiting = [one for one in people_waiting(group, trial) if one.code not in taken]
    keys = [one.participation.key for one in waiting]
    answered = with_baseline(keys, trial.code, since=fresh_since)
    return [one for one in waiting if one.participation.key in answered]


def why_nobody(group: Group, trial: Trial) -> str:
    """What is lacking where nobody can be drawn: people, their yes, or their answers."""
    if not enrolments_awaiting_draw(group.period):
        return _("Nobody waits for the draw. Whoever has been drawn is not drawn again.")
    if not people_waiting(group, trial):
        return _("Nobody who waits has said yes to the research, so nobody can be drawn.")
    return _(
        "Nobody can be drawn: nobody waiting has answered the first questions within"
        " the last %(days)s days."
    ) % {"days": definition_of(trial).baseline.max_days_before_draw}


def most_at_once(design: Design, seats: int) -> int:
    """How many may be drawn together: a batch as the seats allow, otherwise one by one."""
    return most_people(design, seats) if design.kind is Kind.BATCH else min(1, seats)


def _by_consent(awaiting: Iterable[Enrolment]) -> list[Enrolment]:
    enrolments = list(awaiting)
    given = dict(
        Consent.objects.filter(
            purpose=Purpose.RESEARCH,
            withdrawn_at=None,
            person_id__in=[enrolment.person_id for enrolment in enrolments],
        ).values_list("person_id", "given_at")
    )
    consenting = [enrolment for enrolment in enrolments if enrolment.person_id in given]
    return sorted(consenting, key=lambda e: (given[e.person_id], e.pk))


def lock_people_waiting(group: Group) -> None:
    """Lock people before the group, in the order of their ids, as every operation does."""
    waiting = [one.person_id for one in enrolments_awaiting_draw(group.period)]
    rows = Person.objects.select_for_update(no_key=True)
    list(rows.filter(pk__in=waiting).order_by("pk"))
