"""A data set as it leaves the house: named columns with their meaning, no dates, no names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from peervej.apps.measures.models import AssessmentState
from peervej.apps.measures.wording import wording_of
from peervej.apps.reporting.queries.dataset import Dataset, Row
from peervej.data.instruments import load_instrument
from peervej.methods.disclosure import GroupRisk, small_group_risk
from peervej.methods.errors import UnusableInput
from peervej.methods.instruments import Instrument, Wording

Cell = str | int | float | None

WITH_ARMS = ("arm", "grp", "sessions")


class NothingToExport(UnusableInput):
    """Nobody has been drawn."""


@dataclass(frozen=True)
class Variable:
    """One column: its name, what it means, its codes, and the form it belongs to."""

    name: str
    label: str
    kind: str
    form: str
    codes: Mapping[str, str] = field(default_factory=dict)
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True)
class ExportTable:
    """Columns and rows in the same order; `risk` measures groups alike in what one may know."""

    trial_code: str
    is_blinded: bool
    variables: tuple[Variable, ...]
    rows: tuple[tuple[Cell, ...], ...]
    risk: GroupRisk


def build_export(dataset: Dataset) -> ExportTable:
    """Lay a data set out as columns; raises NothingToExport.

    A blinded one has no column for arm, group or attendance at all.
    """
    if not dataset.rows:
        raise NothingToExport("Nobody has been drawn in this trial, so there is nothing to export.")
    variables = [*_fixed_variables(dataset)]
    before = _item_variables(dataset.definition.baseline.instruments, "b", "baseline")
    after = _item_variables(dataset.definition.follow_up.instruments, "f", "follow_up")
    scores = _score_variables(dataset)
    rows = []
    for row in dataset.rows:
        fixed = _fixed_cells(row, blinded=dataset.is_blinded)
        items: list[Cell] = [row.baseline.get(i, {}).get(item) for i, item, _v in before]
        items += [row.follow_up.get(i, {}).get(item) for i, item, _v in after]
        rows.append((*fixed, *items, row.y0, row.y1))
    variables += [variable for _i, _item, variable in (*before, *after)]
    names = [variable.name for variable in variables]
    known = [name for name in ("site", *WITH_ARMS) if name in names]
    risk = small_group_risk([dict(zip(names, row, strict=False)) for row in rows], known)
    return ExportTable(
        dataset.trial.code, dataset.is_blinded, (*variables, *scores), tuple(rows), risk
    )


def _fixed_variables(dataset: Dataset) -> list[Variable]:
    sites = {site.slug: site.name for site in dataset.trial.sites.all()}
    arms = [
        Variable(
            "arm",
            _("What the person was drawn to"),
            "code",
            "draw",
            {"intervention": _("a group"), "control": _("usual support")},
        ),
        Variable("grp", _("The group the person was drawn to, in mixed order"), "text", "draw"),
        Variable(
            "sessions",
            _("Meetings attended; empty for usual support and where the link is cut"),
            "number",
            "draw",
        ),
    ]
    return [
        Variable("record_id", _("Random key, the same in every export"), "text", "draw"),
        Variable("site", _("Site"), "code", "draw", sites),
        *([] if dataset.is_blinded else arms),
        Variable(
            "b_day", _("Day of the first answers, counted from the draw"), "number", "baseline"
        ),
        Variable(
            "f_day", _("Day of the last answers, counted from the draw"), "number", "follow_up"
        ),
        Variable(
            "f_state",
            _("What became of the last questions"),
            "code",
            "follow_up",
            {str(state.value): str(state.label) for state in AssessmentState},
        ),
    ]


def _fixed_cells(row: Row, *, blinded: bool) -> list[Cell]:
    arms: list[Cell] = [] if blinded else [row.arm, row.group, row.sessions]
    return [row.id, row.site, *arms, row.baseline_day, row.follow_up_day, row.follow_up_state]


def _item_variables(
    instruments: Sequence[str], prefix: str, form: str
) -> list[tuple[str, str, Variable]]:
    found = []
    for name in instruments:
        instrument = load_instrument(name)
        wording = wording_of(name, "da")
        for number, item in enumerate(instrument.items, start=1):
            codes = _codes(instrument, wording, number)
            variable = Variable(
                name=f"{prefix}_{name.replace('-', '_')}_{number}",
                label=wording.items[number - 1] if wording else f"{instrument.name}: {item.id}",
                kind="code" if codes else "number",
                form=form,
                codes=codes,
                minimum=item.floor,
                maximum=item.ceiling,
            )
            found.append((name, item.id, variable))
    return found


def _codes(instrument: Instrument, wording: Wording | None, number: int) -> dict[str, str]:
    """The labels of an item's answers; none where the wording is the owner's."""
    if wording is None:
        return {}
    item = instrument.items[number - 1]
    labels = wording.labels(number, item)
    values = range(item.floor, item.ceiling + 1)
    return {str(v): label or str(v) for v, label in zip(values, labels, strict=True)}


def _score_variables(dataset: Dataset) -> list[Variable]:
    name = dataset.definition.primary.name
    rule = _("empty where more answers are missing than the questionnaire's rule allows")
    return [
        Variable("y0", f"{name}: {_('first score')}; {rule}", "decimal", "baseline"),
        Variable("y1", f"{name}: {_('last score')}; {rule}", "decimal", "follow_up"),
    ]
