"""Bringing the shipped initiatives into the database."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from peervej.apps.audit.operations import record_event
from peervej.apps.directory.enums import FactState, Listing, OwnerState
from peervej.apps.directory.models import Fact, Initiative, Source, Unlisting
from peervej.apps.directory.names import name_key
from peervej.apps.directory.operations.publishing import content_hash, publish_entry
from peervej.apps.places.models import Municipality, Organisation, Region
from peervej.data import initiatives as shipped
from peervej.data.initiatives.facts import InitiativeFacts

LOADER = "load"


@transaction.atomic
def load_initiatives(
    *, now: datetime, rows: list[InitiativeFacts] | None = None, actor: str = LOADER
) -> dict[str, int]:
    """Publish the shipped entries; count what was loaded, unchanged, kept and left out.

    An entry that an owner or editor has changed since is kept as it is, and one that
    asked not to be listed is left out. Loading twice changes nothing.
    """
    counts = {"loaded": 0, "unchanged": 0, "kept": 0, "left_out": 0}
    rows = shipped.load_initiatives() if rows is None else rows
    refused = set(Unlisting.objects.values_list("name_key", flat=True))
    loaded: list[InitiativeFacts] = []
    for row in rows:
        outcome = "left_out" if name_key(row.name) in refused else _load(row, actor, now)
        counts[outcome] += 1
        if outcome == "loaded":
            loaded.append(row)
    for row in loaded:
        initiative = Initiative.objects.get(slug=row.id)
        initiative.related.set(Initiative.objects.filter(slug__in=row.related))
    return counts


def _load(row: InitiativeFacts, actor: str, now: datetime) -> str:
    fingerprint = content_hash(asdict(row))
    initiative = Initiative.objects.filter(slug=row.id).first()
    if initiative is not None:
        if initiative.words_hash == fingerprint:
            return "unchanged"
        if is_taken_over(initiative):
            return "kept"
    initiative = initiative or Initiative(slug=row.id)
    _write_columns(initiative, row, now)
    initiative.words_hash = fingerprint
    initiative.save()
    sources = [_source(source) for source in row.sources]
    initiative.sources.set(sources)
    initiative.municipalities.set(Municipality.objects.filter(code__in=row.municipalities))
    initiative.regions.set(Region.objects.filter(slug__in=row.regions))
    _write_facts(initiative, row, sources[0], now)
    publish_entry(initiative, actor=actor, now=now)
    record_event("load_initiative", initiative, actor=actor, now=now)
    return "loaded"


def is_taken_over(initiative: Initiative) -> bool:
    """Whether someone else than the loader has had a say about the entry."""
    return (
        initiative.listing in {Listing.HIDDEN, Listing.UNLISTED}
        or initiative.versions.exclude(approved_by=LOADER).exists()
        or initiative.owners.filter(state=OwnerState.VERIFIED).exists()
    )


def _write_columns(initiative: Initiative, row: InitiativeFacts, now: datetime) -> None:
    initiative.name = row.name
    initiative.organisation = find_or_make_organisation(row.organisation)
    initiative.summary = row.summary
    initiative.who_may_come = row.who_may_come
    initiative.website = row.website
    initiative.online = row.online
    initiative.nationwide = row.nationwide
    initiative.as_of = row.as_of
    initiative.modified_at = now


def find_or_make_organisation(name: str) -> Organisation | None:
    """The organisation of this name; None for an empty name."""
    if not name:
        return None
    known = Organisation.objects.filter(name=name).first()
    if known:
        return known
    base = slugify(name)[:110] or "organisation"
    slug, number = base, 1
    while Organisation.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return Organisation.objects.create(name=name, slug=slug)


def _source(source: Any) -> Source:
    found, _made = Source.objects.update_or_create(
        slug=source.id, defaults={"title": source.title, "dated": source.date}
    )
    return found


def _write_facts(
    initiative: Initiative, row: InitiativeFacts, source: Source, now: datetime
) -> None:
    # What a document proposed, and what the editor refused, is not the loader's to forget.
    Fact.objects.filter(initiative=initiative, state=FactState.ACCEPTED).delete()
    Fact.objects.bulk_create(
        Fact(
            initiative=initiative,
            key=key,
            position=position,
            value=value,
            source=source,
            as_of=row.as_of,
            state=FactState.ACCEPTED,
            decided_at=now,
        )
        for position, (key, value) in enumerate(facts_of(row))
    )


def facts_of(row: InitiativeFacts) -> list[tuple[str, Any]]:
    """The facts of a shipped entry as (key, value), only those the source gives."""
    single = {
        "status": row.status,
        "kind": row.kind,
        "since": row.since,
        "until": row.until,
        "who_may_come": row.who_may_come,
        "how": row.how,
        "peer_count": row.peers.count,
        "peers_note": row.peers.note,
    }
    several: dict[str, tuple[Any, ...]] = {
        "also_kind": row.also_kinds,
        "target_group": row.target_groups,
        "terms": row.peers.terms,
        "partner": row.partners,
        "keyword": row.keywords,
        "detail": row.details,
        "number": tuple(asdict(item) for item in row.numbers),
        "law": tuple(_plain(asdict(item)) for item in row.law),
        "funding": tuple(asdict(item) for item in row.funding),
    }
    found: list[tuple[str, Any]] = [(key, value) for key, value in single.items() if value]
    found += [(key, value) for key, values in several.items() for value in values]
    for key, given, text in (
        ("training", row.training.given, row.training.text),
        ("supervision", row.supervision.given, row.supervision.text),
        ("effect", row.effect.documented, row.effect.text),
    ):
        if given != "unknown" or text:
            found.append((key, {"given": given, "text": text}))
    return found


def _plain(table: dict[str, Any]) -> dict[str, Any]:
    checked = table["checked"]
    return {**table, "checked": checked.isoformat() if checked else ""}
