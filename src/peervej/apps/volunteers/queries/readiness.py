"""Who is ready for a role on a date, and what is missing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import GONE, AgreementKind, Outcome, VolunteerState
from peervej.apps.volunteers.models import Agreement, Approval, Practice, Step, Volunteer
from peervej.data.programmes import ReadinessRule
from peervej.methods.scheduling import COPENHAGEN


class ReadyState(StrEnum):
    """How someone stands towards a role on a date."""

    APPROVED = "approved"
    TRAINEE = "trainee"
    LAPSED = "lapsed"
    NOT_READY = "not_ready"


@dataclass(frozen=True)
class Missing:
    """One thing missing: a kind, how many of it, and which (a step or a role)."""

    what: str
    amount: int = 1
    which: str = ""

    def __str__(self) -> str:
        return f"{self.what}:{self.which or self.amount}"


@dataclass(frozen=True)
class Readiness:
    """The human approval, and beside it what the rules compute."""

    state: ReadyState
    missing: tuple[Missing, ...] = ()
    ends_on: date | None = None


COUNTED = ("training_days", "training_hours", "courses_under_guidance", "guidance_visits")
PRACTICE_OF = {
    "training_days": "training_days",
    "training_hours": "training_hours",
    "courses_under_guidance": "course_guided",
    "guidance_visits": "guidance_visit",
}


def readiness_on(
    volunteers: Iterable[Volunteer],
    rule: ReadinessRule,
    day: date,
    *,
    role: str = "facilitator",
    programme: str = "vejen-til-hverdagslivet",
) -> dict[int, Readiness]:
    """How each volunteer stands towards `role` on `day`.

    Four queries however many they are, beside the one for the volunteers. Given a query set,
    the four ask by it instead of by a list of ids, so that they stay as short for ten thousand.
    """
    rows = list(volunteers)
    whom = volunteers if isinstance(volunteers, QuerySet) else [row.pk for row in rows]
    facts = _Facts(whom, programme, day)
    return {row.pk: _assess(row, rule, role, facts) for row in rows}


class _Facts:
    """Everything recorded up to a day, by volunteer."""

    def __init__(
        self, whom: Sequence[int] | QuerySet[Volunteer], programme: str, day: date
    ) -> None:
        ids: Any = whom.order_by().values("pk") if isinstance(whom, QuerySet) else whom
        self.day = day
        self.passed: dict[int, set[str]] = defaultdict(set)
        self.done: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.visits: dict[int, list[tuple[date, int]]] = defaultdict(list)
        self.agreed: dict[int, set[str]] = defaultdict(set)
        self.approvals: dict[int, list[Approval]] = defaultdict(list)
        steps = Step.objects.filter(volunteer__in=ids, outcome=Outcome.PASSED, held_on__lte=day)
        for pk, kind in steps.order_by().values_list("volunteer_id", "kind"):
            self.passed[pk].add(kind)
        practice = Practice.objects.filter(volunteer__in=ids, done_on__lte=day)
        done = practice.values_list("volunteer_id", "kind", "amount", "done_on")
        for pk, kind, amount, done_on in done:
            self.done[pk][kind] += amount
            if kind == "guidance_visit":
                self.visits[pk].append((done_on, amount))
        accepted = Agreement.objects.filter(volunteer__in=ids, accepted_at__lt=_end_of(day))
        for pk, kind in accepted.order_by().values_list("volunteer_id", "kind"):
            self.agreed[pk].add(kind)
        for approval in Approval.objects.filter(
            volunteer__in=ids, programme=programme, approved_on__lte=day
        ):
            self.approvals[approval.volunteer_id].append(approval)

    def in_force(self, pk: int, role: str) -> Approval | None:
        """The approval for `role` that holds longest on the day, or None."""
        holding = [
            row for row in self.approvals[pk] if row.role == role and holds_on(row, self.day)
        ]
        return max(holding, key=lambda row: row.ends_on or date.max, default=None)

    def last_run_out(self, pk: int, role: str) -> Approval | None:
        """The latest approval for `role` that ran out by itself before the day."""
        over = [
            row
            for row in self.approvals[pk]
            if row.role == role and row.withdrawn_on is None and row.ends_on is not None
        ]
        return max(over, key=lambda row: row.ends_on or date.max, default=None)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=COPENHAGEN)


def holds_on(approval: Approval, day: date) -> bool:
    """Whether an approval is in force on `day`; its last day still counts."""
    begun = approval.approved_on <= day
    over = approval.ends_on is not None and approval.ends_on < day
    withdrawn = approval.withdrawn_on is not None and approval.withdrawn_on <= day
    return begun and not over and not withdrawn


def _assess(volunteer: Volunteer, rule: ReadinessRule, role: str, facts: _Facts) -> Readiness:
    missing = _missing(volunteer.pk, rule, facts)
    if volunteer.state in (*GONE, VolunteerState.PAUSED):
        return Readiness(ReadyState.NOT_READY, (Missing("active"), *missing))
    approval = facts.in_force(volunteer.pk, role)
    if approval is not None:
        return Readiness(ReadyState.APPROVED, missing, approval.ends_on)
    over = facts.last_run_out(volunteer.pk, role)
    if over is not None and over.ends_on is not None:
        renewal = _renewal(volunteer.pk, rule, over, facts)
        return Readiness(ReadyState.LAPSED, (*missing, *renewal, Missing("approval")), over.ends_on)
    guided = {"courses_under_guidance", "guidance_visits"}
    has_practice = bool(rule.courses_under_guidance or rule.guidance_visits)
    is_trainee = has_practice and {item.what for item in missing} <= guided
    state = ReadyState.TRAINEE if is_trainee else ReadyState.NOT_READY
    return Readiness(state, (*missing, Missing("approval")))


def _missing(pk: int, rule: ReadinessRule, facts: _Facts) -> tuple[Missing, ...]:
    found = [
        Missing("step", which=step.value)
        for step in rule.steps
        if step.value not in facts.passed[pk]
    ]
    for name in COUNTED:
        short = getattr(rule, name) - facts.done[pk][PRACTICE_OF[name]]
        if short > 0:
            found.append(Missing(name, amount=short))
    found += [
        Missing("agreement", which=kind.value)
        for kind in AgreementKind
        if kind.value not in facts.agreed[pk]
    ]
    found += [
        Missing("role", which=name)
        for name in rule.requires_roles
        if facts.in_force(pk, name) is None
    ]
    return tuple(found)


def _renewal(pk: int, rule: ReadinessRule, over: Approval, facts: _Facts) -> tuple[Missing, ...]:
    since = sum(amount for day, amount in facts.visits[pk] if day > over.approved_on)
    short = rule.renewal_visits - since
    return (Missing("renewal_visits", amount=short),) if short > 0 else ()


def lapsing_before(
    site: Site,
    dates_led: Mapping[int, Iterable[date]],
    *,
    role: str = "facilitator",
    programme: str = "vejen-til-hverdagslivet",
) -> dict[int, date]:
    """Which volunteers of `site` lose their approval before a date they are to lead.

    `dates_led` is a volunteer's id → the dates. The answer is the first such date of each;
    someone who was never approved is no lapse. One query.
    """
    approvals: dict[int, list[Approval]] = defaultdict(list)
    for approval in Approval.objects.filter(
        volunteer__in=list(dates_led), volunteer__site=site, programme=programme, role=role
    ):
        approvals[approval.volunteer_id].append(approval)
    lapsing = {}
    for pk, held in approvals.items():
        bare = [day for day in dates_led[pk] if not any(holds_on(row, day) for row in held)]
        if bare:
            lapsing[pk] = min(bare)
    return lapsing


def approvals_ending(site: Site, *, until: date) -> list[Approval]:
    """Approvals of active volunteers whose last day is at or before `until`, and none after."""
    rows = Approval.objects.filter(
        volunteer__site=site, volunteer__state=VolunteerState.ACTIVE, withdrawn_on=None
    ).select_related("volunteer")
    last: dict[tuple[int, str, str], Approval] = {}
    for row in rows:
        key = (row.volunteer_id, row.programme, row.role)
        if key not in last or (row.ends_on or date.max) > (last[key].ends_on or date.max):
            last[key] = row
    ending = [row for row in last.values() if row.ends_on is not None and row.ends_on <= until]
    return sorted(ending, key=lambda row: (row.ends_on or date.max, row.pk))
