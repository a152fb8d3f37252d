"""The result of an analysis and its JSON form."""

import math
from dataclasses import dataclass
from typing import Any

from peervej.methods.analysis.inference import Estimate
from peervej.methods.analysis.plan import Plan
from peervej.methods.analysis.remarks import Remark
from peervej.methods.analysis.summaries import ArmMeans, WithInterval


@dataclass(frozen=True, slots=True)
class Variances:
    """Variance components in squared units of the outcome; None where the model has none."""

    group: float | None
    residual_intervention: float | None
    residual_control: float | None


@dataclass(frozen=True, slots=True)
class SensitivityLine:
    """Another analysis of the same question.

    ``estimate`` is None when it is impossible, with a reason and its ``code``.
    """

    name: str
    estimate: Estimate | None
    reason: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class AnalysisResult:
    """The primary result and everything shown beside it.

    ``drawn`` and ``analysed`` are (control, intervention) counts; ``visit`` is set for long data.
    """

    plan: Plan
    n: int
    n_groups: int
    drawn: tuple[int, int]
    analysed: tuple[int, int]
    primary: Estimate
    variance: Variances
    log_reml: float
    converged: bool
    at_boundary: bool
    sensitivity: tuple[SensitivityLine, ...]
    remarks: tuple[Remark, ...]
    means: ArmMeans | None = None
    standardised: WithInterval | None = None
    icc: WithInterval | None = None
    visit: str | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """The remarks as English sentences."""
        return tuple(remark.text for remark in self.remarks)

    def to_json(self) -> dict[str, Any]:
        """The documented JSON object, with plain numbers."""
        low, high = self.primary.interval(self.plan.alpha)
        return {
            "n": self.n,
            "n_groups": self.n_groups,
            "model": str(self.plan.model.kind),
            "primary": {
                "estimate": self.primary.estimate,
                "se": self.primary.se,
                "df": _finite(self.primary.df),
                "df_method": self.primary.df_method,
                "t": self.primary.t,
                "p": self.primary.p,
                "ci_low": low,
                "ci_high": high,
            },
            "variance": {
                "group": self.variance.group,
                "residual_intervention": self.variance.residual_intervention,
                "residual_control": self.variance.residual_control,
            },
            "log_reml": self.log_reml,
            "converged": self.converged,
            "at_boundary": self.at_boundary,
            "boundary_rule": str(self.plan.model.boundary),
            "sensitivity": [_line(line) for line in self.sensitivity],
            "warnings": list(self.warnings),
        }


def _line(line: SensitivityLine) -> dict[str, Any]:
    found = line.estimate
    return {
        "name": line.name,
        "estimate": None if found is None else found.estimate,
        "se": None if found is None else found.se,
        "df": None if found is None else _finite(found.df),
        "p": None if found is None else found.p,
    }


def _finite(df: float) -> float | None:
    return df if math.isfinite(df) else None
