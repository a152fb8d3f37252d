"""A synthetic twin of a trial's data: the same columns, and nobody's answers.

Everything is made of the definition and a seed. No draw, no answer and no score of a real
person is read, so the twin can be handed to whoever is to rehearse the analysis, arms and
groups included, while the trial itself is still blinded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from peervej.apps.measures.models import AssessmentState
from peervej.apps.reporting.queries.dataset import Dataset, Row, Values
from peervej.apps.trial.models import Trial
from peervej.apps.trial.queries import definition_of
from peervej.data.instruments import load_instrument
from peervej.data.trials import TrialDefinition
from peervej.methods.instruments import Instrument, score
from peervej.methods.randomisation import draw_batch

ANSWER_LAST, SKIP_ONE, MEETINGS = 0.85, 0.02, 10
SEATS = 10
LIKENESS = 0.6


@dataclass(frozen=True)
class MadeUp:
    """A person nobody is: where they were drawn, and to what."""

    id: str
    site: str
    arm: str
    group: str | None


def make_twin(trial: Trial, *, seed: int, people: int | None = None) -> Dataset:
    """As many made-up people as the trial wants (or `people`), as its data would look.

    The same seed makes the same twin. The effect is none: who finds one has found a fault.
    """
    definition = definition_of(trial)
    chance = Random(f"{trial.code}/{seed}")  # noqa: S311, made-up people need no secrecy
    instrument = load_instrument(definition.primary.instrument)
    rows = [
        _answer(one, definition, instrument, chance)
        for one in _people(definition, people or definition.target, seed)
    ]
    return Dataset(trial, definition, instrument, is_blinded=False, rows=tuple(rows))


def _people(definition: TrialDefinition, how_many: int, seed: int) -> Iterator[MadeUp]:
    """Batches site by site, drawn by the trial's own method from a seed of their own."""
    design, secret = definition.design(), seed.to_bytes(32, "big", signed=False)
    most = max(design.sizes, default=SEATS) if design.kind == "batch" else 2 * SEATS
    number, draw = 0, 0
    while number < how_many:
        draw += 1
        site = definition.sites[(draw - 1) % len(definition.sites)]
        codes = [f"twin{number + k:08d}" for k in range(1, min(most, how_many - number) + 1)]
        number += len(codes)
        arms = (
            draw_batch(design, secret, draw, codes)
            if design.kind == "batch"
            else {code: ("intervention", "control")[k % 2] for k, code in enumerate(codes)}
        )
        for code in codes:
            group = f"G{draw:02d}" if arms[code] == "intervention" else None
            yield MadeUp(code, site, arms[code], group)


def _answer(
    one: MadeUp, definition: TrialDefinition, instrument: Instrument, chance: Random
) -> Row:
    place = chance.random()
    before = _values(definition.baseline.instruments, place, chance)
    comes_back = chance.random() < ANSWER_LAST
    after = _values(definition.follow_up.instruments, place, chance) if comes_back else {}
    plan = definition.follow_up
    return Row(
        id=one.id,
        site=one.site,
        arm=one.arm,
        group=one.group,
        sessions=chance.randint(0, MEETINGS) if one.group else None,
        baseline_day=-chance.randint(0, definition.baseline.max_days_before_draw),
        follow_up_day=(
            7 * plan.offset_weeks + chance.randint(-plan.before_days, plan.after_days)
            if comes_back
            else None
        ),
        follow_up_state=AssessmentState.ANSWERED if comes_back else AssessmentState.CLOSED,
        baseline=before,
        follow_up=after,
        y0=_score(instrument, before),
        y1=_score(instrument, after),
    )


def _values(instruments: Sequence[str], place: float, chance: Random) -> Values:
    """Answers over the whole range of each item, those of one person somewhat alike."""
    found: dict[str, dict[str, int | None]] = {}
    for name in instruments:
        answers: dict[str, int | None] = {}
        for item in load_instrument(name).items:
            where = LIKENESS * place + (1 - LIKENESS) * chance.random()
            steps = item.ceiling - item.floor + 1
            value = item.floor + min(steps - 1, int(where * steps))
            answers[item.id] = None if chance.random() < SKIP_ONE else value
        found[name] = answers
    return found


def _score(instrument: Instrument, values: Values) -> float | None:
    answers = values.get(instrument.id)
    return score(instrument, answers).value if answers else None
