"""Plain figures of a site's volunteers and companionships, each with its definition."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from peervej.apps.figures.models import Figure
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import LeavingReason, MatchState, VolunteerState
from peervej.apps.volunteers.models import Application, CareMeeting, Match, Volunteer


@dataclass(frozen=True)
class SiteFigure:
    """A number, its name and what it counts."""

    name: str
    value: str
    definition: str


def figures_of(site: Site, since: date, until: date) -> list[SiteFigure]:
    """The figures from `since` to `until`, both included."""
    counted = _counted(site, since, until)
    matches = list(Match.objects.filter(request__site=site))
    active = Volunteer.objects.filter(site=site, state=VolunteerState.ACTIVE).count()
    held = CareMeeting.objects.filter(
        group__site=site, held_on__gte=since, held_on__lte=until
    ).count()
    answer_days = _days_to_answer(site, since, until)
    return [
        SiteFigure(
            _("Applications"),
            str(counted["volunteer_applied"]),
            _("Applications received in the months from and to."),
        ),
        SiteFigure(
            _("Days to an answer"),
            f"{answer_days:.0f}" if answer_days is not None else "–",
            _("The median of the days from application to the first step noted."),
        ),
        SiteFigure(
            _("Approved"),
            str(counted["volunteer_approved"]),
            _("Approvals given in those months; two roles count twice."),
        ),
        SiteFigure(_("Active"), str(active), _("Volunteers who are active today.")),
        SiteFigure(
            _("Have stopped"), str(counted["volunteer_left"]), _("Goodbyes in those months.")
        ),
        SiteFigure(
            _("Supervision held"), str(held), _("Meetings of supervision and exchange groups.")
        ),
        SiteFigure(
            _("Companionships begun"),
            str(sum(_within(match.began_on, since, until) for match in matches)),
            _("Both said yes after the first meeting."),
        ),
        SiteFigure(
            _("Companionships ended"),
            str(sum(_within(match.ended_on, since, until) for match in matches
                    if match.state == MatchState.ENDED)),
            _("The closing talk is held, or one of the two stopped."),
        ),
    ]  # fmt: skip


def leaving_reasons(site: Site, since: date, until: date) -> list[tuple[str, int]]:
    """Why people stopped, the most frequent first."""
    rows = _figures(site, since, until).filter(kind="volunteer_left")
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.value] += row.count
    return [(str(LeavingReason(value).label), count) for value, count in counts.most_common()]


def _counted(site: Site, since: date, until: date) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in _figures(site, since, until).filter(kind__startswith="volunteer_"):
        counts[row.kind] += row.count
    return counts


def _figures(site: Site, since: date, until: date) -> QuerySet[Figure]:
    return Figure.objects.filter(site=site, month__gte=since.replace(day=1), month__lte=until)


def _days_to_answer(site: Site, since: date, until: date) -> float | None:
    rows = Application.objects.filter(
        volunteer__site=site,
        answered_at__isnull=False,
        received_at__date__gte=since,
        received_at__date__lte=until,
    )
    days = sorted(
        (row.answered_at - row.received_at).total_seconds() / 86400
        for row in rows
        if row.answered_at
    )
    if not days:
        return None
    middle = len(days) // 2
    return days[middle] if len(days) % 2 else (days[middle - 1] + days[middle]) / 2


def _within(day: date | None, since: date, until: date) -> bool:
    return day is not None and since <= day <= until
