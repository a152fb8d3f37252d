"""How recruiting goes against the target, and when it may be reached."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from peervej.apps.trial.models import ParticipationState, Trial

RECENT_WEEKS = 8
# The usual normal approximation of a Poisson count's interval, at 80 %.
_Z_80 = 1.2816


@dataclass(frozen=True)
class Forecast:
    """When the target is reached if people keep joining as lately; days are Mondays."""

    per_week: float
    remaining: int
    expected: date | None
    earliest: date | None
    latest: date | None


@dataclass(frozen=True)
class SiteRecruitment:
    """One site: who joined in each week shown, in all, and its even share of the target."""

    site: str
    weeks: tuple[int, ...]
    joined: int
    drawn: int
    share: float


@dataclass(frozen=True)
class Recruitment:
    """Joined per site and week; a person counts in the week they joined, by their site."""

    weeks: tuple[date, ...]
    sites: tuple[SiteRecruitment, ...]
    per_week: tuple[int, ...]
    joined: int
    target: int
    forecast: Forecast | None


def recruitment_of(trial: Trial, day: date, *, weeks: int = 9) -> Recruitment:
    """Count those who joined and did not leave undrawn; the last weeks one by one."""
    rows = list(
        trial.participations.exclude(state=ParticipationState.LEFT_UNDRAWN).values_list(
            "site__name", "joined_on", "state"
        )
    )
    last = day if trial.closed_on is None else trial.closed_on
    if trial.state != "sealed" and rows:
        last = max(joined_on for _site, joined_on, _state in rows)
    monday = last - timedelta(days=last.weekday())
    shown = tuple(monday - timedelta(weeks=n) for n in reversed(range(weeks)))
    by_week = Counter((site, joined_on) for site, joined_on, _state in rows)
    names = sorted(site.name for site in trial.sites.all())
    sites = tuple(
        SiteRecruitment(
            site=name,
            weeks=tuple(by_week[name, week] for week in shown),
            joined=sum(site == name for site, _on, _state in rows),
            drawn=sum(
                site == name and state != ParticipationState.WAITING for site, _on, state in rows
            ),
            share=trial.target / len(names),
        )
        for name in names
    )
    per_week = tuple(sum(by_week[name, week] for name in names) for week in shown)
    forecast = None
    if trial.state == "sealed":
        whole_weeks = per_week[-RECENT_WEEKS - 1 : -1]
        forecast = forecast_target(whole_weeks, len(rows), trial.target, monday)
    return Recruitment(shown, sites, per_week, len(rows), trial.target, forecast)


def forecast_target(recent: tuple[int, ...], joined: int, target: int, monday: date) -> Forecast:
    """The mean of the last whole weeks, drawn on; earliest and latest bound 80 % of such rates.

    `recent` counts people per whole week. With nobody lately there is no date at all.
    """
    remaining = max(0, target - joined)
    total, weeks = sum(recent), max(1, len(recent))
    if remaining == 0 or total == 0:
        return Forecast(total / weeks, remaining, None, None, None)
    spread = _Z_80 * total**0.5

    def reached(people: float) -> date | None:
        if people <= 0:
            return None
        return monday + timedelta(weeks=ceil(remaining / (people / weeks)))

    return Forecast(
        total / weeks, remaining, reached(total), reached(total + spread), reached(total - spread)
    )
