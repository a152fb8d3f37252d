"""Making facts and answers public: columns follow facts, history and stamp follow both."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db.models import F

from peervej.apps.directory.enums import Answer, Facet, FactState, How, Listing, Status
from peervej.apps.directory.models import (
    CatalogueStamp,
    EntryFacet,
    Fact,
    Initiative,
    Version,
)

FACET_KEYS = {
    "kind": Facet.KIND,
    "also_kind": Facet.KIND,
    "target_group": Facet.TARGET_GROUP,
    "terms": Facet.TERMS,
}


def touch_catalogue() -> None:
    """Say that something public changed, inside the transaction that changes it."""
    if not CatalogueStamp.objects.filter(pk=1).update(number=F("number") + 1):
        CatalogueStamp.objects.get_or_create(pk=1, defaults={"number": 1})


def project_facts(initiative: Initiative, *, now: datetime) -> None:
    """Write the columns and facets that repeat accepted facts, and save the entry."""
    facts = list(Fact.objects.filter(initiative=initiative, state=FactState.ACCEPTED))
    first: dict[str, Any] = {}
    for fact in facts:
        first.setdefault(fact.key, fact.value)
    initiative.kind = first.get("kind", "")
    initiative.status = first.get("status", Status.UNKNOWN)
    initiative.since = first.get("since", "")
    initiative.until = first.get("until", "")
    initiative.how = first.get("how", How.UNKNOWN)
    initiative.who_may_come = first.get("who_may_come", initiative.who_may_come)
    for key in ("training", "supervision", "effect"):
        setattr(initiative, key, first.get(key, {}).get("given", Answer.UNKNOWN))
    initiative.lasting_money = _lasting([f.value for f in facts if f.key == "funding"])
    initiative.modified_at = now
    initiative.save()
    _write_facets(initiative, facts)


def _lasting(lines: list[dict[str, Any]]) -> Answer:
    if not lines:
        return Answer.UNKNOWN
    return Answer.YES if any(line.get("lasting") for line in lines) else Answer.NO


def _write_facets(initiative: Initiative, facts: list[Fact]) -> None:
    wanted = {(FACET_KEYS[f.key], str(f.value)) for f in facts if f.key in FACET_KEYS}
    EntryFacet.objects.filter(initiative=initiative).delete()
    EntryFacet.objects.bulk_create(
        EntryFacet(initiative=initiative, facet=facet, value=value)
        for facet, value in sorted(wanted)
    )


def write_version(initiative: Initiative, *, actor: str, now: datetime) -> Version:
    """Keep what is public from now on as the entry's next version."""
    last = Version.objects.filter(initiative=initiative).first()
    return Version.objects.create(
        initiative=initiative,
        number=last.number + 1 if last else 1,
        content=public_content(initiative),
        approved_at=now,
        approved_by=actor,
    )


def public_content(initiative: Initiative) -> dict[str, Any]:
    """Everything the public sees of an entry, as plain values."""
    facts = Fact.objects.filter(initiative=initiative, state=FactState.ACCEPTED, private=False)
    places = [*initiative.municipalities.all(), *initiative.regions.all()]
    return {
        "name": initiative.name,
        "summary": initiative.summary,
        "who_may_come": initiative.who_may_come,
        "website": initiative.website,
        "places": [place.name for place in places],
        "facts": [
            {"key": f.key, "value": f.value, "as_of": f.as_of, "source": f.source_id} for f in facts
        ],
        "sections": {str(section.number): section.text for section in initiative.sections.all()},
    }


def content_hash(content: object) -> str:
    """A fingerprint by which a second load of the same content is recognised."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def publish_entry(initiative: Initiative, *, actor: str, now: datetime) -> None:
    """Show an entry to the public as it now stands; call it inside a transaction."""
    initiative.listing = Listing.PUBLIC
    initiative.published_at = initiative.published_at or now
    project_facts(initiative, now=now)
    write_version(initiative, actor=actor, now=now)
    touch_catalogue()
