"""The demonstration can be built again from its seed, draw included."""

import json
import os
import subprocess
import sys

import pytest

COMMAND = [sys.executable, "-c", "from peervej.cli.main import main; main()", "demo"]


def build(home, *words: str) -> subprocess.Popen[str]:
    env = {key: value for key, value in os.environ.items() if key != "PEERVEJ_DATABASE"}
    env |= {"PEERVEJ_HOME": str(home)}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.Popen(
        [*COMMAND, "--anchor", "2026-11-21", "--json", *words],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.slow
def test_the_same_seed_builds_the_same_demonstration_and_another_does_not(tmp_path):
    seeds = {"a": "hverdagen", "b": "hverdagen", "c": "en anden"}
    running = {
        name: build(tmp_path / name, "--stage", "running", "--seed", seed)
        for name, seed in seeds.items()
    }
    results = {}
    for name, process in running.items():
        out, err = process.communicate(timeout=600)
        assert process.returncode == 0, err[-2000:]
        results[name] = json.loads(out)
    assert results["a"]["sha256"] == results["b"]["sha256"]
    assert results["a"]["sha256"] != results["c"]["sha256"]
    again = build(tmp_path / "a", "--stage", "running")
    _out, err = again.communicate(timeout=600)
    assert again.returncode == 1
    assert "not empty" in err


@pytest.mark.parametrize("words", [["--stage", "someday"], ["--anchor", "21.11.2026"]])
def test_a_stage_or_day_that_does_not_exist_is_refused(tmp_path, words):
    process = build(tmp_path, *words)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 2
    assert out == ""
    assert len(err.strip().splitlines()) == 1
