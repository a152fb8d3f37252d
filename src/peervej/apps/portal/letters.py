"""Messages of the joining pages."""

from datetime import datetime

from django.utils.translation import gettext as _

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.messaging.kinds import Letter, message_kind
from peervej.apps.messaging.models import Message
from peervej.apps.people.models import Person
from peervej.apps.programmes.models import Enrolment, Signup
from peervej.apps.volunteers.enums import GONE
from peervej.apps.volunteers.models import Volunteer


@message_kind("portal.new_link")
def write_new_link(message: Message, now: datetime) -> Letter | None:
    """The new link somebody asked for."""
    person = message.person
    if person is None:
        return None
    links = [create_link(role, subject, page, now=now) for role, subject, page in _pages(person)]
    return Letter(
        subject=_("Your new link"),
        text=_(
            "Hi %(name)s. Here is your new link: %(link)s If you did not ask for it, do nothing."
        )
        % {"name": person.chosen_name, "link": " · ".join(links)},
    )


def _pages(person: Person) -> list[tuple[Role, int, str]]:
    """The pages somebody has: a helper's, a participant's, or both where they have been both."""
    helps = Volunteer.objects.filter(person=person).exclude(state__in=GONE).first()
    pages = [(Role.VOLUNTEER, helps.pk, "/frivillig/")] if helps else []
    takes_part = (
        Signup.objects.filter(person=person).exists()
        or Enrolment.objects.filter(person=person).exists()
    )
    if takes_part or not pages:
        pages.append((Role.PARTICIPANT, person.pk, "/min-side/"))
    return pages
