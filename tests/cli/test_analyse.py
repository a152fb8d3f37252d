"""`peervej analyse` from the outside: JSON, plain text, exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from peervej.methods.randomisation import append_all
from tests.methods.analysis.trials import REFERENCE, plan_text
from tests.methods.randomisation.trials import make_design, sealing

DATA = str(REFERENCE / "main_wide.csv")


def peervej(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "peervej.cli.main", *args],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def plan(tmp_path: Path) -> str:
    path = tmp_path / "plan.toml"
    path.write_text(plan_text(), encoding="utf-8")
    return str(path)


def test_json_is_the_whole_output(plan: str) -> None:
    done = peervej("analyse", DATA, "--plan", plan, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert document["primary"]["estimate"] == pytest.approx(4.6163820232)
    assert document["n"] == 240


def test_plain_text_says_the_difference(plan: str) -> None:
    done = peervej("analyse", DATA, "--plan", plan)
    assert done.returncode == 0
    assert "Difference 4.616 (95 % interval 2.045 to 7.188)" in done.stdout
    assert "Intraclass correlation 0.136" in done.stdout


@pytest.mark.parametrize(
    "content", [b"", b"id,arm\n1,0\n", b"\xff\xfe\x00", b"PK\x03\x04", b"a,b\n1,2,3\n"]
)
def test_unusable_data_is_one_line_and_exit_2(plan: str, tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)
    done = peervej("analyse", str(bad), "--plan", plan, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_unusable_plans_and_missing_files(plan: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_bytes(b"\xff\xff")
    for args in (
        ["analyse", DATA, "--plan", str(broken)],
        ["analyse", DATA, "--plan", str(tmp_path / "none.toml")],
        ["analyse", str(tmp_path / "none.csv"), "--plan", plan],
        ["analyse", str(tmp_path), "--plan", plan],
    ):
        done = peervej(*args)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_a_search_that_fails_is_exit_1(tmp_path: Path) -> None:
    data, plan = tmp_path / "data.csv", tmp_path / "plan.toml"
    rows = [
        f"{i},{i % 2},{v},{'G' + str(i % 6) if i % 2 else ''},{(i * 7) % 11 + (v > 0) * i}"
        for i in range(40)
        for v in range(3)
    ]
    data.write_text("id,arm,visit,group,y\n" + "\n".join(rows) + "\n")
    plan.write_text(plan_text("clda", outcome='name = "y"'))
    done = peervej("analyse", str(data), "--plan", str(plan), "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1


def test_what_the_plan_names_beside_is_printed(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    beside = (
        '[[secondary]]\nname = "y2"\nbaseline = "y0"\n[subgroups]\ncolumns = ["site"]\n'
        '[imputation]\nnumber = 10\n[uptake]\ncolumn = "arm"\n[process]\ncolumns = ["id", "arm"]\n'
    )
    plan.write_text(plan_text() + beside, encoding="utf-8")
    done = peervej("analyse", DATA, "--plan", str(plan))
    assert (done.returncode, done.stderr) == (0, "")
    for said in (
        "Secondary y2: 4.929",
        "Subgroups by site: interaction",
        "Imputed 10 times: ",
        "Missing as controls: ",
        "Tipping point: ",
        "Effect of taking part (100% did): 4.616",
        "Per unit of id, not causal: ",
        "Note: arm: ",
    ):
        assert said in done.stdout


@pytest.mark.parametrize(("name", "begins"), [("r.html", b"<!doctype html>"), ("r.pdf", b"%PDF-")])
def test_reports(plan: str, tmp_path: Path, name: str, begins: bytes) -> None:
    path = tmp_path / name
    done = peervej("analyse", DATA, "--plan", plan, "--json", "--report", str(path))
    assert (done.returncode, json.loads(done.stdout)["n"]) == (0, 240)
    assert path.read_bytes().startswith(begins)


def test_a_ledger_stands_in_the_report_and_a_faulty_one_stops_it(plan: str, tmp_path: Path) -> None:
    ledger, page = tmp_path / "ledger.jsonl", tmp_path / "report.html"
    content = append_all(sealing(make_design()))[0]
    for sound, exit_code in ((content, 0), (content.replace(b"Helsing", b"helsing"), 2)):
        ledger.write_bytes(sound)
        page.unlink(missing_ok=True)
        done = peervej("analyse", DATA, "--plan", plan, "--report", str(page),
                       "--ledger", str(ledger))  # fmt: skip
        assert (done.returncode, page.exists()) == (exit_code, exit_code == 0)
    assert "faulty at line 1" in done.stderr and done.stderr.count("\n") == 1


def test_reports_that_cannot_be_written(plan: str, tmp_path: Path) -> None:
    for target in (tmp_path / "report.txt", tmp_path / "none" / "report.html"):
        done = peervej("analyse", DATA, "--plan", plan, "--report", str(target))
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("command", ["analyse", "power"])
def test_starts_without_django(command: str) -> None:
    code = (
        f"import sys; from peervej.cli.{command} import {command}; "
        "import peervej.methods.analysis, peervej.methods.power; "
        "sys.exit('django' in sys.modules or 'scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
