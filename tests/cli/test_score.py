"""`peervej score` and `peervej instrument`, as another program calls them."""

import json
import subprocess
import sys

import pytest

from peervej.data.instruments import UnknownInstrument, load_instrument, load_wording
from peervej.methods.instruments import (
    dictionary_from_instrument,
    write_dictionary,
)
from peervej.methods.instruments import (
    load_instrument as read_instrument,
)
from peervej.methods.instruments import (
    load_wording as read_wording,
)

WHO = "id,q1,q2,q3,q4,q5\n001,5,4,3,2,1\n002,5,,3,2,1\n"
FULL = "id,q1,q2,q3,q4,q5\n001,5,4,3,2,1\n"


def peervej(*arguments):
    command = [sys.executable, "-m", "peervej.cli.main", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_scores_as_json(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(WHO, encoding="utf-8")
    done = peervej("score", "who-5", file, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "instrument": "who-5",
        "scores": [
            {"id": "001", "score": 60, "subscales": {}, "missing": 0},
            {"id": "002", "score": None, "subscales": {}, "missing": 1},
        ],
    }


def test_subscales_the_operators_rule_and_wording(tmp_path):
    answers = ",".join(["4"] * 21 + [""])
    file = tmp_path / "a.csv"
    file.write_text(f"id,{','.join(f'q{n}' for n in range(1, 23))}\na,{answers}\n")
    wording = tmp_path / "w.toml"
    wording.write_text(
        'instrument = "qpr-22"\nlanguage = "da"\n'
        f"items = {json.dumps(['x'] * 22)}\nresponses = {json.dumps(['y'] * 5)}\n"
        f"[subscales]\nintrapersonal = {list(range(1, 18))}\ninterpersonal = {list(range(18, 23))}"
    )
    done = peervej("score", "qpr-22", file, "--wording", wording, "--json")
    assert json.loads(done.stdout)["scores"] == [
        {
            "id": "a",
            "score": None,
            "subscales": {"intrapersonal": 68, "interpersonal": None},
            "missing": 1,
        }
    ]
    assert "--wording" in peervej("score", "qpr-22", file).stdout


def test_a_rule_of_ones_own(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(WHO)
    done = peervej("score", "who-5", file, "--allow-missing", 1)
    assert done.stdout.splitlines() == ["id\tscore\tmissing", "001\t60\t0", "002\t55\t1"]


@pytest.mark.parametrize(
    ("instrument", "content", "words"),
    [
        ("who-6", FULL.encode(), "There is no instrument 'who-6'"),
        ("../who-5", FULL.encode(), "There is no instrument"),
        ("gone.toml", FULL.encode(), "gone.toml cannot be read"),
        ("who-5", b"", "is empty"),
        ("who-5", FULL.encode("utf-16"), "not UTF-8"),
        ("who-5", b"%PDF-1.4\n", "one column for each"),
        ("who-5", FULL.replace("1\n", "6\n").encode(), "not '6'"),
        ("who-5", None, "cannot be read"),
    ],
)
def test_unusable_input_is_one_line_and_exit_2(tmp_path, instrument, content, words):
    file = tmp_path / "a.csv"
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    done = peervej("score", instrument, file, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_it_starts_without_django(tmp_path):
    code = (
        "import sys, peervej.cli.score, peervej.cli.instrument\n"
        "assert not [m for m in sys.modules if m.split('.')[0] == 'django']"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_dictionary_comes_in_as_instrument_and_wording(tmp_path):
    instrument, wording = load_instrument("demo-hope"), load_wording("demo-hope", "da")
    file = tmp_path / "d.csv"
    rows = dictionary_from_instrument(instrument, wording)
    file.write_text(write_dictionary(rows), encoding="utf-8")
    done = peervej("instrument", "import", file, "--language", "da", "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    found = read_instrument((tmp_path / "out" / "demo-hope.toml").read_bytes())
    words = read_wording((tmp_path / "out" / "demo-hope.da.toml").read_bytes(), found)
    assert words.items == wording.items
    assert words.responses == wording.responses
    again = peervej("instrument", "import", file, "--language", "da", "--out", tmp_path / "out")
    assert again.returncode == 2
    assert "exists already" in again.stderr


def test_a_published_questionnaire_comes_in(tmp_path, shared):
    file = shared / "conformance" / "fhir" / "Questionnaire-mii-qst-pro-phq-9.json"
    done = peervej("instrument", "import", file, "--out", tmp_path)
    assert done.returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        "mii-qst-pro-phq-9.toml",
        "mii-qst-pro-phq-9.de.toml",
        "mii-qst-pro-phq-9.en.toml",
    }
    assert "PHQ-9.1 needs https://" in done.stderr


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b"a,b\n", b"\xff\xfe", b"x" * 1000])
def test_what_is_neither_is_refused(tmp_path, content):
    file = tmp_path / "d.csv"
    file.write_bytes(content)
    done = peervej("instrument", "import", file, "--out", tmp_path / "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_dictionary_with_a_blank_field_type_is_refused_at_its_line(tmp_path):
    rows = dictionary_from_instrument(load_instrument("demo-hope"), load_wording("demo-hope", "da"))
    file = tmp_path / "d.csv"
    file.write_text(write_dictionary(rows).replace(",radio,", ",,", 1), encoding="utf-8")
    done = peervej("instrument", "import", file, "--out", tmp_path / "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert "has no field type; give one" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_instrument_that_is_not_shipped_is_refused_by_its_loader():
    with pytest.raises(UnknownInstrument, match="There is no instrument 'x'"):
        load_instrument("x")


def test_the_list_names_each(tmp_path):
    done = peervej("instrument", "list")
    assert "demo-hope\t6 items\t" in done.stdout
    assert len(done.stdout.splitlines()) == 10


def test_the_operators_words_are_put_in_place_only_when_they_fit(tmp_path, monkeypatch):
    monkeypatch.setenv("PEERVEJ_HOME", str(tmp_path / "home"))
    words = tmp_path / "words.toml"
    text = (
        'instrument = "t-ils"\nlanguage = "da"\n'
        'items = ["et", "to", "tre"]\nresponses = ["a", "b", "c"]\n'
    )
    words.write_text(text.replace(', "tre"', ""), encoding="utf-8")
    refused = peervej("instrument", "wording", words)
    assert refused.returncode == 2
    assert "has 3 items, but the wording has 2" in refused.stderr
    assert not (tmp_path / "home" / "wording").exists()
    words.write_text(text, encoding="utf-8")
    assert peervej("instrument", "wording", words).returncode == 0
    kept = tmp_path / "home" / "wording" / "t-ils.da.toml"
    assert kept.read_text(encoding="utf-8") == text
