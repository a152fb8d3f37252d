"""Where things are: organisations, sites, municipalities and regions with dates."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.audit.retention import Keep, Rule


class DatedQuerySet(models.QuerySet["Region"]):
    def valid_on(self, day: date) -> Self:
        """Rows in force on `day`; `valid_to` is the last day, empty means still in force."""
        return self.filter(valid_from__lte=day).filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day)
        )


class Region(models.Model):
    """A region as long as it exists; Østdanmark follows two others on 1 January 2027."""

    slug = models.SlugField(unique=True)
    code = models.CharField(max_length=8, blank=True)
    name = models.CharField(max_length=80)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()
    retention: Rule = Keep(why="public reference data")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """One of the 98 municipalities with its place on the tile map."""

    code = models.CharField(max_length=4, unique=True)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    latitude = models.FloatField()
    longitude = models.FloatField()
    tile_column = models.PositiveSmallIntegerField()
    tile_row = models.PositiveSmallIntegerField()

    retention: Rule = Keep(why="public reference data")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def region_on(self, day: date) -> Region:
        """The region the municipality belongs to on `day`."""
        membership = (
            self.memberships.select_related("region")
            .filter(
                models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day), valid_from__lte=day
            )
            .get()
        )
        return membership.region


class RegionMembership(models.Model):
    """Which region a municipality belongs to, with dates."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="memberships"
    )
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="memberships")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    retention: Rule = Keep(why="public reference data")

    def __str__(self) -> str:
        return f"{self.municipality} – {self.region}"


class Organisation(models.Model):
    """Whoever runs an initiative or a site."""

    slug = models.SlugField(unique=True, max_length=120)
    name = models.CharField(max_length=160)
    website = models.URLField(blank=True)

    retention: Rule = Keep(why="organisations are not persons")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A town where programmes are run, with its house and its partner."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=80)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="sites")
    address = models.CharField(_("address"), max_length=160)
    access = models.CharField(_("getting in"), max_length=240, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    coordinator_name = models.CharField(_("coordinator"), max_length=80, blank=True)
    partner = models.CharField(_("municipal partner"), max_length=120, blank=True)
    since = models.DateField(null=True, blank=True)
    maximum_wait_weeks = models.PositiveSmallIntegerField(_("longest wait, in weeks"), default=10)

    retention: Rule = Keep(why="sites are not persons")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ClosedWeek(models.Model):
    """A week in which a site holds no meetings."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="closed_weeks")
    year = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField()

    retention: Rule = Keep(why="a calendar")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "year", "week"], name="one_row_per_closed_week")
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.year}-{self.week:02d}"


class AcuteNumber(models.Model):
    """A number to call when it cannot wait; edited by the operator, never in a template."""

    label = models.CharField(max_length=120)
    number = models.CharField(max_length=20)
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.CASCADE, related_name="acute_numbers"
    )
    last_checked_on = models.DateField()
    position = models.PositiveSmallIntegerField(default=0)

    retention: Rule = Keep(why="public reference data")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.label} {self.number}"
