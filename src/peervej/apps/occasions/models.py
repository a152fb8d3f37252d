"""Open houses, visits and shifts: who is on duty, and how many came. Never who came."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.audit.retention import Keep, RemoveAfter, Rule, WithParent
from peervej.apps.occasions.enums import OccasionState
from peervej.apps.places.models import Site
from peervej.apps.volunteers.models import Volunteer
from peervej.data.programmes import ProgrammeDefinition, load_programme


class SiteProgramme(models.Model):
    """A programme with occasions that a site runs; `programme` is the definition's id."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    programme = models.SlugField(max_length=80)
    begun_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    retention: Rule = Keep(why="a calendar")

    class Meta:
        ordering = ["programme"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "programme"],
                condition=models.Q(ended_on=None),
                name="a_site_runs_a_programme_once",
            )
        ]

    def __str__(self) -> str:
        return self.definition.title

    @property
    def definition(self) -> ProgrammeDefinition:
        """The rules by which it is run."""
        return load_programme(self.programme)


class Occasion(models.Model):
    """One opening, visit or shift. `host` is the unit that is visited."""

    run = models.ForeignKey(SiteProgramme, on_delete=models.PROTECT, related_name="occasions")
    starts_at = models.DateTimeField(_("starts"), db_index=True)
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    host = models.CharField(_("who is visited"), max_length=120, blank=True)
    state = models.CharField(
        max_length=12, choices=OccasionState.choices, default=OccasionState.PLANNED
    )

    retention: Rule = RemoveAfter(days=5 * 365, since="ends_at", why="counts without people")

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="an_occasion_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.starts_at:%Y-%m-%d %H:%M}"


class Duty(models.Model):
    """A volunteer is on duty in a role; goes with the volunteer."""

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="duties")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="+")
    role = models.SlugField(max_length=40)

    retention: Rule = WithParent("volunteer")

    class Meta:
        ordering = ["role", "pk"]
        verbose_name_plural = "duties"
        constraints = [
            models.UniqueConstraint(
                fields=["occasion", "volunteer"], name="on_duty_once_per_occasion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} at {self.occasion_id}"


class Tally(models.Model):
    """How many, of one category of the programme: an audience, a topic, or all who came."""

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="tallies")
    category = models.CharField(max_length=60)
    count = models.PositiveIntegerField()

    retention: Rule = WithParent("occasion")

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(fields=["occasion", "category"], name="one_tally_per_category")
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.count}"
