"""After the last meeting: keeping in touch, only where both want it (P16)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import queue_message
from peervej.apps.people.models import Channel, Purpose
from peervej.apps.people.operations import give_consent, withdraw_consent
from peervej.apps.programmes.enums import EnrolmentState
from peervej.apps.programmes.models import ContactWish, Enrolment
from peervej.apps.programmes.operations.locks import lock_group
from peervej.apps.programmes.queries.endings import in_touch_with, may_be_wished

CONTACT_TEXT = "1"


class ContactRefused(Exception):
    """Keeping in touch is not possible yet; the message says why."""


@transaction.atomic
def want_contact(enrolment: Enrolment, *, actor: str, now: datetime) -> None:
    """Say that one would like to be found by others from the group who say the same."""
    if enrolment.state != EnrolmentState.COMPLETED or enrolment.group is None:
        raise ContactRefused(_("You can choose this when the group has ended."))
    person = enrolment.person
    if person.channel == Channel.NONE:
        raise ContactRefused(_("Give us a number or an e-mail first, so there is one to pass on."))
    give_consent(
        person,
        Purpose.CONTACT,
        version=CONTACT_TEXT,
        language=person.language,
        actor=actor,
        now=now,
    )


@transaction.atomic
def choose_contacts(
    enrolment: Enrolment, chosen: Collection[int], *, actor: str, now: datetime
) -> list[Enrolment]:
    """Set whom one would like to keep in touch with (enrolment ids); returns who is new.

    Only people of the same group who have said yes themselves can be chosen. Where the wish
    is shared both are told; nobody learns of a wish that is not.
    """
    if enrolment.group is None:
        raise ContactRefused(_("You can choose this when the group has ended."))
    lock_group(enrolment.group)
    possible = {other.pk: other for other in may_be_wished(enrolment)}
    before = {other.pk for other in in_touch_with(enrolment)}
    wanted = set(chosen) & set(possible)
    ContactWish.objects.filter(wisher=enrolment).exclude(wished__in=wanted).delete()
    for pk in sorted(wanted):
        ContactWish.objects.get_or_create(
            wisher=enrolment, wished=possible[pk], defaults={"made_at": now}
        )
    new = [other for other in in_touch_with(enrolment) if other.pk not in before]
    for other in new:
        for told, about in ((enrolment, other), (other, enrolment)):
            queue_message(
                told.person,
                "programmes.in_touch",
                key=f"in_touch:{told.pk}:{about.pk}",
                reference=str(told.pk),
                now=now,
            )
    record_event("choose_contacts", enrolment, actor=actor, now=now, number=len(wanted))
    return new


@transaction.atomic
def stop_contact(enrolment: Enrolment, *, actor: str, now: datetime) -> None:
    """Take it back: nobody from the group can see one's number any longer."""
    withdraw_consent(enrolment.person, Purpose.CONTACT, actor=actor, now=now)
    ContactWish.objects.filter(Q(wisher=enrolment) | Q(wished=enrolment)).delete()
