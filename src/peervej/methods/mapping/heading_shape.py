"""What the heading of an initiative looks like by itself: short, capital first, no sentence."""

import re
from itertools import pairwise

from peervej.methods.mapping.lines import Line
from peervej.methods.mapping.links import ADDRESS

LONGEST = 110
_MOST_WORDS = 15
_STYLED_LONGEST = 2 * LONGEST
_CALL_WORDS = 8  # 'Du er ikke alene!'

LABEL = re.compile(
    r"^(?:yderligere|mere|flere|nærmere) (?:info|oplysning)|^(?:læs|laes|se|hør) (?:mere|også|evt)"
    r"|^(?:kontakt|telefon|tlf|mail|e-mail|hjemmeside|web|adresse|http|www|se:|ring|skriv til)"
    r"|^(?:hilsen|med venlig|venlig|mvh|vedhæftet|bilag|referencer|kilder?|note)\b"
    r"|^(?:udfyldt|besvaret|indsendt|indsamlet|dato|opdateret)\b",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"(?:yderligere|mere|flere|nærmere) (?:info|oplysning)|(?:læs|laes|se|hør) mere"
    r"|henvendelse til|\bkontakt(?:es\b|:|person(?:er)?:|oplysninger)|\S@\S|(?:\d[ -]?){8}|\btlf\b",
    re.IGNORECASE,
)
# Headings inside a text, which say what a part of it is about and name no initiative.
INNER = re.compile(
    r"^(?:baggrund|formål(?:et)?|indhold(?:et)?|målgruppe[nr]?|organisering|organisation|økonomi"
    r"|metode[nr]?|aktiviteter(?:ne)?|historie|finansiering|omfang|uddannelse|supervision"
    r"|rekruttering|resultater|effekt(?:er)?|samarbejde|fremtiden?|evaluering|dokumentation"
    r"|udfordringer|hvem er vi|hvad gør vi|praktisk|frivillige|grundlag(?:et)?|antal|formen?"
    r"|deltagere|tilbuddet|projektet|om (?:projektet|tilbuddet|os))\b"
    r"(?:\s(?:og|i|af|for|med|på|til|om|ved)\b.{0,40})?$"
    r"|^(?:lidt om|kort om|historien|sådan|åbningstider?|tilmelding|praktiske? |det tilbyder"
    r"|hvad er|hvordan|hvorfor)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:er|har|kan|skal|vil|bliver|blev|får|fik|giver|var|må|bør|kommer|mødes|tilbyder|findes"
    r"|arbejder|består|støtter|ønsker|deltager|hjælper|havde|kunne|skulle|ville|blive|være|vi|jeg|man)\b"
)
PLACE = re.compile(r"\b[Kk]ommune\b|, [A-ZÆØÅ]|\bi [A-ZÆØÅ]")
_ONLY_PLACE = re.compile(
    r"^(?:[–-] |\()?(?:[A-ZÆØÅ][\wæøå-]+(?:,? og [A-ZÆØÅ][\wæøå-]+)? [Kk]ommuner?"
    r"|Region [A-ZÆØÅ][\wæøå]+)\)?$"
)
_TOWN_WORD = ("Kommune", "kommune", "Kommuner", "kommuner")
CONNECTOR = re.compile(
    r"(?:[,–&/-]|\b(?:i|og|for|af|til|på|paa|med|mellem|om|fra|ved|under|eller|samt|den|det|de|en"
    r"|et|I|OG|FOR|AF|TIL|PÅ|MED|MELLEM|OM|FRA|VED))$"
)
SENTENCE_END = re.compile(r"[.?!…][”\"')]?\s+(?=[^\W\d_])")
NAMED = re.compile(
    r"^(?:(?:initiativets?|projektets?|tilbuddets?|organisationens?|foreningens?) )?"
    r"(?:navn|initiativ|tilbud|projekt)"
    r"(?: på (?:jeres )?(?:initiativet?|tilbud(?:det)?|projekt(?:et)?)(?:/projekt(?:et)?)?)?"
    r"\s*:\s*(?=\S)",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"^\d{1,3}(?:\.\d{1,3})*[.)]\s+(?=[^\W\d_])")
_CAPITALS = re.compile(r"^[\W\d]*[A-ZÆØÅÉÖÄ]|^[\W]*\d|^[a-zæøå]+[A-ZÆØÅ]")
ENDED = (".", "?", "!", ")", "”", '"', "…")


def has_shape(line: Line, *, direct: bool = False) -> bool:
    """Tell whether a line may be a heading; direct: it stands right above a questionnaire."""
    text = _NUMBERING.sub("", line.text)
    if line.styled:
        return len(text) <= _STYLED_LONGEST and not LABEL.match(text)
    words = text.split()
    if not 2 <= len(text) <= LONGEST or len(words) > _MOST_WORDS or line.bullet:
        return False
    if LABEL.match(text) or ADDRESS.search(text) or "@" in text:
        return False
    if not starts_high(text) and not (direct and line.gap and not text.endswith(".")):
        return False
    if text.endswith((":", ";", ",")) or (text.endswith(".") and len(words) > 5):
        return False
    if text.endswith(("?", "!")) and not (direct and len(words) <= _CALL_WORDS):
        return False
    if sum(character.isalpha() for character in text) < 0.5 * len(text):
        return False
    return direct or len(words) < 4 or not _VERB.search(text)


def has_verb(text: str) -> bool:
    """Tell whether text holds a verb a sentence of prose would have."""
    return bool(_VERB.search(text))


def may_begin(line: Line) -> bool:
    """Tell whether a line may be the first of a heading over several lines."""
    text = line.text.rstrip(",–&/- ")
    return bool(text) and not SENTENCE_END.search(text) and has_shape(line.part(0, len(text)))


def starts_high(text: str) -> bool:
    """Tell whether text begins with a capital, a digit, or a name like 'iPeer'."""
    return bool(_CAPITALS.match(text))


def is_only_place(line: Line) -> bool:
    """Tell whether a line only says where an initiative is: the second line of a heading."""
    return line.text in _TOWN_WORD or bool(_ONLY_PLACE.match(line.text))


def is_pointer(text: str) -> bool:
    """Tell whether text sends the reader on: to a link, an address, a number, a person."""
    return bool(_POINTER.search(text) or ADDRESS.search(text))


def closes(text: str) -> bool:
    """Tell whether a text may end with this line."""
    return text.endswith(ENDED) or is_pointer(text)


def joined_name(lines: list[Line]) -> str:
    """Return the lines of a heading as one name."""
    pieces = [line.text for line in lines]
    for index, (above, below) in enumerate(pairwise(lines)):
        gap = " "
        if above.text.endswith("-") and below.text[:1].islower():
            gap = ""
        elif _ONLY_PLACE.match(below.text) and not CONNECTOR.search(above.text):
            gap = ", "
        pieces[index] = above.text + gap
    return clean_name("".join(pieces))


def clean_name(text: str) -> str:
    """Return a heading as a name: no numbering, no label, no closing stop."""
    return _NUMBERING.sub("", NAMED.sub("", text)).strip(" .:;,–-•").strip()
