"""People who wait, who are to be told, or who may be glad of a call."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peervej.apps.allocation.operations.drawing import people_ready
from peervej.apps.allocation.queries import groups_to_draw, people_to_tell
from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.places.models import Site
from peervej.apps.portal.queries.work_list.lines import CALM, NOW, SOON, Item, days_ago, in_days
from peervej.apps.programmes.enums import EnrolmentState
from peervej.apps.programmes.models import Enrolment
from peervej.apps.programmes.queries import (
    calls_suggested,
    free_seats_in,
    silent_twice,
    waited_too_long,
)
from peervej.apps.trial.models import Trial, TrialState
from peervej.apps.trial.queries import queries_at
from peervej.apps.trial.site_questions import sentence_for

DRAW_AHEAD = timedelta(days=14)


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


def long_waits(site: Site, now: datetime) -> Iterator[Item]:
    for enrolment in waited_too_long(site, now):
        yield Item(
            NOW,
            _("%(name)s has waited longer than promised") % {"name": enrolment.person.chosen_name},
            _("Call, and say how it looks"),
            days_ago((now - enrolment.asked_at).days),
            reverse("programmes:person", args=[enrolment.person_id]),
            _("Open"),
            done_key=f"wait:{enrolment.pk}",
        )


def draws_coming(site: Site, now: datetime) -> Iterator[Item]:
    """Everyone of a period waits for all its groups, so who is ready is asked once for each."""
    soon = [one for one in groups_to_draw(site, now) if one.starts_on - now.date() <= DRAW_AHEAD]
    free = free_seats_in(soon)
    one_of_each = {group.period_id: group for group in soon}
    ready_in = {pk: len(people_ready(group, now)) for pk, group in one_of_each.items()}
    for group in soon:
        ready = ready_in[group.period_id]
        if ready == 0:
            continue
        days = (group.starts_on - now.date()).days
        yield Item(
            SOON if days <= 3 else CALM,
            _("Ready for the draw: %(group)s") % {"group": group.name},
            _("%(ready)s have answered the first questions · %(seats)s places")
            % {"ready": ready, "seats": free[group.pk]},
            in_days(days),
            reverse("allocation:draw", args=[group.pk]),
            _("Look and draw"),
        )


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


def silent_people(site: Site, now: datetime) -> Iterator[Item]:
    for enrolment in silent_twice(site):
        offers = [offer.pk for offer in enrolment.offers.all()]
        yield Item(
            CALM,
            _("%(name)s has not answered two offers") % {"name": enrolment.person.chosen_name},
            _("They keep their place in line. Call, if you can."),
            "",
            reverse("programmes:person", args=[enrolment.person_id]),
            _("Open"),
            done_key=f"silent:{enrolment.pk}:{max(offers)}",
        )


def calls_to_make(site: Site, now: datetime) -> Iterator[Item]:
    for enrolment, missed in calls_suggested(site):
        yield Item(
            CALM,
            _("%(name)s has been away twice without a word")
            % {"name": enrolment.person.chosen_name},
            _("A call may be welcome. Nobody has to explain."),
            "",
            reverse("programmes:group", args=[enrolment.group_id]),
            _("Open"),
            done_key=f"away:{enrolment.pk}:{missed}",
        )


def troubled_messages(site: Site, now: datetime) -> Iterator[Item]:
    rows = Message.objects.filter(
        person__site=site,
        state__in=[MessageState.FAILED, MessageState.UNCERTAIN],
        finished_at__gt=now - timedelta(days=14),
    )
    pks = list(rows.values_list("pk", flat=True))
    if pks:
        count = len(pks)
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
            done_key=f"messages:{max(pks)}",
        )
