"""Numbers with their unit in Danish prose: 'ca. 120 timers', '6-8 kursister', 'to peers'."""

import re
from collections.abc import Iterator

# Danish writes 1.250 and 2,5; 8½ stands for 8,5.
_DIGITS = r"\d{1,3}(?:\.\d{3})+|\d{1,6}(?:,\d{1,2})?"
_UNITS = (
    r"%|procent|kr\.?|kroner"
    r"|(?:minutter|timers?|time|dages?|dag|ugers?|uge|måneders?|måned|mdr\.?|år)"
    r"|(?:personer|mennesker|medlemmer|frivillige|peer[- ]\w{4,}|peers?|mentorer|recovery-mentorer"
    r"|borgere|brugere|deltagere|kursister|patienter|unge|instruktører|undervisere|medundervisere"
    r"|medarbejdere|ansatte|bisiddere|pårørende|rådgivere|følgesvende|koordinatorer|kommuner"
    r"|afdelinger|værter|ambassadører|MB[’´']ere)"
    r"|(?:gange|hold|forløb|kurser|møder|mødegange|opgaver|match(?:es)?|henvendelser|aktiviteter"
    r"|tilbud|workshops|eksemplarer|pladser|samtaler|idrætstilbud)"
)
_WORDS = {
    "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10,
    "elleve": 11, "tolv": 12, "fjorten": 14, "femten": 15, "tyve": 20, "tredive": 30,
}  # fmt: skip
_NUMBER = re.compile(
    rf"(?<![\w.,/§–-])(?<!§ )(?:(?P<low>{_DIGITS})(?P<half>½)?(?: ?[-–] ?(?P<high>{_DIGITS})½?)?"
    rf"|(?P<word>{'|'.join(_WORDS)}))(?: (?:ud af|af) \d+)? ?(?P<unit>{_UNITS})(?!\w)",
    re.IGNORECASE,
)


def find_numbers(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Yield (value, start, end, unit) for each number that has a unit; a range as '6-8'."""
    for found in _NUMBER.finditer(text):
        if found.group("word"):
            value = str(_WORDS[found.group("word").lower()])
        else:
            value = _plain(found.group("low"), half=bool(found.group("half")))
            if found.group("high"):
                value += f"-{_plain(found.group('high'))}"
        yield value, found.start(), found.end(), found.group("unit").rstrip(".")


def _plain(digits: str, *, half: bool = False) -> str:
    whole = re.sub(r"\.(?=\d{3})", "", digits).replace(",", ".")
    return f"{whole}.5" if half else whole
