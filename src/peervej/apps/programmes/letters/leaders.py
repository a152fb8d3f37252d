"""Messages to those who lead."""

from datetime import datetime

from django.utils.translation import gettext as _

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.messaging.kinds import Letter, message_kind
from peervej.apps.messaging.models import Message
from peervej.apps.programmes.enums import (
    MeetingState,
)
from peervej.apps.programmes.letters.parts import (
    say,
    where,
)
from peervej.apps.programmes.models import (
    Session,
)
from peervej.apps.programmes.queries import leaders_of
from peervej.apps.programmes.wording import say_when


@message_kind("programmes.swap")
def swap(message: Message, now: datetime) -> Letter | None:
    """To another leader: can you take a meeting?"""
    number, _slash, leader = message.reference.partition("/")
    session = Session.objects.filter(pk=number, looking_for_swap__isnull=False).first()
    if session is None or session.state != MeetingState.PLANNED:
        return None
    link = create_link(Role.VOLUNTEER, leader, "/frivillig/", now=now)
    return Letter(
        subject=_("Can you take %(when)s?") % {"when": say_when(session.starts_at)},
        text=say(
            _("Someone asks whether you can come instead."),
            say_when(session.starts_at).capitalize() + ".",
            _("Say yes here, if it suits you: %(link)s") % {"link": link},
        ),
    )


@message_kind("programmes.swap_taken")
def swap_taken(message: Message, now: datetime) -> Letter | None:
    """To whoever asked: it is taken."""
    number, _slash, leader = message.reference.partition("/")
    session = Session.objects.filter(pk=number, state=MeetingState.PLANNED).first()
    if session is None:
        return None
    link = create_link(Role.VOLUNTEER, leader, "/frivillig/", now=now)
    return Letter(
        subject=_("It is taken"),
        text=say(
            _("Someone takes it for you."),
            say_when(session.starts_at).capitalize() + ".",
            _("Your page: %(link)s") % {"link": link},
        ),
    )


@message_kind("programmes.stand_in")
def stand_in(message: Message, now: datetime) -> Letter | None:
    """To the coordinator: a meeting is short of a leader, and you are named."""
    session = (
        Session.objects.filter(pk=message.reference).select_related("group__period__site").first()
    )
    if session is None or session.state != MeetingState.PLANNED:
        return None
    leaders = leaders_of(session)
    if not leaders.needs_substitute:
        return None
    return Letter(
        subject=_("You step in on %(when)s") % {"when": say_when(session.starts_at)},
        text=say(
            _("Someone has called off, so you are named as the one who steps in."),
            say_when(session.starts_at).capitalize() + ".",
            where(session.group.place, session.group.online_url),
        ),
    )
