"""`peervej power` from the outside."""

import json
from pathlib import Path

from tests.cli.test_analyse import peervej
from tests.methods.power.plans import power_text


def run(tmp_path: Path, text: str, *options: str):  # type: ignore[no-untyped-def]
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return peervej("power", str(path), *options)


def test_json(tmp_path: Path) -> None:
    done = run(tmp_path, power_text(), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert list(document) == [
        "method", "n_control", "n_intervention", "n_total", "power", "df", "monte_carlo_se",
    ]  # fmt: skip
    assert (document["n_control"], document["n_total"], document["df"]) == (142, 284, None)
    assert document["monte_carlo_se"] is None


def test_controls_for_a_fixed_number_of_groups(tmp_path: Path) -> None:
    """The published example of the R package clusterPower."""
    text = power_text(
        "partially_nested",
        design='n_groups = 10\ndf = "normal"',
        outcome="difference = 0.5\nsd = 1",
        groups="size = 10\nvariance_group = 0.1\nvariance_residual = 0.9",
    )
    done = run(tmp_path, text, "--json")
    document = json.loads(done.stdout)
    assert round(document["n_control_exact"], 7) == 77.8108431
    assert (document["n_control"], document["n_intervention"]) == (78, 100)


def test_simulation(tmp_path: Path) -> None:
    text = power_text("partially_nested", dropout="rate = 0.1")
    first, again = (run(tmp_path, text, "--simulate", "400", "--seed", "3", "--json") for _ in "ab")
    assert first.stdout == again.stdout
    document = json.loads(first.stdout)
    assert 0 < document["monte_carlo_se"] < 0.05


def test_forecast_and_report(tmp_path: Path) -> None:
    coming = '\n[recruitment]\nweeks = 8\n[[recruitment.site]]\nname = "A"\nper_week = 90\n'
    target = tmp_path / "size.html"
    done = run(tmp_path, power_text() + coming, "--report", str(target), "--language", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Power by people (formula):" in done.stdout
    assert "  4: 360 (" in done.stdout and "target reached 100%" in done.stdout
    assert "284 people" in target.read_text(encoding="utf-8")


def test_text_says_what_assumptions_cost(tmp_path: Path) -> None:
    done = run(tmp_path, power_text("partially_nested", dropout="rate = 0.1"))
    assert "without dropout: " in done.stdout
    assert "without icc: " in done.stdout


def test_ignored_groups_are_said(tmp_path: Path) -> None:
    done = run(tmp_path, power_text("t", groups="size = 10\nicc = 0.1"), "--json")
    assert done.returncode == 0
    assert "takes no account of [groups]" in done.stderr
    assert json.loads(done.stdout)["n_total"] == 286


def test_unusable_plan_is_exit_2(tmp_path: Path) -> None:
    for text in ("", "[design", power_text(design="powr = 1")):
        done = run(tmp_path, text, "--json")
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
