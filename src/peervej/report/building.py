"""A report from a result, its table and its plan."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

import numpy as np

from peervej import __version__
from peervej.methods.analysis import AnalysisResult, ModelKind, Table
from peervej.methods.errors import UnusableInput
from peervej.report.consort import ITEMS
from peervej.report.document import Block, Figure, Heading, Items, Paragraph, Report, Rows
from peervej.report.drawing import Interval, draw_intervals
from peervej.report.svg import intervals_as_svg
from peervej.report.words import LANGUAGES, load_words

LIBRARIES = ("numpy", "scipy")
HIGHEST_WORD = 40


class UnknownLanguage(UnusableInput):
    """A report is asked for in a language it is not written in."""


@dataclass(frozen=True)
class Provenance:
    """The bytes a result was made of, so that the appendix can name them by hash."""

    data: bytes
    plan: bytes


class _Writer:
    """Numbers and words of one language for one result."""

    def __init__(
        self, result: AnalysisResult, table: Table, language: str, names: Mapping[str, str]
    ) -> None:
        if language not in LANGUAGES:
            raise UnknownLanguage(f"A report can be in {' or '.join(LANGUAGES)}, not {language}.")
        self.words: dict[str, Any] = load_words(language)
        self.result, self.table, self.language = result, table, language
        self.plan = result.plan
        self.names = names
        self.low, self.high = result.primary.interval(self.plan.alpha)

    def label(self, column: str) -> str:
        """What a column is called in the report."""
        return self.names.get(column, column)

    def number(self, value: float | None, decimals: int = 2) -> str:
        if value is None or not np.isfinite(value):
            return "–"
        text = f"{value:.{decimals}f}"
        if not text.strip("-0."):
            text = text.lstrip("-")
        return text.replace("-", "\u2212").replace(".", self.words["decimal"])

    def interval(self, low: float, high: float, decimals: int = 2) -> str:
        return f"{self.number(low, decimals)} – {self.number(high, decimals)}"

    def sentence(self) -> str:
        kind = "more" if self.result.primary.estimate > 0 else "fewer"
        if self.low <= 0 <= self.high:
            kind = "unclear"
        text: str = self.words["sentence"][kind]
        return text.format(
            points=self.number(abs(self.result.primary.estimate), 1),
            outcome=self.label(self.plan.outcome.name),
            level=round(100 * (1 - self.plan.alpha)),
            low=self.number(self.low, 1),
            high=self.number(self.high, 1),
        )

    def heading(self, anchor: str) -> Heading:
        return Heading(self.words["heading"][anchor], anchor)

    def arms(self) -> list[tuple[str, Any]]:
        """Name and mask of rows (n,) of each arm, intervention first."""
        codes = self.table.texts(self.plan.data.arm)
        data = self.plan.data
        return [
            (self.words["intervention"], codes == data.intervention),
            (self.words["control"], codes == data.control),
        ]


def build_report(
    result: AnalysisResult,
    table: Table,
    *,
    provenance: Provenance,
    language: str = "da",
    names: Mapping[str, str] = MappingProxyType({}),
    flow: Sequence[Block] = (),
) -> Report:
    """The whole report of one analysis. Raises UnknownLanguage.

    `names` says what columns are called; `flow` is what is known of the people beside the
    data file, such as counts from a ledger.
    """
    writer = _Writer(result, table, language, names)
    blocks: list[Block] = [
        writer.heading("result"),
        Paragraph(writer.sentence(), is_lead=True),
        _forest(writer),
        _result_rows(writer),
        writer.heading("flow"),
        _flow_rows(writer),
        *(flow or (Paragraph(writer.words["flow"]["note"]),)),
        writer.heading("baseline"),
        *_baseline(writer),
        writer.heading("sensitivity"),
        _sensitivity_rows(writer),
        Paragraph(writer.words["sensitivity"]["note"]),
        writer.heading("missing"),
        _missing_rows(writer),
        Paragraph(writer.words["missing"]["note"]),
        writer.heading("harms"),
        Paragraph(writer.words["fixed"]["harms"]),
        writer.heading("deviations"),
        Paragraph(writer.words["fixed"]["deviations"]),
        *_warnings(writer),
        writer.heading("method"),
        *_method(writer),
        writer.heading("checklist"),
        _checklist(writer),
        writer.heading("appendix"),
        _appendix(writer, provenance),
    ]
    title = result.plan.title or writer.words["title"]["report"]
    return Report(language, title, tuple(blocks))


def build_board_page(
    result: AnalysisResult,
    table: Table,
    *,
    language: str = "da",
    names: Mapping[str, str] = MappingProxyType({}),
) -> Report:
    """One page for a board: the sentence, the figure, what it means and what it does not say."""
    writer = _Writer(result, table, language, names)
    words = writer.words["board"]
    drawn, analysed = sum(result.drawn), sum(result.analysed)
    numbers = words["numbers"].format(
        n=analysed,
        intervention=result.analysed[1],
        control=result.analysed[0],
        groups=result.n_groups,
    )
    missing = words["missing"].format(missing=drawn - analysed, drawn=drawn)
    blocks: list[Block] = [
        Paragraph(writer.sentence(), is_lead=True),
        _forest(writer, only_plan=True),
        writer.heading("means"),
        Items((numbers, missing, words["causal"], words["chance"])),
        writer.heading("careful"),
        Items((words["one"], words["money"])),
    ]
    return Report(language, writer.words["title"]["board"], tuple(blocks))


def _forest(writer: _Writer, *, only_plan: bool = False) -> Figure:
    names, result = writer.words["lines"], writer.result
    rows = [Interval(names["plan"], result.primary.estimate, writer.low, writer.high, is_main=True)]
    for line in () if only_plan else result.sensitivity:
        if line.estimate is not None:
            ends = line.estimate.interval(writer.plan.alpha)
            rows.append(Interval(names.get(line.name, line.name), line.estimate.estimate, *ends))
    alt = f"{writer.words['result']['figure']} {writer.sentence()}"
    svg = intervals_as_svg(draw_intervals(rows), alt)
    return Figure(svg, alt, writer.words["result"]["axis"])


def _result_rows(writer: _Writer) -> Rows:
    words, found = writer.words["result"], writer.result
    primary, number = found.primary, writer.number
    alpha = writer.plan.alpha
    rows = [
        (words["difference"], number(primary.estimate), writer.interval(writer.low, writer.high)),
        (words["se"], number(primary.se, 3), ""),
        (words["df"], number(primary.df, 1), ""),
        (words["p"], number(primary.p, 4), ""),
    ]
    if found.means:
        for key, mean in (
            ("mean_intervention", found.means.intervention),
            ("mean_control", found.means.control),
        ):
            ends = mean.interval(alpha)
            rows.append((words[key], number(mean.estimate), writer.interval(*ends)))
    for key, quantity in (("standardised", found.standardised), ("icc", found.icc)):
        if quantity is not None:
            ends = (quantity.low, quantity.high)
            rows.append((words[key], number(quantity.value, 3), writer.interval(*ends, 3)))
    variance = found.variance
    for key, value in (
        ("variance_group", variance.group),
        ("variance_intervention", variance.residual_intervention),
        ("variance_control", variance.residual_control),
    ):
        if value is not None:
            rows.append((words[key], number(value, 3), ""))
    columns = (words["quantity"], words["value"], words["interval"])
    return Rows(words["caption"], columns, tuple(rows), frozenset({1, 2}))


def _flow_rows(writer: _Writer) -> Rows:
    words, found = writer.words["flow"], writer.result
    (control, intervention), (control_in, intervention_in) = found.drawn, found.analysed
    rows = (
        (words["drawn"], str(intervention), str(control)),
        (words["lost"], str(intervention - intervention_in), str(control - control_in)),
        (words["analysed"], str(intervention_in), str(control_in)),
        (words["groups"], str(found.n_groups), "–"),
    )
    columns = ("", writer.words["intervention"], writer.words["control"])
    return Rows(words["caption"], columns, rows, frozenset({1, 2}))


def _baseline(writer: _Writer) -> list[Block]:
    """Mean and deviation of numbers, counts of categories, by arm as drawn."""
    words, outcome = writer.words["baseline"], writer.plan.outcome
    names = [outcome.baseline, *outcome.covariates, *outcome.factors]
    rows: list[tuple[str, ...]] = []
    for name in dict.fromkeys(name for name in names if name and writer.table.has(name)):
        is_number = name not in outcome.factors and writer.table.share_of_numbers(name) == 1.0
        rows += _mean_rows(writer, name) if is_number else _share_rows(writer, name)
    if not rows:
        return [Paragraph(words["note"])]
    columns = (words["name"], *(name for name, _mask in writer.arms()))
    return [Rows(words["caption"], columns, tuple(rows), frozenset({1, 2})),
            Paragraph(words["note"])]  # fmt: skip


def _mean_rows(writer: _Writer, name: str) -> list[tuple[str, ...]]:
    words = writer.words["baseline"]
    cells = []
    for _name, mask in writer.arms():
        values = writer.table.numbers(name)[mask]
        known = values[~np.isnan(values)]
        spread = writer.number(float(known.std(ddof=1)), 1) if known.size > 1 else "–"
        mean = writer.number(float(known.mean()), 1) if known.size else "–"
        gone = values.size - known.size
        cells.append(f"{mean} ({spread})" + (f", {gone} {words['missing']}" if gone else ""))
    return [(f"{writer.label(name)}, {words['mean']}", *cells)]


def _share_rows(writer: _Writer, name: str) -> list[tuple[str, ...]]:
    words = writer.words["baseline"]
    texts = writer.table.texts(name)
    rows = []
    for value in np.unique(texts):
        cells = []
        for _name, mask in writer.arms():
            count, whole = int((texts[mask] == value).sum()), max(1, int(mask.sum()))
            cells.append(f"{count} ({writer.number(100 * count / whole, 0)} %)")
        label = str(value)[:HIGHEST_WORD] or words["missing"]
        rows.append((f"{writer.label(name)}: {label}, {words['share']}", *cells))
    return rows


def _sensitivity_rows(writer: _Writer) -> Rows:
    words, number = writer.words["sensitivity"], writer.number
    labels = writer.words["result"]
    rows = []
    for line in writer.result.sensitivity:
        name = writer.words["lines"].get(line.name, line.name)
        if line.estimate is None:
            rows.append((name, words["impossible"].format(reason=line.reason), "", "", ""))
            continue
        ends = line.estimate.interval(writer.plan.alpha)
        rows.append(
            (name, number(line.estimate.estimate), writer.interval(*ends),
             number(line.estimate.df, 1), number(line.estimate.p, 4))
        )  # fmt: skip
    columns = (words["analysis"], labels["difference"], labels["interval"], labels["df"], "p")
    return Rows(words["caption"], columns, tuple(rows), frozenset({1, 2, 3, 4}))


def _missing_rows(writer: _Writer) -> Rows:
    words, outcome = writer.words["missing"], writer.plan.outcome
    named = [(words["outcome"], outcome.name), (words["baseline"], outcome.baseline)]
    rows = []
    for label, column in named:
        if column and writer.table.has(column):
            values = writer.table.numbers(column)
            cells = [
                f"{int(np.isnan(values[mask]).sum())} / {int(mask.sum())}"
                for _name, mask in writer.arms()
            ]
            rows.append((f"{label} ({column})", *cells))
    columns = ("", *(name for name, _mask in writer.arms()))
    return Rows(words["caption"], columns, tuple(rows), frozenset({1, 2}))


def _warnings(writer: _Writer) -> Sequence[Block]:
    if not writer.result.warnings:
        return ()
    return (
        Paragraph(writer.words["fixed"]["warnings"]),
        Items(tuple(writer.result.warnings)),
    )


def _method(writer: _Writer) -> list[Block]:
    words, plan = writer.words["method"], writer.plan
    variances = words["hetero"] if plan.model.heteroscedastic else words["homo"]
    names = [plan.outcome.baseline, *plan.outcome.covariates, *plan.outcome.factors]
    known = ", ".join(dict.fromkeys(writer.label(name) for name in names if name))
    text = [
        words[str(plan.model.kind)].format(variances=variances),
        words["adjusted"].format(names=known) if known else words["unadjusted"],
        words["itt"],
    ]
    if plan.model.kind is not ModelKind.ANCOVA:
        text.append(
            words["df"].format(
                name=writer.result.primary.df_method,
                alpha=writer.number(plan.alpha),
                rule=words[str(plan.model.boundary)],
            )
        )
    return [Paragraph(" ".join(text)), Paragraph(words["references"])]


def _checklist(writer: _Writer) -> Rows:
    headings, place = writer.words["heading"], writer.words["fixed"]["by_authors"]
    in_danish = writer.language == "da"
    rows = tuple(
        (number, danish if in_danish else english, headings[anchor] if anchor else place)
        for number, danish, english, anchor in ITEMS
    )
    words = writer.words["checklist"]
    return Rows("CONSORT 2025", ("", words["item"], words["where"]), rows)


def _appendix(writer: _Writer, provenance: Provenance) -> Rows:
    words = writer.words["appendix"]
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    rows = (
        (words["data"], hashlib.sha256(provenance.data).hexdigest()),
        (words["plan"], hashlib.sha256(provenance.plan).hexdigest()),
        (words["rows"], str(len(writer.table))),
        (words["version"], __version__),
        (words["libraries"], libraries),
        (words["seed"], words["no_seed"]),
    )
    return Rows(words["caption"], (words["item"], words["value"]), rows)
