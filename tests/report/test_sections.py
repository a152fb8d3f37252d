"""What the parts of a report say, and that nothing unplanned passes for planned."""

from pathlib import Path

import numpy as np
import pytest

from peervej.methods.analysis import Table, read_csv, read_plan, run_analysis, run_supplement
from peervej.methods.errors import UnusableInput
from peervej.report import (
    Figure,
    Heading,
    Notes,
    Provenance,
    Rows,
    build_report,
    read_notes,
    write_html,
)
from peervej.report.words import LANGUAGES, load_words

REFERENCE = Path(__file__).parents[1] / "methods" / "analysis" / "reference"
PROVENANCE = Provenance(b"data", b"plan", b"notes", b"sealed")
PLAN = """
[data]
arm = "arm"
intervention = 1
control = 0
group = "group"
[outcome]
name = "y1"
baseline = "y0"
covariates = ["site"]
important_difference = 4
higher_is_better = true
[model]
kind = "partially_nested"
[labels]
y1 = "QPR-15"
intervention = "Peergruppe"
"""
BESIDE = """
[[secondary]]
name = "y2"
baseline = "y0"
[subgroups]
columns = ["site"]
[imputation]
number = 10
[uptake]
column = "came"
[process]
columns = ["came"]
[harms]
columns = ["worse"]
"""


