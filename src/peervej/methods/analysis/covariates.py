"""Columns a model adjusts for: numbers as they are, categories as indicator columns."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from peervej.methods.analysis.arrays import Bools, Floats
from peervej.methods.analysis.people import site_column
from peervej.methods.analysis.plan import Plan
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.remarks import Remark, category_unused
from peervej.methods.analysis.table import Table, Texts

RANK_TOLERANCE = 1e-9
_FEWEST_TO_JUDGE_OVERLAP = 5


class CategoryMissing(AnalysisRefused):
    """Someone analysed has an empty category, for instance no site."""

    code: ClassVar[str] = "category_missing"


class TooManyCategories(AnalysisRefused):
    """A category column has so many values that it looks like an identifier."""

    code: ClassVar[str] = "too_many_categories"


class CovariateSeparatesArms(AnalysisRefused):
    """A covariate tells the arms apart, so that no difference between them can be adjusted."""

    code: ClassVar[str] = "covariate_separates_arms"


class CollinearCovariates(AnalysisRefused):
    """A covariate is a combination of others."""

    code: ClassVar[str] = "collinear_covariates"


class MixedColumn(AnalysisRefused):
    """A covariate holds both numbers and text."""

    code: ClassVar[str] = "text_in_number_column"


@dataclass(frozen=True, slots=True)
class Covariate:
    """One adjustment column before coding, shape (n,); ``texts`` set makes it a category."""

    name: str
    numbers: Floats
    texts: Texts | None = None

    @property
    def missing(self) -> Bools:
        """Which rows have no number; categories must be complete and are refused instead."""
        return np.asarray(np.isnan(self.numbers), dtype=np.bool_)


def read_covariates(table: Table, plan: Plan) -> tuple[Covariate, ...]:
    """Read the plan's covariates; a column is a category when the plan or its content says so.

    Raises MixedColumn, ColumnMissing, TextInNumberColumn.
    """
    site = site_column(table, plan)
    found = [_read_one(table, name, as_category=name == site) for name in plan.outcome.covariates]
    found += [_read_one(table, name, as_category=True) for name in plan.outcome.factors]
    return tuple(found)


def _read_one(table: Table, name: str, *, as_category: bool) -> Covariate:
    share = table.share_of_numbers(name)
    if as_category or share == 0:
        return Covariate(name, np.zeros(len(table)), table.texts(name))
    if 0 < share < 0.5:
        raise MixedColumn(
            f"{name} holds both text and numbers; correct the cells, or name the column under "
            "[outcome] factors if it is a category."
        )
    return Covariate(name, table.numbers(name))


def code_columns(
    covariates: tuple[Covariate, ...], rows: Bools, table: Table
) -> tuple[Floats, tuple[str, ...], list[Remark]]:
    """Columns for the analysed rows, shape (n, k), their names, and remarks on unused categories.

    The first category in order is the reference. Raises CategoryMissing, TooManyCategories.
    """
    columns: list[Floats] = []
    names: list[str] = []
    remarks: list[Remark] = []
    for covariate in covariates:
        if covariate.texts is None:
            columns.append(covariate.numbers[rows])
            names.append(covariate.name)
            continue
        levels = _levels(covariate.name, covariate.texts, rows, table)
        used = covariate.texts[rows]
        for level in levels[1:]:
            columns.append((used == level).astype(np.float64))
            names.append(f"{covariate.name}{level}")
        unused = sorted(set(np.unique(covariate.texts).tolist()) - {*levels, ""})
        if unused:
            remarks.append(category_unused(covariate.name, ", ".join(unused)))
    count = int(rows.sum())
    coded = np.column_stack(columns) if columns else np.empty((count, 0))
    return coded, tuple(names), remarks


def _levels(name: str, texts: Texts, rows: Bools, table: Table) -> list[str]:
    blank = np.flatnonzero(rows & (texts == ""))
    if blank.size:
        raise CategoryMissing(
            f"{name}, {table.line(int(blank[0]))}: the category is empty ({blank.size} in all); "
            "fill it in."
        )
    levels: list[str] = np.unique(texts[rows]).tolist()
    if len(levels) > max(2, int(rows.sum()) // 2):
        raise TooManyCategories(
            f"{name} has {len(levels)} different values among {int(rows.sum())} rows; it looks "
            "like an identifier and cannot be a category."
        )
    return levels


def check_separation(coded: Floats, names: tuple[str, ...], arms: Bools) -> None:
    """Raise CovariateSeparatesArms or CollinearCovariates for columns of shape (n, k)."""
    for values, name in zip(coded.T, names, strict=True):
        inside, outside = values[arms], values[~arms]
        enough = min(inside.size, outside.size) >= _FEWEST_TO_JUDGE_OVERLAP
        if enough and (inside.max() < outside.min() or outside.max() < inside.min()):
            raise CovariateSeparatesArms(
                f"{name} does not overlap between the arms; a difference adjusted for it would be "
                "pure extrapolation. Remove it from the plan."
            )
    design = np.column_stack([np.ones(arms.shape[0]), coded, arms.astype(np.float64)])
    position = _dependent_column(design)
    if position is None:
        return
    if position <= coded.shape[1]:
        label = "the intercept" if position == 0 else names[position - 1]
        raise CollinearCovariates(
            f"{label} is constant or a combination of the other covariates; remove one of them."
        )
    raise CovariateSeparatesArms(
        f"The covariates ({', '.join(names)}) together tell exactly who is in which arm; "
        "remove the one that does."
    )


def _dependent_column(design: Floats) -> int | None:
    scale = np.sqrt((design**2).sum(axis=0))
    if design.shape[0] < design.shape[1]:
        return int(design.shape[0])
    if (scale == 0).any():
        return int(np.flatnonzero(scale == 0)[0])
    upper = np.linalg.qr(design / scale, mode="r")
    small = np.flatnonzero(np.abs(np.diag(upper)) < RANK_TOLERANCE)
    return int(small[0]) if small.size else None
