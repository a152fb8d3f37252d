"""Two sites full of people, every role, and garbage everywhere.

`benchmarks/hostile.py` does the same with a whole demonstration and many times over.
"""

import random

import pytest
from django.test import Client

from peervej.apps.accounts.enums import LINK_ROLES, STAFF_ROLES, Role
from peervej.apps.accounts.models import SignedLink
from peervej.apps.accounts.roles import SESSION_HOLDER
from peervej.apps.allocation.models import Observer
from peervej.apps.people.models import Person
from tests.consistency.hostile import Visitor, noting_writes
from tests.factories.allocation import joined, ready, staff, trial_group
from tests.factories.concerns import worry_of
from tests.factories.directory import InitiativeFactory, OwnerFactory
from tests.factories.moments import NOW
from tests.factories.programmes import (
    EnrolmentFactory,
    GroupFactory,
    IntroMeetingFactory,
    PeriodFactory,
    SignupFactory,
)
from tests.factories.volunteers import VolunteerFactory, ready_for

pytestmark = pytest.mark.django_db


def fill_site(mark: str, period) -> dict[str, int]:
    """People in every situation at one site; each is called by the mark and a number."""
    site = period.site
    leader = VolunteerFactory(site=site)
    ready_for(leader)
    group = GroupFactory(period=period, met=2, led_by=[leader])
    seated = [EnrolmentFactory(seated_in=group) for _number in range(3)]
    EnrolmentFactory(period=period)
    SignupFactory(intro=IntroMeetingFactory(site=site))
    SignupFactory(intro=IntroMeetingFactory(site=site, past=True), came=True)
    worry_of(leader, key=f"key-{mark}")
    for number, person in enumerate(Person.objects.filter(site=site).exclude(pk=leader.person_id)):
        Person.objects.filter(pk=person.pk).update(
            chosen_name=f"{mark}{number}q", access_needs=f"{mark}{number}q trapper"
        )
    return {"site": site.pk, "leader": leader.pk, "person": seated[0].person_id}


@pytest.fixture
def visitors(monkeypatch) -> list[Visitor]:
    monkeypatch.setattr("peervej.apps.accounts.middleware.is_mfa_enabled", lambda user: True)
    monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: NOW)
    _trial, trial_run = trial_group()
    ready(trial_run, sms="22334455")
    waits = joined(trial_run)
    ours = fill_site("Xvores", PeriodFactory())
    theirs = fill_site("Zfremmed", trial_run.period)
    site = PeriodFactory._meta.model.objects.get(site=ours["site"]).site
    entry = InitiativeFactory(facts={"kind": "course"}, sections={1: "Hej"})
    OwnerFactory(initiative=entry)
    me = Person.objects.get(pk=ours["person"]).chosen_name
    others = tuple(f"Xvores{number}q" for number in range(9) if f"Xvores{number}q" != me)
    both = ("Xvores", "Zfremmed")
    found = [
        Visitor("public", Client(), both),
        Visitor("participant", holding(Role.PARTICIPANT, ours["person"]), ("Zfremmed", *others)),
        Visitor("in line for the draw", holding(Role.PARTICIPANT, waits.pk), ("Xvores",)),
        Visitor("volunteer", holding(Role.VOLUNTEER, ours["leader"]), ("Zfremmed",)),
        Visitor("observer", holding(Role.OBSERVER, Observer.objects.first().pk), both),
        Visitor("owner", holding(Role.OWNER, entry.pk), both),
        Visitor("nobody", holding(Role.PARTICIPANT, 0), both),
    ]
    for role in sorted(STAFF_ROLES):
        local = role in {Role.COORDINATOR, Role.INTERVIEWER, Role.MUNICIPAL}
        client = Client()
        client.force_login(staff(role, site=site if local else None))
        sees = {Role.COORDINATOR: ("Zfremmed",), Role.INTERVIEWER: ("Zfremmed",)}
        found.append(Visitor(role, client, sees.get(role, both)))
    assert theirs
    return found


def holding(role: Role, subject: int) -> Client:
    assert role in LINK_ROLES
    client = Client()
    link = SignedLink.objects.create(
        token_hash=f"{role}-{subject}", role=role, subject=str(subject), destination="/",
        expires_at=NOW.replace(year=NOW.year + 1),
    )  # fmt: skip
    session = client.session
    session[SESSION_HOLDER] = {role.value: link.pk}
    session.save()
    return client


def test_no_role_breaks_a_page_or_sees_what_is_not_theirs(visitors):
    chance = random.Random(11)
    routes = set()
    for visitor in visitors:
        visitor.walk(each=1, most=36)
        visitor.send_garbage(chance, most=4)
        routes |= set(visitor.reached)
    faults = [fault for visitor in visitors for fault in visitor.faults]
    assert faults == []
    assert len(routes) > 50
    mine = visitors[1].client.get("/min-side/").content.decode()
    assert "Xvores" in mine


def test_the_laws_can_be_broken():
    """What is shown, written or left open is seen."""
    visitor = Visitor("public", Client(), ("Peervej",))
    visitor.ask("GET", "/grupper/")
    assert any("shows Peervej" in fault for fault in visitor.faults)
    written: set[str] = set()
    with noting_writes(written):
        Person.objects.update(language="da")
    assert written == {"people_person"}