@pytest.fixture(scope="module")
def table() -> Table:
    """The reference trial with meetings and worsenings added."""
    one = read_csv((REFERENCE / "main_wide.csv").read_bytes())
    arm = one.numbers("arm")
    came = np.where(arm == 1, np.arange(arm.size) % 8, 0.0)
    return Table({**one.columns, "came": came, "worse": np.arange(arm.size) % 5 // 4.0})


def made(table: Table, text: str, sealed: str | None = None, language: str = "en", **more):
    plan = read_plan(text)
    first = None if sealed is None else read_plan(sealed)
    return build_report(
        run_analysis(table, plan),
        table,
        provenance=PROVENANCE,
        language=language,
        supplement=run_supplement(table, plan, first),
        sealed=first,
        **more,
    )


def tables(report) -> dict[str, Rows]:
    return {block.caption: block for block in report.blocks if isinstance(block, Rows)}


def test_everything_the_plan_names_has_its_section(table: Table) -> None:
    report = made(table, PLAN + BESIDE)
    anchors = [block.anchor for block in report.blocks if isinstance(block, Heading)]
    assert anchors == [
        "result", "flow", "baseline", "courses", "secondary", "subgroups", "missing",
        "sensitivity", "taking_part", "harms", "deviations", "method", "checklist", "appendix",
    ]  # fmt: skip
    assert sum(isinstance(block, Figure) for block in report.blocks) == 5
    page = write_html(report)
    assert "QPR-15" in page and "Peergruppe (n = 144)" in page
    for said in ("Tipping point: ", "not cause and effect", "people, ", "Exploratory"):
        assert (said in page) is (said != "Exploratory")


def test_what_was_not_sealed_is_called_exploratory(table: Table) -> None:
    page = write_html(made(table, PLAN + BESIDE, sealed=PLAN))
    assert page.count("Exploratory, not in the sealed plan") >= 6
    assert "The subgroups differ from the sealed plan" in page
    assert "not the one that was sealed" not in page


def test_another_primary_analysis_than_the_sealed_one_says_so(table: Table) -> None:
    changed = PLAN.replace('kind = "partially_nested"', 'kind = "ancova"')
    page = write_html(made(table, changed, sealed=PLAN, language="da"))
    assert "ikke den, der blev forseglet" in page
    assert "Modellen er en anden end i den forseglede plan." in page


def test_harms_are_counted_by_arm(table: Table) -> None:
    rows = tables(made(table, PLAN + BESIDE))["Harms by arm, as drawn (item 27)"].rows
    arm, worse = table.numbers("arm"), table.numbers("worse")
    expected = [
        f"{int(worse[arm == a].sum())} of {int((arm == a).sum())} people, "
        f"{int(worse[arm == a].sum())} in all"
        for a in (1, 0)
    ]
    assert rows == (("worse", *expected),)


def test_notes_fill_the_checklist_and_the_deviations(table: Table) -> None:
    notes = read_notes(
        'harms = "Asked at every visit."\n[consort]\n2 = "NCT0"\n26 = "and Table 2"\n'
        '[[deviation]]\nwhat = "Visit 3 was dropped."\nwhy = "Too few answered."\n'
    )
    report = made(table, PLAN, notes=notes)
    rows = {row[0]: row[2] for row in tables(report)["The 30 items of CONSORT 2025"].rows}
    assert (rows["2"], rows["26"]) == ("NCT0", "Result. and Table 2")
    assert rows["3"] == "to be written by the authors"
    page = write_html(report)
    assert "Visit 3 was dropped. Too few answered." in page and "Asked at every visit." in page


@pytest.mark.parametrize("text", ['[consort]\n31 = "x"', "harm = 1", "[[deviation]]", "[", "\x00"])
def test_notes_that_cannot_be_used(text: str) -> None:
    with pytest.raises(UnusableInput):
        read_notes(text)


def test_no_notes_are_empty() -> None:
    assert read_notes("") == Notes()


@pytest.mark.parametrize("kind", ["clda", "mmrm"])
def test_long_data_count_people_once(kind: str) -> None:
    long = read_csv((REFERENCE / "main_long.csv").read_bytes())
    text = PLAN.replace('"partially_nested"', f'"{kind}"').replace('baseline = "y0"\n', "")
    text = text.replace('name = "y1"', 'name = "y"')
    text = text.replace('group = "group"', 'group = "group"\nid = "id"\nvisit = "visit"')
    report = made(long, text, language="da")
    found = tables(report)
    assert found["Før lodtrækningen (punkt 25)"].columns[1:] == (
        "Peergruppe (n = 144)",
        "Kontrol (n = 140)",
    )
    assert len(found["Gennemsnit (interval) og antal svar ved hver måling"].rows) == 3
    assert "tager intet hensyn" not in write_html(report)
    assert "Modellen ser bort fra hold." in write_html(report)


def test_a_danish_report_has_no_english_remark(table: Table) -> None:
    arm = table.numbers("arm")
    names = np.unique(table.texts("group"))[1:3]
    few = table.take(np.flatnonzero((arm == 0) | np.isin(table.texts("group"), names)))
    page = write_html(made(few, PLAN.replace(', covariates = ["site"]', ""), language="da"))
    assert "Der er kun 2 hold." in page
    assert "There are only" not in page


def published(seed: int = 1) -> Table:
    """145 and 151 people with the means and SDs behind the published intervals."""
    draw = np.random.default_rng(seed)

    def people(count: int, mean: float, sd: float) -> np.ndarray:
        values = np.sort(draw.standard_normal(count))
        return mean + sd * (values - values.mean()) / values.std(ddof=1)

    inside, outside = people(145, 37.25, 11.45), people(151, 32.149, 12.25)
    # dealt out as cards, so that the groups are alike
    group = [f"H{(n if (n // 15) % 2 == 0 else 14 - n) % 15:02d}" for n in range(145)]
    return Table.from_columns(
        {
            "arm": [1] * 145 + [0] * 151,
            "group": group + [""] * 151,
            "qpr": [*inside, *outside],
        }
    )


def test_a_reader_of_the_paper_recognises_the_result() -> None:
    text = PLAN.replace('name = "y1"\nbaseline = "y0"\ncovariates = ["site"]', 'name = "qpr"')
    table = published()
    page = write_html(made(table, text.replace('y1 = "QPR', 'qpr = "QPR'), language="en"))
    for said in (
        "5.1 points more in QPR-15",
        "interval 2.4 to 7.8",
        "32.1 (30.2 to 34.1) in the control group",
        "Standardised difference d = 0.43",
        "(35.4 to 39.1) with the intervention",
    ):
        assert said in page


def test_every_refusal_and_remark_has_words() -> None:
    from peervej.methods.analysis import remarks

    codes = {
        one.code
        for one in (
            remarks.covariate_missing("a", 1),
            remarks.category_unused("a", "b"),
            remarks.group_variance_zero("drop"),
            remarks.group_variance_zero("keep"),
            remarks.few_groups(2),
            remarks.line_impossible("cr2", "one_group", ""),
            remarks.EXPECTED_INFORMATION,
            remarks.ANCOVA_IGNORES_GROUPS,
            remarks.MODEL_IGNORES_GROUPS,
        )
    }
    for language in LANGUAGES:
        assert set(load_words(language)["remarks"]) == codes
