"""A first contact for somebody else: made, confirmed or refused by the person, and called.

Only where the programme's definition allows it, and with the person's agreement.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import queue_message
from peervej.apps.people.models import Channel, Person
from peervej.apps.people.operations import (
    before_erasure,
    erase_person,
    find_people_by_contact,
    keep_until,
    register_person,
)
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import ContactState
from peervej.apps.volunteers.models import FirstContact, MatchProgramme
from peervej.apps.volunteers.operations.refusals import VolunteerRefused
from peervej.apps.volunteers.operations.rows import lock_forms_of
from peervej.apps.volunteers.queries.contacts import who_may_make_contact
from peervej.data.programmes import Kind, load_programme

UNCONFIRMED_KEPT = timedelta(days=14)
MOST_WAITING = 30


class ContactRefused(VolunteerRefused):
    """The contact cannot be made; the message says why and what to do instead."""


@transaction.atomic
def begin_match_programme(
    site: Site, programme: str, *, actor: str, now: datetime
) -> MatchProgramme:
    """Let a site run a programme in which one goes along with one; twice changes nothing."""
    if load_programme(programme).kind is not Kind.MATCH:
        raise ContactRefused(_("In that programme nobody goes along with one person."))
    run, made = MatchProgramme.objects.get_or_create(
        site=site, programme=programme, ended_on=None, defaults={"begun_on": now.date()}
    )
    if made:
        record_event("begin_match_programme", run, actor=actor, now=now, site_id=site.pk)
    return run


@transaction.atomic
def end_match_programme(site: Site, programme: str, *, actor: str, now: datetime) -> None:
    """No new contacts are taken; whoever waits to be called still stands on the list."""
    for run in MatchProgramme.objects.filter(site=site, programme=programme, ended_on=None):
        run.ended_on = now.date()
        run.save(update_fields=["ended_on"])
        record_event("end_match_programme", run, actor=actor, now=now, site_id=site.pk)


@transaction.atomic
def make_first_contact(
    site: Site,
    programme: str,
    made_by: str,
    *,
    chosen_name: str,
    channel: Channel,
    contact: str,
    has_agreed: bool,
    key: str,
    actor: str,
    now: datetime,
) -> FirstContact | None:
    """Note that a person would like to be called, and send them a link to say yes or no.

    None where the contact is known here already: whoever asks learns nothing of that. Without
    an answer the person is erased after two weeks. Raises ContactRefused.
    """
    runs = MatchProgramme.objects.filter(site=site, programme=programme, ended_on=None)
    if made_by not in who_may_make_contact(load_programme(programme)) or not runs.exists():
        raise ContactRefused(_("Here people come themselves. Tell them about it instead."))
    if not has_agreed:
        raise ContactRefused(_("Ask the person first. They must have said yes."))
    lock_forms_of(site)
    known = FirstContact.objects.filter(key=key).first()
    if known is not None:
        return known
    if FirstContact.objects.filter(site=site, state=ContactState.ASKED).count() >= MOST_WAITING:
        raise ContactRefused(_("There are many at the moment. Call the coordinator instead."))
    if find_people_by_contact(channel, contact):
        return None
    person = register_person(
        site=site, chosen_name=chosen_name, channel=channel, contact=contact, actor=actor, now=now
    )
    person.erase_after = (now + UNCONFIRMED_KEPT).date()
    person.save(update_fields=["erase_after"])
    made = FirstContact.objects.create(
        person=person, site=site, programme=programme, made_by=made_by, key=key, made_at=now
    )
    record_event("make_first_contact", made, actor=actor, now=now, site_id=site.pk)
    queue_message(
        person, "volunteers.first_contact", key=f"volunteers.first_contact/{made.pk}",
        reference=str(made.pk), now=now,
    )  # fmt: skip
    return made


@transaction.atomic
def confirm_contact(made: FirstContact, *, actor: str, now: datetime) -> None:
    """The person says yes themselves: they stand on the coordinator's list."""
    made = _lock(made)
    if made.state != ContactState.ASKED:
        return
    made.state, made.answered_at = ContactState.AGREED, now
    made.save(update_fields=["state", "answered_at"])
    keep_until(made.person, now.date())
    record_event("confirm_contact", made, actor=actor, now=now, site_id=made.site_id)


@transaction.atomic
def refuse_contact(made: FirstContact, *, actor: str, now: datetime) -> None:
    """No, by the person or told on the telephone: they are erased at once.

    Someone who has been called stands in other records too, and decides on their own page.
    """
    made = _lock(made)
    if made.state == ContactState.CALLED:
        raise ContactRefused(_("We have talked already. You can erase everything on your page."))
    record_event("refuse_contact", made, actor=actor, now=now, site_id=made.site_id)
    erase_person(made.person, actor=actor, now=now)


@transaction.atomic
def note_called(made: FirstContact, *, actor: str, now: datetime) -> None:
    """The coordinator has called; what was wished for is noted on the person's page."""
    made = _lock(made)
    if made.state == ContactState.CALLED:
        return
    made.state = ContactState.CALLED
    made.save(update_fields=["state"])
    keep_until(made.person, now.date())
    record_event("note_called", made, actor=actor, now=now, site_id=made.site_id)


@before_erasure
def forget_contact(person: Person, now: datetime) -> None:
    """That somebody asked for a person is not known longer than the person is."""
    FirstContact.objects.filter(person=person).delete()


def _lock(made: FirstContact) -> FirstContact:
    rows = FirstContact.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=made.pk)
