"""Lines of a document with what the layout says about them."""

import re
from dataclasses import dataclass, replace

# Word writes bullets in the private-use area (Symbol and Wingdings); PDF makers use any of these.
BULLETS = "•◦▪▫●○■□➢➤✓✔·‣⁃∙*¤"
_BULLET_START = re.compile(rf"^(?:[{re.escape(BULLETS)}\ue000-\uf8ff]\s*|[-–—−o]\s+(?=\S))")
_LONE_BULLET = re.compile(rf"^[{re.escape(BULLETS)}\ue000-\uf8ff]$")
_GLYPHS = {
    "\uf0e8": "→",  # Wingdings arrow
    "\uf0e0": "→",
    "\uf04a": "🙂",  # Wingdings J
    "\u00a0": " ",
    "\u2007": " ",
    "\u202f": " ",
    "\t": " ",
    "\u00ad": "",  # soft hyphen
    "\u200b": "",
    "\u2060": "",
    "\ufeff": "",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "ft",
    "ﬆ": "st",
}
_CONTROLS = {code: " " for code in (*range(9), *range(14, 32), 127) if code != 9}
_TRANSLATION = str.maketrans({**_GLYPHS, **{chr(code): "" for code in _CONTROLS}})
_SPACES = re.compile(r" {2,}")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document, cleaned, with its place and what the layout shows."""

    text: str
    page: int = 1
    gap: int = 0  # blank lines before it
    bullet: bool = False
    starts_page: bool = False
    styled: bool = False  # set as a heading by the word processor
    whole: bool = False  # a whole paragraph, not one line of a wrapped one
    aside: bool = False  # the address behind linked words, not part of the running text

    def part(self, start: int, stop: int | None = None) -> "Line":
        """Return the line cut to text[start:stop]; a tail has no layout before it."""
        if start == 0 and stop is None:
            return self
        text = self.text[start:stop].strip()
        if start == 0:
            return replace(self, text=text)
        return replace(self, text=text, gap=0, bullet=False, starts_page=False, styled=False)


def clean(text: str) -> str:
    """Return one line without control characters, odd spaces and ligature glyphs."""
    return _SPACES.sub(" ", text.translate(_TRANSLATION)).strip()


def split_bullet(text: str) -> tuple[bool, str]:
    """Tell whether a cleaned line starts with a bullet glyph, and return the rest."""
    found = _BULLET_START.match(text)
    rest = text[found.end() :] if found else text
    return bool(found), _PRIVATE.sub("•", rest).strip()


def is_lone_bullet(text: str) -> bool:
    """Tell whether a cleaned line is nothing but a bullet glyph set on its own line."""
    return bool(_LONE_BULLET.match(text))


def split_lines(text: str) -> list[Line]:
    """Split plain text into lines; form feeds and single indents mark new pages.

    Text taken out of a PDF by the usual tools keeps the form feed as one space before the
    first line of a page, directly below the last line of the page before.
    """
    lines: list[Line] = []
    page, gap, starts_page, bullet_before = 1, 0, True, False
    for sheet_number, sheet in enumerate(text.split("\f")):
        if sheet_number:
            page, starts_page = page + 1, True
        for raw in sheet.split("\n"):
            cleaned = clean(raw)
            if not cleaned:
                gap += 1
                continue
            if is_lone_bullet(cleaned):
                bullet_before = True
                continue
            if lines and not starts_page and gap == 0 and _is_page_indent(raw):
                page, starts_page = page + 1, True
            bullet, body = split_bullet(cleaned)
            if body:
                lines.append(Line(body, page, gap, bullet or bullet_before, starts_page))
                gap, starts_page, bullet_before = 0, False, False
    return lines


def _is_page_indent(raw: str) -> bool:
    return len(raw) > 1 and raw[0] == " " and not raw[1].isspace()
