"""Plain figures of a site's volunteers and companionships, each with its definition.

What stands with no person (applications, answers, goodbyes) is counted by whole month, so
every figure covers whole months: from the first day of the month of `since` until `until`.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import fmean, median_low

from django.db.models import Min, QuerySet
from django.utils.translation import gettext as _

from peervej.apps.figures.models import Figure
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import (
    LeavingReason,
    MatchState,
    Outcome,
    StayLength,
    StepKind,
    VolunteerState,
)
from peervej.apps.volunteers.models import (
    Approval,
    CareMeeting,
    Hours,
    InfoMeeting,
    Match,
    Step,
    Volunteer,
)
from peervej.methods.scheduling import COPENHAGEN


@dataclass(frozen=True)
class SiteFigure:
    """A number, its name and what it counts; None where there is nothing to count."""

    key: str
    name: str
    number: float | None
    definition: str

    @property
    def value(self) -> str:
        """The number as it is written."""
        return "–" if self.number is None else f"{self.number:.0f}"


Counting = Callable[[Site, date, date], list[SiteFigure]]
_counted_above: list[Counting] = []


def also_count(counting: Counting) -> Counting:
    """Let an app above add figures that it alone can count."""
    _counted_above.append(counting)
    return counting


def figures_of(site: Site, since: date, until: date) -> list[SiteFigure]:
    """The figures from the month of `since` to `until`, both included."""
    first = since.replace(day=1)
    return [
        *_way_in(site, first, until),
        *(figure for counting in _counted_above for figure in counting(site, first, until)),
        *_care(site, first, until),
        *_companionship(site, first, until),
    ]


def _way_in(site: Site, first: date, until: date) -> list[SiteFigure]:
    counted = _by_value(site, first, until, "volunteer_applied")
    answered = _by_value(site, first, until, "volunteer_answered")
    days = [int(value) for value, count in answered.items() for _one in range(count)]
    passed = Step.objects.filter(
        volunteer__site=site, kind=StepKind.TRAINING, outcome=Outcome.PASSED
    )
    trained = passed.values("volunteer").annotate(on=Min("held_on"))
    info = InfoMeeting.objects.filter(site=site, came__isnull=False)
    came = [row.came or 0 for row in info if first <= _local(row.starts_at) <= until]
    approved = Approval.objects.filter(
        volunteer__site=site, approved_on__gte=first, approved_on__lte=until
    )
    active = Volunteer.objects.filter(site=site, state=VolunteerState.ACTIVE)
    return [
        SiteFigure("info", _("Came to an information meeting"), sum(came),
                   _("Heads counted at open meetings for those who think of volunteering.")),
        SiteFigure("applied", _("Applications"), sum(counted.values()),
                   _("Applications received.")),
        SiteFigure("answer_days", _("Days to an answer"), median_low(days) if days else None,
                   _("The median of calendar days from an application to the first step noted.")),
        SiteFigure("trained", _("Trained"),
                   sum(first <= row["on"] <= until for row in trained),
                   _("Volunteers who passed their first training on these days.")),
        SiteFigure("approved", _("Approved"), approved.count(),
                   _("Approvals given; two roles count twice.")),
        SiteFigure("active", _("Active"), active.count(), _("Volunteers who are active today.")),
        SiteFigure("left", _("Have stopped"),
                   sum(_by_value(site, first, until, "volunteer_left").values()),
                   _("Goodbyes.")),
    ]  # fmt: skip


def _care(site: Site, first: date, until: date) -> list[SiteFigure]:
    held = CareMeeting.objects.filter(group__site=site, held_on__gte=first, held_on__lte=until)
    minutes = Hours.objects.filter(
        volunteer__site=site, worked_on__gte=first, worked_on__lte=until
    ).values_list("minutes", flat=True)
    return [
        SiteFigure("care", _("Supervision held"), held.count(),
                   _("Meetings of supervision and exchange groups.")),
        SiteFigure("hours", _("Hours noted"), sum(minutes) / 60,
                   _("Hours the volunteers noted themselves, beside the meetings they lead.")),
    ]  # fmt: skip


def _companionship(site: Site, first: date, until: date) -> list[SiteFigure]:
    matches = list(Match.objects.filter(request__site=site))
    meeting = [row for row in matches if first <= _local(row.meets_at) <= until]
    ended = [row for row in matches if row.state == MatchState.ENDED and row.ended_on
             and first <= row.ended_on <= until]  # fmt: skip
    lengths = [(row.ended_on - row.began_on).days for row in ended if row.ended_on and row.began_on]
    return [
        SiteFigure("proposed", _("First meetings proposed"), len(meeting),
                   _("Proposals whose first meeting lies on these days.")),
        SiteFigure("begun", _("Companionships begun"),
                   sum(bool(row.began_on and first <= row.began_on <= until) for row in matches),
                   _("Both said yes after the first meeting.")),
        SiteFigure("not_begun", _("Did not begin"),
                   sum(row.state == MatchState.NOT_BEGUN for row in meeting),
                   _("Of those proposed: not both said yes, or it was called off. Who said what"
                     " is kept nowhere.")),
        SiteFigure("ended", _("Companionships ended"), len(ended),
                   _("The closing talk is held, or one of the two stopped.")),
        SiteFigure("length", _("Mean length in days"), fmean(lengths) if lengths else None,
                   _("From both said yes to the end, of those that ended.")),
    ]  # fmt: skip


def leaving_reasons(site: Site, since: date, until: date) -> list[tuple[str, int]]:
    """Why people stopped, the most frequent first."""
    counts = _by_value(site, since.replace(day=1), until, "volunteer_left")
    return [(str(LeavingReason(value).label), count) for value, count in counts.most_common()]


def lengths_of_stay(site: Site, since: date, until: date) -> list[tuple[str, int]]:
    """How long those who stopped had been with us, the shortest first."""
    counts: Mapping[str, int] = _by_value(site, since.replace(day=1), until, "volunteer_stayed")
    return [(str(stay.label), counts[stay]) for stay in StayLength if counts.get(stay)]


def _by_value(site: Site, first: date, until: date, kind: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    rows: QuerySet[Figure] = Figure.objects.filter(
        site=site, kind=kind, month__gte=first, month__lte=until
    )
    for row in rows:
        counts[row.value] += row.count
    return counts


def _local(moment: object) -> date:
    return moment.astimezone(COPENHAGEN).date()  # type: ignore[attr-defined,no-any-return]
