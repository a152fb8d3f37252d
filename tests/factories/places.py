"""Sites as situations."""

from datetime import date

import factory

from peervej.apps.places.models import (
    AcuteNumber,
    ClosedWeek,
    Municipality,
    Organisation,
    Region,
    RegionMembership,
    Site,
)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation
        django_get_or_create = ("slug",)

    slug = "vejviserne"
    name = "Vejviserne"


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("slug",)

    slug = "midt-i-landet"
    name = "Region Midt i landet"
    valid_from = date(2007, 1, 1)


class MunicipalityFactory(factory.django.DjangoModelFactory):
    """A municipality that belongs to a region."""

    class Meta:
        model = Municipality
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"{9000 + n}")
    slug = factory.Sequence(lambda n: f"kommune-{n}")
    name = factory.Sequence(lambda n: f"Kommune {n}")
    latitude = 55.7
    longitude = 12.5
    tile_column = 1
    tile_row = 1

    @factory.post_generation
    def region(self, create, extracted, **kwargs):
        region = extracted or RegionFactory()
        RegionMembership.objects.get_or_create(
            municipality=self, region=region, defaults={"valid_from": region.valid_from}
        )


class SiteFactory(factory.django.DjangoModelFactory):
    """A town with a house; `closed=[(2026, 42)]` closes those weeks."""

    class Meta:
        model = Site
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"by-{n}")
    name = factory.Sequence(lambda n: f"By {n}")
    organisation = factory.SubFactory(OrganisationFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    address = "Havnegade 12"
    access = "Der er elevator."
    phone = "12 34 56 78"
    coordinator_name = "Karen"
    maximum_wait_weeks = 10

    @factory.post_generation
    def closed(self, create, extracted, **kwargs):
        for year, week in extracted or []:
            ClosedWeek.objects.create(site=self, year=year, week=week)


class AcuteNumberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AcuteNumber

    label = "Livet er noget værd"
    number = "112"
    last_checked_on = date(2026, 9, 1)
