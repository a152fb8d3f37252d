"""Trial definitions: what is decided before anyone is drawn, as one strict TOML text."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from peervej.methods.errors import UnusableInput
from peervej.methods.randomisation import Design, Kind
from peervej.methods.randomisation.design import INTERVENTION
from peervej.methods.strict_toml import build, parse_toml


@dataclass(frozen=True)
class Method:
    """How people are drawn."""

    kind: Kind
    batch_sizes: tuple[int, ...] = ()
    block_sizes: tuple[int, ...] = ()


@dataclass(frozen=True)
class ConsentTexts:
    """Versions of the two consent texts."""

    service: str
    research: str


@dataclass(frozen=True)
class Baseline:
    """When the first questions count: answered at most so many days before the draw."""

    instruments: tuple[str, ...]
    max_days_before_draw: int = 14


@dataclass(frozen=True)
class FollowUp:
    """When the last questions open and close, counted from the group's first meeting."""

    instruments: tuple[str, ...]
    offset_weeks: int = 10
    before_days: int = 0
    after_days: int = 28
    reminder_days: tuple[int, ...] = (4, 10, 18)


@dataclass(frozen=True)
class Outcome:
    """The primary outcome."""

    instrument: str
    name: str
    important_difference: int = 0


@dataclass(frozen=True)
class Eligibility:
    """A yes-or-no question before joining, and the answer that lets someone in."""

    id: str
    da: str
    en: str
    needed: bool = True

    def text(self, language: str) -> str:
        """The question in a language, Danish where there is no other."""
        return self.en if language == "en" else self.da


@dataclass(frozen=True)
class Telling:
    """What is settled about telling people their lot."""

    within_days: int = 2
    controls_may_join_later: bool = True


@dataclass(frozen=True)
class Analysis:
    """The analysis that is planned, in the words of the analysis plan.

    Beside the primary one: how often missing outcomes are imputed (0 for not at all), whether
    sites are compared, and from how many meetings on someone counts as having taken part (0 for
    no such analysis). What is not planned here is called exploratory in the report.
    """

    alpha: float = 0.05
    kind: str = "partially_nested"
    heteroscedastic: bool = True
    df: str = "satterthwaite"
    boundary: str = "drop"
    imputations: int = 0
    by_site: bool = False
    took_part_from: int = 0


@dataclass(frozen=True)
class TrialDefinition:
    """One trial. Raises UnusableInput when its parts do not fit together."""

    code: str
    name: str
    target: int
    method: Method
    arms: Mapping[str, int]
    sites: tuple[str, ...]
    consent: ConsentTexts
    baseline: Baseline
    follow_up: FollowUp
    primary: Outcome
    telling: Telling = Telling()
    analysis: Analysis = Analysis()
    eligibility: tuple[Eligibility, ...] = ()
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.target < 2:
            raise UnusableInput("target must be at least 2 people.")
        if not self.sites:
            raise UnusableInput("sites names no site; a trial needs at least one.")
        if self.primary.instrument not in self.follow_up.instruments:
            raise UnusableInput(
                f"the primary outcome {self.primary.instrument!r} is not among the follow-up's"
                " instruments; add it there."
            )
        ids = [question.id for question in self.eligibility]
        if len(set(ids)) != len(ids) or not all(name.isidentifier() for name in ids):
            raise UnusableInput("every eligibility question needs an id of its own, one word.")
        if set(self.arms) != {INTERVENTION, "control"}:
            raise UnusableInput("arms must be exactly intervention and control.")
        self.design()

    def design(self) -> Design:
        """The part of the definition that the draw is computed from."""
        sizes = {
            Kind.BATCH: self.method.batch_sizes,
            Kind.PERMUTED_BLOCKS: self.method.block_sizes,
            Kind.SIMPLE: (),
        }
        return Design(
            trial=self.code,
            arms=tuple(sorted(self.arms.items(), key=lambda arm: arm[0] != INTERVENTION)),
            kind=self.method.kind,
            sizes=sizes[self.method.kind],
            strata=(("site", self.sites),),
        )


def read_trial(text: str | bytes) -> TrialDefinition:
    """Read a trial definition; raises UnusableInput that says what is wrong and where."""
    return build(TrialDefinition, parse_toml(text, what="the trial"), where="the trial")


def load_trial_text(code: str) -> str:
    """The shipped definition of `code`."""
    return resources.files(__name__).joinpath(f"{code}.toml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class ConsentText:
    """What someone said yes to, in one version and language."""

    purpose: str
    version: str
    language: str
    title: str
    lead: str
    points: tuple[str, ...]
    stop_title: str
    stop: str


def load_consent_text(purpose: str, version: str, language: str) -> ConsentText | None:
    """The text of a consent, in Danish where the language has none; None if not shipped."""
    folder = resources.files(__name__).joinpath("consents")
    shipped = {entry.name for entry in folder.iterdir()}
    for wanted in (language, "da"):
        name = f"{purpose}.{version}.{wanted}.toml"
        if name in shipped:
            text = folder.joinpath(name).read_bytes()
            return build(ConsentText, parse_toml(text, what=name), where=name)
    return None
