"""Messages of the joining pages."""

from datetime import datetime

from django.utils.translation import gettext as _

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.messaging.kinds import Letter, message_kind
from peervej.apps.messaging.models import Message


@message_kind("portal.new_link")
def write_new_link(message: Message, now: datetime) -> Letter | None:
    """The new link somebody asked for."""
    person = message.person
    if person is None:
        return None
    link = create_link(Role.PARTICIPANT, person.pk, "/min-side/", now=now)
    return Letter(
        subject=_("Your new link"),
        text=_(
            "Hi %(name)s. Here is your new link: %(link)s If you did not ask for it, do nothing."
        )
        % {"name": person.chosen_name, "link": link},
    )
