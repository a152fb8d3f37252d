"""What the engine wants a reader to know beside the numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: ``text`` in English with its ``values`` filled in; ``code`` is stable."""

    code: str
    text: str
    values: Mapping[str, str] = field(default_factory=dict)


def covariate_missing(name: str, count: int) -> Remark:
    """People with an outcome are left out for want of a covariate."""
    text = f"{name} is missing for {count} with an outcome; left out."
    return Remark("covariate_missing", text, {"name": name, "count": str(count)})


def category_unused(name: str, levels: str) -> Remark:
    """A category has nobody with an outcome."""
    text = f"{name} {levels}: nobody with an outcome; left out."
    return Remark("category_unused", text, {"name": name, "levels": levels})


def group_variance_zero(rule: str) -> Remark:
    """τ² is estimated as zero, and the plan's rule says what follows."""
    text = (
        "The variance between groups is estimated as zero; by the plan the group term is "
        f"{'dropped' if rule == 'drop' else 'kept'} in the degrees of freedom."
    )
    return Remark(f"group_variance_zero_{rule}", text)


def few_groups(count: int) -> Remark:
    """There are too few groups to know well how they differ."""
    text = (
        f"There are only {count} groups; the variance between groups is "
        "poorly known and the interval may be wide."
    )
    return Remark("few_groups", text, {"count": str(count)})


def line_impossible(line: str, code: str, reason: str) -> Remark:
    """Another analysis of the same question could not be made; ``code`` names the refusal."""
    return Remark("line_impossible", f"{line}: {reason}", {"line": line, "reason": code})


EXPECTED_INFORMATION = Remark(
    "expected_information",
    "The observed information is not positive definite at the boundary; degrees of "
    "freedom come from the expected information.",
)
ANCOVA_IGNORES_GROUPS = Remark(
    "ancova_ignores_groups",
    "Plain ANCOVA takes no account of the groups; its standard error is too small "
    "if people in a group resemble each other.",
)
MODEL_IGNORES_GROUPS = Remark(
    "model_ignores_groups",
    "This model takes no account of the groups; [model] group_effect = true adds them, and its "
    "result is shown beside.",
)
