"""Trials and participations; the way to a person goes through the vault."""

from datetime import date
from uuid import UUID

from peervej.apps.measures.models import Assessment
from peervej.apps.measures.queries import open_assessment
from peervej.apps.people.models import Person
from peervej.apps.people.vault import follow_secret_link
from peervej.apps.trial.models import Participation, ParticipationState, Trial
from peervej.data.trials import TrialDefinition, read_trial


def definition_of(trial: Trial) -> TrialDefinition:
    """The trial's definition as it is stored."""
    return read_trial(trial.definition)


def link_from_person(person_id: int, trial: Trial) -> str:
    """What the vault knows a person's participation by."""
    return f"person:{person_id}/trial:{trial.code}"


def link_from_participation(key: UUID) -> str:
    """What the vault knows a participation's person by."""
    return f"participation:{key}"


def participation_of(person: Person, trial: Trial) -> Participation | None:
    """The person's place in the trial, if any."""
    key = follow_secret_link(link_from_person(person.pk, trial))
    return Participation.objects.filter(key=key).first() if key else None


def participations_of(person: Person) -> list[Participation]:
    """The person's places in all trials."""
    found = (participation_of(person, trial) for trial in Trial.objects.all())
    return [participation for participation in found if participation]


def person_of(participation: Participation) -> Person | None:
    """The person behind a participation; None when the link has been cut."""
    pk = follow_secret_link(link_from_participation(participation.key))
    return Person.objects.filter(pk=int(pk), erased_at=None).first() if pk else None


def open_questions(person: Person, day: date) -> Assessment | None:
    """The questions the person can answer on `day`, from whichever trial."""
    for participation in participations_of(person):
        if participation.state == ParticipationState.WITHDRAWN:
            continue
        found = open_assessment(participation.key, participation.trial.code, day)
        if found:
            return found
    return None


def count_participations(trial: Trial) -> dict[str, int]:
    """How many participations stand in each state."""
    counts = dict.fromkeys(ParticipationState.values, 0)
    for state in trial.participations.values_list("state", flat=True):
        counts[state] += 1
    return counts
