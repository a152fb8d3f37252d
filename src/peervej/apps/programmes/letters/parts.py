"""What the messages of this app are put together from."""

from datetime import datetime

from django.utils.translation import gettext as _

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.messaging.models import Message
from peervej.apps.people.models import Person
from peervej.apps.programmes.calendars import Appointment, intro_uid, write_calendar
from peervej.apps.programmes.enums import (
    EnrolmentState,
    SignupState,
)
from peervej.apps.programmes.models import (
    Enrolment,
    IntroMeeting,
    Session,
    Signup,
)
from peervej.apps.programmes.wording import say_when

OWN_PAGE = "/min-side/"


def say(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def appointment(moment: datetime) -> str:
    return _("Appointment %(when)s") % {"when": say_when(moment)}


def where(place: str, online_url: str) -> str:
    """The place, or the link of an online meeting."""
    if place:
        return _("Place: %(place)s.") % {"place": place}
    return _("Online: %(link)s") % {"link": online_url} if online_url else ""


def own_link(person: Person, now: datetime) -> str:
    return create_link(Role.PARTICIPANT, person.pk, OWN_PAGE, now=now)


def signup_of(message: Message) -> tuple[Signup | None, IntroMeeting | None]:
    found = Signup.objects.filter(pk=message.reference)
    signup = found.select_related("person", "intro__site").first()
    return signup, signup.intro if signup else None


def still_expected(message: Message) -> tuple[Signup, IntroMeeting] | None:
    """The signup and its intro meeting, while the person is still on the list for it."""
    signup, intro = signup_of(message)
    if signup is None or intro is None or signup.state != SignupState.SIGNED_UP:
        return None
    return signup, intro


def enrolment_of(pk: str) -> Enrolment | None:
    return Enrolment.objects.filter(pk=pk).select_related("person", "group").first()


def seated_of(message: Message) -> tuple[Enrolment | None, Session | None]:
    """The enrolment and session of a reference "enrolment:session", while it has its seat."""
    enrolment_pk, _colon, session_pk = message.reference.partition(":")
    enrolment = enrolment_of(enrolment_pk)
    if enrolment is None or enrolment.state != EnrolmentState.SEATED:
        return None, None
    session = Session.objects.filter(pk=session_pk, group=enrolment.group_id)
    return enrolment, session.select_related("group").first()


def intro_calendar(intro: IntroMeeting, now: datetime) -> str:
    appointment = Appointment(
        intro_uid(intro.pk), intro.starts_at, intro.ends_at, intro.place, intro.online_url
    )
    return write_calendar([appointment], now=now)
