"""The editor's decisions: accept, return, facts, corrections, not to be listed."""

from datetime import datetime

from django.db import transaction

from peervej.apps.audit.operations import record_event
from peervej.apps.directory.enums import DraftState, FactState, Listing, OwnerState, SectionNumber
from peervej.apps.directory.models import (
    Correction,
    Draft,
    Fact,
    Initiative,
    Owner,
    Section,
    Unlisting,
)
from peervej.apps.directory.models.drafts import OPEN_STATES
from peervej.apps.directory.names import name_key
from peervej.apps.directory.operations.drafting import DraftIncomplete
from peervej.apps.directory.operations.freshness import count_from
from peervej.apps.directory.operations.publishing import (
    project_facts,
    publish_entry,
    touch_catalogue,
    write_version,
)
from peervej.apps.directory.operations.upkeep import check_dates, propose_facts
from peervej.apps.directory.queries.drafts import COLUMNS, missing_for_publishing
from peervej.apps.directory.queries.freshness import freshest
from peervej.apps.directory.queries.persons import names_to_look_at
from peervej.apps.messaging.operations import queue_message
from peervej.apps.places.models import Municipality, Region

# Facts an entry has one of: a new one takes the old one's place.
SINGLE = frozenset({"status", "kind", "since", "until", "how"})


class AlreadyDecided(RuntimeError):
    """Someone decided on this draft or fact before."""


class DraftChanged(RuntimeError):
    """The draft was written in after the editor opened it; look at it again."""


class ReasonMissing(ValueError):
    """A draft is returned with a reason, never without."""


class NamesToLookAt(RuntimeError):
    """The words may name private persons, and nobody has chosen to publish them so."""


@transaction.atomic
def accept_draft(
    draft: Draft, *, seen_at: datetime, actor: str, now: datetime, names_seen: bool = False
) -> None:
    """Publish the draft the editor saw at `seen_at`; owners are told.

    Raises DraftChanged when words came in after that, AlreadyDecided, DraftIncomplete, and
    NamesToLookAt unless the editor says with `names_seen` that they may stand.
    Rows are locked in the order entry, draft, fact everywhere in the directory.
    """
    initiative = Initiative.objects.select_for_update().get(pk=draft.initiative_id)
    draft = _lock_draft(draft)
    if draft.changed_at != seen_at:
        raise DraftChanged
    missing = missing_for_publishing(draft, decided=True)
    if missing:
        raise DraftIncomplete(missing)
    if not names_seen and names_to_look_at(draft):
        raise NamesToLookAt
    from_owner = draft.submitted_at if draft.state == DraftState.SUBMITTED else None
    for part in draft.sections.all():
        _publish_part(initiative, draft, part.number, part.text, from_owner)
    if from_owner:
        initiative.facts_confirmed_at = from_owner
    initiative.save()
    count_from(initiative, freshest(initiative))
    publish_entry(initiative, actor=actor, now=now)
    _decide(draft, DraftState.APPROVED, actor=actor, now=now)
    _tell_owners(draft, "directory.approved", now=now)


def _publish_part(
    initiative: Initiative, draft: Draft, number: int, text: str, from_owner: datetime | None
) -> None:
    column = COLUMNS.get(number)  # type: ignore[call-overload]
    if column:
        _publish_column(initiative, draft, column, text)
        return
    if number not in SectionNumber.values:
        return
    if not text:
        Section.objects.filter(initiative=initiative, number=number).delete()
        return
    section, _made = Section.objects.get_or_create(
        initiative=initiative, number=number, defaults={"text": text}
    )
    if section.text != text or _made:
        section.source = draft.source
        section.as_of = draft.source.dated if draft.source else ""
    section.text = text
    section.confirmed_at = from_owner or section.confirmed_at
    section.save()


def _publish_column(initiative: Initiative, draft: Draft, column: str, text: str) -> None:
    """A text of the entry itself; who may come is a fact as well, with source and date."""
    changed = getattr(initiative, column) != text
    setattr(initiative, column, text)
    if column != "who_may_come" or not changed:
        return
    facts = Fact.objects.filter(initiative=initiative, key=column)
    facts.filter(state=FactState.ACCEPTED).update(state=FactState.REFUSED)
    if text:
        facts.create(
            initiative=initiative,
            key=column,
            value=text,
            source=draft.source,
            as_of=draft.source.dated if draft.source else f"{draft.changed_at:%Y-%m}",
            state=FactState.ACCEPTED,
            decided_at=draft.changed_at,
        )


