"""Messages about intro meetings."""

from datetime import datetime

from django.utils.translation import gettext as _

from peervej.apps.messaging.kinds import Letter, message_kind
from peervej.apps.messaging.models import Message
from peervej.apps.programmes.enums import MeetingState
from peervej.apps.programmes.letters.parts import (
    appointment,
    intro_calendar,
    own_link,
    say,
    signup_of,
    still_expected,
    where,
)
from peervej.apps.programmes.queries import upcoming_intros
from peervej.apps.programmes.wording import say_when


@message_kind("programmes.signup_confirmed")
def signup_confirmed(message: Message, now: datetime) -> Letter | None:
    """You are on the list; and how to call off."""
    expected = still_expected(message)
    if expected is None:
        return None
    signup, intro = expected
    return Letter(
        subject=appointment(intro.starts_at),
        text=say(
            _("Hello %(name)s.") % {"name": signup.person.chosen_name},
            _("You are on the list for %(when)s.") % {"when": say_when(intro.starts_at)},
            where(intro.place, intro.online_url),
            _("Can you not come after all? Say so here: %(link)s")
            % {"link": own_link(signup.person, now)},
        ),
        calendar=intro_calendar(intro, now),
    )


@message_kind("programmes.intro_reminder")
def intro_reminder(message: Message, now: datetime) -> Letter | None:
    """The day before."""
    expected = still_expected(message)
    if expected is None:
        return None
    signup, intro = expected
    if intro.state != MeetingState.PLANNED:
        return None
    return Letter(
        subject=appointment(intro.starts_at),
        text=say(
            _("Hello %(name)s.") % {"name": signup.person.chosen_name},
            _("See you on %(when)s.") % {"when": say_when(intro.starts_at)},
            where(intro.place, intro.online_url),
            _("Not this time? Say so here: %(link)s") % {"link": own_link(signup.person, now)},
        ),
    )


@message_kind("programmes.intro_moved")
def intro_moved(message: Message, now: datetime) -> Letter | None:
    """The meeting has another time."""
    expected = still_expected(message)
    if expected is None:
        return None
    signup, intro = expected
    return Letter(
        subject=_("New time: %(when)s") % {"when": say_when(intro.starts_at)},
        text=say(
            _("Hello %(name)s.") % {"name": signup.person.chosen_name},
            _("The time has been changed. It is now %(when)s.")
            % {"when": say_when(intro.starts_at)},
            where(intro.place, intro.online_url),
            _("Does it not suit you? Say so here: %(link)s")
            % {"link": own_link(signup.person, now)},
        ),
        calendar=intro_calendar(intro, now),
    )


@message_kind("programmes.place_changed")
def place_changed(message: Message, now: datetime) -> Letter | None:
    """The meeting is somewhere else, at the same time."""
    expected = still_expected(message)
    if expected is None:
        return None
    signup, intro = expected
    return Letter(
        subject=_("New place: %(when)s") % {"when": say_when(intro.starts_at)},
        text=say(
            _("Hello %(name)s.") % {"name": signup.person.chosen_name},
            _("The place has been changed for %(when)s.") % {"when": say_when(intro.starts_at)},
            where(intro.place, intro.online_url),
            _("Does it not suit you? Say so here: %(link)s")
            % {"link": own_link(signup.person, now)},
        ),
        calendar=intro_calendar(intro, now),
    )


@message_kind("programmes.intro_cancelled")
def intro_cancelled(message: Message, now: datetime) -> Letter | None:
    """The meeting will not be held; here are the next ones."""
    signup, intro = signup_of(message)
    if signup is None or intro is None:
        return None
    others = upcoming_intros(now, site=intro.site, limit=2)
    dates = " · ".join(say_when(other.starts_at) for other in others)
    return Letter(
        subject=_("Cancelled: %(when)s") % {"when": say_when(intro.starts_at)},
        text=say(
            _("Hello %(name)s.") % {"name": signup.person.chosen_name},
            _("We are sorry: the meeting on %(when)s is cancelled.")
            % {"when": say_when(intro.starts_at)},
            _("You are welcome at the next: %(dates)s.") % {"dates": dates} if dates else "",
            _("Choose here: %(link)s") % {"link": own_link(signup.person, now)},
        ),
    )
