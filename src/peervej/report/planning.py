"""The report of a power calculation: the number, what it rests on, and when it is reached."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from peervej import __version__
from peervej.methods.power import (
    Assumption,
    AssumptionCost,
    CurvePoint,
    Forecast,
    PowerPlan,
    SampleSize,
    people_by_assumption,
    power_by_people,
)
from peervej.report.document import Block, Figure, Heading, Items, Paragraph, Report, Rows
from peervej.report.figures.curves import Curve, draw_curve
from peervej.report.writer import words_of, write_number

POINTS = 25
ROWS_OF_FORECAST = 12


@dataclass(frozen=True)
class Planned:
    """Everything a power calculation found; ``plan_bytes`` are what it was read from."""

    plan: PowerPlan
    size: SampleSize
    costs: tuple[AssumptionCost, ...]
    forecast: Forecast | None
    sites: tuple[str, ...]
    plan_bytes: bytes


def build_power_report(planned: Planned, *, language: str = "da") -> Report:
    """The report; raises UnknownLanguage."""
    words = words_of(language)["power"]
    mark = words_of(language)["decimal"]

    def number(value: float | None, decimals: int = 2) -> str:
        return write_number(value, decimals, mark)

    writer = _PowerWriter(planned, words, number)
    blocks: list[Block] = [
        Paragraph(writer.sentence(), is_lead=True),
        Items(tuple(writer.assumptions())),
        Heading(words["curve"], "curve"),
        writer.power_curve(),
        Heading(words["costs"], "costs"),
        *writer.costs(),
        *writer.curves(),
        *writer.recruitment(),
        Heading(words["method"], "method"),
        Paragraph(words[f"by_{planned.plan.method}"]),
        Paragraph(words["sources"], is_note=True),
        Paragraph(writer.provenance(), is_note=True),
    ]
    return Report(language, words["title"], tuple(blocks), words["subtitle"])


class _PowerWriter:
    """One power calculation in one language."""

    def __init__(self, planned: Planned, words: dict[str, Any], number: Any) -> None:
        self.planned, self.words, self.number = planned, words, number

    def sentence(self) -> str:
        size = self.planned.size
        kind = "sentence" if size.monte_carlo_se is None else "simulated"
        return str(
            self.words[kind].format(
                total=size.n_total,
                control=size.n_control,
                intervention=size.n_intervention,
                power=self.number(100 * size.power, 1),
                difference=self.number(self.planned.plan.difference, 1),
                error=self.number(100 * (size.monte_carlo_se or 0.0), 2),
            )
        )

    def assumptions(self) -> list[str]:
        plan, words, number = self.planned.plan, self.words, self.number
        found = [
            words["level"].format(
                alpha=number(100 * plan.alpha, 1), sides=words[f"sides_{plan.sides}"]
            ),
            words["sd"].format(control=number(plan.sd_control, 1),
                               intervention=number(plan.sd_intervention, 1)),
        ]  # fmt: skip
        if plan.baseline_correlation:
            found.append(words["baseline"].format(r=number(plan.baseline_correlation)))
        groups = plan.used_groups
        if groups is not None:
            found.append(
                words["groups"].format(
                    size=number(groups.size, 1),
                    cv=number(groups.size_cv),
                    icc=number(groups.icc, 3),
                )
            )
        if plan.dropout:
            found.append(words["dropout"].format(rate=number(100 * plan.dropout, 0)))
        return found

    def power_curve(self) -> Figure:
        size = self.planned.size
        groups = self.planned.plan.used_groups
        least = 8.0 if groups is None else 8.0 * groups.size
        totals = np.unique(
            np.linspace(max(least, 0.3 * size.n_total), 1.8 * max(size.n_total, least), POINTS)
            .round()
            .astype(int)
        )
        points = power_by_people(self.planned.plan, totals.tolist())
        curve = Curve(
            [(point.value, 100 * point.power) for point in points if point.power is not None],
            across=100 * self.planned.plan.power,
            upright=float(size.n_total),
        )
        return self._figure(curve, "curve_alt", ("people", "power_axis"))

    def costs(self) -> list[Block]:
        words = self.words
        if not self.planned.costs:
            return [Paragraph(words["no_costs"])]
        rows = tuple(
            (words[f"without_{one.assumption}"], str(one.n_total_without), f"{one.extra_people:+d}")
            for one in self.planned.costs
        )
        columns = (words["assumption"], words["people_without"], words["extra"])
        return [Rows(words["costs_caption"], columns, rows, frozenset({1, 2}))]

    def curves(self) -> list[Block]:
        plan = self.planned.plan
        blocks: list[Block] = []
        size = float(self.planned.size.n_total)
        differences = np.linspace(0.6, 1.6, POINTS) * plan.difference
        blocks += self._people_curve(Assumption.DIFFERENCE, differences.tolist(), plan.difference)
        if plan.used_groups is not None and size:
            most = max(0.2, 1.5 * plan.used_groups.icc)
            most = min(most, 0.95 * (1 - plan.baseline_correlation**2))
            iccs = np.linspace(0.0, most, POINTS).tolist()
            blocks += self._people_curve(Assumption.ICC, iccs, plan.used_groups.icc)
        return blocks

    def _people_curve(
        self, assumption: Assumption, values: Sequence[float], chosen: float
    ) -> list[Block]:
        found: tuple[CurvePoint, ...] = people_by_assumption(self.planned.plan, assumption, values)
        known = [(p.value, float(p.n_total)) for p in found if p.n_total is not None]
        if len(known) < 2:
            return []
        curve = Curve(known, upright=chosen)
        return [self._figure(curve, f"{assumption}_alt", (f"{assumption}_axis", "people"))]

    def _figure(self, curve: Curve, alt: str, names: tuple[str, str]) -> Figure:
        said = self.words[alt]
        labels = (self.words[names[0]], self.words[names[1]])
        return Figure(draw_curve(curve, said, names=labels, write=self.number), said, said)

    def recruitment(self) -> list[Block]:
        forecast, words = self.planned.forecast, self.words
        if forecast is None:
            return []
        weeks = np.arange(1, forecast.expected.size + 1)
        curve = Curve(
            list(zip(weeks.tolist(), forecast.median.tolist(), strict=True)),
            band=list(
                zip(weeks.tolist(), forecast.low.tolist(), forecast.high.tolist(), strict=True)
            ),
            across=float(self.planned.size.n_total),
        )
        sure, even = forecast.week_nearly_sure, forecast.week_with_even_chance
        text = words["never"]
        if even is not None:
            text = words["even"].format(week=even)
        if sure is not None:
            text += " " + words["sure"].format(week=sure)
        return [
            Heading(words["recruitment"], "recruitment"),
            Paragraph(text),
            self._figure(curve, "recruitment_alt", ("weeks", "joined")),
            self._forecast_rows(forecast),
        ]

    def _forecast_rows(self, forecast: Forecast) -> Rows:
        words = self.words
        last = forecast.expected.size - 1
        shown = np.unique(np.linspace(0, last, min(ROWS_OF_FORECAST, last + 1)).round().astype(int))
        rows = tuple(
            (
                str(week + 1),
                *(self.number(float(value), 1) for value in forecast.by_site[:, week]),
                f"{forecast.median[week]:.0f} "
                f"({forecast.low[week]:.0f} – {forecast.high[week]:.0f})",
                f"{self.number(100 * float(forecast.chance_reached[week]), 0)} %",
            )
            for week in shown.tolist()
        )
        columns = (words["weeks"], *self.planned.sites, words["in_all"], words["chance"])
        return Rows(words["forecast_caption"], columns, rows, frozenset(range(1, len(columns))))

    def provenance(self) -> str:
        digest = hashlib.sha256(self.planned.plan_bytes).hexdigest()
        return str(self.words["made_of"].format(digest=digest, version=__version__))
