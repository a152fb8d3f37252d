"""Messages about meetings: time, place, link. Never what the meeting is about."""

from datetime import datetime

from django.utils.translation import gettext as _

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.messaging.kinds import Letter, message_kind
from peervej.apps.messaging.models import Message
from peervej.apps.people.models import Person
from peervej.apps.programmes.calendars import Appointment, intro_uid, write_calendar
from peervej.apps.programmes.enums import (
    EnrolmentState,
    MeetingState,
    OfferState,
    Presence,
    SignupState,
)
from peervej.apps.programmes.models import (
    Attendance,
    Enrolment,
    IntroMeeting,
    Offer,
    Session,
    Signup,
)
from peervej.apps.programmes.queries import leaders_of, next_session, upcoming_intros
from peervej.apps.programmes.queries.endings import in_touch_with
from peervej.apps.programmes.wording import say_when

OWN_PAGE = "/min-side/"


@message_kind("programmes.signup_confirmed")
def signup_confirmed(message: Message, now: datetime) -> Letter | None:
    """You are on the list; and how to call off."""
    signup, intro = _signup(message)
    if signup is None or intro is None or signup.state != SignupState.SIGNED_UP:
        return None
    return Letter(
        subject=_appointment(intro.starts_at),
        text=_say(
            _("Hello %(name)s.") % {"name": signup.person.chosen_name},
            _("You are on the list for %(when)s.") % {"when": say_when(intro.starts_at)},
            _where(intro.place, intro.online_url),
            _("Can you not come after all? Say so here: %(link)s")
            % {"link": _own_link(signup.person, now)},
        ),
        calendar=_intro_calendar(intro, now),
    )


@message_kind("programmes.intro_reminder")
def intro_reminder(message: Message, now: datetime) -> Letter | None:
    """The day before."""
    signup, intro = _signup(message)
    if signup is None or intro is None or signup.state != SignupState.SIGNED_UP:
        return None
    if intro.state != MeetingState.PLANNED:
        return None
    return Letter(
        subject=_appointment(intro.starts_at),
        text=_say(
            _("Hello %(name)s.") % {"name": signup.person.chosen_name},
            _("See you on %(when)s.") % {"when": say_when(intro.starts_at)},
            _where(intro.place, intro.online_url),
            _("Not this time? Say so here: %(link)s") % {"link": _own_link(signup.person, now)},
        ),
    )


@message_kind("programmes.intro_moved")
def intro_moved(message: Message, now: datetime) -> Letter | None:
    """The meeting has another time."""
    signup, intro = _signup(message)
    if signup is None or intro is None or signup.state != SignupState.SIGNED_UP:
        return None
    return Letter(
        subject=_("New time: %(when)s") % {"when": say_when(intro.starts_at)},
        text=_say(
            _("Hello %(name)s.") % {"name": signup.person.chosen_name},
            _("The time has been changed. It is now %(when)s.")
            % {"when": say_when(intro.starts_at)},
            _where(intro.place, intro.online_url),
            _("Does it not suit you? Say so here: %(link)s")
            % {"link": _own_link(signup.person, now)},
        ),
        calendar=_intro_calendar(intro, now),
    )


@message_kind("programmes.place_changed")
def place_changed(message: Message, now: datetime) -> Letter | None:
    """The meeting is somewhere else, at the same time."""
    signup, intro = _signup(message)
    if signup is None or intro is None or signup.state != SignupState.SIGNED_UP:
        return None
    return Letter(
        subject=_("New place: %(when)s") % {"when": say_when(intro.starts_at)},
        text=_say(
            _("Hello %(name)s.") % {"name": signup.person.chosen_name},
            _("The place has been changed for %(when)s.") % {"when": say_when(intro.starts_at)},
            _where(intro.place, intro.online_url),
            _("Does it not suit you? Say so here: %(link)s")
            % {"link": _own_link(signup.person, now)},
        ),
        calendar=_intro_calendar(intro, now),
    )


@message_kind("programmes.intro_cancelled")
def intro_cancelled(message: Message, now: datetime) -> Letter | None:
    """The meeting will not be held; here are the next ones."""
    signup, intro = _signup(message)
    if signup is None or intro is None:
        return None
    others = upcoming_intros(now, site=intro.site, limit=2)
    dates = " · ".join(say_when(other.starts_at) for other in others)
    return Letter(
        subject=_("Cancelled: %(when)s") % {"when": say_when(intro.starts_at)},
        text=_say(
            _("Hello %(name)s.") % {"name": signup.person.chosen_name},
            _("We are sorry: the meeting on %(when)s is cancelled.")
            % {"when": say_when(intro.starts_at)},
            _("You are welcome at the next: %(dates)s.") % {"dates": dates} if dates else "",
            _("Choose here: %(link)s") % {"link": _own_link(signup.person, now)},
        ),
    )


@message_kind("programmes.seat_given")
def seat_given(message: Message, now: datetime) -> Letter | None:
    """There is a place, and this is the first time."""
    enrolment = _enrolment(message.reference)
    if enrolment is None or enrolment.state != EnrolmentState.SEATED:
        return None
    session = next_session(enrolment, now)
    if session is None:
        return None
    return Letter(
        subject=_("There is a place for you"),
        text=_say(
            _("Hello %(name)s.") % {"name": enrolment.person.chosen_name},
            _("There is a place for you. The first time is %(when)s.")
            % {"when": say_when(session.starts_at)},
            _where(session.group.place, session.group.online_url),
            _("See all the dates here: %(link)s") % {"link": _own_link(enrolment.person, now)},
        ),
    )


