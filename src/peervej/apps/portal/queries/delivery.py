"""What became of the messages to people at a site, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.people.models import Person
from peervej.apps.places.models import Site
from peervej.apps.programmes.wording import say_when

SHOWN = 50
TROUBLED = (MessageState.FAILED, MessageState.UNCERTAIN)


@dataclass(frozen=True)
class Delivery:
    """One message: to whom, what became of it, when, and what can be done."""

    person: Person
    is_troubled: bool
    state: str
    what: str
    when: datetime
    tries: int


def deliveries(site: Site, *, troubled: bool = False) -> list[Delivery]:
    """The latest messages of a site, the newest first; never their text."""
    rows = Message.objects.filter(person__site=site).select_related("person")
    if troubled:
        rows = rows.filter(state__in=TROUBLED)
    latest = rows.order_by("-due_at", "-pk")[:SHOWN]
    return [_delivery(row, row.person) for row in latest if row.person is not None]


def _delivery(message: Message, person: Person) -> Delivery:
    return Delivery(
        person,
        message.state in TROUBLED,
        str(MessageState(message.state).label),
        _said(message),
        message.finished_at or message.claimed_at or message.due_at,
        message.attempts,
    )


def _said(message: Message) -> str:
    if message.state == MessageState.QUEUED and message.attempts:
        return _("It did not get through. We try again %(when)s.") % {
            "when": say_when(message.due_at)
        }
    if message.state == MessageState.QUEUED:
        return _("It goes out %(when)s.") % {"when": say_when(message.due_at)}
    if message.state == MessageState.UNCERTAIN:
        return _(
            "The line broke while it was being handed over, so nobody knows if it arrived. We do"
            " not send it again, for then it might come twice. Call instead."
        )
    if message.state == MessageState.FAILED:
        tried = ngettext(
            "It was tried %(n)s time and could not be delivered.",
            "It was tried %(n)s times and could not be delivered.",
            message.attempts,
        ) % {"n": message.attempts}
        return f"{tried} {_('Call, if you can, and ask for the right number or address.')}"
    return ""
