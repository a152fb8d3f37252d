"""Volunteers as situations."""

from datetime import date

import factory

from peervej.apps.volunteers.enums import AgreementKind, VolunteerState
from peervej.apps.volunteers.models import Agreement, Approval, Practice, Step, Volunteer
from tests.factories.moments import NOW
from tests.factories.people import PersonFactory


class VolunteerFactory(factory.django.DjangoModelFactory):
    """An active volunteer of a site; `paused=True` takes a break."""

    class Meta:
        model = Volunteer

    class Params:
        paused = factory.Trait(state=VolunteerState.PAUSED)

    display_name = factory.Sequence(lambda n: f"Mette {n}")
    person = factory.SubFactory(
        PersonFactory,
        site=factory.SelfAttribute("..site"),
        chosen_name=factory.SelfAttribute("..display_name"),
    )
    site = factory.SubFactory("tests.factories.places.SiteFactory")
    state = VolunteerState.ACTIVE
    introduction = "Jeg har selv haft det svært og leder grupper om torsdagen."
    since = date(2025, 3, 1)


def ready_for(volunteer, role="facilitator", *, ends_on=None, on=date(2026, 1, 5)):
    """Every step passed, both texts accepted, approved from `on` until `ends_on`."""
    for kind in ("application", "questionnaire", "talk", "training"):
        Step.objects.create(volunteer=volunteer, kind=kind, outcome="passed", held_on=on)
    Practice.objects.create(volunteer=volunteer, kind="training_days", amount=2, done_on=on)
    for kind in AgreementKind:
        Agreement.objects.get_or_create(
            volunteer=volunteer, kind=kind, version="1", defaults={"accepted_at": NOW}
        )
    return Approval.objects.create(
        volunteer=volunteer,
        programme="vejen-til-hverdagslivet",
        role=role,
        approved_on=on,
        ends_on=ends_on,
    )


def companion(site, **fields):
    """An active volunteer approved to go along, with Danish and Wednesday evenings."""
    volunteer = VolunteerFactory(site=site, **{"times": ["2-evening"], **fields})
    ready_for(volunteer, "companion")
    return volunteer
