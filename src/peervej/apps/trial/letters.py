"""What people in a trial are written: neutral words and a link to their own page."""

from datetime import datetime

from django.utils.translation import gettext as _

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.messaging.kinds import Letter, message_kind
from peervej.apps.messaging.models import Message
from peervej.apps.trial.queries import open_questions

QUESTIONS_PAGE = "/spoergsmaal/"


@message_kind("trial.questions")
def write_questions(message: Message, now: datetime) -> Letter | None:
    """An invitation or reminder; not needed once answered, withdrawn or past the window."""
    person = message.person
    if person is None or open_questions(person, now.date()) is None:
        return None
    link = create_link(Role.PARTICIPANT, person.pk, QUESTIONS_PAGE, now=now)
    return Letter(
        subject=_("A message for you"),
        text=_("Hi %(name)s. There is something waiting on your page. Open it here: %(link)s")
        % {"name": person.chosen_name, "link": link},
    )
