"""The trial's data as one row per drawn person, built once for result, flow and export."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from peervej.apps.allocation.models import Draw
from peervej.apps.allocation.queries import arms_of
from peervej.apps.measures.models import Assessment, AssessmentState, Occasion
from peervej.apps.measures.queries import answers_of_study
from peervej.apps.people.vault import keyed_hash
from peervej.apps.programmes.queries.sessions import sessions_attended
from peervej.apps.trial.models import Participation, Trial
from peervej.apps.trial.queries import definition_of, people_of
from peervej.data.instruments import load_instrument
from peervej.data.trials import TrialDefinition
from peervej.methods.instruments import Instrument, score

ID_LENGTH = 12

Values = Mapping[str, Mapping[str, int | None]]


class StillBlinded(RuntimeError):
    """Arms were asked for before two people had opened them."""


@dataclass(frozen=True)
class Row:
    """One drawn person under a random key; arm, group and attendance are None while blinded.

    Days are counted from the draw. `baseline` and `follow_up` are {instrument: {item: value}}.
    """

    id: str
    site: str
    arm: str | None
    group: str | None
    sessions: int | None
    baseline_day: int | None
    follow_up_day: int | None
    follow_up_state: str
    baseline: Values
    follow_up: Values
    y0: float | None
    y1: float | None


@dataclass(frozen=True)
class Dataset:
    """Everybody drawn, in the order of their random keys."""

    trial: Trial
    definition: TrialDefinition
    instrument: Instrument
    is_blinded: bool
    rows: tuple[Row, ...]


def build_dataset(trial: Trial, *, blinded: bool) -> Dataset:
    """Everybody drawn with answers and scores; raises StillBlinded.

    With `blinded` no arm is read at all, so none can come along.
    """
    if not blinded and not trial.is_unblinded:
        raise StillBlinded("The arms are not open; the data can only be had blinded.")
    definition = definition_of(trial)
    instrument = load_instrument(definition.primary.instrument)
    drawn_on = _days_of_draw(trial)
    arms = {} if blinded else arms_of(trial)
    groups = code_groups(trial, {group for _arm, group in arms.values() if group is not None})
    answers = {(one.respondent, one.occasion): one for one in answers_of_study(trial.code)}
    sessions = {} if blinded else count_sessions(trial)
    answered_on = _days_of_answers(trial)
    people = Participation.objects.filter(key__in=drawn_on).select_related("site", "trial")
    rows = []
    for person in people:
        arm, group = arms.get(person.key, (None, None))
        before = answers.get((person.key, Occasion.BASELINE))
        after = answers.get((person.key, Occasion.FOLLOW_UP))
        baseline: Values = before.values if before else {}
        follow_up: Values = after.values if after else {}
        draw = drawn_on[person.key]
        rows.append(
            Row(
                id=export_id(trial, person.key),
                site=person.site.slug,
                arm=arm,
                group=groups.get(group) if group is not None else None,
                sessions=sessions.get(person.key) if arm == "intervention" else None,
                baseline_day=_day(answered_on.get((person.key, Occasion.BASELINE)), draw),
                follow_up_day=_day(answered_on.get((person.key, Occasion.FOLLOW_UP)), draw),
                follow_up_state=after.state if after else "",
                baseline=baseline,
                follow_up=follow_up,
                y0=score_of(instrument, baseline),
                y1=score_of(instrument, follow_up),
            )
        )
    rows.sort(key=lambda row: row.id)
    return Dataset(trial, definition, instrument, blinded, tuple(rows))


def export_id(trial: Trial, key: UUID) -> str:
    """A person's key in data that leave the house: the same in every export of a trial.

    Made with the key file, so that nobody can lay an export beside a dump of the database.
    """
    return keyed_hash(f"export/{trial.code}", str(key))[:ID_LENGTH]


def code_groups(trial: Trial, pks: set[int]) -> dict[int, str]:
    """Codes of groups in an order that tells nothing of when or where they met."""
    mixed = sorted(pks, key=lambda pk: keyed_hash(f"export/{trial.code}", f"group:{pk}"))
    return {pk: f"G{number:02d}" for number, pk in enumerate(mixed, start=1)}


def count_sessions(trial: Trial) -> dict[UUID, int]:
    """How many meetings each drawn person came to; needs the vault's key.

    Of those whose link is cut, what was kept when it was.
    """
    drawn = Draw.objects.filter(participation__trial=trial)
    rows = drawn.values_list("participation_id", "sessions_kept")
    found = {key: kept for key, kept in rows if kept is not None}
    people = people_of(trial.participations.all())
    came = sessions_attended(trial.code, [person.pk for person in people.values()])
    return found | {key: came[person.pk] for key, person in people.items()}


def has_answers(row: Row) -> bool:
    """Whether the last questions were sent, or closed with answers in them."""
    return row.follow_up_state == AssessmentState.ANSWERED or any(
        value is not None for items in row.follow_up.values() for value in items.values()
    )


def _days_of_draw(trial: Trial) -> dict[UUID, date | None]:
    rows = Draw.objects.filter(participation__trial=trial)
    return dict(rows.values_list("participation_id", "batch__drawn_on"))


def _days_of_answers(trial: Trial) -> dict[tuple[UUID, str], date | None]:
    rows = Assessment.objects.filter(study=trial.code)
    return {
        (respondent, occasion): day
        for respondent, occasion, day in rows.values_list("respondent", "occasion", "answered_on")
    }


def _day(answered: date | None, drawn: date | None) -> int | None:
    return (answered - drawn).days if answered and drawn else None


def score_of(instrument: Instrument, values: Mapping[str, Any]) -> float | None:
    """The score of one questionnaire among someone's answers, None where it is missing."""
    answers = values.get(instrument.id)
    return score(instrument, answers).value if answers else None
