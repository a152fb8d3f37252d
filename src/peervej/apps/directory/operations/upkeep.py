"""Keeping entries true: claims, confirmations, few reminders, corrections."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.directory.enums import FactState, Listing, OwnerState, SectionNumber
from peervej.apps.directory.models import Correction, Fact, Initiative, Owner, Section
from peervej.apps.directory.operations.publishing import touch_catalogue
from peervej.apps.directory.queries.drafts import LAST_REMINDER
from peervej.apps.directory.queries.entry import FADES_AFTER, due_of, freshest
from peervej.apps.messaging.addressees import find_or_make_addressee
from peervej.apps.messaging.operations import queue_message
from peervej.apps.places.models import Municipality

FACTS_PART = 0
REMINDER_WEEKS = (0, 2, 4, 6)
MONTHS = (3, 6, 12)
SHORTEST_INTERVAL = timedelta(days=80)


class UnusableFact(ValueError):
    """A proposed fact that cannot be: it says what is wrong."""


@transaction.atomic
def ask_to_own(initiative: Initiative, *, email: str, actor: str, now: datetime) -> Owner:
    """Someone asks to take care of an entry; the editor verifies before a link is sent.

    A mailbox at the entry's own web address is marked as such. Raises ValidationError
    on a malformed address; asking twice is one request.
    """
    addressee = find_or_make_addressee(email)
    owner, made = Owner.objects.get_or_create(
        initiative=initiative,
        addressee=addressee,
        defaults={"asked_at": now, "same_domain": is_same_domain(email, initiative.website)},
    )
    if owner.state == OwnerState.ENDED:
        owner.state, owner.asked_at = OwnerState.ASKED, now
        owner.save()
    if owner.state == OwnerState.VERIFIED:
        send_owner_link(owner, now=now)
    if made:
        record_event("ask_to_own", owner, actor=actor, now=now, initiative=initiative.pk)
    return owner


def send_owner_link(owner: Owner, *, now: datetime) -> None:
    """Send a verified owner a fresh link; at most one an hour."""
    queue_message(
        owner.addressee,
        "directory.owner_link",
        key=f"directory.owner_link/{owner.pk}/{now:%Y%m%d%H}",
        reference=str(owner.initiative_id),
        now=now,
    )


def is_same_domain(email: str, website: str) -> bool:
    """Whether the mailbox belongs to the entry's own web address."""
    host = (urlsplit(website).hostname or "").removeprefix("www.")
    domain = email.rpartition("@")[2].strip().lower()
    return bool(host) and (host == domain or domain.endswith(f".{host}"))


@transaction.atomic
def confirm_part(initiative: Initiative, part: int, *, actor: str, now: datetime) -> None:
    """An owner says that one section, or the facts (part 0), still holds.

    The entry counts as confirmed when every part is. A hidden entry comes back.
    """
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if part == FACTS_PART:
        initiative.facts_confirmed_at = now
    elif part in SectionNumber.values:
        Section.objects.filter(initiative=initiative, number=part).update(confirmed_at=now)
    initiative.confirmed_at = freshest(initiative)
    initiative.asked_again = 0
    if initiative.listing == Listing.HIDDEN and initiative.confirmed_at:
        initiative.listing = Listing.PUBLIC
    initiative.save()
    touch_catalogue()
    record_event("confirm_part", initiative, actor=actor, now=now, part=part)


@transaction.atomic
def invite_owner(initiative: Initiative, *, email: str, actor: str, now: datetime) -> Owner:
    """The editor knows whose entry it is: the mailbox is sent a link at once."""
    owner, _made = Owner.objects.get_or_create(
        initiative=initiative,
        addressee=find_or_make_addressee(email),
        defaults={"asked_at": now, "same_domain": is_same_domain(email, initiative.website)},
    )
    owner.state, owner.verified_at = OwnerState.VERIFIED, now
    owner.save()
    send_owner_link(owner, now=now)
    record_event("invite_owner", owner, actor=actor, now=now, initiative=initiative.pk)
    return owner


@transaction.atomic
def choose_interval(initiative: Initiative, months: int, *, actor: str, now: datetime) -> None:
    """How often the owners are asked: every 3, 6 or 12 months."""
    if months not in MONTHS:
        raise UnusableFact(_("Choose 3, 6 or 12 months."))
    Initiative.objects.filter(pk=initiative.pk).update(confirm_months=months)
    record_event("choose_interval", initiative, actor=actor, now=now, months=months)


