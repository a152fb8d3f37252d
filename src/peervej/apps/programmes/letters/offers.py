"""Messages about a place that is held."""

from datetime import datetime

from django.utils.translation import gettext as _

from peervej.apps.messaging.kinds import Letter, message_kind
from peervej.apps.messaging.models import Message
from peervej.apps.programmes.enums import (
    EnrolmentState,
    OfferState,
)
from peervej.apps.programmes.letters.parts import (
    enrolment_of,
    own_link,
    say,
    where,
)
from peervej.apps.programmes.models import (
    Offer,
)
from peervej.apps.programmes.wording import say_when


@message_kind("programmes.offer")
def offer(message: Message, now: datetime) -> Letter | None:
    """A place is held for you, until then; and what silence means."""
    return _offer_letter(message, now, _("There is a place for you if you want it."))


@message_kind("programmes.offer_reminder")
def offer_reminder(message: Message, now: datetime) -> Letter | None:
    """The offer still stands."""
    return _offer_letter(message, now, _("We are still holding a place for you."))


@message_kind("programmes.offer_expired")
def offer_expired(message: Message, now: datetime) -> Letter | None:
    """The place went on; nothing else is lost."""
    enrolment = enrolment_of(message.reference)
    if enrolment is None or enrolment.state != EnrolmentState.WAITING:
        return None
    return Letter(
        subject=_("You are still on the list"),
        text=say(
            _("Hello %(name)s.") % {"name": enrolment.person.chosen_name},
            _("We did not hear from you, so the place went to the next one."),
            _("You keep your turn, and we ask you again next time."),
            _("Change it here: %(link)s") % {"link": own_link(enrolment.person, now)},
        ),
    )


def _offer_letter(message: Message, now: datetime, opening: str) -> Letter | None:
    found = (
        Offer.objects.filter(pk=message.reference)
        .select_related("enrolment__person", "group")
        .first()
    )
    if found is None or found.state != OfferState.OPEN or found.expires_at <= now:
        return None
    person = found.enrolment.person
    sessions = found.group.sessions.filter(ends_at__gt=now).order_by("starts_at")
    first = sessions.first()
    if first is None:
        return None
    return Letter(
        subject=_("Answer before %(when)s") % {"when": say_when(found.expires_at)},
        text=say(
            _("Hello %(name)s.") % {"name": person.chosen_name},
            opening,
            _("The first time is %(when)s.") % {"when": say_when(first.starts_at)},
            where(found.group.place, found.group.online_url),
            _("We hold it until %(when)s. If we hear nothing, it goes to the next one,")
            % {"when": say_when(found.expires_at)},
            _("and you keep your turn on the list."),
            _("Answer here: %(link)s") % {"link": own_link(person, now)},
        ),
    )
