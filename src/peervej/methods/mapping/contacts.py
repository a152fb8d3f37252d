"""Contact data in text: found, listed, and taken out of it."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from peervej.methods.mapping.links import ADDRESS
from peervej.methods.mapping.model import Contact
from peervej.methods.mapping.persons import Person, find_mentions, find_persons

OMITTED = "[…]"

_AT = re.compile(r"@|\((?:at|a|snabela)\)|\[at\]", re.IGNORECASE)
_LOCAL_BACKWARDS = re.compile(r"\s?(?P<name>[\w%+'-]+(?:\.[\w%+'-]+)*)(?P<scheme>:otliam)?")
_DOMAIN = re.compile(r"\s?(?P<name>[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,})")
_LOCAL_LENGTH, _DOMAIN_LENGTH = 64, 190  # RFC 5321, 4.5.3.1, the domain cut to what occurs
# Danish numbers have eight digits. None begins with 0 or 1, but examples do ('12 34 56 78'), so
# those count where the text around them speaks of contact.
_PHONE = re.compile(
    r"(?<![\d.,/§:-])(?<!\d )(?:\(?(?:\+|00) ?45\)?[ -]?)?"
    r"(?P<number>\d\d(?P<gap>[ .-]?)\d\d(?P=gap)\d\d(?P=gap)\d\d|\d{4}[ -]?\d{4})"
    r"(?![\d/½]|[ -]\d{2}(?!\d)|[.,]\d)"
)
_FOREIGN = re.compile(r"(?<![\w+])\+(?!45)[1-9]\d{0,2}(?:[ -]?\d{2,4}){2,5}(?!\d)")
_NO_PHONE_BEFORE = re.compile(r"(?:cvr|ean|konto|journal|sags?)[\w.-]*(?:\s?nr\.?)?[\s:.]*$", re.I)
_NEAR = 70  # letters between a number and the word or address that tells what it is
_YEAR_FIRST = re.compile(r"^(?:19\d\d|20[0-3]\d)")
_TWO_YEARS = re.compile(r"^(?:19|20)\d\d[ -](?:19|20)\d\d$")
_CONTACT_WORD = re.compile(
    r"kontakt|telefon|\btlf|mobil|mail|henvendelse|information|oplysning|\bring\b", re.IGNORECASE
)
_CPR = re.compile(r"(?<![\d-])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d-?\d{4}(?![\d-])")
_LABEL_WORDS = frozenset(
    re.findall(
        r"\S+",
        """yderligere mere flere nærmere info information informationer oplysninger oplysning
        kontakt kontakte kontaktes kontaktperson kontaktpersoner kontaktoplysninger kan fås findes
        gives her ved henvendelse til på hos af tlf tel telefon telefonnr telefonnummer mobil mob
        nr nummer mail mailadresse mail-adresse email e-mail epost e-post adresse via samt og eller
        rettes for få hvis ring skriv spørg navn v hjemmeside med såfremt der er behov venlig
        hilsen mvh evt om du vil vide os i daglig faglig lokal projektets""",
    )
)
_LABEL_FIRST = re.compile(
    r"^\W*(?:(?:for |få )?(?:yderligere|mere|flere|nærmere) (?:info|oplysning)|kontakt|henvendelse"
    r"|spørgsmål|ring|skriv|tlf|telefon|mail|e-?mail)",
    re.IGNORECASE,
)
_FEW_OWN = 8  # 'leder af socialpsykiatrien i … Kommune'
_ALL_OWN = 1_000_000
_ROLE_WORD = re.compile(
    r"(?:leder|chef|koordinator|konsulent|formand|forperson|sekretær|rådgiver|direktør|ansvarlige?"
    r"|medarbejder|tovholder|bestyrer)(?:en|n|s)?$"
)


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without its contact data."""

    text: str
    contacts: tuple[Contact, ...]
    held_only_contacts: bool  # nothing but contact data and its labels stood there
    held_cpr: bool = False


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    stop: int
    contact: Contact | None  # None for a CPR number, which is kept nowhere


def persons_in(texts: Iterable[str]) -> tuple[Person, ...]:
    """Return the contact persons named anywhere in the texts of one entry."""
    paragraphs = [
        _masked(paragraph) for text in texts for paragraph in text.split("\n") if paragraph
    ]
    return find_persons(paragraphs)


