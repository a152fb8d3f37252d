"""Messages to volunteers and to the two who meet: time, place, link. Never about what."""

from collections.abc import Callable
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.messaging.kinds import Letter, message_kind
from peervej.apps.messaging.models import Message
from peervej.apps.volunteers.enums import GONE, ContactState, MatchState, PlaceState, Side
from peervej.apps.volunteers.models import FirstContact, Match, TrainingPlace, Volunteer
from peervej.methods.scheduling import COPENHAGEN


@message_kind("volunteers.received")
def received(message: Message, now: datetime) -> Letter | None:
    """We have it, and when we answer."""
    volunteer = _volunteer(message)
    if volunteer is None:
        return None
    return Letter(
        subject=_("Thank you for writing"),
        text=_("Hello %(name)s. We have what you wrote, and call or write within a week.")
        % {"name": volunteer.display_name},
    )


@message_kind("volunteers.forgotten")
def forgotten(message: Message, now: datetime) -> Letter | None:
    """Nobody answered; what was written is erased."""
    volunteer = Volunteer.objects.filter(pk=message.reference).first()
    if volunteer is None:
        return None
    return Letter(
        subject=_("We are sorry"),
        text=_(
            "Hello %(name)s. We never answered what you wrote half a year ago, and we are sorry."
            " It is erased now. You are welcome to write again."
        )
        % {"name": volunteer.display_name},
    )


@message_kind("volunteers.first_contact")
def first_contact(message: Message, now: datetime) -> Letter | None:
    """Somebody asked that you be called: yes or no."""
    made = FirstContact.objects.filter(pk=message.reference, state=ContactState.ASKED)
    found = made.select_related("person").first()
    if found is None:
        return None
    link = create_link(Role.PARTICIPANT, found.person_id, "/for-en-anden/svar/", now=now)
    return Letter(
        subject=_("May we call you?"),
        text=_("Hello %(name)s. Somebody has asked us to call you. Say yes or no here: %(link)s")
        % {"name": found.person.chosen_name, "link": link},
    )


@message_kind("volunteers.questions")
def questions(message: Message, now: datetime) -> Letter | None:
    """A link to the questions before the talk."""
    volunteer = _volunteer(message)
    if volunteer is None:
        return None
    link = create_link(Role.VOLUNTEER, volunteer.pk, "/frivillig/spoergsmaal/", now=now)
    return Letter(
        subject=_("A few questions"),
        text=_("Hello %(name)s. Here are a few questions before we talk: %(link)s")
        % {"name": volunteer.display_name, "link": link},
    )


@message_kind("volunteers.training")
def training(message: Message, now: datetime) -> Letter | None:
    """A place at a training: day and place."""
    rows = TrainingPlace.objects.select_related("weekend", "volunteer")
    place = rows.filter(pk=message.reference, state=PlaceState.BOOKED).first()
    if place is None or place.volunteer.state in GONE:
        return None
    return Letter(
        subject=_("An appointment"),
        text=_("Hello %(name)s. You have a place on %(day)s, %(place)s.")
        % {
            "name": place.volunteer.display_name,
            "day": date_format(place.weekend.starts_on),
            "place": place.weekend.place,
        },
    )


@message_kind("volunteers.welcome")
def welcome(message: Message, now: datetime) -> Letter | None:
    """A link to the page of one's own."""
    volunteer = _volunteer(message)
    if volunteer is None:
        return None
    link = create_link(Role.VOLUNTEER, volunteer.pk, "/frivillig/aftale/", now=now)
    return Letter(
        subject=_("Your own page"),
        text=_("Hello %(name)s. Here is your own page: %(link)s")
        % {"name": volunteer.display_name, "link": link},
    )


@message_kind("volunteers.match_meeting")
def meeting(message: Message, now: datetime) -> Letter | None:
    """Time and place of the first meeting."""
    return _to_one(
        message,
        now,
        MatchState.PROPOSED,
        lambda: _("An appointment"),
        lambda: _("Hello %(name)s. You have an appointment %(when)s. %(place)s. See it: %(link)s"),
    )


@message_kind("volunteers.match_ask")
def ask(message: Message, now: datetime) -> Letter | None:
    """The day after: how was it?"""
    return _to_one(
        message,
        now,
        MatchState.PROPOSED,
        lambda: _("How was it?"),
        lambda: _("Hello %(name)s. Answer in private here: %(link)s"),
    )


@message_kind("volunteers.match_begun")
def begun(message: Message, now: datetime) -> Letter | None:
    """Both said yes."""
    return _to_one(
        message,
        now,
        MatchState.ACTIVE,
        lambda: _("There is news on your page"),
        lambda: _("Hello %(name)s. There is news on your page: %(link)s"),
    )


@message_kind("volunteers.match_not_begun")
def not_begun(message: Message, now: datetime) -> Letter | None:
    """The same words to both, whoever said what."""
    return _to_one(
        message,
        now,
        MatchState.NOT_BEGUN,
        lambda: _("Not this time"),
        lambda: _(
            "Hello %(name)s. It did not come to anything this time. There may be many reasons."
            " The coordinator looks on."
        ),
    )


@message_kind("volunteers.match_midway")
def midway(message: Message, now: datetime) -> Letter | None:
    """Half-way: does it suit you still?"""
    return _to_one(
        message,
        now,
        MatchState.ACTIVE,
        lambda: _("Half-way"),
        lambda: _(
            "Hello %(name)s. You are half-way. Is it still good? Answer in private: you can"
            " swap or stop without giving a reason. Your page: %(link)s"
        ),
    )


@message_kind("volunteers.match_closing")
def closing(message: Message, now: datetime) -> Letter | None:
    """The agreed time is over."""
    return _to_one(
        message,
        now,
        MatchState.CLOSING,
        lambda: _("The agreed time is over"),
        lambda: _(
            "Hello %(name)s. The time you agreed on is over now. The coordinator calls you to"
            " round it off."
        ),
    )


def _to_one(
    message: Message,
    now: datetime,
    state: MatchState,
    subject: Callable[[], str],
    text: Callable[[], str],
) -> Letter | None:
    number, _slash, side = message.reference.partition("/")
    rows = Match.objects.select_related("request__person", "request__site", "volunteer")
    match = rows.filter(pk=number, state=state).first()
    if match is None:
        return None
    words = text()
    values = {
        "name": match.request.person.chosen_name,
        "when": date_format(match.meets_at.astimezone(COPENHAGEN), "DATETIME_FORMAT"),
        "place": match.place or match.request.site.address,
    }
    if side == Side.VOLUNTEER:
        values["name"] = match.volunteer.display_name
    if "%(link)s" in words:
        values["link"] = _page(match, side, now)
    return Letter(subject=subject(), text=words % values)


def _page(match: Match, side: str, now: datetime) -> str:
    role = Role.VOLUNTEER if side == Side.VOLUNTEER else Role.PARTICIPANT
    subject = match.volunteer_id if side == Side.VOLUNTEER else match.request.person_id
    return create_link(role, subject, "/sammen/", now=now)


def _volunteer(message: Message) -> Volunteer | None:
    return Volunteer.objects.filter(pk=message.reference).exclude(state__in=GONE).first()
