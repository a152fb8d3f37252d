"""Calendar entries that tell nobody what they are about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from icalendar import Calendar, Event


@dataclass(frozen=True)
class Appointment:
    """One entry: an id that stays the same when it is moved, two moments, and where."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    place: str
    url: str = ""
    is_cancelled: bool = False


def intro_uid(pk: int) -> str:
    """The id of an intro meeting in calendars; it names no kind of meeting."""
    return f"a{pk}"


def session_uid(pk: int) -> str:
    """The id of a session in calendars."""
    return f"b{pk}"


def write_calendar(appointments: Iterable[Appointment], *, now: datetime) -> str:
    """The appointments as an iCalendar text (RFC 5545), all under one neutral title.

    Moments are written in UTC, which every calendar reads without a time-zone table.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Aftale//DA")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Appointments"))
    for appointment in appointments:
        event = Event()
        event.add("uid", f"{appointment.uid}@aftale")
        event.add("summary", _("Appointment"))
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", appointment.starts_at.astimezone(UTC))
        event.add("dtend", appointment.ends_at.astimezone(UTC))
        if appointment.place:
            event.add("location", appointment.place)
        if appointment.url:
            event.add("url", appointment.url)
        if appointment.is_cancelled:
            event.add("status", "CANCELLED")
        calendar.add_component(event)
    text: str = calendar.to_ical().decode()
    return text
