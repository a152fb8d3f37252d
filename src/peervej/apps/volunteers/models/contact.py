"""The first contact made for somebody else, where a programme allows it."""

from datetime import datetime, timedelta

from django.db import models

from peervej.apps.audit.retention import Keep, RemoveWhen, Rule
from peervej.apps.people.models import Person
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import ContactBy, ContactState

CONTACT_KEPT = timedelta(days=90)


class MatchProgramme(models.Model):
    """A site runs a programme in which one goes along with one, beside its courses."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="match_programmes")
    programme = models.SlugField(max_length=80)
    begun_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    retention: Rule = Keep(why="a setting of the site")

    class Meta:
        ordering = ["programme"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "programme"],
                condition=models.Q(ended_on=None),
                name="a_match_programme_runs_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme} at {self.site_id}"


def made_long_ago(model: type["FirstContact"], now: datetime) -> models.QuerySet["FirstContact"]:
    return model.objects.filter(made_at__lt=now - CONTACT_KEPT)


class FirstContact(models.Model):
    """Somebody asked on a person's behalf that they be called. Of who asked, only in which role.

    The person says yes or no themselves. After a no nothing of it is left.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    programme = models.SlugField(max_length=80)
    made_by = models.CharField(max_length=12, choices=ContactBy.choices)
    key = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=8, choices=ContactState.choices, default=ContactState.ASKED)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    retention: Rule = RemoveWhen(
        made_long_ago, "removed 90 days after it was made; sooner with its person"
    )

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"first contact {self.pk} ({self.state})"
