"""What is coming, who is missing, and what was counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from peervej.apps.occasions.enums import OccasionState
from peervej.apps.occasions.kinds import (
    Needed,
    categories_of,
    needed_for,
    opens_only_when_staffed,
)
from peervej.apps.occasions.models import Duty, Occasion, SiteProgramme, Tally
from peervej.apps.places.models import Site
from peervej.apps.volunteers.models import Volunteer
from peervej.apps.volunteers.queries.runs import tells_programmes

SHORT_AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Staffing:
    """An occasion with who is on duty and who is still to be found."""

    occasion: Occasion
    duties: list[Duty]
    missing: list[Needed]

    @property
    def is_full(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class RunFigures:
    """One programme of a site between two days."""

    run: SiteProgramme
    held: int
    called_off: int
    hours: float
    counted: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counted.values())


def runs_of(site: Site) -> QuerySet[SiteProgramme]:
    """What the site runs now."""
    return SiteProgramme.objects.filter(site=site, ended_on=None)


@tells_programmes
def run_at(site: Site, day: date) -> Iterable[str]:
    """What the roles of the site are taken from, beside its courses."""
    return runs_of(site).values_list("programme", flat=True)


def with_staffing(occasions: Iterable[Occasion]) -> list[Staffing]:
    """Each occasion with its duties and what is missing; expects them prefetched."""
    found = []
    for occasion in occasions:
        duties = list(occasion.duties.all())
        on_duty = Counter(duty.role for duty in duties)
        missing = [
            Needed(need.role, need.title, need.amount - on_duty[need.role])
            for need in needed_for(occasion.run.definition)
            if need.amount > on_duty[need.role]
        ]
        found.append(Staffing(occasion, duties, missing))
    return found


def occasions_of(site: Site) -> QuerySet[Occasion]:
    """All of a site's, with what pages show of them."""
    rows = Occasion.objects.filter(run__site=site).select_related("run__site")
    return rows.prefetch_related("duties__volunteer", "tallies")


def coming(site: Site, now: datetime) -> QuerySet[Occasion]:
    """Planned and not over."""
    return occasions_of(site).filter(state=OccasionState.PLANNED, ends_at__gt=now)


def to_count(rows: QuerySet[Occasion], now: datetime) -> QuerySet[Occasion]:
    """Over, and nobody has noted how many came."""
    return rows.filter(state=OccasionState.PLANNED, ends_at__lte=now)


def short_of_people(site: Site, now: datetime) -> list[Staffing]:
    """Occasions of the coming week that lack somebody, the nearest first."""
    rows = coming(site, now).filter(starts_at__lte=now + SHORT_AHEAD)
    return [row for row in with_staffing(rows) if not row.is_full]


def shown_to_public(site: Site, now: datetime) -> list[Staffing]:
    """What anybody may see as open: a line without its people is not open."""
    open_rows = coming(site, now).filter(host="", run__ended_on=None)
    return [
        row
        for row in with_staffing(open_rows)
        if row.is_full or not opens_only_when_staffed(row.occasion.run.definition)
    ]


def duties_of(volunteer: Volunteer, now: datetime) -> list[Staffing]:
    """A volunteer's own, from now on and those still to be counted."""
    rows = Occasion.objects.filter(state=OccasionState.PLANNED, duties__volunteer=volunteer)
    rows = rows.select_related("run__site").prefetch_related("duties__volunteer")
    return with_staffing(rows.filter(ends_at__gt=now - timedelta(days=14)))


def other_duties_then(volunteer: Volunteer, occasion: Occasion) -> QuerySet[Duty]:
    """Where else the volunteer is on duty at the same time."""
    rows = Duty.objects.filter(volunteer=volunteer).exclude(occasion=occasion)
    rows = rows.exclude(occasion__state=OccasionState.CALLED_OFF)
    return rows.filter(
        occasion__starts_at__lt=occasion.ends_at, occasion__ends_at__gt=occasion.starts_at
    )


def visits_to(run: SiteProgramme, host: str) -> int:
    """How many visits a host has had or is to have."""
    rows = run.occasions.filter(host__iexact=host)
    return rows.exclude(state=OccasionState.CALLED_OFF).count()


def run_figures(run: SiteProgramme, first: date, last: date) -> RunFigures:
    """Held, called off, hours and counts of the occasions that start from `first` to `last`."""
    within = Q(starts_at__date__gte=first, starts_at__date__lte=last)
    rows = list(run.occasions.filter(within))
    held = [row for row in rows if row.state == OccasionState.HELD]
    counted = dict.fromkeys(categories_of(run.definition), 0)
    for tally in Tally.objects.filter(occasion__in=held):
        counted[tally.category] = counted.get(tally.category, 0) + tally.count
    hours = sum((row.ends_at - row.starts_at).total_seconds() for row in held) / 3600
    called_off = sum(row.state == OccasionState.CALLED_OFF for row in rows)
    return RunFigures(run, len(held), called_off, hours, counted)
