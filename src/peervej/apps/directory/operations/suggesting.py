"""New entries: told by readers, or proposed from a document that was read."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from peervej.apps.audit.operations import record_event
from peervej.apps.directory.enums import FactState, Listing, Part, SectionNumber
from peervej.apps.directory.models import Draft, Fact, Initiative, Owner, Unlisting
from peervej.apps.directory.names import name_key
from peervej.apps.directory.operations.drafting import open_draft, save_section
from peervej.apps.directory.operations.moderation import drop_draft
from peervej.apps.directory.operations.owners import ask_to_own
from peervej.apps.directory.queries.resembling import most_alike
from peervej.apps.places.models import Municipality


class NotWanted(RuntimeError):
    """The initiative has asked not to be listed."""


@transaction.atomic
def suggest_entry(
    *,
    name: str,
    kind: str,
    target_group: str,
    municipality: Municipality | None,
    email: str,
    actor: str,
    now: datetime,
) -> Owner:
    """A new entry that waits, with whoever told about it asking to own it."""
    initiative = make_waiting_entry(name, now=now)
    facts = {"kind": kind, "target_group": target_group}
    if municipality is None:
        initiative.nationwide = True
        initiative.save(update_fields=["nationwide"])
    else:
        initiative.municipalities.add(municipality)
    Fact.objects.bulk_create(
        Fact(
            initiative=initiative,
            key=key,
            value=value,
            as_of=f"{now:%Y-%m}",
            state=FactState.ACCEPTED,
        )
        for key, value in facts.items()
    )
    draft = open_draft(initiative, actor=actor, now=now)
    note_likeness(draft)
    record_event("suggest_entry", initiative, actor=actor, now=now)
    return ask_to_own(initiative, email=email, actor=actor, now=now)


def make_waiting_entry(name: str, *, now: datetime) -> Initiative:
    """An entry nobody sees yet; raises NotWanted for a name that asked not to be listed."""
    if Unlisting.objects.filter(name_key=name_key(name)).exists():
        raise NotWanted(name)
    return Initiative.objects.create(
        slug=free_slug(name), name=name[:160], listing=Listing.WAITING, modified_at=now
    )


def free_slug(name: str) -> str:
    """An address nobody has; Danish letters are written out."""
    written = name.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    base = slugify(written)[:100] or "tilbud"
    slug, number = base, 1
    while Initiative.objects.filter(slug=slug).exists() or slug in RESERVED:
        number += 1
        slug = f"{base}-{number}"
    return slug


# Words of our own addresses under /find/.
RESERVED = frozenset(
    {"region", "kort", "sammenlign", "print", "gem", "fortael", "indlejret", "svar"}
)


def note_likeness(draft: Draft) -> None:
    """Keep which other entry the draft may be a double of; nothing is merged."""
    draft.resembles = most_alike(draft.initiative)
    draft.save(update_fields=["resembles"])


class NoDouble(RuntimeError):
    """No other entry was suggested as a double of this draft."""


@transaction.atomic
def join_draft(draft: Draft, *, actor: str, now: datetime) -> Draft:
    """The editor says that it is the entry it resembles: its words go into that one's draft.

    Answers already there stay, above the new ones; proposed facts move along. The draft
    is dropped, and its document will not bring it back.
    """
    if draft.resembles_id is None:
        raise NoDouble
    keys = (draft.initiative_id, draft.resembles_id)
    list(Initiative.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    kept = Initiative.objects.get(pk=draft.resembles_id)
    target = open_draft(kept, actor=actor, now=now)
    there = {section.number: section for section in target.sections.all()}
    for section in draft.sections.filter(number__in=SectionNumber.values).exclude(text=""):
        known = there.get(section.number)
        before = known.text if known else ""
        if section.text in before:
            continue
        joined = "\n\n".join(text for text in (before, section.text) if text)
        edition = known.edition if known else 0
        save_section(target, section.number, joined, edition=edition, actor=actor, now=now)
    Draft.objects.filter(pk=target.pk).update(source=target.source_id or draft.source_id)
    Fact.objects.filter(initiative=draft.initiative, state=FactState.PROPOSED).update(
        initiative=kept
    )
    drop_draft(draft, actor=actor, now=now)
    record_event("join_draft", target, actor=actor, now=now, joined=draft.pk)
    return target


def write_parts(draft: Draft, texts: dict[int, str], *, actor: str, now: datetime) -> None:
    """Fill parts of a draft nobody has written in yet."""
    editions = {section.number: section.edition for section in draft.sections.all()}
    for number, text in texts.items():
        if number in Part.values and text:
            save_section(draft, number, text, edition=editions.get(number, 0), actor=actor, now=now)
