"""Trials and participations; the way to a person goes through the vault."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from peervej.apps.measures.models import Assessment, DataQuery
from peervej.apps.measures.queries import open_assessment
from peervej.apps.measures.wording import wording_of
from peervej.apps.people.models import Channel, Person
from peervej.apps.people.vault import follow_secret_link, follow_secret_links
from peervej.apps.places.models import Site
from peervej.apps.trial.models import Participation, ParticipationState, Trial
from peervej.data.instruments import load_instrument
from peervej.data.trials import TrialDefinition, read_trial
from peervej.methods.errors import UnusableInput

CAN_BE_ASKED = (ParticipationState.WAITING, ParticipationState.DRAWN)


@lru_cache(maxsize=32)
def _read(definition: str) -> TrialDefinition:
    """A stored text is read for every person of a draw; the same text is the same definition."""
    return read_trial(definition)


def definition_of(trial: Trial) -> TrialDefinition:
    """The trial's definition as it is stored."""
    return _read(trial.definition)


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


def participations_in(trial: Trial, people: Iterable[int]) -> dict[int, Participation]:
    """The places of several people (by id) in one trial."""
    link_of = {link_from_person(pk, trial): pk for pk in people}
    keys = {UUID(key): link_of[link] for link, key in follow_secret_links(link_of).items()}
    rows = Participation.objects.filter(key__in=keys).select_related("trial")
    return {keys[row.key]: row for row in rows}


def participations_of(person: Person) -> list[Participation]:
    """The person's places in all trials."""
    found = (participation_of(person, trial) for trial in Trial.objects.all())
    return [participation for participation in found if participation]


def person_of(participation: Participation) -> Person | None:
    """The person behind a participation; None when the link has been cut."""
    pk = follow_secret_link(link_from_participation(participation.key))
    return Person.objects.filter(pk=int(pk), erased_at=None).first() if pk else None


def people_of(participations: Iterable[Participation]) -> dict[UUID, Person]:
    """The people behind several participations, by the participation's key, where known."""
    links = {link_from_participation(one.key): one.key for one in participations}
    keys = {int(pk): links[link] for link, pk in follow_secret_links(links).items()}
    found = Person.objects.filter(erased_at=None).in_bulk(list(keys))
    return {keys[pk]: person for pk, person in found.items()}


def open_questions(person: Person, day: date) -> Assessment | None:
    """The questions the person can answer on `day`, from whichever trial."""
    for participation in participations_of(person):
        if participation.state == ParticipationState.WITHDRAWN:
            continue
        found = open_assessment(participation.key, participation.trial.code, day)
        if found:
            return found
    return None


def people_with_open_questions(sites: Iterable[Site], day: date) -> list[Person]:
    """Those who can be asked on `day`: first who gets no messages, then by name."""
    asked = []
    rows = Participation.objects.filter(site__in=list(sites), state__in=CAN_BE_ASKED)
    for participation in rows.select_related("trial"):
        if open_assessment(participation.key, participation.trial.code, day) is None:
            continue
        person = person_of(participation)
        if person:
            asked.append(person)
    return sorted(asked, key=lambda one: (one.channel != Channel.NONE, one.chosen_name, one.pk))


@dataclass(frozen=True)
class SiteQuery:
    """What a site is asked about one person's forms, and for how many days already."""

    query: DataQuery
    person: Person
    days: int


def queries_at(sites: Iterable[Site], day: date) -> list[SiteQuery]:
    """What the researchers ask these sites about and have no reply to, the oldest first."""
    rows = list(DataQuery.objects.filter(closed_on=None, reply=""))
    participations = Participation.objects.filter(
        key__in=[row.respondent for row in rows], site__in=list(sites), state__in=CAN_BE_ASKED
    )
    people = people_of(participations)
    return [
        SiteQuery(row, people[row.respondent], (day - row.raised_on).days)
        for row in rows
        if row.respondent in people
    ]


def count_participations(trial: Trial) -> dict[str, int]:
    """How many participations stand in each state."""
    counts = dict.fromkeys(ParticipationState.values, 0)
    for state in trial.participations.values_list("state", flat=True):
        counts[state] += 1
    return counts


@dataclass(frozen=True)
class Question:
    """One item as it is shown: where it stands, its words and its possible answers."""

    number: int
    total: int
    instrument: str
    item: str
    text: str
    instruction: str
    choices: list[tuple[int, str]]


class WordingMissing(UnusableInput):
    """The operator has not loaded the words of an instrument."""


def instruments_without_wording(definition: TrialDefinition) -> list[str]:
    """Instruments nobody could be asked, because their words are not here."""
    names = {*definition.baseline.instruments, *definition.follow_up.instruments}
    return sorted(name for name in names if wording_of(name, "da") is None)


def questions_of(assessment: Assessment, language: str) -> list[Question]:
    """The questions of an assessment in order, in the person's language."""
    found: list[tuple[str, str, str, str, list[tuple[int, str]]]] = []
    for instrument_id in assessment.instruments:
        instrument = load_instrument(instrument_id)
        wording = wording_of(instrument_id, language)
        if wording is None:
            raise WordingMissing(f"Load the wording of {instrument_id} before it is used.")
        for number, (item, text) in enumerate(
            zip(instrument.items, wording.items, strict=True), start=1
        ):
            labels = wording.labels(number, item)
            choices = [
                (value, label or str(value)) for value, label in enumerate(labels, start=item.floor)
            ]
            found.append((instrument_id, item.id, text, wording.instruction or "", choices))
    return [Question(number, len(found), *parts) for number, parts in enumerate(found, start=1)]


def answers_given(assessment: Assessment) -> dict[tuple[str, str], int | None]:
    """What has been answered so far, by instrument and item."""
    return {(a.instrument, a.item): a.value for a in assessment.answers.all()}
