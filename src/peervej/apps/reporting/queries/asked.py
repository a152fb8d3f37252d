"""What sites have been asked about findings: how long it waits, what they said, who closed it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from peervej.apps.accounts.models import User
from peervej.apps.measures.models import DataQuery
from peervej.apps.reporting.queries.dataset import export_id
from peervej.apps.reporting.queries.quality import RULES
from peervej.apps.trial.models import Trial

LATE_AFTER = 7
CLOSED_SHOWN = 50


@dataclass(frozen=True)
class Asked:
    """One query as the researcher sees it; `person` by name only where a researcher acted."""

    query: DataQuery
    record_id: str
    site: str
    label: str
    days: int
    raised_by: str
    closed_by: str

    @property
    def is_late(self) -> bool:
        return not self.query.reply and self.days >= LATE_AFTER


@dataclass(frozen=True)
class AskedInTrial:
    """Queries by where they stand: at the site, back with words, closed (the latest first)."""

    waiting: tuple[Asked, ...]
    replied: tuple[Asked, ...]
    closed: tuple[Asked, ...]

    @property
    def ages(self) -> tuple[int, int, int]:
        """How many wait under a week, under two weeks, and longer."""
        days = [one.days for one in self.waiting]
        young = sum(day < LATE_AFTER for day in days)
        old = sum(day >= 2 * LATE_AFTER for day in days)
        return young, len(days) - young - old, old

    @property
    def oldest(self) -> int:
        return max((one.days for one in self.waiting), default=0)


def asked_in(trial: Trial, day: date) -> AskedInTrial:
    """Every query of a trial, by key in exports; the latest of those that are closed."""
    rows = DataQuery.objects.filter(study=trial.code)
    open_ones = list(rows.filter(closed_on=None))
    closed = list(rows.exclude(closed_on=None).order_by("-closed_on", "-pk")[:CLOSED_SHOWN])
    names = _names_of([*open_ones, *closed])
    sites = dict(trial.participations.values_list("key", "site__name"))

    def show(query: DataQuery) -> Asked:
        label = str(RULES[query.rule][0]) if query.rule in RULES else query.rule
        return Asked(
            query,
            export_id(trial, query.respondent),
            sites.get(query.respondent, "–"),
            label,
            ((query.closed_on or day) - query.raised_on).days,
            names.get(query.raised_by, ""),
            names.get(query.closed_by, ""),
        )

    return AskedInTrial(
        waiting=tuple(show(one) for one in open_ones if not one.reply),
        replied=tuple(show(one) for one in open_ones if one.reply),
        closed=tuple(show(one) for one in closed),
    )


def _names_of(queries: Iterable[DataQuery]) -> dict[str, str]:
    """Researchers' names by how the rows write them; a rule has none."""
    written = {name for one in queries for name in (one.raised_by, one.closed_by)}
    keys = [int(name[5:]) for name in written if name.startswith("user:")]
    return {f"user:{user.pk}": str(user) for user in User.objects.filter(pk__in=keys)}
