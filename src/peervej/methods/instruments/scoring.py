"""Scores from answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from peervej.methods.errors import UnusableInput
from peervej.methods.instruments.definition import Instrument
from peervej.methods.instruments.parts import (
    Certainty,
    Item,
    Method,
    Missing,
    MissingMethod,
    Subscale,
)
from peervej.methods.instruments.wording import Wording

Answers = Mapping[str, int | None] | Sequence[int | None]


class UnusableAnswer(UnusableInput):
    """An answer is not among those the item allows, or belongs to no item."""


@dataclass(frozen=True)
class Score:
    """A person's score: None when the missing rule allows none, with the reason."""

    value: float | None
    subscales: Mapping[str, float | None]
    missing: int
    reason: str | None = None


def score(
    instrument: Instrument,
    answers: Answers,
    *,
    missing_rule: Missing | None = None,
    wording: Wording | None = None,
) -> Score:
    """Score one person's answers, exactly (rational arithmetic, rounded once to a float).

    ``answers``: by item id, or one per item in order; None is a missing answer.
    ``missing_rule``: the operator's own rule instead of the instrument's. ``wording``: names the
    items of subscales whose membership is the owner's. Raises `UnusableAnswer` on an answer
    outside its item's range or an item that does not exist, `UnusableInput` when the instrument
    defines no score. Sources: those the instrument names.
    """
    if not instrument.is_scorable:
        raise UnusableInput(
            f"{instrument.id} defines no score; add its scoring and the answers of each item."
        )
    given = _in_order(instrument, answers)
    points = [_points(item, answer) for item, answer in zip(instrument.items, given, strict=True)]
    missing = sum(answer is None for answer in given)
    subscales = {}
    for subscale in instrument.subscales:
        numbers = subscale.items or (wording.members(subscale.id) if wording else ())
        subscales[subscale.id] = _subscale(subscale, numbers, points)
    rule = missing_rule or instrument.missing
    if rule.most >= len(instrument.items):
        raise UnusableInput("A missing rule must leave at least one item answered; allow fewer.")
    if rule.most and instrument.scoring.method is Method.VALUE_SET:
        raise UnusableInput("A value set needs every item answered; allow none missing.")
    if instrument.scoring.method is Method.NONE:
        return Score(None, subscales, missing, "no total is defined, only subscales")
    if missing > rule.most:
        allowed = f"at most {rule.most} may be" if rule.most else "all answers are needed"
        return Score(None, subscales, missing, f"{missing} answers are missing; {allowed}")
    return Score(_total(instrument, points, given), subscales, missing)


def rule_allowing(most: int) -> Missing:
    """Return the operator's rule: up to ``most`` missing, replaced by the mean of the others."""
    method = MissingMethod.MEAN_OF_ANSWERED if most else MissingMethod.ALL_NEEDED
    return Missing(method, Certainty.OWN, most)


def _in_order(instrument: Instrument, answers: Answers) -> list[int | None]:
    items = instrument.items
    if not isinstance(answers, Mapping):
        if len(answers) != len(items):
            raise UnusableAnswer(
                f"{instrument.id} has {len(items)} items, but {len(answers)} answers were given."
            )
        return list(answers)
    unknown = set(answers) - {item.id for item in items}
    if unknown:
        raise UnusableAnswer(f"{instrument.id} has no item {min(unknown)!r}; check the names.")
    return [answers.get(item.id) for item in items]


def _points(item: Item, answer: int | None) -> Fraction | None:
    if answer is None:
        return None
    if isinstance(answer, bool) or not isinstance(answer, int):
        raise UnusableAnswer(f"Item {item.id} is answered with a whole number, not {answer!r}.")
    if not item.floor <= answer <= item.ceiling:
        raise UnusableAnswer(
            f"Item {item.id} is answered from {item.floor} to {item.ceiling}, not {answer}."
        )
    return Fraction(item.floor + item.ceiling - answer if item.reversed else answer)


def _subscale(
    subscale: Subscale, numbers: Sequence[int], points: Sequence[Fraction | None]
) -> float | None:
    if len(numbers) != subscale.size:
        return None
    answered = [p for number in numbers if (p := points[number - 1]) is not None]
    if len(numbers) - len(answered) > subscale.most_missing:
        return None
    return float(sum(answered) * Fraction(len(numbers), len(answered)))


def _total(
    instrument: Instrument, points: Sequence[Fraction | None], given: Sequence[int | None]
) -> float:
    scoring = instrument.scoring
    if scoring.method is Method.VALUE_SET:
        decrement = Fraction(0)
        for item, answer in zip(instrument.items, given, strict=True):
            if answer is not None:
                decrement += Fraction(scoring.value_set[item.id][answer - item.floor])
        return float(1 - decrement)
    answered = [p for p in points if p is not None]
    mean = sum(answered, Fraction(0)) / len(answered)
    if scoring.method is Method.MEAN:
        return float(Fraction(scoring.factor) * mean)
    return float(Fraction(scoring.factor) * mean * len(points))
