"""Messages to those who have a seat, and those who had one."""

from datetime import datetime

from django.utils.translation import gettext as _

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.messaging.kinds import Letter, message_kind
from peervej.apps.messaging.models import Message
from peervej.apps.programmes.enums import (
    EnrolmentState,
    MeetingState,
    Presence,
)
from peervej.apps.programmes.letters.parts import (
    appointment,
    enrolment_of,
    own_link,
    say,
    seated_of,
    where,
)
from peervej.apps.programmes.models import (
    Attendance,
)
from peervej.apps.programmes.queries import next_session
from peervej.apps.programmes.queries.endings import in_touch_with
from peervej.apps.programmes.wording import say_when


@message_kind("programmes.seat_given")
def seat_given(message: Message, now: datetime) -> Letter | None:
    """There is a place, and this is the first time."""
    enrolment = enrolment_of(message.reference)
    if enrolment is None or enrolment.state != EnrolmentState.SEATED:
        return None
    session = next_session(enrolment, now)
    if session is None:
        return None
    return Letter(
        subject=_("There is a place for you"),
        text=say(
            _("Hello %(name)s.") % {"name": enrolment.person.chosen_name},
            _("There is a place for you. The first time is %(when)s.")
            % {"when": say_when(session.starts_at)},
            where(session.group.place, session.group.online_url),
            _("See all the dates here: %(link)s") % {"link": own_link(enrolment.person, now)},
        ),
    )


@message_kind("programmes.session_reminder")
def session_reminder(message: Message, now: datetime) -> Letter | None:
    """The day before, to those who have not called off."""
    enrolment, session = seated_of(message)
    if enrolment is None or session is None or session.state != MeetingState.PLANNED:
        return None
    off = Attendance.objects.filter(session=session, enrolment=enrolment)
    if off.filter(presence=Presence.EXCUSED).exists():
        return None
    return Letter(
        subject=appointment(session.starts_at),
        text=say(
            _("Hello %(name)s.") % {"name": enrolment.person.chosen_name},
            _("See you on %(when)s.") % {"when": say_when(session.starts_at)},
            where(session.group.place, session.group.online_url),
            _("Not this time? Say so here: %(link)s") % {"link": own_link(enrolment.person, now)},
        ),
    )


@message_kind("programmes.dates_changed")
def dates_changed(message: Message, now: datetime) -> Letter | None:
    """Dates or the place have changed: what was moved, and the next time."""
    enrolment, moved = seated_of(message)
    if enrolment is None:
        return None
    session = next_session(enrolment, now)
    if session is None:
        return None
    return Letter(
        subject=_("Something has changed"),
        text=say(
            _("Hello %(name)s.") % {"name": enrolment.person.chosen_name},
            _("Something has changed. Next time is %(when)s.")
            % {"when": say_when(session.starts_at)},
            _("Meeting %(number)s is now %(when)s.")
            % {"number": moved.number, "when": say_when(moved.starts_at)}
            if moved is not None and moved.pk != session.pk
            else "",
            where(session.group.place, session.group.online_url),
            _("See all the dates here: %(link)s") % {"link": own_link(enrolment.person, now)},
        ),
    )


@message_kind("programmes.ending")
def ending(message: Message, now: datetime) -> Letter | None:
    """Thank you, and what may come next."""
    enrolment = enrolment_of(message.reference)
    if enrolment is None or enrolment.state != EnrolmentState.COMPLETED:
        return None
    link = create_link(Role.PARTICIPANT, enrolment.person_id, "/videre/", now=now)
    return Letter(
        subject=_("Thank you for this time"),
        text=say(
            _("Hello %(name)s.") % {"name": enrolment.person.chosen_name},
            _("Thank you for coming along. See here what you can do next: %(link)s")
            % {"link": link},
        ),
    )


@message_kind("programmes.in_touch")
def in_touch(message: Message, now: datetime) -> Letter | None:
    """Both want to keep in touch; the number itself stands on the page only."""
    enrolment = enrolment_of(message.reference)
    if enrolment is None or not in_touch_with(enrolment):
        return None
    link = create_link(Role.PARTICIPANT, enrolment.person_id, "/videre/", now=now)
    return Letter(
        subject=_("There is news on your page"),
        text=say(
            _("Hello %(name)s.") % {"name": enrolment.person.chosen_name},
            _("There is news on your page: %(link)s") % {"link": link},
        ),
    )
