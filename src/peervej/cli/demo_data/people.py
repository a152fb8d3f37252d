"""Made-up people: how each came, answers, comes and goes. Pure chance, no operations."""

import tomllib
from dataclasses import dataclass
from importlib import resources

from peervej.cli.demo_data.cast import NICKNAMES
from peervej.cli.demo_data.chance import Chance, spread_score

ITEMS, MOST = 6, 4
HEARD_FROM = ("municipality", "municipality", "health", "friend", "internet", "poster", "")


@dataclass(frozen=True)
class Truth:
    """The parameters of effect.toml."""

    baseline_mean: float
    baseline_sd: float
    slope: float
    intercept: float
    effect: float
    group_sd: float
    residual_sd: float
    unanswered: float
    skipped_item: float
    drop_out: float
    presence: float
    stay_away_from_intro: float
    decline_after_intro: float


def load_truth() -> Truth:
    text = resources.files(__package__).joinpath("effect.toml").read_text(encoding="utf-8")
    return Truth(**tomllib.loads(text))


@dataclass(frozen=True)
class MadeUp:
    """One made-up person."""

    number: int
    name: str
    channel: str
    contact: str
    heard_from: str
    telling: str
    baseline: int
    noise: float
    answers_follow_up: bool
    drops_out_after: int | None
    comes: tuple[bool, ...]


def make_up(number: int, seed: str, truth: Truth) -> MadeUp:
    """The person of this number; the same seed makes the same person."""
    chance = Chance(seed, f"person/{number}")
    by_phone = chance.random() < 0.75
    stops = chance.random() < truth.drop_out
    return MadeUp(
        number=number,
        # One after another, so that two in a group seldom go by the same name.
        name=NICKNAMES[number * 37 % len(NICKNAMES)],
        channel="sms" if by_phone else "email",
        # Denmark sets no numbers aside for stories; Ofcom does (07700 900000 to 900999).
        contact=f"+447700900{number % 1000:03d}" if by_phone else f"person{number}@example.org",
        heard_from=chance.choice(HEARD_FROM),
        telling=chance.choice(["call", "call", "call", "meeting", "own_page"]),
        baseline=round(min(24, max(0, chance.gauss(truth.baseline_mean, truth.baseline_sd)))),
        noise=chance.gauss(0, truth.residual_sd),
        answers_follow_up=chance.random() >= truth.unanswered,
        drops_out_after=chance.randrange(1, 8) if stops else None,
        comes=tuple(chance.random() < truth.presence for _ in range(10)),
    )


def follow_up_score(person: MadeUp, truth: Truth, *, in_group: bool, group_effect: float) -> int:
    """The last score, rounded and kept within the questionnaire's range."""
    score = truth.intercept + truth.slope * person.baseline + person.noise
    score += truth.effect + group_effect if in_group else 0
    return round(min(24, max(0, score)))


def answers_for(
    score: int, person: MadeUp, seed: str, occasion: str, truth: Truth
) -> list[int | None]:
    """Six answers that add up to the score; now and then one is skipped."""
    chance = Chance(seed, f"answers/{occasion}/{person.number}")
    values: list[int | None] = list(spread_score(score, ITEMS, MOST, chance))
    return [None if chance.random() < truth.skipped_item else value for value in values]
