"""Random histories of a site, played through the operations and told in plain lists."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import fmean, median_low
from typing import Any

from peervej.apps.volunteers.enums import GONE, LeavingReason, MatchState, Side, VolunteerState
from peervej.apps.volunteers.models import CareGroup, Match, Volunteer
from peervej.apps.volunteers.operations.along import close_due, pause_match, resume_match
from peervej.apps.volunteers.operations.care import note_hours, record_care_meeting
from peervej.apps.volunteers.operations.companionship import (
    answer_match,
    ask_companionship,
    end_match,
    propose_match,
    settle_matches,
)
from peervej.apps.volunteers.operations.refusals import VolunteerRefused
from peervej.apps.volunteers.operations.staying import (
    pause_volunteer,
    resume_volunteer,
    stop_volunteer,
)
from peervej.apps.volunteers.operations.way_in import (
    apply_as_volunteer,
    approve_volunteer,
    record_step,
)
from peervej.data.programmes import load_programme
from tests.factories.moments import NOW
from tests.factories.people import PersonFactory
from tests.factories.volunteers import companion

ACTOR = "history"
RULE = load_programme("vejen-til-hverdagslivet").readiness("facilitator")


@dataclass
class Told:
    """What happened, as somebody with a notebook would have written it down."""

    applied: list[date] = field(default_factory=list)
    answered: list[tuple[date, int]] = field(default_factory=list)
    waiting: dict[int, datetime] = field(default_factory=dict)
    trained: dict[int, list[date]] = field(default_factory=dict)
    approved: list[date] = field(default_factory=list)
    state: dict[int, str] = field(default_factory=dict)
    left: list[date] = field(default_factory=list)
    met: set[tuple[int, date]] = field(default_factory=set)
    minutes: list[tuple[date, int]] = field(default_factory=list)
    proposed: dict[int, date] = field(default_factory=dict)
    begun: dict[int, date] = field(default_factory=dict)
    ended: dict[int, date] = field(default_factory=dict)
    yes: set[tuple[int, str]] = field(default_factory=set)
    meets: dict[int, datetime] = field(default_factory=dict)
    last_turn: datetime = NOW


class History:
    """One site's history, from a seed."""

    def __init__(self, site: Any, seed: int) -> None:
        self.site, self.chance, self.now = site, random.Random(seed), NOW
        self.told = Told()
        self.seed = seed
        self.groups = [
            CareGroup.objects.create(
                site=site, name="En", form="supervision", every_days=14, begun_on=NOW.date()
            )
        ]

    def play(self, turns: int = 40) -> "Told":
        acts: list[Callable[[], None]] = [
            self.apply, self.step, self.step, self.approve, self.pause, self.resume, self.stop,
            self.care, self.hours, self.company, self.company, self.answer, self.answer,
            self.answer, self.answer, self.end, self.rest,
        ]  # fmt: skip
        for _turn in range(turns):
            self.now += timedelta(hours=self.chance.randrange(1, 80))
            self.told.last_turn = self.now
            settle_matches(self.now)
            close_due(self.now)
            try:
                self.chance.choice(acts)()
            except VolunteerRefused:
                continue
        return self.told

    @property
    def by(self) -> dict[str, Any]:
        return {"actor": ACTOR, "now": self.now}

    @property
    def today(self) -> date:
        return self.now.date()

    def somebody(self) -> Volunteer:
        if not self.told.state:
            self.apply()
        pk = self.chance.choice(sorted(self.told.state))
        return Volunteer.objects.get(pk=pk)

    def apply(self) -> None:
        number = len(self.told.state)
        made = apply_as_volunteer(
            self.site, display_name=f"N{number}", channel="email",
            contact=f"h{self.seed}-{number}@example.org", words="Ja",
            key=f"h{self.seed}-{number}", **self.by,
        )  # fmt: skip
        self.told.applied.append(self.today)
        self.told.state[made.pk] = VolunteerState.APPLIED
        self.told.waiting[made.pk] = self.now

    def step(self) -> None:
        who = self.somebody()
        kind = self.chance.choice(["questionnaire", "talk", "training", "training"])
        outcome = self.chance.choice(["passed", "passed", "passed", "not_yet", "declined"])
        day = self.today - timedelta(days=self.chance.randrange(3))
        record_step(who, kind, outcome, held_on=day, **self.by)
        if who.pk in self.told.waiting:
            waited = self.today - self.told.waiting.pop(who.pk).date()
            self.told.answered.append((self.today, waited.days))
        if (kind, outcome) == ("training", "passed"):
            self.told.trained.setdefault(who.pk, []).append(day)
        self._look(who)

    def approve(self) -> None:
        who = self.somebody()
        approve_volunteer(who, "vejen-til-hverdagslivet", "facilitator", RULE, user=None, **self.by)
        self.told.approved.append(self.today)
        self._look(who)

    def pause(self) -> None:
        pause_volunteer(who := self.somebody(), **self.by)
        self.told.state[who.pk] = VolunteerState.PAUSED

    def resume(self) -> None:
        resume_volunteer(who := self.somebody(), **self.by)
        self.told.state[who.pk] = VolunteerState.ACTIVE

    def stop(self) -> None:
        who = self.somebody()
        stop_volunteer(who, reason=self.chance.choice(LeavingReason.values), **self.by)
        self.told.state[who.pk] = VolunteerState.STOPPED
        self.told.left.append(self.today)

    def care(self) -> None:
        group = self.chance.choice(self.groups)
        record_care_meeting(group, held_on=self.today, came=self.chance.randrange(9), **self.by)
        self.told.met.add((group.pk, self.today))

    def hours(self) -> None:
        minutes = self.chance.randrange(0, 300)
        note_hours(self.somebody(), worked_on=self.today, minutes=minutes, kind="care", **self.by)
        self.told.minutes.append((self.today, minutes))

    def company(self) -> None:
        wish = ask_companionship(
            PersonFactory(site=self.site), enrolled_on=self.today, purposes=["company"],
            languages=["da"], times=["2-evening"], **self.by,
        )  # fmt: skip
        who = companion(self.site)
        self.told.state[who.pk] = VolunteerState.ACTIVE
        self.told.trained[who.pk] = [date(2026, 1, 5)]
        self.told.approved.append(date(2026, 1, 5))
        meets_at = self.now + timedelta(hours=self.chance.randrange(1, 60))
        match = propose_match(wish, who, meets_at=meets_at, **self.by)
        self.told.proposed[match.pk] = meets_at.date()
        self.told.meets[match.pk] = meets_at

    def answer(self) -> None:
        match = self.some_match(MatchState.PROPOSED)
        side = self.chance.choice(list(Side))
        says_yes = self.chance.random() < 0.8
        answer_match(match, side, says_yes, **self.by)
        self.told.yes.discard((match.pk, side))
        if says_yes:
            self.told.yes.add((match.pk, side))
        if {(match.pk, one) for one in Side} <= self.told.yes:
            self.told.begun[match.pk] = self.today

    def end(self) -> None:
        match = self.some_match(MatchState.ACTIVE, MatchState.PAUSED, MatchState.CLOSING)
        end_match(match, look_again=self.chance.random() < 0.5, **self.by)
        self.told.ended[match.pk] = self.today

    def rest(self) -> None:
        act = self.chance.choice([pause_match, resume_match])
        act(self.some_match(MatchState.ACTIVE, MatchState.PAUSED), **self.by)

    def some_match(self, *states: str) -> Match:
        rows = Match.objects.filter(request__site=self.site, state__in=states).order_by("pk")
        found = list(rows)
        if not found:
            raise VolunteerRefused("nobody")
        return self.chance.choice(found)

    def _look(self, who: Volunteer) -> None:
        """The state machine has its own tests; here only who is active counts."""
        before = self.told.state[who.pk]
        who.refresh_from_db()
        self.told.state[who.pk] = who.state
        assert before not in GONE or who.state in GONE


