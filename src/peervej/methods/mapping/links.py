"""Web addresses in text and in the feet of pages."""

import re

_INSIDE = r"[^\s<>”“\"'’()\[\]{}]"
ADDRESS = re.compile(
    rf"(?:https?://|www\.){_INSIDE}+(?:\([^\s()]*\){_INSIDE}*)*",
    re.IGNORECASE,
)
TRAILING = ".,;:!?)]}’'”\"–-…"
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)


def find_links(text: str) -> list[str]:
    """Return the web addresses in text, in order, each once."""
    found = (match.group().rstrip(TRAILING) for match in ADDRESS.finditer(text))
    return unique_links([link for link in found if "." in link])


def unique_links(links: list[str]) -> list[str]:
    """Return the links without those that name the same page again."""
    known: dict[str, str] = {}
    for link in links:
        known.setdefault(same_page(link), link)
    return list(known.values())


def same_page(link: str) -> str:
    """Return the form in which two spellings of one address are equal."""
    return _SCHEME.sub("", link).rstrip("/").lower()
