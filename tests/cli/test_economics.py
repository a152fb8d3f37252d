"""`peervej tariff` and `peervej invest`, as another program calls them."""

import json
import subprocess
import sys
from importlib import resources

import pytest

FOLDER = resources.files("peervej.data.tariffs")


def peervej(*arguments):
    command = [sys.executable, "-m", "peervej.cli.main", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("groups", "people", "each"), [(1, 48, 2908), (2, 96, 2375)])
def test_the_printed_prices(groups, people, each):
    file = FOLDER / "brochure.toml"
    done = peervej("tariff", file, "--weekly-groups", groups, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert (report["participants"], report["per_participant"]) == (people, each)
    assert report["total"] == sum(line["amount"] for line in report["lines"])
    assert report["basis"] == "implied"
    assert f"{each:,}.00 kr." in peervej("tariff", "brochure", "--weekly-groups", groups).stdout


def test_a_business_case(tmp_path):
    file = FOLDER / "illustrative-case.toml"
    excel = tmp_path / "case.xlsx"
    done = peervej("invest", file, "--json", "--excel", excel)
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert set(report) >= {
        "years",
        "net_present_value",
        "payback_year",
        "break_even_success",
        "sensitivity",
    }
    assert json.loads(peervej("invest", excel, "--json").stdout) == report
    assert "never stands alone" in peervej("invest", "illustrative-case").stdout
    again = peervej("invest", file, "--excel", excel)
    assert again.returncode == 2
    assert "cannot be written" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "content", "words"),
    [
        (["tariff"], b"", "lacks"),
        (["tariff"], b"\xff\xfe", "not UTF-8"),
        (["tariff"], b"%PDF-1.7", "not valid TOML"),
        (["tariff"], None, "cannot be read"),
        (["tariff", "--weekly-groups", "0"], (FOLDER / "brochure.toml").read_bytes(), "1 to 1000"),
        (["invest"], b"title = 'x'", "lacks"),
        (["invest"], b"PK\x03\x04", "no Excel workbook"),
        (["invest"], (FOLDER / "brochure.toml").read_bytes(), "unknown key"),
        (["invest"], (FOLDER / "illustrative-case.toml").read_bytes()[:400], ""),
    ],
)
def test_unusable_input_is_one_line_and_exit_2(tmp_path, arguments, content, words):
    file = tmp_path / "in.toml"
    if content is not None:
        file.write_bytes(content)
    done = peervej(arguments[0], file, *arguments[1:], "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_they_start_without_django():
    code = (
        "import sys, peervej.cli.tariff, peervej.cli.invest\n"
        "assert not [m for m in sys.modules if m.split('.')[0] == 'django']"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
