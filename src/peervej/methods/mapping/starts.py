"""Since when something has existed: 'siden 1995', 'startede 1.6. 2013', 'begyndte i marts 2013'."""

import re
from collections.abc import Iterator

_MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?P<day>[0-3]?\d)[./]\s?(?P<month>[01]?\d)[./]\s?(?P<short>{_YEAR}|\d\d)(?!\d)"
    rf"|(?:(?P<nth>[0-3]?\d)\.\s*)?(?P<named>{'|'.join(_MONTHS)})\s+(?P<named_year>{_YEAR})(?!\d)"
    rf"|(?P<year>{_YEAR})(?![\d.]*\d)"
)
_START = re.compile(
    r"\b(?:siden|start(?:ede|et|es)?(?: op)?|opstart\w*|begyndte|begyndt|etableret|oprettet|stiftet"
    r"|grundlagt|igangsat(?:te)?s?|iværksat|åbnede|åbnet|opstod|eksisteret fra)"
    rf"(?:\s+(?:i|den|d\.|pr\.|op|år|fra|af|og med|medio|primo|ultimo|forår(?:et)?|sommer(?:en)?"
    rf"|efterår(?:et)?|vinter(?:en)?)){{0,4}}\s+(?:{_DATE})",
    re.IGNORECASE,
)
_CENTURY = 50  # two digits up to this are in the 2000s


def find_starts(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Yield (value, start, end, '') with value as a year, year-month or ISO date."""
    for found in _START.finditer(text):
        value = _value(found)
        if value:
            yield value, found.start(), found.end(), ""


def _value(found: re.Match[str]) -> str:
    if found.group("year"):
        return found.group("year")
    if found.group("named"):
        month = _MONTHS.index(found.group("named").lower()) + 1
        value = f"{found.group('named_year')}-{month:02}"
        return f"{value}-{int(found.group('nth')):02}" if found.group("nth") else value
    day, month = int(found.group("day")), int(found.group("month"))
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return ""
    year = int(found.group("short"))
    if year < 100:
        year += 2000 if year <= _CENTURY else 1900
    return f"{year}-{month:02}-{day:02}"
