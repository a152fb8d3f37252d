"""From a document that was read to drafts for the editor; nothing of it is public yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from peervej.apps.audit.operations import record_event
from peervej.apps.directory.enums import FactState, Listing
from peervej.apps.directory.models import Draft, Fact, Initiative, Source, Unlisting
from peervej.apps.directory.names import name_key
from peervej.apps.directory.operations.drafting import LONGEST_ANSWER, open_draft
from peervej.apps.directory.operations.publishing import content_hash
from peervej.apps.directory.operations.suggesting import (
    make_waiting_entry,
    note_likeness,
    write_parts,
)
from peervej.apps.directory.recognising import recognise_facts
from peervej.apps.places.models import Region
from peervej.methods.mapping import Entry, Mapping

NOTICE_SECTION = 1


@dataclass(frozen=True)
class ProposedFact:
    """A fact recognised in an entry, beside the words it came from."""

    key: str
    value: Any
    words: str
    private: bool = False


@transaction.atomic
def load_mapping(
    mapping: Mapping, *, title: str, dated: str = "", actor: str, now: datetime
) -> dict[str, int]:
    """Make or fill a draft for every entry; count what came of each.

    An entry of the same name is the same entry, and gets the answers as a draft beside
    what is public. Loading the same answers again changes nothing, whatever the editor
    decided. Near names are suggested as doubles, never merged; an entry without a name is
    called after the document until the editor gives it one. Contact data comes in as private
    proposals.
    """
    counts = {"drafts": 0, "unchanged": 0, "doubtful": 0, "left_out": 0, "busy": 0}
    source, _made = Source.objects.get_or_create(
        slug=slugify(title)[:120] or "mapping", defaults={"title": title, "dated": dated}
    )
    refused = set(Unlisting.objects.values_list("name_key", flat=True))
    known = {
        name_key(name): pk
        for pk, name in Initiative.objects.exclude(listing=Listing.UNLISTED).values_list(
            "pk", "name"
        )
    }
    for entry in mapping.entries:
        key = name_key(entry.name)
        outcome = "left_out"
        if key not in refused:
            pk = known.get(key) if key else _nameless(entry, source)
            outcome, pk = _load_entry(entry, pk, source, actor, now)
            known[key] = pk
        counts[outcome] += 1
    return counts


def _nameless(entry: Entry, source: Source) -> int | None:
    """The entry these answers without a name made before."""
    drafts = Draft.objects.filter(source=source, fingerprint=content_hash(entry.to_json()))
    return drafts.values_list("initiative", flat=True).first()


def _load_entry(
    entry: Entry, pk: int | None, source: Source, actor: str, now: datetime
) -> tuple[str, int]:
    fingerprint = content_hash(entry.to_json())
    is_new = pk is None
    initiative = (
        make_waiting_entry(entry.name or source.title, now=now)
        if pk is None
        else Initiative.objects.select_for_update().get(pk=pk)
    )
    if Draft.objects.filter(initiative=initiative, fingerprint=fingerprint).exists():
        return "unchanged", initiative.pk
    draft = open_draft(initiative, actor=actor, now=now)
    if draft.submitted_at or draft.sections.filter(edition__gt=0).exists():
        # Someone is writing: their draft is left alone, and the next load tries again.
        return "busy", initiative.pk
    write_parts(draft, _parts(entry), actor=actor, now=now)
    draft.refresh_from_db()
    draft.source = source
    draft.fingerprint = fingerprint
    draft.save()
    for fact in proposed_facts(entry):
        _propose(initiative, fact, source)
    if is_new:
        note_likeness(draft)
    record_event("load_mapping_entry", draft, actor=actor, now=now, initiative=initiative.pk)
    return ("doubtful" if draft.resembles_id else "drafts"), initiative.pk


def _parts(entry: Entry) -> dict[int, str]:
    """The answers by question; a notice's text stands where a purpose would."""
    parts = {number: text[:LONGEST_ANSWER] for number, text in entry.sections.items()}
    if entry.text and NOTICE_SECTION not in parts:
        parts[NOTICE_SECTION] = entry.text[:LONGEST_ANSWER]
    return parts


def proposed_facts(entry: Entry) -> list[ProposedFact]:
    """What the document says about an entry, as proposals with their words."""
    found = [
        ProposedFact(contact.kind, contact.value, contact.value, private=True)
        for contact in entry.contacts
    ]
    found += [ProposedFact("website", link, link) for link in entry.links]
    region = Region.objects.filter(name=entry.region).first() if entry.region else None
    if region is not None:
        found.append(ProposedFact("region", region.slug, region.name))
    recognised = recognise_facts({**entry.sections, **_parts(entry)})
    return found + [ProposedFact(fact.key, fact.value, fact.words) for fact in recognised]


def _propose(initiative: Initiative, fact: ProposedFact, source: Source) -> None:
    """A fact that was decided on before is not asked about again."""
    Fact.objects.get_or_create(
        initiative=initiative,
        key=fact.key,
        value=fact.value,
        defaults={
            "words": fact.words,
            "private": fact.private,
            "source": source,
            "as_of": source.dated,
            "state": FactState.PROPOSED,
        },
    )
