"""Comparing what was read with what a look-alike document holds."""

import re

from peervej.methods.mapping import Contact, Entry, Mapping
from peervej.methods.mapping.squeeze import squeeze
from tests.methods.mapping.lookalike import LookAlike, TrueEntry

PRINT = re.compile(r"ved at (?:be)?svare? (?:på )?spørgsmålene|tilbud/projekt", re.IGNORECASE)


def compare(read: Mapping, document: LookAlike) -> None:
    """Regions, entries, answers, contacts and links must be exactly what the document holds."""
    assert list(read.regions) == document.regions
    got = [(squeeze(e.name), e.region, e.kind, list(e.answered)) for e in read.entries]
    wanted = [(squeeze(e.name), e.region, e.kind, e.answered) for e in document.entries]
    assert got == wanted
    for entry, truth in zip(read.entries, document.entries, strict=True):
        assert contact_keys(entry) == {(kind, squeeze(value)) for kind, value in truth.contacts}
        assert {squeeze(link) for link in entry.links} == {squeeze(link) for link in truth.links}
        _compare_words(entry, truth, document)


def contact_keys(entry: Entry) -> set[tuple[str, str]]:
    """Return the contacts in the form in which spellings of one value are equal."""
    return {(contact.kind, _key(contact)) for contact in entry.contacts}


def _key(contact: Contact) -> str:
    if contact.kind == "phone":
        return re.sub(r"\D", "", contact.value)[-8:]
    return squeeze(contact.value)


def _compare_words(entry: Entry, truth: TrueEntry, document: LookAlike) -> None:
    if document.defects.lost_ligatures:
        return  # the truth has letters the document lost
    texts = [entry.text, *entry.sections.values()]
    assert not any(PRINT.search(text) for text in texts)
    for contact in truth.contacts:
        assert not any(squeeze(contact[1]) in squeeze(text) for text in texts)
    last = truth.answered[-1:]
    for number, lines in truth.answers.items():
        answer = squeeze("".join(line.removeprefix("* ") for line in lines))
        read = squeeze(entry.sections[number])
        if [number] == last:
            assert read.startswith(answer)  # a pointer to more information may follow
        else:
            assert read == answer
    about = squeeze("".join(truth.text))
    assert squeeze(entry.text).startswith(about)
