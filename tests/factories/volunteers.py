"""Volunteers as situations."""

from datetime import date

import factory

from peervej.apps.volunteers.enums import VolunteerState
from peervej.apps.volunteers.models import Volunteer
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