@message_kind("programmes.session_reminder")
def session_reminder(message: Message, now: datetime) -> Letter | None:
    """The day before, to those who have not called off."""
    enrolment, session = _seated(message)
    if enrolment is None or session is None or session.state != MeetingState.PLANNED:
        return None
    off = Attendance.objects.filter(session=session, enrolment=enrolment)
    if off.filter(presence=Presence.EXCUSED).exists():
        return None
    return Letter(
        subject=_appointment(session.starts_at),
        text=_say(
            _("Hello %(name)s.") % {"name": enrolment.person.chosen_name},
            _("See you on %(when)s.") % {"when": say_when(session.starts_at)},
            _where(session.group.place, session.group.online_url),
            _("Not this time? Say so here: %(link)s") % {"link": _own_link(enrolment.person, now)},
        ),
    )


@message_kind("programmes.dates_changed")
def dates_changed(message: Message, now: datetime) -> Letter | None:
    """Dates or the place have changed: what was moved, and the next time."""
    enrolment, moved = _seated(message)
    if enrolment is None:
        return None
    session = next_session(enrolment, now)
    if session is None:
        return None
    return Letter(
        subject=_("Something has changed"),
        text=_say(
            _("Hello %(name)s.") % {"name": enrolment.person.chosen_name},
            _("Something has changed. Next time is %(when)s.")
            % {"when": say_when(session.starts_at)},
            _("Meeting %(number)s is now %(when)s.")
            % {"number": moved.number, "when": say_when(moved.starts_at)}
            if moved is not None and moved.pk != session.pk
            else "",
            _where(session.group.place, session.group.online_url),
            _("See all the dates here: %(link)s") % {"link": _own_link(enrolment.person, now)},
        ),
    )


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
    enrolment = _enrolment(message.reference)
    if enrolment is None or enrolment.state != EnrolmentState.WAITING:
        return None
    return Letter(
        subject=_("You are still on the list"),
        text=_say(
            _("Hello %(name)s.") % {"name": enrolment.person.chosen_name},
            _("We did not hear from you, so the place went to the next one."),
            _("You keep your turn, and we ask you again next time."),
            _("Change it here: %(link)s") % {"link": _own_link(enrolment.person, now)},
        ),
    )


@message_kind("programmes.ending")
def ending(message: Message, now: datetime) -> Letter | None:
    """Thank you, and what may come next."""
    enrolment = _enrolment(message.reference)
    if enrolment is None or enrolment.state != EnrolmentState.COMPLETED:
        return None
    link = create_link(Role.PARTICIPANT, enrolment.person_id, "/videre/", now=now)
    return Letter(
        subject=_("Thank you for this time"),
        text=_say(
            _("Hello %(name)s.") % {"name": enrolment.person.chosen_name},
            _("Thank you for coming along. See here what you can do next: %(link)s")
            % {"link": link},
        ),
    )


@message_kind("programmes.in_touch")
def in_touch(message: Message, now: datetime) -> Letter | None:
    """Both want to keep in touch; the number itself stands on the page only."""
    enrolment = _enrolment(message.reference)
    if enrolment is None or not in_touch_with(enrolment):
        return None
    link = create_link(Role.PARTICIPANT, enrolment.person_id, "/videre/", now=now)
    return Letter(
        subject=_("There is news on your page"),
        text=_say(
            _("Hello %(name)s.") % {"name": enrolment.person.chosen_name},
            _("There is news on your page: %(link)s") % {"link": link},
        ),
    )


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
        text=_say(
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
        text=_say(
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
        text=_say(
            _("Someone has called off, so you are named as the one who steps in."),
            say_when(session.starts_at).capitalize() + ".",
            _where(session.group.place, session.group.online_url),
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
        text=_say(
            _("Hello %(name)s.") % {"name": person.chosen_name},
            opening,
            _("The first time is %(when)s.") % {"when": say_when(first.starts_at)},
            _where(found.group.place, found.group.online_url),
            _("We hold it until %(when)s. If we hear nothing, it goes to the next one,")
            % {"when": say_when(found.expires_at)},
            _("and you keep your turn on the list."),
            _("Answer here: %(link)s") % {"link": _own_link(person, now)},
        ),
    )


def _say(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _appointment(moment: datetime) -> str:
    return _("Appointment %(when)s") % {"when": say_when(moment)}


def _where(place: str, online_url: str) -> str:
    """The place, or the link of an online meeting."""
    if place:
        return _("Place: %(place)s.") % {"place": place}
    return _("Online: %(link)s") % {"link": online_url} if online_url else ""


def _own_link(person: Person, now: datetime) -> str:
    return create_link(Role.PARTICIPANT, person.pk, OWN_PAGE, now=now)


def _signup(message: Message) -> tuple[Signup | None, IntroMeeting | None]:
    found = Signup.objects.filter(pk=message.reference)
    signup = found.select_related("person", "intro__site").first()
    return signup, signup.intro if signup else None


def _enrolment(pk: str) -> Enrolment | None:
    return Enrolment.objects.filter(pk=pk).select_related("person", "group").first()


def _seated(message: Message) -> tuple[Enrolment | None, Session | None]:
    """The enrolment and session of a reference "enrolment:session", while it has its seat."""
    enrolment_pk, _colon, session_pk = message.reference.partition(":")
    enrolment = _enrolment(enrolment_pk)
    if enrolment is None or enrolment.state != EnrolmentState.SEATED:
        return None, None
    session = Session.objects.filter(pk=session_pk, group=enrolment.group_id)
    return enrolment, session.select_related("group").first()


def _intro_calendar(intro: IntroMeeting, now: datetime) -> str:
    appointment = Appointment(
        intro_uid(intro.pk), intro.starts_at, intro.ends_at, intro.place, intro.online_url
    )
    return write_calendar([appointment], now=now)
