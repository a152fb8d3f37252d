"""Reading typed values out of a TOML plan, with one clear sentence for each fault."""

import difflib
import math
import tomllib
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from peervej.methods.analysis.refusal import AnalysisRefused

Choice = TypeVar("Choice", bound=StrEnum)
LONGEST_PLAN = 1_000_000


class UnusablePlan(AnalysisRefused):
    """The plan cannot be read or contradicts itself."""

    code: ClassVar[str] = "unusable_plan"


def parse_toml(text: str) -> dict[str, Any]:
    """Parse TOML text; raises UnusablePlan."""
    if len(text) > LONGEST_PLAN:
        raise UnusablePlan("The plan is longer than a million characters; this is not a plan.")
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise UnusablePlan(f"The plan is not valid TOML: {fault}.") from fault


class PlanSection:
    """One table of a plan; every key that was asked for counts as known."""

    def __init__(self, values: dict[str, Any], name: str) -> None:
        self._values = values
        self._name = name
        self._known: set[str] = set()

    def _label(self, key: str) -> str:
        return f"[{self._name}] {key}" if self._name else key

    def _take(self, key: str) -> Any:
        self._known.add(key)
        return self._values.get(key)

    def has(self, key: str) -> bool:
        """Whether the key is present."""
        return key in self._values

    def section(self, key: str, *, needed: bool = True) -> "PlanSection":
        """A table inside this one; empty when absent and not needed."""
        value = self._take(key)
        if value is None and not needed:
            value = {}
        if value is None:
            raise UnusablePlan(f"The plan has no [{key}]; add it.")
        if not isinstance(value, dict):
            raise UnusablePlan(f"{self._label(key)} must be a table, written [{key}].")
        return PlanSection(value, key)

    def sections(self, key: str) -> list["PlanSection"]:
        """The tables of a list written [[key]]; empty when absent."""
        value = self._take(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise UnusablePlan(f"{self._label(key)} must be written [[{key}]], once for each.")
        return [PlanSection(one, key) for one in value]

    def optional_text(self, key: str) -> str | None:
        """A non-empty text, or None when absent or empty."""
        value = self._take(key)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise UnusablePlan(f"{self._label(key)} must be a text in quotes.")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A non-empty text."""
        value = self.optional_text(key)
        if value is None and default is not None:
            return default
        if value is None:
            raise UnusablePlan(f"The plan does not say {self._label(key)}; add it.")
        return value

    def optional_code(self, key: str) -> str | None:
        """A code as it stands in the data: text or number, kept as text."""
        value = self._take(key)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise UnusablePlan(f"{self._label(key)} must be a text or a number.")
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value)

    def code(self, key: str) -> str:
        """A code that must be given."""
        value = self.optional_code(key)
        if value is None:
            raise UnusablePlan(f"The plan does not say {self._label(key)}; add it.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when absent."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise UnusablePlan(f'{self._label(key)} must be a list of texts, as ["site"].')
        return tuple(value)

    def all_texts(self) -> dict[str, str]:
        """Every key of this table with its text."""
        return {key: self.text(key) for key in self._values}

    def flag(self, key: str, default: bool) -> bool:
        """A truth value."""
        value = self._take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise UnusablePlan(f"{self._label(key)} must be true or false, without quotes.")
        return value

    def number(self, key: str, default: float | None = None) -> float:
        """A finite number."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        if value is None:
            raise UnusablePlan(f"The plan does not say {self._label(key)}; add it.")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise UnusablePlan(f"{self._label(key)} must be a number, with a decimal point.")
        if not math.isfinite(value):
            raise UnusablePlan(f"{self._label(key)} must be a finite number.")
        return float(value)

    def whole(self, key: str, default: int) -> int:
        """A whole number that is not negative."""
        value = self.number(key, float(default))
        if not value.is_integer() or value < 0:
            raise UnusablePlan(
                f"{self._label(key)} must be a whole number of 0 or more, not {value:g}."
            )
        return int(value)

    def fraction(self, key: str, default: float | None = None) -> float:
        """A number strictly between 0 and 1."""
        value = self.number(key, default)
        if not 0 < value < 1:
            raise UnusablePlan(f"{self._label(key)} must lie between 0 and 1, not {value:g}.")
        return value

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One of the texts of an enumeration."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        allowed = ", ".join(f'"{member}"' for member in kind)
        if value is None:
            raise UnusablePlan(f"The plan does not say {self._label(key)}; choose {allowed}.")
        try:
            return kind(value)
        except ValueError:
            said = f"{value!r}"[:60]
            raise UnusablePlan(f"{self._label(key)} is {said}; choose one of {allowed}.") from None

    def ignore(self, *keys: str) -> None:
        """Accept keys that belong to another reader of the same file."""
        self._known.update(keys)

    def ignore_rest(self) -> None:
        """Accept a whole table that belongs to another reader of the same file."""
        self._known.update(self._values)

    def refuse_unknown(self) -> None:
        """Raise UnusablePlan for the first key nobody asked for: a typing error must not pass."""
        for key in self._values:
            if key in self._known:
                continue
            near = difflib.get_close_matches(key, self._known, n=1)
            hint = f"did you mean {near[0]}?" if near else "remove it."
            raise UnusablePlan(f"{self._label(key)} is not known; {hint}")