@transaction.atomic
def return_draft(draft: Draft, *, reason: str, actor: str, now: datetime) -> None:
    """Give the draft back to its owners with the reason, which they are sent."""
    if not reason.strip():
        raise ReasonMissing
    draft = _lock_draft(draft)
    draft.reason = reason.strip()[:2000]
    _decide(draft, DraftState.RETURNED, actor=actor, now=now)
    _tell_owners(draft, "directory.returned", now=now)


@transaction.atomic
def drop_draft(draft: Draft, *, actor: str, now: datetime) -> None:
    """Lay a draft aside that is a double or no peer support; its words stay in history."""
    _decide(_lock_draft(draft), DraftState.DROPPED, actor=actor, now=now)


def _lock_draft(draft: Draft) -> Draft:
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.state not in OPEN_STATES:
        raise AlreadyDecided(draft.state)
    return draft


def _decide(draft: Draft, state: DraftState, *, actor: str, now: datetime) -> None:
    draft.state = state
    draft.decided_at = now
    draft.decided_by = actor
    draft.save()
    record_event(f"draft_{state}", draft, actor=actor, now=now, initiative=draft.initiative_id)


def _tell_owners(draft: Draft, kind: str, *, now: datetime) -> None:
    owners = Owner.objects.filter(initiative=draft.initiative_id, state=OwnerState.VERIFIED)
    for owner in owners.select_related("addressee"):
        queue_message(
            owner.addressee,
            kind,
            key=f"{kind}/{draft.pk}/{owner.pk}/{now:%Y%m%d%H%M%S}",
            reference=str(draft.pk),
            now=now,
        )


@transaction.atomic
def decide_fact(
    fact: Fact, *, accepted: bool, actor: str, now: datetime, publish_private: bool = False
) -> None:
    """Accept or refuse a proposed fact; a private one is published only by an own choice.

    Raises UnusableFact for a date that contradicts the other one.
    """
    initiative = Initiative.objects.select_for_update().get(pk=fact.initiative_id)
    fact = Fact.objects.select_for_update().get(pk=fact.pk)
    if fact.state != FactState.PROPOSED:
        raise AlreadyDecided(fact.state)
    if accepted and fact.key in {"since", "until"}:
        dates = {"since": "", "until": "", fact.key: str(fact.value)}
        check_dates(initiative, **dates)
    fact.state = FactState.ACCEPTED if accepted else FactState.REFUSED
    fact.private = fact.private and not (accepted and publish_private)
    fact.decided_at = now
    fact.save()
    if accepted:
        _apply_fact(initiative, fact)
        project_facts(initiative, now=now)
        if initiative.listing == Listing.PUBLIC:
            write_version(initiative, actor=actor, now=now)
            touch_catalogue()
    record_event("decide_fact", fact, actor=actor, now=now, accepted=accepted)


@transaction.atomic
def add_facts(
    initiative: Initiative, *, words: str, actor: str, now: datetime, **values: str
) -> list[Fact]:
    """Facts the editor writes: they hold at once, all of them or none.

    Raises UnusableFact as propose_facts and decide_fact do.
    """
    facts = propose_facts(initiative, words=words, actor=actor, now=now, **values)
    for fact in facts:
        decide_fact(fact, accepted=True, actor=actor, now=now)
    return facts


def _apply_fact(initiative: Initiative, fact: Fact) -> None:
    """A single-valued fact replaces the older one; places become relations."""
    if fact.key == "municipality":
        initiative.municipalities.add(Municipality.objects.get(slug=fact.value))
    elif fact.key == "region":
        initiative.regions.add(Region.objects.get(slug=fact.value))
    elif fact.key == "website" and not initiative.website:
        initiative.website = str(fact.value)
    elif fact.key in SINGLE:
        Fact.objects.filter(initiative=initiative, key=fact.key, state=FactState.ACCEPTED).exclude(
            pk=fact.pk
        ).update(state=FactState.REFUSED)


@transaction.atomic
def unlist_entry(initiative: Initiative, *, actor: str, now: datetime) -> None:
    """Take an entry away because it does not want to be listed, and remember the wish."""
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    initiative.listing = Listing.UNLISTED
    initiative.modified_at = now
    initiative.save()
    Unlisting.objects.get_or_create(
        name_key=name_key(initiative.name),
        defaults={"name": initiative.name, "asked_on": now.date()},
    )
    Draft.objects.filter(initiative=initiative, state__in=OPEN_STATES).update(
        state=DraftState.DROPPED, decided_at=now, decided_by=actor
    )
    touch_catalogue()
    record_event("unlist_entry", initiative, actor=actor, now=now)


@transaction.atomic
def close_correction(correction: Correction, *, actor: str, now: datetime) -> None:
    """Mark what a reader told as seen to."""
    Correction.objects.filter(pk=correction.pk, closed_at=None).update(closed_at=now)
    record_event("close_correction", correction, actor=actor, now=now)
