"""Numbers and words of one language for one result."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from peervej.methods.analysis import AnalysisResult, Estimate, Part, Plan, Supplement, Table
from peervej.methods.analysis.remarks import Remark
from peervej.methods.analysis.table import shortest_code
from peervej.methods.errors import UnusableInput
from peervej.methods.rounding import round_half_up
from peervej.report.document import Heading
from peervej.report.words import LANGUAGES, load_words, say_line, say_refusal, say_remark


class UnknownLanguage(UnusableInput):
    """A report is asked for in a language it is not written in."""


def words_of(language: str) -> dict[str, Any]:
    """Everything a report says in a language; raises UnknownLanguage."""
    if language not in LANGUAGES:
        raise UnknownLanguage(f"A report can be in {' or '.join(LANGUAGES)}, not {language}.")
    return load_words(language)


def write_number(value: float | None, decimals: int, mark: str) -> str:
    """A number with its decimal mark; minus as a minus sign, never "-0"."""
    if value is None or not np.isfinite(value):
        return "–"
    text = f"{round_half_up(value, decimals):f}"
    return text.replace("-", "\u2212").replace(".", mark)


class Writer:
    """What the sections of one report share. Raises UnknownLanguage."""

    def __init__(
        self,
        result: AnalysisResult,
        table: Table,
        language: str,
        *,
        names: Mapping[str, str] = MappingProxyType({}),
        supplement: Supplement | None = None,
        sealed: Plan | None = None,
    ) -> None:
        self.words = words_of(language)
        self.result, self.table, self.language = result, table, language
        self.plan: Plan = result.plan
        self.sealed = sealed or result.plan
        self.supplement = supplement
        self.names = {**self.plan.labels, **names}
        self.low, self.high = result.primary.interval(self.plan.alpha)

    def label(self, column: str) -> str:
        """What a column is called in the report."""
        return self.names.get(column, column)

    def number(self, value: float | None, decimals: int = 2) -> str:
        """A number as the language writes it."""
        return write_number(value, decimals, self.words["decimal"])

    def interval(self, low: float, high: float, decimals: int = 2) -> str:
        """An interval."""
        return f"{self.number(low, decimals)} – {self.number(high, decimals)}"

    def to(self, low: float, high: float, decimals: int = 1) -> str:
        """An interval inside a sentence."""
        between = self.words["to"]
        return f"{self.number(low, decimals)} {between} {self.number(high, decimals)}"

    def p(self, value: float) -> str:
        """A p value, never "0"."""
        smallest = 0.001
        if value < smallest:
            return f"< {self.number(smallest, 3)}"
        return self.number(value, 3)

    def cells(self, effect: Estimate, decimals: int = 2) -> tuple[str, str, str]:
        """Estimate, interval and p value of an effect."""
        ends = effect.interval(self.plan.alpha)
        return self.number(effect.estimate, decimals), self.interval(*ends), self.p(effect.p)

    @property
    def level(self) -> str:
        """The confidence level, in per cent."""
        return self.number(100 * (1 - self.plan.alpha), 0 if self.plan.alpha * 100 % 1 == 0 else 1)

    @property
    def is_planned(self) -> bool:
        """Whether the primary analysis is the sealed one."""
        sealed, plan = self.sealed, self.plan
        return (plan.data, plan.outcome, plan.model, plan.alpha) == (
            sealed.data, sealed.outcome, sealed.model, sealed.alpha,
        )  # fmt: skip

    def heading(self, anchor: str) -> Heading:
        """The heading of a section."""
        return Heading(self.words["heading"][anchor], anchor)

    def marked(self, text: str, part: Part[Any]) -> str:
        """A caption, called exploratory where the sealed plan does not name it."""
        return text if part.is_planned else f"{self.words['exploratory']}: {text}"

    def line(self, name: str) -> str:
        """What a sensitivity analysis does differently."""
        return say_line(self.words, name, self.label)

    def refusal(self, code: str, reason: str) -> str:
        """Why there is no number, in the reader's language where it is known."""
        return say_refusal(self.words, code, reason)

    def remark(self, remark: Remark) -> str:
        """The engine's remark in the reader's language."""
        return say_remark(self.words, remark, self.label)

    def arm_name(self, arm: str) -> str:
        """What an arm, "intervention" or "control", is called."""
        return str(self.names.get(arm, self.words[arm]))

    def arms(self) -> list[tuple[str, Any]]:
        """Name and mask of rows (n,) of each arm, intervention first."""
        codes = self.table.codes(self.plan.data.arm)
        data = self.plan.data
        return [
            (self.arm_name("intervention"), codes == shortest_code(data.intervention)),
            (self.arm_name("control"), codes == shortest_code(data.control)),
        ]

    def people(self) -> list[tuple[str, Any]]:
        """As arms, but one row per person also in long data."""
        arms, name = self.arms(), self.plan.data.id
        if not self.plan.model.kind.is_long or name is None:
            return arms
        _ids, first = np.unique(self.table.texts(name), return_index=True)
        once = np.zeros(len(self.table), dtype=np.bool_)
        once[first] = True
        return [(label, mask & once) for label, mask in arms]
