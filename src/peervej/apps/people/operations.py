"""What is done to a person: registering, reaching, consenting, withdrawing, erasing."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import revoke_links
from peervej.apps.audit.operations import record_event
from peervej.apps.people.contacts import lookup_form, normalise_email, normalise_phone
from peervej.apps.people.models import Channel, Consent, Contact, Person
from peervej.apps.people.vault import decrypt, encrypt, keyed_hash
from peervej.apps.places.models import Site

KEEP_AFTER_LAST_USE = timedelta(days=90)

Eraser = Callable[[Person, datetime], None]
_erasers: list[Eraser] = []
_on_new_channel: list[Eraser] = []


def before_erasure(eraser: Eraser) -> Eraser:
    """Register what an app above must do first: write figures, cut links, free a seat."""
    if eraser not in _erasers:
        _erasers.append(eraser)
    return eraser


def on_new_channel(end: Eraser) -> Eraser:
    """Register what an app above must close when a person is reached in another way."""
    if end not in _on_new_channel:
        _on_new_channel.append(end)
    return end


@transaction.atomic
def register_person(
    *,
    site: Site,
    chosen_name: str,
    channel: Channel,
    contact: str = "",
    language: str = "da",
    access_needs: str = "",
    actor: str,
    now: datetime,
) -> Person:
    """Make a person with at most one contact value; audit event, no message."""
    person = Person.objects.create(
        chosen_name=chosen_name.strip(),
        site=site,
        channel=channel,
        language=language,
        access_needs=access_needs.strip(),
        created_on=now.date(),
        erase_after=now.date() + KEEP_AFTER_LAST_USE,
    )
    if channel != Channel.NONE:
        _store_contact(person, channel, contact)
    record_event("register_person", person, actor=actor, now=now, site_id=site.pk, channel=channel)
    return person


@transaction.atomic
def change_channel(
    person: Person, channel: Channel, contact: str, *, actor: str, now: datetime
) -> None:
    """Replace the way a person is reached; the old value is gone at once.

    Links that went there are closed too: whoever reads that phone or mailbox now may be
    somebody else.
    """
    Contact.objects.filter(person=person).delete()
    for end in _on_new_channel:
        end(person, now)
    revoke_links(Role.PARTICIPANT, person.pk, now=now)
    person.channel = channel
    person.save(update_fields=["channel"])
    if channel != Channel.NONE:
        _store_contact(person, channel, contact)
    record_event("change_channel", person, actor=actor, now=now, channel=channel)


def _store_contact(person: Person, channel: Channel, value: str) -> None:
    normal = normalise_phone(value) if channel == Channel.SMS else normalise_email(value)
    Contact.objects.create(
        person=person,
        kind=channel,
        ciphertext=encrypt("contact", normal.encode(), place=_place(person)),
        lookup=contact_hash(channel, normal),
    )


def contact_hash(channel: str, normal: str) -> str:
    """The keyed hash two people with the same contact share."""
    return keyed_hash(f"contact/{channel}", lookup_form(channel, normal))


def read_contact(person: Person) -> str:
    """The contact value in the clear, for the moment of sending or calling; "" if none."""
    contact = Contact.objects.filter(person=person).first()
    if contact is None:
        return ""
    return decrypt("contact", contact.ciphertext, place=_place(person)).decode()


def _place(person: Person) -> str:
    return f"people_contact/{person.pk}/ciphertext"


def find_people_by_contact(channel: Channel, value: str) -> list[Person]:
    """Living people with this contact value; raises ValidationError on a malformed one."""
    normal = normalise_phone(value) if channel == Channel.SMS else normalise_email(value)
    return list(
        Person.objects.filter(contact__lookup=contact_hash(channel, normal), erased_at=None)
    )


@transaction.atomic
def give_consent(
    person: Person, purpose: str, *, version: str, language: str, actor: str, now: datetime
) -> Consent:
    """Record a consent; a second one to the same purpose returns the first."""
    consent, made = Consent.objects.get_or_create(
        person=person,
        purpose=purpose,
        withdrawn_at=None,
        defaults={"version": version, "language": language, "given_at": now},
    )
    if made:
        record_event("give_consent", person, actor=actor, now=now, purpose=purpose, version=version)
    return consent


@transaction.atomic
def withdraw_consent(person: Person, purpose: str, *, actor: str, now: datetime) -> bool:
    """Withdraw an open consent; says whether there was one."""
    changed = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).update(
        withdrawn_at=now
    )
    if changed:
        record_event("withdraw_consent", person, actor=actor, now=now, purpose=purpose)
    return bool(changed)


def keep_until(person: Person, day: date) -> None:
    """Something still needs the person: erasure waits at least until `day` plus notice."""
    wanted = day + KEEP_AFTER_LAST_USE
    if wanted > person.erase_after:
        person.erase_after = wanted
        person.save(update_fields=["erase_after"])


def keep_all_until(people: Iterable[int], day: date) -> None:
    """`keep_until` for several people (by id) at once."""
    wanted = day + KEEP_AFTER_LAST_USE
    due_before = Person.objects.filter(pk__in=list(people), erase_after__lt=wanted)
    due_before.update(erase_after=wanted)


def erase_due(people: QuerySet[Person], now: datetime) -> None:
    """Erase everyone whose time has passed: how the retention run removes people."""
    for person in people:
        erase_person(person, actor="retention", now=now)


@transaction.atomic
def erase_person(person: Person, *, actor: str, now: datetime) -> None:
    """Erase what says who it was, after the apps above have counted and let go.

    The row stays as an empty shell (name "–") so that counts of seats and sessions
    keep standing; contact, consents and links are removed.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.erased_at:
        return
    for eraser in _erasers:
        eraser(person, now)
    Contact.objects.filter(person=person).delete()
    Consent.objects.filter(person=person).delete()
    revoke_links(Role.PARTICIPANT, person.pk, now=now)
    person.chosen_name = "–"
    person.access_needs = ""
    person.channel = Channel.NONE
    person.erased_at = now
    person.save()
    record_event("erase_person", person, actor=actor, now=now, site_id=person.site_id)
