"""Coming to an intro meeting: signing up, calling, turning up, or having a talk instead."""

from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.figures.operations import count_up
from peervej.apps.messaging.operations import cancel_messages, queue_message
from peervej.apps.people.models import Channel, Contact, Person
from peervej.apps.people.operations import find_people_by_contact, keep_until, register_person
from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import HeardFrom, MeetingState, SignupState, SignupWay
from peervej.apps.programmes.models import IntroMeeting, Signup
from peervej.apps.programmes.operations.received import is_new_form, refuse_repeated
from peervej.apps.programmes.queries.meetings import local_day
from peervej.methods.scheduling import at_wall_time

SIGNED_UP = SignupState.SIGNED_UP
REMIND_AT = time(16)
MOST_NAMES_A_DAY = 3


class SignupRefused(Exception):
    """The sign-up cannot be taken; the message is friendly and meant for the person."""


class TooYoung(SignupRefused):
    """The meetings are for people over 18 (P4)."""


class MeetingOver(SignupRefused):
    """The meeting has been held or cancelled."""


class ChannelNeeded(SignupRefused):
    """An online meeting cannot be reached without somewhere to send the link."""


class NameNeeded(SignupRefused):
    """There is nothing to call the person."""


class ContactUnusable(SignupRefused):
    """The number or address cannot be used as it is written."""


class AlreadySignedUp(SignupRefused):
    """The same name and contact is on the list of this meeting; nothing was stored."""


@transaction.atomic
def sign_up(
    intro: IntroMeeting,
    *,
    chosen_name: str,
    channel: Channel = Channel.NONE,
    contact: str = "",
    language: str = "da",
    access_needs: str = "",
    heard_from: str = "",
    is_adult: bool,
    way: SignupWay = SignupWay.ONLINE,
    key: str = "",
    actor: str,
    now: datetime,
) -> Signup:
    """Put a person on the list of an intro meeting.

    Queues a confirmation and a reminder for the day before; adds `heard_from` to the figures
    and to nothing else. The same name with the same contact is the same person, and a `key`
    names one form, so that a form sent twice is stored once. Raises a SignupRefused.
    """
    intro = IntroMeeting.objects.select_for_update(no_key=True).get(pk=intro.pk)
    _refuse_unless_open(intro, way, now)
    if not is_adult:
        raise TooYoung(
            _("The meetings are for people who have turned 18. Call us, and we will help you on.")
        )
    if intro.is_online and channel == Channel.NONE:
        raise ChannelNeeded(
            _("This meeting is online. Choose text message or e-mail, so we can send the link.")
        )
    if key and not is_new_form(key, now=now):
        raise AlreadySignedUp(_already())
    person = _find_or_register(
        intro.site, chosen_name, channel, contact, language, access_needs, actor, now
    )
    signup = _put_on_list(intro, person, way, SIGNED_UP, now)
    if heard_from in HeardFrom.values:
        count_up(intro.site_id, "heard_from", on=local_day(now), value=heard_from)
    _count(signup, now)
    keep_until(person, local_day(intro.starts_at))
    if not _is_flooded(person, now):
        queue_message(
            person,
            "programmes.signup_confirmed",
            key=f"signup_confirmed:{signup.pk}:{now.isoformat()}",
            reference=str(signup.pk),
            now=now,
            expires_at=intro.starts_at,
            urgent=True,
        )
        queue_intro_reminder(signup, now=now)
    record_event("sign_up", signup, actor=actor, now=now, site_id=intro.site_id, way=str(way))
    return signup


def _is_flooded(person: Person, now: datetime) -> bool:
    """Whether this phone or mailbox was signed up under many names today.

    Anybody can type anybody's number; a household or a tablet in a house stays below.
    """
    contact = Contact.objects.filter(person=person).first()
    if contact is None:
        return False
    today = Person.objects.filter(contact__lookup=contact.lookup, created_on=now.date())
    return today.count() > MOST_NAMES_A_DAY


@transaction.atomic
def add_walk_in(
    intro: IntroMeeting,
    *,
    chosen_name: str,
    channel: Channel = Channel.NONE,
    contact: str = "",
    language: str = "da",
    access_needs: str = "",
    key: str = "",
    actor: str,
    now: datetime,
) -> Signup:
    """Note someone who just turned up; they are there, so no channel and no sign-up is needed.

    Raises AlreadySignedUp for someone on the list: mark them as come instead; and SentTwice.
    """
    refuse_repeated(key, now=now)
    intro = IntroMeeting.objects.select_for_update(no_key=True).get(pk=intro.pk)
    if intro.state == MeetingState.CANCELLED:
        raise MeetingOver(_("This meeting was cancelled."))
    if now < intro.starts_at - timedelta(hours=2):
        raise MeetingOver(_("The meeting has not begun. Sign the person up instead."))
    person = _find_or_register(
        intro.site, chosen_name, channel, contact, language, access_needs, actor, now
    )
    signup = _put_on_list(intro, person, SignupWay.WALK_IN, SignupState.ATTENDED, now)
    _hold(intro)
    _count(signup, now)
    keep_until(person, local_day(now))
    record_event("add_walk_in", signup, actor=actor, now=now, site_id=intro.site_id)
    return signup


