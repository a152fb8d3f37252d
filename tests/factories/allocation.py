"""Sealed trials, people who wait for the draw, and those who have been drawn."""

from datetime import timedelta

from peervej.apps.accounts.models import Membership, User
from peervej.apps.allocation.models import Sealing
from peervej.apps.allocation.operations.joining import join_trial
from peervej.apps.allocation.operations.sealing import (
    begin_sealing,
    contribute,
    invite_observer,
    seal_trial,
)
from peervej.apps.measures.models import Assessment, Occasion
from peervej.apps.measures.operations import finish_assessment, save_answer
from peervej.apps.people.models import Person
from peervej.apps.trial.models import Trial
from peervej.apps.trial.queries import participation_of
from tests.factories.moments import NOW
from tests.factories.programmes import GroupFactory, PeriodFactory, introduced
from tests.factories.trial import CODE, draft_trial

WORDS = "regnen over havnen i november"


def staff(role: str, *, site=None, name: str = "") -> User:
    """A member of staff with one role."""
    number = User.objects.count() + 1
    user = User.objects.create_user(f"{role}{number}@example.org", None, name=name or role.title())
    Membership.objects.create(user=user, role=role, site=site)
    return user


def sealed_trial(*sites, code=CODE, target=296) -> Trial:
    """A trial two researchers and one observer have sealed."""
    trial = draft_trial(*sites, code=code, target=target)
    ada, bo = staff("researcher", name="Ada"), staff("researcher", name="Bo")
    sealing = begin_sealing(trial, user=ada, now=NOW)
    observer = invite_observer(
        sealing, name="Komiteen", email=f"{code}@example.org", actor="test", now=NOW
    )
    contribute(observer, WORDS, now=NOW)
    seal_trial(trial, user=bo, now=NOW)
    trial.refresh_from_db()
    return trial


def trial_group(**fields):
    """A sealed trial's group of ten seats that starts in three days."""
    group = GroupFactory(period=PeriodFactory(trial=True), **fields)
    trial = Trial.objects.filter(code=CODE).first() or sealed_trial(group.period.site)
    return trial, group


def joined(group, *, now=NOW, telling="call", **fields) -> Person:
    """Someone who has said yes twice and waits for the draw."""
    person = introduced(group.period.site, **fields)
    join_trial(person, group.period, telling=telling, actor="test", now=now)
    return person


def answer_baseline(person, *, now=NOW, value: int = 2, code=CODE) -> None:
    """Answer the first questions."""
    participation = participation_of(person, Trial.objects.get(code=code))
    answer(participation, Occasion.BASELINE, value=value, now=now)


def answer(participation, occasion, *, now, value: int = 2) -> Assessment:
    """Answer one occasion's questions, all alike."""
    assessment = Assessment.objects.get(respondent=participation.key, occasion=occasion)
    for number in range(1, 7):
        save_answer(assessment, "demo-hope", str(number), value, now=now)
    finish_assessment(assessment, now=now)
    return assessment


def ready(group, *, now=NOW, **fields) -> Person:
    """Someone who can be drawn: both consents and a fresh baseline."""
    person = joined(group, now=now, **fields)
    answer_baseline(person, now=now, code=group.period.trial_code)
    return person


def many_ready(group, many: int) -> list[Person]:
    """Several who can be drawn, in the order in which they said yes."""
    return [ready(group, now=NOW + timedelta(minutes=number)) for number in range(many)]


def sealing_of(trial) -> Sealing:
    return Sealing.objects.select_related("trial").get(trial=trial)
