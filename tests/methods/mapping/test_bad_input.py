"""Whatever is handed in: a mapping, or one sentence that says what is wrong."""

import random
import zipfile
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from peervej.methods.errors import UnusableInput
from peervej.methods.mapping import read_mapping
from tests.methods.mapping.lookalike import make, with_only
from tests.methods.mapping.mutations import mutate
from tests.methods.mapping.rendering import to_docx, to_pdf

GOOD = make(1).text.encode()
DOCX = to_docx(with_only(1))
PDF = to_pdf(with_only(1))


def zipped(**parts):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def encrypted():
    stream, writer = BytesIO(), PdfWriter(clone_from=PdfReader(BytesIO(PDF)))
    writer.encrypt("hemmelig", algorithm="AES-256")
    writer.write(stream)
    return stream.getvalue()


def bomb():
    body = b"<w:p/>" * 3_000_000
    return zipped(**{"[Content_Types].xml": "", "word__document.xml": body})


REFUSED = {
    "empty": (b"", "tom.txt", "empty"),
    "blank": (b"   \n\n", "blank.txt", "empty"),
    "pdf named txt": (PDF, "egentlig-pdf.txt", "rename"),
    "cut pdf named txt": (b"%PDF-1.7\n%...", "egentlig-pdf.txt", "rename"),
    "docx named txt": (DOCX, "egentlig-word.txt", "rename"),
    "docx named pdf": (DOCX, "egentlig-word.pdf", "rename"),
    "text named pdf": (GOOD, "egentlig-tekst.pdf", "no PDF"),
    "latin-1": ("Blåbærgrød\n".encode("latin-1") + GOOD, "gammel.txt", "UTF-8"),
    "no question": ("Et brev uden spørgsmål.\n".encode() * 40, "brev.txt", "question"),
    "NUL": (b"\x00" * 500, "nuller.txt", "NUL"),
    "NUL inside": (GOOD[:200] + b"\x00" + GOOD[200:], "nul.txt", "NUL"),
    "large": (b"x " * 15_000_000, "stor.txt", "MB"),
    "many lines": (b"x\n" * 200_000, "lang.txt", "lines"),
    "large docx": (DOCX + b"\0" * 21_000_000, "stor.docx", "MB"),
    "broken docx": (b"PK\x03\x04 not really", "brudt.docx", "damaged"),
    "cut docx": (DOCX[: len(DOCX) // 2], "brudt.docx", "damaged"),
    "zip": (zipped(a="b"), "pakke.docx", "no Word document"),
    "zip bomb": (bomb(), "bombe.docx", "unpacks"),
    "broken pdf": (b"%PDF-1.4 cut", "brudt.pdf", "damaged"),
    "encrypted pdf": (encrypted(), "hemmelig.pdf", "encrypted"),
    "pdf without text": (
        to_pdf(with_only(1)).replace(b"/Contents", b"/Nothings"), "scan.pdf", "no text",
    ),
    "old word": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "gammel.doc", ".docx"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 600, "side.png", "picture"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(case):
    data, filename, told = REFUSED[case]
    with pytest.raises(UnusableInput) as refused:
        read_mapping(data, filename=filename)
    message = str(refused.value)
    assert told in message
    assert "\n" not in message
    assert message.endswith(".")
    assert len(message) < 250


@pytest.mark.parametrize(
    ("data", "filename"),
    [
        (GOOD, "kortlægning.txt"),
        (GOOD, ""),
        (GOOD, "uden-endelse"),
        (b"\xef\xbb\xbf" + GOOD, "med-bom.txt"),
        (GOOD.decode().encode("utf-16"), "bred.txt"),
        (DOCX, "kortlægning.DOCX"),
        (DOCX, ""),
        (PDF, "kortlægning.pdf"),
        (PDF, ""),
    ],
)
def test_what_can_be_read(data, filename):
    assert read_mapping(data, filename=filename).entries


def test_an_outer_entity_in_a_word_document_is_not_followed(tmp_path):
    secret = tmp_path / "hemmelig.txt"
    secret.write_text("hemmelighed")
    with zipfile.ZipFile(BytesIO(DOCX)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    body = parts["word/document.xml"].decode()
    start = body.index("<w:document")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    body = body[:start] + entity + body[start:].replace("<w:t>", "<w:t>&e;", 1)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in (parts | {"word/document.xml": body.encode()}).items():
            package.writestr(name, content)
    try:
        read = read_mapping(stream.getvalue())
    except UnusableInput:
        return
    assert "hemmelighed" not in str(read.to_json())


@pytest.mark.parametrize("seed", range(250))
def test_mutated_text_never_makes_it_fall_over(seed):
    data = mutate(GOOD, random.Random(seed))
    try:
        read = read_mapping(data, filename="muteret.txt")
    except UnusableInput:
        return
    assert all(set(entry.answered) <= set(range(1, 9)) for entry in read.entries)


@pytest.mark.parametrize("source", [DOCX, PDF], ids=["docx", "pdf"])
@pytest.mark.parametrize("seed", range(25))
def test_mutated_files_never_make_it_fall_over(seed, source, caplog):
    try:
        read_mapping(mutate(source, random.Random(seed), mended=0.0))
    except UnusableInput as refused:
        assert str(refused)
    assert caplog.records == []


PIECES = [
    "a", "a-", "5\n", "x\n\n\n", "? ", "(", ". ", "a@", "www.a(b", "Beskriv ", "12 34 56 78 ",
    "Projektleder Anna Hansen, ", "Peer-støtte i Region Nord\nPeer-støtte i Region Syd\n",
    "Beskriv gruppen der yder peer-støtte\n", "Café Solen\n\nCafé Solen er et godt sted at være.\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_one_piece_over_and_over(piece):
    data = GOOD[:4000] + (piece * (20_000 // len(piece))).encode()
    assert read_mapping(data[: data.rfind(b"\n") + 1] or data).regions is not None
