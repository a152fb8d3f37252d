"""The coordinator's work list: what cannot wait first, each with where it is solved."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peervej.apps.allocation.operations.drawing import people_ready
from peervej.apps.allocation.queries import groups_to_draw, people_to_tell
from peervej.apps.concerns.enums import ConcernState
from peervej.apps.concerns.queries import numbers_to_check, open_concerns, rota_holes
from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.occasions.queries import occasions_of, short_of_people, to_count
from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import EnrolmentState, GroupState, MeetingState, SignupState
from peervej.apps.programmes.models import Enrolment, Group, IntroMeeting, Session
from peervej.apps.programmes.queries import (
    calls_suggested,
    free_seats,
    intake_is_open,
    seated_in,
    sessions_not_recorded,
    sessions_short_of_leaders,
    silent_twice,
    talks_wanted,
    waited_too_long,
)
from peervej.apps.programmes.queries.approvals import leaders_not_approved
from peervej.apps.trial.models import Trial, TrialState
from peervej.apps.trial.queries import queries_at
from peervej.apps.trial.site_questions import sentence_for
from peervej.apps.volunteers.queries.applications import ANSWER_WITHIN, unanswered_applications
from peervej.apps.volunteers.queries.care import care_overdue
from peervej.apps.volunteers.queries.companionship import (
    matches_to_close,
    midway_talks_wanted,
    open_requests,
)
from peervej.apps.volunteers.queries.readiness import approvals_ending

NOW, SOON, CALM, INFO = "now", "soon", "calm", "info"
ORDER = {NOW: 0, SOON: 1, CALM: 2, INFO: 3}
DRAW_AHEAD = timedelta(days=14)
APPROVAL_AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Item:
    """One line: how urgent, what, when, and the button that opens it."""

    urgency: str
    title: str
    line: str
    when: str
    url: str
    action: str


Source = Callable[[Site, datetime], Iterator[Item]]
_sources: list[Source] = []


def build_work_list(site: Site, now: datetime) -> list[Item]:
    """All lines of a site, the most urgent first; within one urgency in the order found."""
    items = [item for source in _sources for item in source(site, now)]
    return sorted(items, key=lambda item: ORDER[item.urgency])


def _source(function: Source) -> Source:
    _sources.append(function)
    return function


@_source
def worries(site: Site, now: datetime) -> Iterator[Item]:
    for concern in open_concerns(site):
        waits = concern.state == ConcernState.OPEN
        hours = int((now - concern.sent_at).total_seconds() // 3600)
        yield Item(
            NOW if waits else SOON,
            _("A worry, not seen yet") if waits else _("A worry that is being looked after"),
            "" if waits else str(concern.acknowledged_by or ""),
            hours_ago(hours),
            reverse("concerns:worry", args=[concern.pk]),
            _("Open"),
        )


@_source
def holes_in_the_rota(site: Site, now: datetime) -> Iterator[Item]:
    holes = rota_holes(site, now)
    if holes:
        yield Item(
            SOON,
            ngettext(
                "Nobody is on call for %(n)s stretch of the coming week",
                "Nobody is on call for %(n)s stretches of the coming week",
                len(holes),
            )
            % {"n": len(holes)},
            _("The first is on %(day)s") % {"day": day_of(holes[0].starts_at)},
            in_days((holes[0].starts_at.date() - now.date()).days),
            reverse("concerns:rota"),
            _("Fill it"),
        )


@_source
def numbers_not_checked(site: Site, now: datetime) -> Iterator[Item]:
    old = numbers_to_check(site, now.date())
    if old:
        yield Item(
            SOON,
            _("Numbers to call have not been checked for a year"),
            ", ".join(row.label for row in old),
            "",
            reverse("concerns:edit_numbers"),
            _("Check"),
        )


@_source
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


@_source
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


@_source
def people_not_told(site: Site, now: datetime) -> Iterator[Item]:
    for untold in people_to_tell(site, now.date()):
        yield Item(
            NOW if untold.days >= 2 else SOON,
            _("%(name)s is to hear the result of the draw") % {"name": untold.person.chosen_name},
            str(untold.way.label),
            days_ago(untold.days),
            reverse("allocation:tell", args=[untold.draw.pk]),
            _("Open"),
        )


@_source
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


@_source
def long_waits(site: Site, now: datetime) -> Iterator[Item]:
    for enrolment in waited_too_long(site, now):
        yield Item(
            NOW,
            _("%(name)s has waited longer than promised") % {"name": enrolment.person.chosen_name},
            _("Call, and say how it looks"),
            days_ago((now - enrolment.asked_at).days),
            reverse("programmes:people"),
            _("Open"),
        )


@_source
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


@_source
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


@_source
def draws_coming(site: Site, now: datetime) -> Iterator[Item]:
    for group in groups_to_draw(site, now):
        if group.starts_on - now.date() > DRAW_AHEAD:
            continue
        ready = len(people_ready(group, now))
        if ready == 0:
            continue
        days = (group.starts_on - now.date()).days
        yield Item(
            SOON if days <= 3 else CALM,
            _("Ready for the draw: %(group)s") % {"group": group.name},
            _("%(ready)s have answered the first questions · %(seats)s places")
            % {"ready": ready, "seats": free_seats(group)},
            in_days(days),
            reverse("allocation:draw", args=[group.pk]),
            _("Look and draw"),
        )


@_source
def applications(site: Site, now: datetime) -> Iterator[Item]:
    for application in unanswered_applications(site, now):
        age = now - application.received_at
        yield Item(
            SOON if age > ANSWER_WITHIN else CALM,
            _("%(name)s would like to volunteer") % {"name": application.volunteer.display_name},
            _("Has not been answered yet"),
            days_ago(age.days),
            reverse("volunteers:volunteer", args=[application.volunteer_id]),
            _("Answer"),
        )


@_source
def companionship(site: Site, now: datetime) -> Iterator[Item]:
    for request in open_requests(site):
        yield Item(
            CALM,
            _("%(name)s would like someone to go along") % {"name": request.person.chosen_name},
            "",
            days_ago((now.date() - request.asked_on).days),
            reverse("volunteers:request", args=[request.pk]),
            _("See"),
        )
    for match in matches_to_close(site):
        yield Item(
            CALM,
            _("A companionship is at its end"),
            _("Hold the closing talk"),
            "",
            reverse("volunteers:match", args=[match.pk]),
            _("See"),
        )


@_source
def approvals_running_out(site: Site, now: datetime) -> Iterator[Item]:
    for approval in approvals_ending(site, until=now.date() + APPROVAL_AHEAD):
        days = ((approval.ends_on or now.date()) - now.date()).days
        yield Item(
            INFO if days > 0 else SOON,
            _("%(name)s needs a new approval") % {"name": approval.volunteer.display_name},
            "",
            in_days(days),
            reverse("volunteers:volunteer", args=[approval.volunteer_id]),
            _("See"),
        )


@_source
def leaders_without_approval(site: Site, now: datetime) -> Iterator[Item]:
    for line in leaders_not_approved(site, now):
        days = (line.leads_on - now.date()).days
        yield Item(
            NOW if days <= 7 else SOON,
            (
                _("%(name)s leads on %(day)s, but the approval runs out before")
                if line.has_lapsed
                else _("%(name)s leads on %(day)s and is not approved yet")
            )
            % {
                "name": line.volunteer.display_name,
                "day": date_format(line.leads_on, "MONTH_DAY_FORMAT"),
            },
            _("Approve, or find another"),
            in_days(days),
            reverse("volunteers:volunteer", args=[line.volunteer.pk]),
            _("Open"),
        )


@_source
def care_for_volunteers(site: Site, now: datetime) -> Iterator[Item]:
    for row in care_overdue(site, now.date()):
        yield Item(
            CALM,
            _("%(name)s should have met") % {"name": row.group.name},
            _("Supervision or exchange is overdue"),
            days_ago((now.date() - row.due_on).days),
            reverse("volunteers:care"),
            _("Open"),
        )
    for match in midway_talks_wanted(site):
        yield Item(
            SOON,
            _("Somebody who goes along would like to talk"),
            _("Asked half-way. Neither is told who."),
            "",
            reverse("volunteers:match", args=[match.pk]),
            _("Open"),
        )


@_source
def left_waiting_at_closing(site: Site, now: datetime) -> Iterator[Item]:
    closed = Trial.objects.filter(state=TrialState.CLOSED).values("code")
    rows = Enrolment.objects.filter(
        period__site=site, period__trial_code__in=closed, state=EnrolmentState.AWAITING_DRAW
    ).select_related("person")
    for enrolment in rows:
        yield Item(
            SOON,
            _("%(name)s still waits for a draw, and there are no more")
            % {"name": enrolment.person.chosen_name},
            _("Call, and help them to a place without a draw"),
            days_ago((now - enrolment.asked_at).days),
            reverse("programmes:person", args=[enrolment.person_id]),
            _("Open"),
        )


@_source
def asked_by_researchers(site: Site, now: datetime) -> Iterator[Item]:
    for asked in queries_at([site], now.date()):
        yield Item(
            SOON if asked.days >= 7 else CALM,
            _("The researchers ask about a form of %(name)s's")
            % {"name": asked.person.chosen_name},
            sentence_for(asked.query.rule),
            days_ago(asked.days),
            reverse("trial:query", args=[asked.query.pk]),
            _("Answer"),
        )


@_source
def silent_people(site: Site, now: datetime) -> Iterator[Item]:
    for enrolment in silent_twice(site):
        yield Item(
            CALM,
            _("%(name)s has not answered two offers") % {"name": enrolment.person.chosen_name},
            _("They keep their place in line. Call, if you can."),
            "",
            reverse("programmes:people"),
            _("Open"),
        )


@_source
def calls_to_make(site: Site, now: datetime) -> Iterator[Item]:
    for enrolment in calls_suggested(site):
        yield Item(
            CALM,
            _("%(name)s has been away twice without a word")
            % {"name": enrolment.person.chosen_name},
            _("A call may be welcome. Nobody has to explain."),
            "",
            reverse("programmes:group", args=[enrolment.group_id]),
            _("Open"),
        )


@_source
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


@_source
def troubled_messages(site: Site, now: datetime) -> Iterator[Item]:
    rows = Message.objects.filter(
        person__site=site,
        state__in=[MessageState.FAILED, MessageState.UNCERTAIN],
        finished_at__gt=now - timedelta(days=14),
    )
    count = rows.count()
    if count:
        yield Item(
            SOON,
            ngettext(
                "%(n)s message may not have arrived", "%(n)s messages may not have arrived", count
            )
            % {"n": count},
            _("Look who, and call instead"),
            "",
            reverse("portal:messages"),
            _("Look"),
        )


@dataclass(frozen=True)
class RunningGroup:
    """A group as a row of stops."""

    group: Group
    seated: int
    stops: int
    done: int
    next_session: Session | None
    is_open: bool
    ends_soon: bool


def running_groups(site: Site, now: datetime) -> list[RunningGroup]:
    """Groups that run or are about to, the next meeting first."""
    groups = Group.objects.filter(
        period__site=site, state__in=[GroupState.PLANNED, GroupState.RUNNING]
    )
    rows = []
    for group in groups.prefetch_related("sessions").select_related("period__site"):
        sessions = [s for s in group.sessions.all() if s.state != MeetingState.CANCELLED]
        coming = [session for session in sessions if session.ends_at > now]
        rows.append(
            RunningGroup(
                group,
                seated_in(group).count(),
                len(sessions),
                len(sessions) - len(coming),
                coming[0] if coming else None,
                intake_is_open(group, now),
                0 < len(coming) <= 2,
            )
        )
    far = now + timedelta(days=3650)
    return sorted(rows, key=lambda row: row.next_session.starts_at if row.next_session else far)


def day_of(moment: datetime) -> str:
    """A day as people say it: 3. december."""
    return date_format(timezone.localtime(moment), "MONTH_DAY_FORMAT")


def days_ago(days: int) -> str:
    """How long ago, in words."""
    if days <= 0:
        return _("today")
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def hours_ago(hours: int) -> str:
    """How many hours ago, then days."""
    if hours < 1:
        return _("just now")
    if hours < 24:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return days_ago(hours // 24)


def in_days(days: int) -> str:
    """How long until, in words."""
    if days <= 0:
        return _("today")
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
