"""The same data written in other legal ways give the same numbers."""

import csv
import io
from collections.abc import Callable
from random import Random

import pytest

from peervej.methods.analysis import AnalysisResult, read_csv, read_plan, run_analysis

from .trials import REFERENCE, plan_text

Rows = list[dict[str, str]]


def rows_of(shape: str) -> Rows:
    text = (REFERENCE / f"main_{shape}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def written(rows: Rows, delimiter: str = ",", line_end: str = "\n") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(rows[0])
    writer.writerows(row.values() for row in rows)
    return out.getvalue().encode()


def each(change: Callable[[dict[str, str]], dict[str, str]]) -> Callable[[Rows], bytes]:
    return lambda rows: written([{**row, **change(row)} for row in rows])


def figures(result: AnalysisResult) -> tuple[float, ...]:
    found = result.primary
    return found.estimate, found.se, found.df, result.log_reml


def with_commas(rows: Rows) -> bytes:
    names = ("y0", "y1", "y2")
    return written([{**r, **{k: r[k].replace(".", ",") for k in names}} for r in rows], ";")


WAYS: dict[str, Callable[[Rows], bytes]] = {
    "semicolons and decimal commas": with_commas,
    "tabs, Windows line ends and a mark at the start": lambda rows: (
        b"\xef\xbb\xbf" + written(rows, "\t", "\r\n")
    ),
    "row numbers as R writes them": lambda rows: written(
        [{"": str(n), **row} for n, row in enumerate(rows)]
    ),
    "an empty column at the end": lambda rows: written([{**row, "": ""} for row in rows]),
    "in another order": lambda rows: written(Random(1).sample(rows, len(rows))),
    "arms as pandas writes them": each(lambda row: {"arm": row["arm"] + ".0"}),
    "spaces around": each(lambda row: {name: f" {value} " for name, value in row.items()}),
    **{
        f"no group as {mark!r}": each(lambda row, mark=mark: {"group": row["group"] or mark})
        for mark in ("NA", "NaN", ".", "NULL", "N/A", " ")
    },
    "missing outcomes as NA": each(lambda row: {"y1": row["y1"] or "NA"}),
    "groups as numbers": each(lambda row: {"group": row["group"] and f"{row['group'][1:]}.0"}),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_wide_data_written_otherwise(way: str) -> None:
    rows = rows_of("wide")
    plan = read_plan(plan_text())
    plain = run_analysis(read_csv(written(rows)), plan)
    other = run_analysis(read_csv(WAYS[way](rows)), plan)
    assert figures(other) == pytest.approx(figures(plain), rel=1e-8)
    assert other.n_groups == plain.n_groups


def test_words_for_arms_and_danish_names_of_columns() -> None:
    rows = rows_of("wide")
    names = {"y1": "Håb efter 10 uger", "y0": "Håb før", "group": "Hold nr.", "arm": "Arm"}
    words = {"1": "Indsats", "0": "Sædvanlig støtte"}
    changed = [
        {names.get(k, k): words[v] if k == "arm" else v for k, v in row.items()} for row in rows
    ]
    plan = plan_text(
        data='arm = "Arm"\nintervention = "Indsats"\ncontrol = "Sædvanlig støtte"\n'
        'group = "Hold nr."',
        outcome='name = "Håb efter 10 uger"\nbaseline = "Håb før"\ncovariates = ["site"]',
    )
    found = run_analysis(read_csv(written(changed, ";")), read_plan(plan))
    plain = run_analysis(read_csv(written(rows)), read_plan(plan_text()))
    assert figures(found) == figures(plain)


@pytest.mark.parametrize("kind", ["clda", "mmrm"])
def test_long_data_in_any_order_and_without_the_missing_visits(kind: str) -> None:
    rows = rows_of("long")
    plan = read_plan(plan_text(kind))
    plain = run_analysis(read_csv(written(rows)), plan)
    known = [{**row, "id": f"P{row['id']}"} for row in rows if row["y"]]
    other = run_analysis(read_csv(written(Random(2).sample(known, len(known)))), plan)
    assert figures(other) == pytest.approx(figures(plain), rel=1e-8)