def recount(told: Told, first: date, until: date) -> dict[str, float | None]:
    """Every figure, counted from the notebook one line at a time."""

    def within(day: date) -> bool:
        return first <= day <= until

    waits = sorted(days for on, days in told.answered if within(on))
    proposed = {pk for pk, day in told.proposed.items() if within(day)}
    ended = {pk for pk, day in told.ended.items() if within(day)}
    lengths = [(told.ended[pk] - told.begun[pk]).days for pk in ended]
    over = {pk for pk, at in told.meets.items() if at + timedelta(days=4) <= told.last_turn}
    return {
        "info": 0,
        "applied": sum(map(within, told.applied)),
        "answer_days": median_low(waits) if waits else None,
        "trained": sum(within(min(days)) for days in told.trained.values()),
        "approved": sum(map(within, told.approved)),
        "active": sum(state == VolunteerState.ACTIVE for state in told.state.values()),
        "left": sum(map(within, told.left)),
        "care": sum(within(day) for _group, day in told.met),
        "hours": sum(minutes for day, minutes in told.minutes if within(day)) / 60,
        "proposed": len(proposed),
        "begun": sum(map(within, told.begun.values())),
        "not_begun": len((proposed & over) - set(told.begun)),
        "ended": len(ended),
        "length": fmean(lengths) if lengths else None,
    }
