"""Whatever is handed in: a mapping, or one sentence that says what is wrong."""

import random

import pytest

from peervej.cli.main import main
from peervej.methods.errors import UnusableInput
from peervej.methods.mapping import read_mapping
from tests.methods.mapping.lookalike import make

GOOD = make(1).text.encode()


@pytest.mark.parametrize(
    ("data", "filename"),
    [
        (b"", "tom.txt"),
        (b"   \n\n", "blank.txt"),
        (b"%PDF-1.7\n%...", "egentlig-pdf.txt"),
        ("Peer-støtte i Region Hovedstaden\nBlåbærgrød".encode("latin-1"), "gammel.txt"),
        (b"Et brev uden et eneste sp\xc3\xb8rgsm\xc3\xa5l.\n" * 40, "brev.txt"),
        (b"\x00" * 500, "nuller.txt"),
        (b"x" * 30_000_000, "stor.txt"),
        (b"PK\x03\x04 not really", "brudt.docx"),
        (b"%PDF-1.4 cut", "brudt.pdf"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data, filename):
    with pytest.raises(UnusableInput) as refused:
        read_mapping(data, filename=filename)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("seed", range(150))
def test_mutated_documents_never_make_it_fall_over(seed):
    chance = random.Random(seed)
    data = bytearray(GOOD)
    for _ in range(chance.randrange(1, 40)):
        kind, place = chance.randrange(4), chance.randrange(len(data) or 1)
        if kind == 0:
            data[place : place + chance.randrange(2000)] = b""
        elif kind == 1:
            data[place:place] = bytes(chance.randrange(256) for _ in range(chance.randrange(60)))
        elif kind == 2:
            data[place:place] = data[: chance.randrange(3000)]
        else:
            data = data[: max(1, place)]
    try:
        read = read_mapping(bytes(data), filename="muteret.txt")
    except UnusableInput:
        return
    assert all(set(entry.answered) <= set(range(1, 9)) for entry in read.entries)


def test_the_command_prints_one_line_and_exits_with_2(tmp_path, capsys, monkeypatch):
    empty = tmp_path / "tom.txt"
    empty.write_bytes(b"")
    monkeypatch.setattr("sys.argv", ["peervej", "mapping", "read", str(empty), "--json"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.strip().splitlines()) == 1
