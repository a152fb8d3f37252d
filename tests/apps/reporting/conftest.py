"""A trial that has been run to its follow-up, and browsers of every role."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.models import User
from peervej.apps.allocation.models import Draw
from peervej.apps.allocation.operations.closing import ask_to_close, close_trial
from peervej.apps.allocation.operations.drawing import draw_batch
from peervej.apps.allocation.operations.joining import leave_research, log_not_joined
from peervej.apps.allocation.operations.unblinding import (
    ask_to_lock,
    ask_to_unblind,
    lock_plan,
    unblind_trial,
)
from peervej.apps.audit.entropy import entropy_from
from peervej.apps.measures.models import Occasion
from peervej.apps.people.models import Person
from peervej.apps.programmes.enums import EnrolmentState, Presence
from peervej.apps.programmes.models import Attendance, Enrolment, Group, Session
from peervej.apps.programmes.operations.enrolment import stop_enrolment
from peervej.apps.trial.models import Trial
from peervej.apps.trial.queries import participation_of
from peervej.methods.randomisation import Outcome
from tests.factories.allocation import answer, answer_baseline, joined, staff, trial_group
from tests.factories.moments import COPENHAGEN, NOW
from tests.factories.programmes import GroupFactory
from tests.keeping import kept_for_a_file


@dataclass
class Story:
    """What has happened, known to the test and nowhere else in one place."""

    trial: Trial
    group: Group
    drawn: list[Person]
    seated: list[Person]
    followed: list[Person] = field(default_factory=list)

    @property
    def follow_up_at(self) -> datetime:
        day = self.group.starts_on + timedelta(weeks=10, days=3)
        return datetime.combine(day, time(12), tzinfo=COPENHAGEN)

    def close(self) -> None:
        ada, bo = User.objects.filter(memberships__role="researcher").order_by("pk")[:2]
        ask_to_close(self.trial, user=ada, now=self.follow_up_at)
        close_trial(self.trial, user=bo, now=self.follow_up_at)
        ask_to_lock(self.trial, user=ada, now=self.follow_up_at)
        lock_plan(self.trial, user=bo, now=self.follow_up_at)
        ask_to_unblind(self.trial, user=ada, now=self.follow_up_at)
        unblind_trial(self.trial, user=bo, now=self.follow_up_at)
        self.trial.refresh_from_db()


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Story]:
    with kept_for_a_file(django_db_blocker):
        with override_settings(DEMO_MODE=True), entropy_from(Random(7).randbytes):
            story = tell_story()
        yield story


@pytest.fixture
def story(told: Story, db: None) -> Story:
    """Twelve drawn to two groups, one left undrawn, one waits, three said no, one withdrew.

    Of those with a seat one never came and one left early; nine answered the last questions.
    """
    return deepcopy(told)


def tell_story() -> Story:
    """Enough to analyse whoever is drawn: the draw hangs on keys the database gives."""
    trial, group = trial_group()
    second = GroupFactory(period=group.period)
    people = []
    for number in range(12):
        at = NOW + timedelta(minutes=number)
        person = joined(group, now=at, sms=f"2{number:07d}", chosen_name=f"Navn{number}")
        answer_baseline(person, now=at, value=number * number % 5)
        people.append(person)
        if number in (5, 11):
            draw_batch(group if number == 5 else second, actor="test", now=at)
    waiting = [joined(group), joined(group)]
    leave_research(waiting[0], trial=trial, remove_answers=False, actor="test", now=NOW)
    for _number in range(3):
        log_not_joined(trial, group.period.site.slug, Outcome.DECLINED, now=NOW)
    seated = [row.person for row in Enrolment.objects.filter(group__isnull=False).order_by("pk")]
    told = Story(trial, group, people, seated)
    hold_sessions(told)
    leave_research(people[-1], trial=trial, remove_answers=True, actor="test", now=NOW)
    # Everyone with a seat, so that both groups can be analysed whoever was drawn to them.
    stayed = sorted(people[:-1], key=lambda person: person not in seated)[:9]
    for number, person in enumerate(sorted(stayed, key=people.index)):
        participation = participation_of(person, trial)
        answer(participation, Occasion.FOLLOW_UP, now=told.follow_up_at, value=number % 4)
        told.followed.append(person)
    trial.refresh_from_db()
    return told


def hold_sessions(story: Story) -> None:
    """Everyone with a seat comes to everything; the first never, the second only once."""
    for place, person in enumerate(story.seated):
        enrolment = Enrolment.objects.get(person=person)
        for session in enrolment.group.sessions.all():
            Session.objects.filter(pk=session.pk).update(state="held")
            if place > 1 or (place == 1 and session.number == 1):
                Attendance.objects.create(
                    session=session,
                    enrolment=enrolment,
                    presence=Presence.PRESENT,
                    noted_at=NOW,
                )
    left = Enrolment.objects.get(person=story.seated[1])
    stop_enrolment(left, actor="test", now=NOW)
    Enrolment.objects.filter(state=EnrolmentState.SEATED).update(state=EnrolmentState.COMPLETED)


def arm_of(person: Person, trial: Trial) -> str:
    """The arm, read from the table the product keeps it in."""
    return Draw.objects.get(participation=participation_of(person, trial)).arm


@pytest.fixture
def browser(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Client]:
    """A browser logged in with one role, at the moment every test begins."""
    monkeypatch.setattr("peervej.apps.accounts.middleware.is_mfa_enabled", lambda user: True)
    monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: NOW)

    def log_in(role: Role, *, site: Any = None) -> Client:
        client = Client()
        client.force_login(staff(role.value, site=site))
        return client

    return log_in
