"""Bad input by the command line: a named result or a clear refusal, never a silent number."""

import csv
import io
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from peervej.cli import main
from tests.methods.analysis.trials import plan_text, random_columns
from tests.methods.power.plans import power_text

Command = Callable[..., tuple[int, str, str]]
GARBAGE = (
    b"", b"\x00\xff\xfe", b"PK\x03\x04" + b"\x00" * 40, b"[", b"a = 1\na = 2", b"x = [[[[",
    "æøå".encode("latin-1"), b"id,y\n1", b"{}", b"=1+1", b"-" * 10_000, b"[design]\nmethod = 7",
)  # fmt: skip


@pytest.fixture
def peervej(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in this process: exit code, standard output, standard error."""

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["peervej", *words])
        code = 0
        try:
            main.main()
        except SystemExit as end:
            code = int(end.code or 0)
        return code, *capsys.readouterr()

    return run


def content_of(columns: dict[str, object], delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(columns)
    cells = [["" if v != v else v for v in column] for column in columns.values()]  # type: ignore[attr-defined]
    writer.writerows(zip(*cells, strict=True))
    return out.getvalue().encode()


def trial(**changes: Callable[[dict[str, list[object]], int], object]) -> dict[str, object]:
    """A random trial with columns made anew, cell by cell."""
    columns = {name: list(values) for name, values in random_columns(5).items()}
    made = {
        name: [change(columns, row) for row in range(len(columns["arm"]))]
        for name, change in changes.items()
    }
    return {**columns, **made}


BAD: dict[str, tuple[dict[str, object], str]] = {
    "constant outcome": (trial(y1=lambda c, r: 7), "y1"),
    "one group only": (
        trial(group=lambda c, r: c["group"][r] and "G1", site=lambda c, r: "A"), "group",
    ),
    "groups in the control arm": (
        trial(group=lambda c, r: c["group"][r] or "G1"), "a control has the group",
    ),
    "a group in two sites": (trial(site=lambda c, r: f"S{r % 2}"), "site"),
    "an empty site": (trial(site=lambda c, r: "" if r == 3 else c["site"][r]), "site"),
    "nobody followed up in an arm": (
        trial(y1=lambda c, r: "" if c["arm"][r] else c["y1"][r]), "arm",
    ),
    "text in a number column": (
        trial(y1=lambda c, r: "meget" if r == 3 else c["y1"][r]), '"meget" is not a number',
    ),
    "decimal commas between commas": (
        trial(y1=lambda c, r: f"{r},5"), "is not a number; write numbers with a point",
    ),
    "the same person twice": (trial(id=lambda c, r: str(max(r, 1))), "id"),
    "a covariate that separates the arms": (
        trial(y0=lambda c, r: c["arm"][r] * 100 + r / 1000), "y0",  # type: ignore[operator]
    ),
}  # fmt: skip
PLAN = plan_text(
    data='arm = "arm"\nintervention = 1\ncontrol = 0\ngroup = "group"\nid = "id"\nsite = "site"'
)


@pytest.mark.parametrize("case", BAD)
def test_analyse_refuses_in_one_line(tmp_path: Path, peervej: Command, case: str) -> None:
    columns, said = BAD[case]
    data, plan = tmp_path / "data.csv", tmp_path / "plan.toml"
    data.write_bytes(content_of(columns))
    plan.write_text(PLAN, encoding="utf-8")
    target = tmp_path / "report.html"
    for options in (("--json",), ("--report", str(target))):
        code, out, error = peervej("analyse", str(data), "--plan", str(plan), *options)
        assert (code, out, error.count("\n")) == (2, "", 1), error
        assert said in error
    assert not target.exists()


def test_groups_that_do_not_differ_are_named_as_such(tmp_path: Path, peervej: Command) -> None:
    columns = {k: list(v) for k, v in random_columns(0, tau2=0.0, groups=8).items()}
    data, plan = tmp_path / "data.csv", tmp_path / "plan.toml"
    data.write_bytes(content_of(columns))
    plan.write_text(PLAN, encoding="utf-8")
    code, out, _error = peervej("analyse", str(data), "--plan", str(plan), "--json")
    assert code == 0
    assert '"boundary_rule": "drop"' in out
    assert '"at_boundary": true' in out


@pytest.mark.parametrize(
    "words",
    [
        ("analyse", "{file}", "--plan", "{plan}"),
        ("analyse", "{data}", "--plan", "{file}"),
        ("power", "{file}"),
        ("tariff", "{file}", "--weekly-groups", "1"),
        ("invest", "{file}"),
        ("score", "who-5", "{file}"),
        ("score", "{file}", "{data}"),
    ],
)
def test_garbage_is_exit_2_and_one_line(
    tmp_path: Path, peervej: Command, words: tuple[str, ...]
) -> None:
    names = {name: str(tmp_path / name) for name in ("file", "plan", "data")}
    Path(names["plan"]).write_text(PLAN, encoding="utf-8")
    Path(names["data"]).write_bytes(content_of(random_columns(1)))
    for garbage in GARBAGE:
        Path(names["file"]).write_bytes(garbage)
        code, out, error = peervej(*(word.format(**names) for word in words))
        assert (code, out, error.count("\n")) == (2, "", 1), (garbage, error)


def test_a_mutated_power_plan_is_read_or_refused(tmp_path: Path, peervej: Command) -> None:
    """Letters changed, lost and doubled: a number or one line, and never anything else."""
    chance, path = Random(11), tmp_path / "plan.toml"
    whole = power_text("partially_nested", dropout="rate = 0.1").encode()
    for _turn in range(150):
        text = bytearray(whole)
        for _change in range(chance.randint(1, 3)):
            place = chance.randrange(len(text))
            text[place : place + chance.randint(0, 2)] = chance.choice(
                (b"", b"9", b"-", b"e9", b"=", b"[", b'"', b"\n", b"nan", b"inf", b"1_0", b"\xff")
            )
        path.write_bytes(bytes(text))
        code, out, error = peervej("power", str(path), "--json")
        assert code in (0, 2), bytes(text)
        assert (code == 0) == out.startswith("{"), bytes(text)
        assert error.count("\n") <= 1, bytes(text)
