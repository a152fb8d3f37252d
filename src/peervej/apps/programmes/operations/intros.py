"""Intro meetings: planning, moving and cancelling them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import cancel_messages, queue_message
from peervej.apps.people.models import Channel, Person
from peervej.apps.people.operations import keep_until
from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import MeetingState, SignupState
from peervej.apps.programmes.models import IntroMeeting, Programme, Signup
from peervej.apps.programmes.operations.bookings import refuse_double_booking
from peervej.apps.programmes.operations.received import refuse_repeated
from peervej.apps.programmes.operations.refusals import PlanRefused
from peervej.apps.programmes.operations.signups import (
    SIGNED_UP,
    AlreadySignedUp,
    ChannelNeeded,
    ContactUnusable,
    MeetingOver,
    NameNeeded,
    SignupRefused,
    TooYoung,
    add_walk_in,
    cancel_signup,
    queue_intro_reminder,
    record_intro_presence,
    record_talk,
    sign_up,
)
from peervej.apps.programmes.queries.meetings import definition_of, local_day
from peervej.apps.volunteers.models import Volunteer

__all__ = [
    "AlreadySignedUp",
    "ChannelNeeded",
    "ContactUnusable",
    "MeetingOver",
    "NameNeeded",
    "PlanRefused",
    "SignupRefused",
    "TooYoung",
    "add_walk_in",
    "cancel_intro",
    "cancel_signup",
    "change_intro",
    "move_intro",
    "plan_intro",
    "record_intro_presence",
    "record_talk",
    "set_intro_leaders",
    "sign_up",
]


@transaction.atomic
def plan_intro(
    site: Site,
    programme: Programme,
    *,
    starts_at: datetime,
    place: str,
    online_url: str = "",
    note: str = "",
    leaders: Iterable[Volunteer] = (),
    key: str = "",
    actor: str,
    now: datetime,
) -> IntroMeeting:
    """Plan an intro meeting of the programme's length (P8); audit event.

    Raises PlanRefused for a moment in the past, a meeting that is nowhere, or a leader who
    is busy then; and SentTwice.
    """
    refuse_repeated(key, now=now)
    _refuse_past(starts_at, now)
    _refuse_nowhere(place, online_url)
    intro = IntroMeeting.objects.create(
        programme=programme,
        site=site,
        starts_at=starts_at,
        ends_at=starts_at + _length(programme),
        place=place.strip(),
        online_url=online_url,
        note=note.strip(),
    )
    set_intro_leaders(intro, leaders, actor=actor, now=now)
    record_event("plan_intro", intro, actor=actor, now=now, site_id=site.pk)
    return intro


@transaction.atomic
def set_intro_leaders(
    intro: IntroMeeting, leaders: Iterable[Volunteer], *, actor: str, now: datetime
) -> None:
    """Decide which volunteers lead the meeting with the coordinator; audit event."""
    wanted = list(leaders)
    kept = set(intro.leaders.values_list("pk", flat=True))
    for volunteer in wanted:
        if volunteer.pk not in kept:
            refuse_double_booking(volunteer, [(intro.starts_at, intro.ends_at)])
    intro.leaders.set(wanted)
    record_event("set_intro_leaders", intro, actor=actor, now=now, site_id=intro.site_id)


@transaction.atomic
def move_intro(
    intro: IntroMeeting, *, starts_at: datetime, actor: str, now: datetime
) -> IntroMeeting:
    """Hold the meeting at another time; everyone signed up is told, reminders move along."""
    intro = IntroMeeting.objects.select_for_update(no_key=True).get(pk=intro.pk)
    _refuse_unless_planned(intro, now)
    _refuse_past(starts_at, now)
    if starts_at == intro.starts_at:
        return intro
    leaders = list(intro.leaders.all())
    intro.leaders.clear()
    ends_at = starts_at + (intro.ends_at - intro.starts_at)
    for volunteer in leaders:
        refuse_double_booking(volunteer, [(starts_at, ends_at)])
    intro.starts_at, intro.ends_at = starts_at, ends_at
    intro.save(update_fields=["starts_at", "ends_at"])
    intro.leaders.set(leaders)
    event = record_event("move_intro", intro, actor=actor, now=now, site_id=intro.site_id)
    for signup in _signed_up(intro):
        cancel_messages(key_prefix=f"intro_reminder:{signup.pk}:", now=now)
        keep_until(signup.person, local_day(starts_at))
        _tell(signup.person, "programmes.intro_moved", signup, event.pk, now, starts_at)
        queue_intro_reminder(signup, now=now)
    return intro


@transaction.atomic
def change_intro(
    intro: IntroMeeting,
    *,
    place: str,
    online_url: str = "",
    note: str = "",
    actor: str,
    now: datetime,
) -> IntroMeeting:
    """Change where the meeting is and the line about it; a new place is told at once.

    Raises PlanRefused for a meeting that is nowhere, is over, or would turn online while
    someone without a channel is on the list.
    """
    intro = IntroMeeting.objects.select_for_update(no_key=True).get(pk=intro.pk)
    _refuse_unless_planned(intro, now)
    _refuse_nowhere(place, online_url)
    signups = _signed_up(intro)
    unreachable = [row.person.chosen_name for row in signups if row.person.channel == Channel.NONE]
    if unreachable and not place.strip():
        raise PlanRefused(
            _("Online without a room: %(names)s cannot get the link. Call them first.")
            % {"names": ", ".join(unreachable)}
        )
    has_moved = (intro.place, intro.online_url) != (place.strip(), online_url)
    intro.place, intro.online_url, intro.note = place.strip(), online_url, note.strip()
    intro.save(update_fields=["place", "online_url", "note"])
    event = record_event("change_intro", intro, actor=actor, now=now, site_id=intro.site_id)
    if has_moved:
        for signup in signups:
            _tell(signup.person, "programmes.place_changed", signup, event.pk, now, intro.starts_at)
    return intro


@transaction.atomic
def cancel_intro(intro: IntroMeeting, *, actor: str, now: datetime) -> IntroMeeting:
    """Cancel the meeting; everyone signed up is told and shown when the next ones are."""
    intro = IntroMeeting.objects.select_for_update(no_key=True).get(pk=intro.pk)
    _refuse_unless_planned(intro, now)
    intro.state = MeetingState.CANCELLED
    intro.save(update_fields=["state"])
    event = record_event("cancel_intro", intro, actor=actor, now=now, site_id=intro.site_id)
    for signup in _signed_up(intro):
        cancel_messages(key_prefix=f"intro_reminder:{signup.pk}:", now=now)
        signup.state = SignupState.CANCELLED
        signup.changed_at = now
        signup.save(update_fields=["state", "changed_at"])
        _tell(signup.person, "programmes.intro_cancelled", signup, event.pk, now, intro.starts_at)
    return intro


def _tell(
    person: Person, kind: str, signup: Signup, event: int, now: datetime, until: datetime
) -> None:
    queue_message(
        person,
        kind,
        key=f"{kind}:{signup.pk}:{event}",
        reference=str(signup.pk),
        now=now,
        expires_at=until,
    )


def _signed_up(intro: IntroMeeting) -> list[Signup]:
    rows = Signup.objects.filter(intro=intro, state=SIGNED_UP)
    return list(rows.select_related("person", "intro").order_by("pk"))


def _length(programme: Programme) -> timedelta:
    return definition_of(programme).intro_duration


def _refuse_past(starts_at: datetime, now: datetime) -> None:
    if starts_at <= now:
        raise PlanRefused(_("That time has passed. Choose a later one."))


def _refuse_nowhere(place: str, online_url: str) -> None:
    if not place.strip() and not online_url:
        raise PlanRefused(_("Write where the meeting is: a place, or a link for meeting online."))


def _refuse_unless_planned(intro: IntroMeeting, now: datetime) -> None:
    if intro.state != MeetingState.PLANNED:
        raise PlanRefused(_("The meeting has been held or cancelled, so it stays as it is."))
    if intro.ends_at <= now:
        raise PlanRefused(_("The meeting is over, so it stays as it is."))