@transaction.atomic
def record_talk(
    site: Site,
    *,
    person: Person | None = None,
    chosen_name: str = "",
    channel: Channel = Channel.NONE,
    contact: str = "",
    language: str = "da",
    access_needs: str = "",
    key: str = "",
    actor: str,
    now: datetime,
) -> Signup:
    """Note an individual talk held instead of an intro meeting (P8). Raises SentTwice."""
    refuse_repeated(key, now=now)
    if person is None:
        person = _find_or_register(
            site, chosen_name, channel, contact, language, access_needs, actor, now
        )
    signup = Signup.objects.create(
        person=person,
        site=site,
        intro=None,
        way=SignupWay.TALK,
        state=SignupState.ATTENDED,
        made_at=now,
        changed_at=now,
    )
    _count(signup, now)
    keep_until(person, local_day(now))
    record_event("record_talk", signup, actor=actor, now=now, site_id=site.pk)
    return signup


@transaction.atomic
def cancel_signup(signup: Signup, *, actor: str, now: datetime) -> Signup:
    """Take a person off the list at their own wish; the reminder goes with it."""
    signup = Signup.objects.select_for_update(no_key=True).get(pk=signup.pk)
    if signup.state != SIGNED_UP:
        return signup
    signup.state = SignupState.CANCELLED
    signup.changed_at = now
    signup.save(update_fields=["state", "changed_at"])
    cancel_messages(key_prefix=f"intro_reminder:{signup.pk}:", now=now)
    record_event("cancel_signup", signup, actor=actor, now=now, site_id=signup.site_id)
    return signup


@transaction.atomic
def record_intro_presence(signup: Signup, came: bool, *, actor: str, now: datetime) -> Signup:
    """Mark whether someone came; may be changed again, and a person who called off may come."""
    signup = Signup.objects.select_for_update(no_key=True).get(pk=signup.pk)
    if signup.intro is None:
        raise MeetingOver(_("A talk has been held; there is nothing to mark."))
    if now < signup.intro.starts_at - timedelta(hours=2):
        raise MeetingOver(_("The meeting has not begun."))
    state = SignupState.ATTENDED if came else SignupState.STAYED_AWAY
    if signup.state == state:
        return signup
    signup.state = state
    signup.changed_at = now
    signup.save(update_fields=["state", "changed_at"])
    _hold(signup.intro)
    keep_until(signup.person, local_day(now))
    record_event(
        "record_intro_presence", signup, actor=actor, now=now, site_id=signup.site_id, came=came
    )
    return signup


def queue_intro_reminder(signup: Signup, *, now: datetime) -> None:
    """A reminder in the afternoon of the day before, when that is still to come."""
    intro = signup.intro
    if intro is None:
        return
    day_before = local_day(intro.starts_at) - timedelta(days=1)
    due_at = at_wall_time(day_before, REMIND_AT)
    if due_at <= now:
        return
    queue_message(
        signup.person,
        "programmes.intro_reminder",
        key=f"intro_reminder:{signup.pk}:{intro.starts_at:%Y%m%dT%H%MZ}:{now.isoformat()}",
        reference=str(signup.pk),
        now=now,
        due_at=due_at,
        expires_at=intro.starts_at,
    )


def _refuse_unless_open(intro: IntroMeeting, way: SignupWay, now: datetime) -> None:
    if intro.state == MeetingState.CANCELLED:
        raise MeetingOver(_("This meeting has been cancelled. You are welcome at another one."))
    if now >= intro.ends_at:
        raise MeetingOver(_("This meeting is over. You are welcome at another one."))
    if way == SignupWay.ONLINE and now >= intro.starts_at:
        raise MeetingOver(_("This meeting has begun. Just come in, or choose another one."))


def _find_or_register(
    site: Site,
    chosen_name: str,
    channel: Channel,
    contact: str,
    language: str,
    access_needs: str,
    actor: str,
    now: datetime,
) -> Person:
    name = " ".join(chosen_name.split())
    if not name:
        raise NameNeeded(_("Write what we shall call you. A nickname is fine."))
    try:
        if channel != Channel.NONE:
            for known in find_people_by_contact(channel, contact):
                if known.site_id == site.pk and known.chosen_name.casefold() == name.casefold():
                    return known
        return register_person(
            site=site,
            chosen_name=name,
            channel=channel,
            contact=contact,
            language=language,
            access_needs=access_needs,
            actor=actor,
            now=now,
        )
    except ValidationError as error:
        raise ContactUnusable(" ".join(error.messages)) from error


def _put_on_list(
    intro: IntroMeeting, person: Person, way: SignupWay, state: SignupState, now: datetime
) -> Signup:
    signup = Signup.objects.filter(intro=intro, person=person).first()
    if signup is None:
        return Signup.objects.create(
            person=person,
            site=intro.site,
            intro=intro,
            way=way,
            state=state,
            made_at=now,
            changed_at=now,
        )
    if signup.state != SignupState.CANCELLED:
        raise AlreadySignedUp(_already())
    signup.state = state
    signup.changed_at = now
    signup.save(update_fields=["state", "changed_at"])
    return signup


def _already() -> str:
    return _("You are already on the list for this meeting. See you there.")


def _hold(intro: IntroMeeting) -> None:
    if intro.state == MeetingState.PLANNED:
        intro.state = MeetingState.HELD
        intro.save(update_fields=["state"])


def _count(signup: Signup, now: datetime) -> None:
    count_up(signup.site_id, "signup", on=local_day(now), value=signup.way)
