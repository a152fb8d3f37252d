"""Openings, visits and shifts as situations."""

from datetime import timedelta

import factory

from peervej.apps.occasions.models import Occasion, SiteProgramme
from tests.factories.moments import NOW

LINE = "sinds-virtuelle-peer-stoette"
HOUSE = "aabent-hus"
VISITS = "din-gode-udskrivning"


class SiteProgrammeFactory(factory.django.DjangoModelFactory):
    """A site runs an open house; `programme=LINE` a line with shifts, VISITS visits."""

    class Meta:
        model = SiteProgramme

    site = factory.SubFactory("tests.factories.places.SiteFactory")
    programme = HOUSE
    begun_on = NOW.date()


class OccasionFactory(factory.django.DjangoModelFactory):
    """Tomorrow for two hours; `begun=True` an hour ago, `over=True` yesterday."""

    class Meta:
        model = Occasion

    class Params:
        begun = factory.Trait(starts_at=NOW - timedelta(hours=1))
        over = factory.Trait(starts_at=NOW - timedelta(days=1))

    run = factory.SubFactory(SiteProgrammeFactory)
    starts_at = NOW + timedelta(days=1)
    ends_at = factory.LazyAttribute(lambda made: made.starts_at + timedelta(hours=2))
