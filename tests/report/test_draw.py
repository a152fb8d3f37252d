"""How people were drawn, as a report says it of a ledger, and a faulty ledger turned away."""

from datetime import date

import pytest

from peervej.methods.analysis import read_csv, read_plan, run_analysis
from peervej.methods.randomisation import Outcome, append_all, events
from peervej.report import (
    FaultyLedger,
    Heading,
    Items,
    Paragraph,
    Provenance,
    Report,
    Rows,
    build_report,
    write_html,
)
from peervej.report.consort import ITEMS
from peervej.report.words import LANGUAGES
from tests.methods.analysis.trials import REFERENCE, plan_text
from tests.methods.randomisation.trials import (
    SECRET,
    SITES,
    START,
    batch,
    joining,
    make_design,
    person,
    sealing,
    seed_of,
)

LATER = date(2026, 11, 2)
DATA = REFERENCE / "main_wide.csv"


def ledger_of(people: int = 4) -> bytes:
    """One batch drawn, one line corrected, the protocol amended once, closed."""
    design = make_design()
    everyone = [person(n) for n in range(people)]
    return append_all(
        [
            *sealing(design),
            *joining(everyone),
            events.assessed(START, SITES[0], Outcome.DECLINED),
            *batch(design, 1, everyone),
            events.corrected(START, 4, "Et andet sted."),
            events.amended(START, "Et spørgsmål mere."),
            events.closed(LATER, SECRET, seed_of(design)),
        ]
    )[0]


@pytest.fixture(scope="module")
def analysed():
    table = read_csv(DATA.read_bytes())
    return run_analysis(table, read_plan(plan_text())), table


def report_of(analysed, ledger: bytes | None, language: str = "da") -> Report:
    result, table = analysed
    return build_report(
        result, table, provenance=Provenance(b"", b"", ledger=ledger), language=language
    )


def section(report: Report, anchor: str) -> list:
    """The blocks below one heading."""
    found, inside = [], False
    for block in report.blocks:
        if isinstance(block, Heading):
            inside = block.anchor == anchor
        elif inside:
            found.append(block)
    return found


def test_it_says_what_the_ledger_shows(analysed) -> None:
    said, dates, note = section(report_of(analysed, ledger_of()), "draw")
    assert isinstance(said, Items) and isinstance(dates, Rows) and isinstance(note, Paragraph)
    assert "højst 20 ad gangen" in said.texts[1]
    assert "Forholdet mellem Indsats og Kontrol var 1:1." in said.texts[1]
    assert f"hvert sted ({SITES[0]}" in said.texts[1]
    assert "14 linjer" in said.texts[-1]
    assert dates.rows[-1] == ("Forsøget lukket", "2. november 2026")
    assert len(dates.rows) == 7
    assert "trukket lod om 4 mennesker, og datafilen har 284" in note.text


def test_flow_deviations_and_appendix_come_from_it_too(analysed) -> None:
    report = report_of(analysed, ledger_of())
    flow = [block for block in section(report, "flow") if isinstance(block, Rows)][-1]
    assert ("Vurderet", "5") in flow.rows and ("Trukket lod om", "4") in flow.rows
    deviations = section(report, "deviations")[0]
    assert isinstance(deviations, Items)
    assert deviations.texts == (
        "Linje 4 i protokollen var forkert. Et andet sted.",
        "Protokollen blev ændret 2. marts 2026. Et spørgsmål mere.",
    )
    appendix = dict(section(report, "appendix")[-1].rows)
    assert "--plan PLAN.toml --ledger LEDGER.jsonl --report" in appendix["Kommando"]
    assert len(appendix["SHA-256 af protokollen"]) == len(appendix["Protokollens sidste aftryk"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_checklist_points_to_it_only_where_it_stands(analysed, language: str) -> None:
    of_draw = {number for number, *_rest, anchor in ITEMS if anchor == "draw"}
    assert of_draw == {"17a", "17b", "18", "19", "23a"}
    heading = {"da": "Sådan blev der trukket lod", "en": "How people were drawn"}[language]
    for ledger in (ledger_of(), None):
        rows = section(report_of(analysed, ledger, language), "checklist")[-1].rows
        pointing = {number for number, _item, place in rows if place == heading}
        assert pointing == (of_draw if ledger else set())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_brace_is_left_in_what_is_said(analysed, language: str) -> None:
    page = write_html(report_of(analysed, ledger_of(), language))
    assert "{" not in page.split("<body")[1]


def test_a_faulty_ledger_is_turned_away_with_its_line(analysed) -> None:
    broken = ledger_of().replace(b'"outcome":"declined"', b'"outcome":"joined__"')
    with pytest.raises(FaultyLedger, match="line 9"):
        report_of(analysed, broken)


def test_a_file_that_is_no_ledger_is_refused(analysed) -> None:
    with pytest.raises(ValueError, match="ledger"):
        report_of(analysed, b"id,arm\n")