def remind_owners(*, now: datetime) -> int:
    """Ask owners whether it still holds: when due, after 2, 4 and 6 weeks, then silence.

    Then the entry stands in the editor's queue. Running it again the same day sends
    nothing twice.
    """
    sent = 0
    verified = Initiative.objects.filter(
        listing=Listing.PUBLIC,
        confirmed_at__lt=now - SHORTEST_INTERVAL,
        asked_again__lt=LAST_REMINDER,
        owners__state=OwnerState.VERIFIED,
    ).distinct()
    for initiative in verified:
        due = due_of(initiative)
        next_at = due + timedelta(weeks=REMINDER_WEEKS[initiative.asked_again])
        if now >= next_at:
            sent += _remind(initiative, due, now)
    return sent


@transaction.atomic
def _remind(initiative: Initiative, due: datetime, now: datetime) -> int:
    turn = initiative.asked_again
    claimed = Initiative.objects.filter(pk=initiative.pk, asked_again=turn).update(
        asked_again=F("asked_again") + 1
    )
    if not claimed:
        return 0
    owners = initiative.owners.filter(state=OwnerState.VERIFIED).select_related("addressee")
    for owner in owners:
        queue_message(
            owner.addressee,
            "directory.reminder",
            key=f"directory.reminder/{owner.pk}/{due:%Y%m%d}/{turn}",
            reference=str(initiative.pk),
            now=now,
        )
    return len(owners)


@transaction.atomic
def hide_faded(*, now: datetime) -> int:
    """Hide entries a year past their date; they are kept and come back on one click."""
    hidden = 0
    confirmed = Initiative.objects.filter(
        listing=Listing.PUBLIC, confirmed_at__lt=now - FADES_AFTER
    )
    for initiative in confirmed.select_for_update():
        if now < due_of(initiative) + FADES_AFTER:
            continue
        initiative.listing = Listing.HIDDEN
        initiative.save(update_fields=["listing"])
        record_event("hide_faded", initiative, actor="timer", now=now)
        hidden += 1
    if hidden:
        touch_catalogue()
    return hidden


@transaction.atomic
def report_correction(initiative: Initiative, *, text: str, now: datetime) -> Correction:
    """Keep what a reader says is wrong; no name is asked for."""
    correction = Correction.objects.create(
        initiative=initiative, text=text.strip()[:2000], sent_at=now
    )
    record_event("report_correction", correction, actor="public", now=now)
    return correction


@transaction.atomic
def propose_facts(
    initiative: Initiative,
    *,
    status: str = "",
    since: str = "",
    until: str = "",
    municipality: str = "",
    kind: str = "",
    target_group: str = "",
    words: str = "",
    actor: str,
    now: datetime,
) -> list[Fact]:
    """An owner's change of facts, waiting for the editor; equal ones are left out.

    Raises UnusableFact for dates that contradict each other or an unknown municipality.
    """
    _check_dates(since or initiative.since, until or initiative.until)
    if municipality and not Municipality.objects.filter(slug=municipality).exists():
        raise UnusableFact(_("There is no municipality of that name. Choose one from the list."))
    wanted = {
        "status": status,
        "since": since,
        "until": until,
        "municipality": municipality,
        "kind": kind,
        "target_group": target_group,
    }
    known = _known_values(initiative)
    found = []
    for key, value in wanted.items():
        if not value or (key, value) in known:
            continue
        fact, _made = Fact.objects.get_or_create(
            initiative=initiative,
            key=key,
            value=value,
            state=FactState.PROPOSED,
            defaults={"as_of": f"{now:%Y-%m}", "words": words},
        )
        found.append(fact)
    if found:
        record_event("propose_facts", initiative, actor=actor, now=now, count=len(found))
    return found


def _known_values(initiative: Initiative) -> set[tuple[str, str]]:
    """The single words that hold already, as (key, value)."""
    facts = Fact.objects.filter(initiative=initiative, state=FactState.ACCEPTED)
    known = {(key, str(value)) for key, value in facts.values_list("key", "value")}
    places = initiative.municipalities.values_list("slug", flat=True)
    return known | {("municipality", slug) for slug in places}


def _check_dates(since: str, until: str) -> None:
    """Partial dates compare as text as far as both go."""
    length = min(len(since), len(until))
    if length and until[:length] < since[:length]:
        raise UnusableFact(_("It cannot have ended before it began. Check the two dates."))
