"""From the bytes of a file to its lines: plain text, Word or PDF."""

import re
import unicodedata
from pathlib import PurePath

from peervej.methods.errors import UnusableInput
from peervej.methods.mapping.docx_lines import read_docx
from peervej.methods.mapping.lines import Line, split_lines
from peervej.methods.mapping.pdf_lines import read_pdf

MAX_TEXT_BYTES = 3_000_000  # some twelve times a whole country's mapping
MAX_FILE_BYTES = 20_000_000
MAX_LINES = 100_000

_NEWLINES = re.compile("\r\n|[\r\v\x1c-\x1e\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_KINDS = {"pdf": "PDF", "docx": "Word document", "text": "text"}
_SUFFIXES = {".pdf": "pdf", ".docx": "docx", ".txt": "text", ".text": "text", ".md": "text"}
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Word document (.doc); save it as .docx"),
    (b"{\\rtf", "a rich text file; save it as .docx or as UTF-8 text"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
    (b"\x89PNG", "a picture; the reader needs text, a Word document or a PDF with text"),
    (b"\xff\xd8\xff", "a picture; the reader needs text, a Word document or a PDF with text"),
)


def decode(data: bytes, filename: str = "") -> list[Line]:
    """Return the lines of a text, .docx or .pdf file; raises UnusableInput."""
    if not data.strip():
        raise UnusableInput("The file is empty; choose the file that holds the mapping.")
    kind = _kind(data)
    _refuse_wrong_name(kind, filename)
    limit = MAX_TEXT_BYTES if kind == "text" else MAX_FILE_BYTES
    if len(data) > limit:
        raise UnusableInput(
            f"The file is {len(data) / 1e6:.1f} MB; at most {limit // 1_000_000} MB can be read "
            f"as a {_KINDS[kind]}. Split it into smaller files."
        )
    if kind == "pdf":
        lines = read_pdf(data)
    elif kind == "docx":
        lines = read_docx(data)
    else:
        lines = split_lines(normalise(_decode_text(data)))
    if len(lines) > MAX_LINES:
        raise UnusableInput(
            f"The file has {len(lines)} lines; at most {MAX_LINES} can be read. Split it into "
            "smaller files."
        )
    return lines


def normalise(text: str) -> str:
    """Return text in composed Unicode form with one kind of newline and no surrogates."""
    text = unicodedata.normalize("NFC", _SURROGATES.sub("\ufffd", text))
    return _NEWLINES.sub("\n", text)


def _kind(data: bytes) -> str:
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if head.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise UnusableInput(f"The file is {what}.")
    return "text"


def _refuse_wrong_name(kind: str, filename: str) -> None:
    suffix = PurePath(filename).suffix.lower()
    named = _SUFFIXES.get(suffix)
    if named is None or named == kind:
        return
    if kind == "text":
        raise UnusableInput(
            f"The file is named {suffix} but is no {_KINDS[named]}: its beginning is missing or "
            f"damaged. Save it again from the program that made it."
        )
    raise UnusableInput(
        f"The file is named {suffix} but is a {_KINDS[kind]}; rename it to end in .{kind}."
    )


def _decode_text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise UnusableInput(
                "The file begins as UTF-16 text but is damaged; save it again as UTF-8 text."
            ) from None
    nul = data.find(b"\0")
    if nul >= 0:
        raise UnusableInput(
            f"The file holds a NUL byte at position {nul}, so it is no plain text; "
            "save it again as UTF-8 text, .docx or .pdf."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnusableInput(
            f"The text is not UTF-8 (line {line} holds the byte 0x{data[error.start]:02X}, as "
            "Latin-1 and Windows-1252 do); save it as UTF-8, for example with "
            "'iconv -f WINDOWS-1252 -t UTF-8'."
        ) from None
