"""Reading a mapping: from a file's bytes to initiatives with their answers."""

import re
from collections.abc import Iterable

from peervej.methods.errors import UnusableInput
from peervej.methods.mapping.contacts import (
    Stripped,
    email_contact,
    persons_in,
    strip_contacts,
    unique_contacts,
)
from peervej.methods.mapping.decode import decode
from peervej.methods.mapping.drafts import Draft, draft_entries
from peervej.methods.mapping.furniture import Foot, strip_furniture
from peervej.methods.mapping.links import find_links, same_page, unique_links
from peervej.methods.mapping.model import QUESTIONS, Entry, Mapping
from peervej.methods.mapping.prose import reflow, vocabulary
from peervej.methods.mapping.question_order import repair_order
from peervej.methods.mapping.questions import Printed, find_questions
from peervej.methods.mapping.regions import mark_regions

# What a form says of itself where nobody has written anything.
_PLACEHOLDER = re.compile(
    r"^\W*(?:ikke (?:be|ud)\w+|ubesvaret|intet svar|n/?a|klik (?:eller tryk )?her for at \w+ "
    r"(?:tekst|(?:eller )?\w+ tekst)|skriv her|svar|udfyldes (?:senere|af \w+))\W*$",
    re.IGNORECASE,
)
# Single letters that are no Danish words: what is left where a ligature's letters were lost.
_LOST_LETTERS = re.compile(r"(?<= )[bcdfghjklmnpqrstvwxz](?= )|(?<=[a-zæøå])  (?=[a-zæøå])")
_MANY_LOST = 4


def read_mapping(data: bytes, *, filename: str = "") -> Mapping:
    """Read a mapping document (text, .docx or .pdf) filled in on the questionnaire.

    Raises UnusableInput for a file that is empty, too large, damaged, encrypted, wrongly named
    or encoded, and for one that holds no question of the questionnaire.
    """
    lines, feet = strip_furniture(decode(data, filename))
    items = repair_order(find_questions(lines))
    if not any(isinstance(item, Printed) for item in items):
        raise UnusableInput(
            "No question of the mapping questionnaire was found; the file must hold the printed "
            "questions with their answers."
        )
    drafts = draft_entries(mark_regions(items))
    words = vocabulary(lines)
    shares = _share_out(feet, drafts.drafts)
    entries = tuple(
        _entry(draft, share, words) for draft, share in zip(drafts.drafts, shares, strict=True)
    )
    return Mapping(tuple(drafts.regions), entries, tuple(drafts.warnings))


def _share_out(feet: list[Foot], drafts: list[Draft]) -> list[list[str]]:
    """Give each link from a page's foot to the initiative on that page that names it."""
    shares: list[list[str]] = [[] for _ in drafts]
    texts: dict[int, str] = {}
    on_page: dict[int, list[int]] = {}
    for index, draft in enumerate(drafts):
        for page in draft.pages:
            on_page.setdefault(page, []).append(index)
    for foot in feet:
        here = on_page.get(foot.page, [])
        for index in here:
            if index not in texts:
                texts[index] = _all_text(drafts[index])
        address = same_page(foot.address.removeprefix("mailto:"))
        named = [index for index in here if address in texts[index]]
        for index in (named or here)[-1:]:
            shares[index].append(foot.address)
    return shares


def _all_text(draft: Draft) -> str:
    lines = [*draft.lines, *(line for answer in draft.answers.values() for line in answer)]
    return "".join(line.text for line in lines).lower()


def _entry(draft: Draft, feet: list[str], words: frozenset[str]) -> Entry:
    text = reflow(draft.lines, words)
    answers = {
        number: answer
        for number in sorted(draft.answers)
        if _is_answer(answer := reflow(draft.answers[number], words))
    }
    persons = persons_in([text, *answers.values()])
    stripped = {number: strip_contacts(answer, persons) for number, answer in answers.items()}
    about = strip_contacts(text, persons)
    last = max(draft.printed, default=0)
    sections = {
        number: one.text
        for number, one in stripped.items()
        if number in draft.asks_for_contacts or not _is_pointer(one, at_end=number == last)
    }
    contacts = [contact for one in (about, *stripped.values()) for contact in one.contacts]
    contacts += [email_contact(foot) for foot in feet if foot.lower().startswith("mailto:")]
    links = [link for answer in (text, *answers.values()) for link in find_links(answer)]
    links += [foot for foot in feet if not foot.lower().startswith("mailto:")]
    return Entry(
        name=draft.name,
        region=draft.region,
        kind=draft.kind,
        sections=sections,
        text=about.text,
        contacts=unique_contacts(contacts),
        links=tuple(unique_links(links)),
        warnings=tuple(dict.fromkeys([*draft.warnings, *_warnings(draft, stripped, about)])),
    )


def _is_answer(text: str) -> bool:
    return any(character.isalnum() for character in text) and not _PLACEHOLDER.match(text)


def _is_pointer(one: Stripped, *, at_end: bool) -> bool:
    """Tell whether an answer only says where to ask or, at the entry's end, where to read on."""
    return one.held_only_contacts or (at_end and _is_only_links(one.text))


def _warnings(draft: Draft, stripped: dict[int, Stripped], about: Stripped) -> Iterable[str]:
    if draft.kind == "questionnaire":
        missing = [str(number) for number in QUESTIONS if number not in draft.printed]
        if missing:
            yield f"not printed in the document: question {', '.join(missing)}"
    for number, one in stripped.items():
        if one.held_only_contacts:
            yield f"question {number} holds only contact data"
        elif _is_only_links(one.text):
            yield f"question {number} holds only a link"
        if one.held_cpr:
            yield f"question {number} held what looks like a CPR number; it was left out"
    if about.held_cpr:
        yield "the text held what looks like a CPR number; it was left out"
    texts = [about.text, *(one.text for one in stripped.values())]
    if sum(len(_LOST_LETTERS.findall(text)) for text in texts) >= _MANY_LOST:
        yield "letters seem to be missing from words; compare with the original"


def _is_only_links(text: str) -> bool:
    return bool(find_links(text)) and len(text.split()) <= 4 and "\n" not in text