def strip_contacts(text: str, persons: tuple[Person, ...] = ()) -> Stripped:
    """Take e-mail addresses, phone numbers and the given persons out of text.

    A paragraph of nothing but contact data goes; elsewhere the mark […] shows that words were
    left out. When nothing would be left, the paragraphs stay with their marks.
    """
    paragraphs: list[tuple[str, int]] = []
    contacts: list[Contact] = []
    cpr = False
    for paragraph in text.split("\n"):
        spans = _spans(paragraph, persons)
        contacts += [span.contact for span in spans if span.contact]
        cpr = cpr or any(span.contact is None for span in spans)
        rest = _cut(paragraph, spans)
        paragraphs.append((rest, _own_words(rest) if spans else _ALL_OWN))
    only = bool(contacts) and all(_tells_nothing(rest, own) for rest, own in paragraphs)
    kept = [rest for rest, own in paragraphs if own or only]
    return Stripped("\n".join(kept).strip(), unique_contacts(contacts), only, cpr)


def unique_contacts(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """Return the contacts without repeats, in order."""
    known: dict[tuple[str, str], Contact] = {}
    for contact in contacts:
        value = re.sub(r"\W", "", contact.value).lower()
        if contact.kind == "phone":
            value = value.removeprefix("00")[-8:]
        known.setdefault((contact.kind, value), contact)
    return tuple(known.values())


def email_contact(address: str) -> Contact:
    """Return the contact behind a mailto: address."""
    return Contact("email", address.removeprefix("mailto:").split("?")[0].strip())


def _spans(text: str, persons: tuple[Person, ...]) -> list[_Span]:
    spans = [*_addresses(text), *_persons(text, persons)]
    spans.sort(key=lambda span: (span.start, -span.stop))
    apart: list[_Span] = []
    for span in spans:
        if not apart or span.start >= apart[-1].stop:
            apart.append(span)
    return apart


def _persons(text: str, persons: tuple[Person, ...]) -> list[_Span]:
    return [
        _Span(mention.start, mention.stop, Contact("person", mention.name))
        for mention in find_mentions(text, persons)
    ]


def _addresses(text: str) -> list[_Span]:
    spans = list(_emails(text))
    links = [match.span() for match in ADDRESS.finditer(text)]
    taken = [(span.start, span.stop) for span in spans] + links
    numbers = [
        *(_Span(found.start(), found.end(), None) for found in _CPR.finditer(text)),
        *_phones(text),
    ]
    inside = _Cover(taken)
    return spans + [span for span in numbers if not inside.touches(span.start)]


class _Cover:
    """Spans that must not be looked into again, asked in ascending order."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.starts = sorted(spans)

    def touches(self, index: int) -> bool:
        position = bisect_right(self.starts, (index, 1 << 60)) - 1
        return position >= 0 and index < self.starts[position][1]


def _emails(text: str) -> Iterable[_Span]:
    for at in _AT.finditer(text):
        before = text[max(0, at.start() - _LOCAL_LENGTH) : at.start()][::-1]
        left = _LOCAL_BACKWARDS.match(before)
        right = _DOMAIN.match(text, at.end(), min(len(text), at.end() + _DOMAIN_LENGTH))
        if left and right:
            value = f"{left.group('name')[::-1]}@{right.group('name')}"
            yield _Span(at.start() - left.end(), right.end(), Contact("email", value))


def _phones(text: str) -> Iterable[_Span]:
    for found in _PHONE.finditer(text):
        number = found.group("number")
        doubtful = number[0] in "01" or _YEAR_FIRST.match(number)
        if _TWO_YEARS.match(number) or (doubtful and not _is_told(text, found)):
            continue
        if _NO_PHONE_BEFORE.search(text, max(0, found.start() - 24), found.start()):
            continue
        yield _Span(found.start(), found.end(), Contact("phone", found.group().strip()))
    for found in _FOREIGN.finditer(text):
        yield _Span(found.start(), found.end(), Contact("phone", found.group()))


def _is_told(text: str, number: re.Match[str]) -> bool:
    """Tell whether the words near a number speak of contact."""
    start, stop = max(0, number.start() - _NEAR), number.end() + _NEAR
    return bool(_CONTACT_WORD.search(text, start, stop) or _AT.search(text, start, stop))


def _masked(text: str) -> str:
    """Return text with every e-mail address and phone number as one NUL."""
    return _cut(text, _spans(text, ()), "\0")


def _cut(text: str, spans: list[_Span], mark: str = OMITTED) -> str:
    pieces: list[str] = []
    end = 0
    for span in spans:
        pieces += [text[end : span.start], mark]
        end = span.stop
    return "".join([*pieces, text[end:]])


def _own_words(text: str) -> int:
    """Count the words of a paragraph that are neither labels nor roles."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.replace(OMITTED, " ").lower())
    return sum(word not in _LABEL_WORDS and not _ROLE_WORD.search(word) for word in words)


def _tells_nothing(rest: str, own: int) -> bool:
    """Tell whether a paragraph without its contact data has nothing to say but where to ask."""
    if not any(character.isalnum() for character in rest) or own == 0:
        return True
    return own <= _FEW_OWN and bool(_LABEL_FIRST.match(rest)) and not ADDRESS.search(rest)
