"""`peervej mapping read`: one JSON document or a table, one line and exit 2 for bad input."""

import json
import subprocess
import sys

import pytest

from peervej.cli.main import main
from tests.methods.mapping.lookalike import with_only

DOCUMENT = with_only(3)


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "kortlægning.txt"
    path.write_text(DOCUMENT.text, encoding="utf-8")
    return path


def run(monkeypatch, *arguments):
    monkeypatch.setattr("sys.argv", ["peervej", "mapping", "read", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def test_json_is_one_document_and_nothing_else(document, monkeypatch, capsysbinary):
    assert run(monkeypatch, document, "--json") == 0
    out, err = capsysbinary.readouterr()
    read = json.loads(out.decode("utf-8"))
    assert err == b""
    assert read["regions"] == DOCUMENT.regions
    assert [entry["answered"] for entry in read["entries"]] == [
        entry.answered for entry in DOCUMENT.entries
    ]
    entry = read["entries"][0]
    assert set(entry) == {
        "name", "region", "kind", "answered", "sections", "text", "contacts", "links", "warnings",
    }  # fmt: skip
    assert list(entry["sections"]) == [str(number) for number in entry["answered"]]


def test_the_table_names_every_initiative(document, monkeypatch, capsys):
    assert run(monkeypatch, document) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert f"{len(DOCUMENT.entries)} entries in {len(DOCUMENT.regions)} regions" in out
    assert all(entry.name.split()[0] in out for entry in DOCUMENT.entries)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tom.txt", b""),
        ("egentlig-pdf.txt", b"%PDF-1.7\nnoget"),
        ("gammel.txt", "Blåbær".encode("latin-1")),
        ("brev.txt", b"Et brev."),
        ("stor.txt", b"x " * 2_000_000),
        ("mangler.txt", None),
    ],
)
def test_bad_input_is_one_line_and_exit_2(tmp_path, monkeypatch, capsys, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert run(monkeypatch, path, "--json") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1


def test_it_starts_without_django():
    code = "import sys, peervej.cli.mapping; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
