"""From the lines of an answer to its text: paragraphs unwrapped, hyphens mended."""

import re
from collections.abc import Iterable

from peervej.methods.mapping.lines import Line

_ENDED = (".", "?", "!", ":", ";", "”", '"', ")", "…")
_NUMBERED = re.compile(r"^(?:\(?\d{1,2}[.)]|\(?[a-h]\)|[a-h]\.)\s+\S")
_URL_AT_END = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENATED = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,40})-$")
_KEEPS_HYPHEN = re.compile(r"^(?:[A-ZÆØÅ]{2,}|hoc|[A-ZÆØÅ])$")  # FO-midler, ad hoc-sparring, E-mail
_LABEL = re.compile(
    r"^(?:(?:Yderligere|Mere|Flere|Nærmere) (?:info|oplysning)|Kontakt(?:person|oplysninger)?:)"
)
_CONTACT_LABEL = re.compile(
    r"\b(?:tlf|tel|telefon(?:nr|nummer)?|mobil|mob|mail|e-?mail|adresse)[.:]*$", re.IGNORECASE
)
_LONE_ADDRESS = re.compile(r"^\S+@\S+$|^(?:https?://|www\.)\S+$")
_SUSPENDED = ("og", "eller", "samt")  # 'bruger- og pårørendeforeninger'
_USUAL_WIDTH = 80
_UNHYPHEN = "-\b"  # marks a hyphen that only stood for a broken word


def vocabulary(lines: Iterable[Line]) -> frozenset[str]:
    """Return the words of a document, lower-case, also those with a hyphen inside."""
    found: set[str] = set()
    for line in lines:
        text = _HYPHENATED.sub("", line.text)
        found.update(word.lower() for word in _WORD.findall(text))
    return frozenset(found)


def reflow(lines: list[Line], words: frozenset[str] = frozenset()) -> str:
    """Return the lines as text: one line per paragraph, '- ' before a list item."""
    width = _width(lines)
    paragraphs: list[list[str]] = []
    before: Line | None = None
    address = False  # the paragraph so far ends in a web address
    for line in lines:
        if before is not None and address and _is_address_tail(before.text, line.text):
            paragraphs[-1].append(line.text)
        elif before is not None and _continues(before, line, width):
            paragraphs[-1].append(_glue(before.text, line.text, words))
            address = _ends_in_address(line.text)
        else:
            paragraphs.append(["- " if line.bullet else "", line.text])
            address = _ends_in_address(line.text)
        before = line
    joined = "\n".join("".join(pieces) for pieces in paragraphs)
    return joined.replace(_UNHYPHEN, "").strip()


def _width(lines: list[Line]) -> float:
    lengths = sorted(len(line.text) for line in lines if not line.whole)
    return min(_USUAL_WIDTH, lengths[int(0.9 * (len(lengths) - 1))]) if lengths else _USUAL_WIDTH


def _continues(before: Line, line: Line, width: float) -> bool:
    """Tell whether a line goes on with the paragraph of the line before it."""
    if line.bullet or _NUMBERED.match(line.text) or before.whole or line.whole:
        return False
    ended, wide = before.text.endswith(_ENDED), len(before.text) >= 0.7 * width
    if _CONTACT_LABEL.search(before.text) and line.gap <= 1:
        return True
    if _LABEL.match(line.text) or (not wide and _LONE_ADDRESS.match(line.text)):
        return False
    goes_on = line.text[:1].islower()
    if line.gap >= 2:
        return goes_on and not ended and wide
    if ended:
        return wide and (line.gap == 0 or goes_on)
    return wide or goes_on


def _ends_in_address(text: str) -> bool:
    return bool(_URL_AT_END.search(text))


def _is_address_tail(before: str, text: str) -> bool:
    """Tell whether a line is only the rest of a web address broken over two lines."""
    if len(text.split()) != 1 or text.lower().startswith(("http", "www.", "mailto")):
        return False
    return "/" in text or before.endswith(("-", "/", "_"))


def _glue(before: str, text: str, words: frozenset[str]) -> str:
    """Return what has to be added to join text to the piece before it."""
    broken = _HYPHENATED.search(before)
    first = _WORD.match(text)
    if not broken or not first or not text[0].islower() or first.group() in _SUSPENDED:
        return " " + text
    whole = (broken.group(1) + first.group()).lower()
    hyphened = f"{broken.group(1)}-{first.group()}".lower()
    if (
        hyphened in words
        or _KEEPS_HYPHEN.match(broken.group(1))
        or (whole not in words and broken.group(1).lower() in words)
    ):
        return text
    return _UNHYPHEN[1:] + text
