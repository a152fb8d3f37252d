"""SPSS system files (.sav), uncompressed, little-endian, UTF-8.

Layout after the description of the system file format in PSPP's developer's guide.
"""

import struct
from collections.abc import Mapping, Sequence
from typing import Protocol

HEADER_NUMERIC, STRING_FORMAT = 5, 1
SYSTEM_MISSING = -1.7976931348623157e308
HIGHEST = 1.7976931348623157e308
LOWEST_BUT_ONE = -1.7976931348623155e308
LONGEST_TEXT = 248
SEGMENT = 8
LONGEST_LABEL = 120


class SavVariable(Protocol):
    """What is read of a column."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def codes(self) -> Mapping[str, str]: ...


Cell = str | int | float | None


def write_sav(variables: Sequence[SavVariable], rows: Sequence[Sequence[Cell]]) -> bytes:
    """A system file of these columns; texts are cut at 248 bytes, value labels at 120.

    Columns whose cells are all numbers are numeric, the others text. An empty cell is
    system-missing, or an empty text.
    """
    columns = [[row[index] for row in rows] for index in range(len(variables))]
    widths = [_width(column, variable) for column, variable in zip(columns, variables, strict=True)]
    starts, place = [], 1
    for width in widths:
        starts.append(place)
        place += _segments(width)
    parts = [_header(place - 1, len(rows))]
    shorts = [f"V{number:05d}" for number in range(1, len(variables) + 1)]
    for variable, width, short in zip(variables, widths, shorts, strict=True):
        parts.append(_variable(variable, width, short))
    for variable, width, start in zip(variables, widths, starts, strict=True):
        parts.append(_value_labels(variable, width, start))
    names = zip(shorts, variables, strict=True)
    parts.append(_information(3, 4, struct.pack("<8i", 1, 0, 0, -1, 1, 1, 2, 65001)))
    parts.append(_information(4, 8, struct.pack("<3d", SYSTEM_MISSING, HIGHEST, LOWEST_BUT_ONE)))
    long_names = "\t".join(f"{short}={variable.name}" for short, variable in names)
    parts.append(_information(13, 1, long_names.encode()))
    parts.append(_information(20, 1, b"UTF-8"))
    for variable, width in zip(variables, widths, strict=True):
        parts.append(_long_value_labels(variable, width))
    parts.append(struct.pack("<2i", 999, 0))
    parts += [_case(row, widths) for row in rows]
    return b"".join(parts)


def _width(column: Sequence[Cell], variable: SavVariable) -> int:
    """0 for numbers, otherwise the bytes the longest text or code needs."""
    texts = [value for value in column if isinstance(value, str)]
    if not texts:
        return 0
    texts += [str(code) for code in variable.codes]
    return max(1, min(LONGEST_TEXT, max(len(text.encode()) for text in texts)))


def _segments(width: int) -> int:
    return max(1, -(-width // 8))


def _header(segments: int, cases: int) -> bytes:
    product = b"@(#) SPSS DATA FILE Peervej".ljust(60)
    counts = struct.pack("<5i", 2, segments, 0, 0, cases)
    bias = struct.pack("<d", 100.0)
    # The file carries no date of its own: everything in it counts days from the draw.
    return b"$FL2" + product + counts + bias + b"01 Jan 70" + b"00:00:00" + b" " * 64 + bytes(3)


def _variable(variable: SavVariable, width: int, short: str) -> bytes:
    shape = (STRING_FORMAT << 16 | width << 8) if width else (HEADER_NUMERIC << 16 | 8 << 8 | 2)
    label = _cut(variable.label, 252)
    record = struct.pack("<6i", 2, width, 1, 0, shape, shape) + short.encode().ljust(8)
    record += struct.pack("<i", len(label)) + label + b" " * (-len(label) % 4)
    more = struct.pack("<6i", 2, -1, 0, 0, 0, 0) + b" " * 8
    return record + more * (_segments(width) - 1)


def _value_labels(variable: SavVariable, width: int, start: int) -> bytes:
    """Labels of the codes of a number, or of a text of at most eight bytes."""
    codes = variable.codes
    if not codes or width > SEGMENT:
        return b""
    record = struct.pack("<2i", 3, len(codes))
    for code, text in codes.items():
        value = code.encode().ljust(SEGMENT) if width else struct.pack("<d", float(code))
        label = _cut(text, LONGEST_LABEL)
        record += value + bytes([len(label)]) + label + b" " * (-(len(label) + 1) % 8)
    return record + struct.pack("<3i", 4, 1, start)


def _long_value_labels(variable: SavVariable, width: int) -> bytes:
    """Labels of the codes of a wider text, in a record of their own."""
    if not variable.codes or width <= SEGMENT:
        return b""
    data = _sized(variable.name.encode()) + struct.pack("<2i", width, len(variable.codes))
    for code, text in variable.codes.items():
        data += _sized(_cut(code, width).ljust(width)) + _sized(_cut(text, LONGEST_LABEL))
    return _information(21, 1, data)


def _sized(data: bytes) -> bytes:
    return struct.pack("<i", len(data)) + data


def _information(subtype: int, size: int, data: bytes) -> bytes:
    return struct.pack("<4i", 7, subtype, size, len(data) // size) + data


def _case(row: Sequence[Cell], widths: Sequence[int]) -> bytes:
    cells = []
    for value, width in zip(row, widths, strict=True):
        if width:
            text = _cut("" if value is None else str(value), width)
            cells.append(text.ljust(_segments(width) * 8))
        else:
            number = SYSTEM_MISSING if value is None else float(value)
            cells.append(struct.pack("<d", number))
    return b"".join(cells)


def _cut(text: str, most: int) -> bytes:
    """At most so many bytes of UTF-8, never half a character."""
    return text.encode()[:most].decode(errors="ignore").encode()
