"""The result in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from peervej.apps.design.numbers import write_number
from peervej.apps.places.models import Site
from peervej.apps.reporting.queries.dataset import Dataset
from peervej.apps.reporting.queries.effect import secondary_instruments
from peervej.data.instruments import load_instrument
from peervej.methods.analysis import AnalysisResult, Model, ModelKind
from peervej.methods.analysis.remarks import Remark
from peervej.methods.instruments import Direction
from peervej.report.words import (
    LANGUAGES,
    load_words,
    say_line,
    say_refusal,
    say_remark,
    say_remedy,
)

SMALLEST_P = 0.0001


def say_result(result: AnalysisResult, dataset: Dataset) -> str:
    """The primary result in one plain sentence, for a reader who knows no statistics."""
    low, high = result.primary.interval(result.plan.alpha)
    weeks = dataset.definition.follow_up.offset_weeks
    values = {
        "weeks": weeks,
        "what": _construct(dataset),
        "points": write_number(abs(result.primary.estimate)),
        "low": write_number(low),
        "high": write_number(high),
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


def say_p(value: float) -> str:
    """A p value with its sign, never "= 0"."""
    if value < SMALLEST_P:
        return f"< {write_number(SMALLEST_P, 4)}"
    return f"= {write_number(value, 4)}"


def name_of_model(model: Model) -> str:
    """The model in a reader's words."""
    names = {
        ModelKind.PARTIALLY_NESTED: _("Partially nested model: groups in one arm only"),
        ModelKind.ANCOVA: _("Analysis of covariance"),
        ModelKind.CLDA: _("Constrained longitudinal model"),
        ModelKind.MMRM: _("Repeated measures with unstructured covariance"),
    }
    return names[model.kind]


def names_of(dataset: Dataset) -> dict[str, str]:
    """What the columns, arms and sites of a trial's data are called."""
    name = dataset.definition.primary.name
    names = {
        "y1": name,
        "y0": f"{name}, {_('first score')}",
        "site": _("Site"),
        "sessions": _("meetings"),
        "intervention": _("A group"),
        "control": _("Usual support"),
        **dict(Site.objects.values_list("slug", "name")),
    }
    for one in secondary_instruments(dataset.definition):
        known = load_instrument(one).name
        names |= {f"{one}_1": known, f"{one}_0": f"{known}, {_('first score')}"}
    return names


def name_of_line(name: str) -> str:
    """What a sensitivity analysis does differently."""
    return say_line(_words(), name)


def explain_remark(remark: Remark, names: Mapping[str, str]) -> str:
    """The engine's remark in the reader's language; `names` say what columns are called."""
    return say_remark(_words(), remark, lambda column: names.get(column, column))


def explain_refusal(code: str, reason: str) -> str:
    """Why there is no number, as a sentence in the reader's language."""
    text = say_refusal(_words(), code, reason)
    return text[:1].upper() + text[1:]


def explain_and_advise(code: str, reason: str) -> str:
    """Why there is no number, and what can be done about it."""
    return f"{explain_refusal(code, reason)} {say_remedy(_words(), code)}".rstrip()


def name_of_stage(stage: str) -> str:
    """What a long calculation is at."""
    names = {
        "": "",
        "primary": _("The primary analysis"),
        "missing": _("Missing answers are imputed"),
        "compliers": _("The effect of taking part"),
        "simulation": _("Trials are made and analysed"),
        "writing": _("The file is written"),
        "written": _("The file is written"),
    }
    return names.get(stage, _("Other analyses beside the primary one"))


def _words() -> dict[str, Any]:
    language = (get_language() or "da")[:2]
    return load_words(language if language in LANGUAGES else "da")
