"""Questions about worries, duty and numbers at a given moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.models import User
from peervej.apps.concerns.enums import ConcernState
from peervej.apps.concerns.models import Concern, OnCallHours, OnCallMobile, OnCallShift
from peervej.apps.messaging.addressees import read_address
from peervej.apps.people.vault import decrypt
from peervej.apps.places.models import AcuteNumber, Site
from peervej.apps.places.queries import successor_on
from peervej.methods.errors import UnusableInput
from peervej.methods.scheduling import COPENHAGEN, at_wall_time

LOOK_AHEAD = timedelta(days=7)
FORGOTTEN_AFTER = timedelta(days=3)
CHECK_AFTER = timedelta(days=365)


@dataclass(frozen=True)
class Hole:
    """A stretch of the stated hours in which nobody is on call."""

    starts_at: datetime
    ends_at: datetime


def open_concerns(site: Site) -> QuerySet[Concern]:
    """Worries not closed yet: those nobody has taken first, the oldest first."""
    rows = Concern.objects.filter(site=site).exclude(state=ConcernState.CLOSED)
    return rows.select_related("acknowledged_by").order_by("-state", "sent_at")


def concerns_left_open(site: Site, now: datetime) -> QuerySet[Concern]:
    """Worries somebody took days ago and has not closed."""
    rows = Concern.objects.filter(site=site, state=ConcernState.ACKNOWLEDGED)
    return rows.filter(acknowledged_at__lt=now - FORGOTTEN_AFTER)


def on_call_now(site: Site, now: datetime) -> list[OnCallShift]:
    """The duties running at `now`, the one that began first first."""
    rows = OnCallShift.objects.filter(site=site, starts_at__lte=now, ends_at__gt=now)
    return list(rows.filter(user__is_active=True).select_related("user"))


def next_on_call(site: Site, now: datetime) -> OnCallShift | None:
    """The next duty to begin."""
    rows = OnCallShift.objects.filter(site=site, starts_at__gt=now, user__is_active=True)
    return rows.select_related("user").first()


def coming_shifts(site: Site, now: datetime) -> QuerySet[OnCallShift]:
    """Duties that are not over."""
    return OnCallShift.objects.filter(site=site, ends_at__gt=now).select_related("user")


def staff_of(site: Site) -> QuerySet[User]:
    """Those who may be on call: the coordinators of the site."""
    here = Q(memberships__site=site) | Q(memberships__site=None)
    rows = User.objects.filter(here, is_active=True, memberships__role=Role.COORDINATOR)
    return rows.distinct().order_by("pk")


def mobile_of(user: User) -> str:
    """The number at which `user` is texted when on call, in the clear; "" when none."""
    row = OnCallMobile.objects.filter(user=user).select_related("addressee").first()
    return read_address(row.addressee) if row else ""


def on_call_without_mobile(site: Site, now: datetime) -> list[User]:
    """Those with a duty to come who can be called by e-mail only."""
    duties = OnCallShift.objects.filter(site=site, ends_at__gt=now).values("user")
    rows = User.objects.filter(pk__in=duties, is_active=True, on_call_mobile=None)
    return list(rows.order_by("name", "pk"))


def rota_holes(site: Site, now: datetime, *, ahead: timedelta = LOOK_AHEAD) -> list[Hole]:
    """Stretches of the stated hours within `ahead` that no duty covers, in order.

    Lengths are counted in UTC, so a duty across the change of clocks covers what it covers.
    """
    hours = {row.weekday: row for row in OnCallHours.objects.filter(site=site)}
    until = now + ahead
    shifts = OnCallShift.objects.filter(
        site=site, ends_at__gt=now, starts_at__lt=until, user__is_active=True
    ).order_by("starts_at")
    covered = [(shift.starts_at.astimezone(UTC), shift.ends_at.astimezone(UTC)) for shift in shifts]
    holes: list[Hole] = []
    first = now.astimezone(COPENHAGEN).date()
    for offset in range(ahead.days + 1):
        day = first + timedelta(days=offset)
        stated = hours.get(day.weekday())
        if stated is None:
            continue
        opens = max(wall_moment(day, stated.opens), now.astimezone(UTC))
        closes = min(_closing(day, stated.closes), until.astimezone(UTC))
        holes += _uncovered(opens, closes, covered)
    return holes


def wall_moment(day: date, clock: time) -> datetime:
    """A wall-clock time in UTC; in the hour the clocks change, the first that is not before it."""
    try:
        return at_wall_time(day, clock).astimezone(UTC)
    except UnusableInput:
        return datetime.combine(day, clock, tzinfo=COPENHAGEN).astimezone(UTC)


def _closing(day: date, clock: time) -> datetime:
    return wall_moment(day + timedelta(days=1) if clock == time(0) else day, clock)


def _uncovered(
    opens: datetime, closes: datetime, covered: Iterable[tuple[datetime, datetime]]
) -> list[Hole]:
    holes = []
    reached = opens
    for starts, ends in covered:
        if starts >= closes:
            break
        if starts > reached:
            holes.append(Hole(reached, starts))
        reached = max(reached, ends)
    if reached < closes:
        holes.append(Hole(reached, closes))
    return holes


def numbers_for(site: Site, day: date) -> list[AcuteNumber]:
    """The numbers to call: those that hold everywhere, then those of the site's region on `day`.

    A number of a region that has gone still holds for its successor until it is edited.
    """
    region = site.municipality.region_on(day)
    everywhere = []
    regional = []
    for number in AcuteNumber.objects.select_related("region"):
        if number.region is None:
            everywhere.append(number)
        elif number.region == region or successor_on(number.region, day) == region:
            regional.append(number)
    return everywhere[:1] + regional + everywhere[1:]


def numbers_to_check(site: Site, day: date) -> list[AcuteNumber]:
    """Numbers on the site's pages that nobody has looked up for a year."""
    return [row for row in numbers_for(site, day) if row.last_checked_on < day - CHECK_AFTER]


def words_of(concern: Concern) -> str:
    """What was written, in the clear."""
    return decrypt("contact", concern.words, place=words_place(concern.key)).decode()


def closing_words_of(concern: Concern) -> str:
    """What was written when it was closed; "" before."""
    if not concern.closing_words:
        return ""
    return decrypt("contact", concern.closing_words, place=closing_place(concern.key)).decode()


def words_place(key: str) -> str:
    """Where the words stand, bound into their encryption."""
    return f"concerns_concern/{key}/words"


def closing_place(key: str) -> str:
    return f"concerns_concern/{key}/closing_words"
