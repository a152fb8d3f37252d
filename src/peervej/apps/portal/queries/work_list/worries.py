"""Worries, the on-call rota and the numbers to call."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peervej.apps.concerns.enums import ConcernState
from peervej.apps.concerns.queries import numbers_to_check, open_concerns, rota_holes
from peervej.apps.places.models import Site
from peervej.apps.portal.queries.work_list.lines import NOW, SOON, Item, day_of, hours_ago, in_days


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
