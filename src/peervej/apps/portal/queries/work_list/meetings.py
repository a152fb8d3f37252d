"""Meetings that lack somebody, a headcount or a mark."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peervej.apps.occasions.queries import occasions_of, short_of_people, to_count
from peervej.apps.places.models import Site
from peervej.apps.portal.queries.work_list.lines import (
    CALM,
    INFO,
    NOW,
    SOON,
    Item,
    day_of,
    days_ago,
    in_days,
)
from peervej.apps.programmes.enums import MeetingState, SignupState
from peervej.apps.programmes.models import IntroMeeting
from peervej.apps.programmes.queries import (
    sessions_not_recorded,
    sessions_short_of_leaders,
    talks_wanted,
)


def short_sessions(site: Site, now: datetime) -> Iterator[Item]:
    for session in sessions_short_of_leaders(site, now):
        days = (session.starts_at.date() - now.date()).days
        yield Item(
            NOW if days <= 2 else SOON,
            _("%(group)s is short of a group leader on %(day)s")
            % {"group": session.group.name, "day": day_of(session.starts_at)},
            _("You stand as the one who steps in"),
            in_days(days),
            reverse("programmes:group", args=[session.group_id]),
            _("Find a substitute"),
        )


def intros_without_marks(site: Site, now: datetime) -> Iterator[Item]:
    rows = IntroMeeting.objects.filter(
        site=site,
        ends_at__lt=now,
        state=MeetingState.PLANNED,
    ).annotate(waiting=Count("signups", filter=Q(signups__state=SignupState.SIGNED_UP)))
    for intro in rows:
        count = intro.waiting
        yield Item(
            SOON,
            _("Who came to the intro meeting on %(day)s?") % {"day": day_of(intro.starts_at)},
            ngettext("%(n)s signed up", "%(n)s signed up", count) % {"n": count},
            days_ago((now - intro.ends_at).days),
            reverse("programmes:intro", args=[intro.pk]),
            _("Mark"),
        )


def wanted_talks(site: Site, now: datetime) -> Iterator[Item]:
    for session in talks_wanted(site):
        yield Item(
            SOON,
            _("A group leader would like to talk"),
            _("After meeting %(number)s in %(group)s")
            % {"number": session.number, "group": session.group.name},
            days_ago((now - session.ends_at).days),
            reverse("programmes:group", args=[session.group_id]),
            _("Open"),
        )


def unrecorded_sessions(site: Site, now: datetime) -> Iterator[Item]:
    for session in sessions_not_recorded(site, now):
        yield Item(
            INFO,
            _("Meeting %(number)s in %(group)s has no headcount")
            % {"number": session.number, "group": session.group.name},
            "",
            days_ago((now - session.ends_at).days),
            reverse("programmes:group", args=[session.group_id]),
            _("Open"),
        )


def shifts_short_of_people(site: Site, now: datetime) -> Iterator[Item]:
    for row in short_of_people(site, now):
        lacking = ", ".join(f"{need.amount} {need.title.lower()}" for need in row.missing)
        yield Item(
            SOON,
            _("%(what)s is short of people") % {"what": row.occasion.run},
            lacking,
            in_days((row.occasion.starts_at.date() - now.date()).days),
            reverse("occasions:occasion", args=[row.occasion.pk]),
            _("Find someone"),
        )


def occasions_not_counted(site: Site, now: datetime) -> Iterator[Item]:
    for occasion in to_count(occasions_of(site), now):
        yield Item(
            CALM,
            _("How many came to %(what)s?") % {"what": occasion.run},
            "",
            day_of(occasion.starts_at),
            reverse("occasions:occasion", args=[occasion.pk]),
            _("Write the number"),
        )
