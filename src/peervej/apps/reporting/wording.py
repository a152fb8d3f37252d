"""The result in words."""

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from peervej.apps.reporting.queries.dataset import Dataset
from peervej.methods.analysis import AnalysisResult, Model, ModelKind
from peervej.methods.instruments import Direction


def number(value: float, decimals: int = 1) -> str:
    """A number as the reader's language writes it."""
    return number_format(value, decimal_pos=decimals, use_l10n=True)


def say_result(result: AnalysisResult, dataset: Dataset) -> str:
    """The primary result in one plain sentence, for a reader who knows no statistics."""
    low, high = result.primary.interval(result.plan.alpha)
    weeks = dataset.definition.follow_up.offset_weeks
    values = {
        "weeks": weeks,
        "what": _construct(dataset),
        "points": number(abs(result.primary.estimate)),
        "low": number(low),
        "high": number(high),
        "level": round(100 * (1 - result.plan.alpha)),
    }
    if low <= 0 <= high:
        text = _(
            "About %(weeks)s weeks after the group's first meeting we cannot tell the two apart:"
            " the difference in %(what)s may be anything between %(low)s and %(high)s points."
        )
    elif result.primary.estimate > 0:
        text = _(
            "About %(weeks)s weeks after the group's first meeting, those drawn to a group had on"
            " average %(points)s points more in %(what)s than those drawn to usual support"
            " (%(level)s %% interval %(low)s to %(high)s)."
        )
    else:
        text = _(
            "About %(weeks)s weeks after the group's first meeting, those drawn to a group had on"
            " average %(points)s points fewer in %(what)s than those drawn to usual support"
            " (%(level)s %% interval %(low)s to %(high)s)."
        )
    higher_is_better = dataset.instrument.direction == Direction.HIGHER_BETTER
    reading = _("More points are better.") if higher_is_better else _("More points are worse.")
    return f"{text % values} {reading}"


def _construct(dataset: Dataset) -> str:
    language = (get_language() or "da")[:2]
    construct = dataset.instrument.construct
    return construct.get(language) or dataset.instrument.name


def name_of_model(model: Model) -> str:
    """The model in a reader's words."""
    names = {
        ModelKind.PARTIALLY_NESTED: _("Partially nested model: groups in one arm only"),
        ModelKind.ANCOVA: _("Analysis of covariance"),
        ModelKind.CLDA: _("Constrained longitudinal model"),
        ModelKind.MMRM: _("Repeated measures with unstructured covariance"),
    }
    return names[model.kind]


def name_of_line(name: str) -> str:
    """What a sensitivity analysis does differently."""
    names = {
        "ancova": _("As if there were no groups"),
        "cr2": _("Groups by robust standard errors (CR2)"),
        "homoscedastic": _("The same variance in both arms"),
        "heteroscedastic": _("A variance of its own in each arm"),
        "kenward_roger": _("Degrees of freedom by Kenward and Roger"),
        "satterthwaite": _("Degrees of freedom by Satterthwaite"),
        "boundary_keep": _("The group term kept though its variance is zero"),
        "boundary_drop": _("The group term dropped where its variance is zero"),
        "facilitator_pairs": _("Pairs of group leaders in the place of groups"),
        "partially_nested": _("Partially nested model: groups in one arm only"),
    }
    return names.get(name, name)


def explain_warning(text: str) -> str:
    """The engine's remark in the reader's language, where a translation is known."""
    known = {
        "The variance between groups is estimated as zero; by the plan the group term is dropped"
        " in the degrees of freedom.": _(
            "The groups do not differ more than chance explains. As the plan says, the group term"
            " is then dropped from the degrees of freedom."
        ),
    }
    return known.get(text, text)
