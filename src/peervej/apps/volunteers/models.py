"""Volunteers: people with lived experience who lead groups or go along."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.audit.retention import Rule, WithParent
from peervej.apps.people.models import Person
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import VolunteerState


class Volunteer(models.Model):
    """A person in the role of volunteer; nothing here tells of a time as participant."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="volunteer")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="volunteers")
    display_name = models.CharField(_("name"), max_length=60)
    state = models.CharField(
        max_length=12, choices=VolunteerState.choices, default=VolunteerState.APPLIED
    )
    introduction = models.CharField(_("a few words about you"), max_length=300, blank=True)
    since = models.DateField(null=True, blank=True)

    retention: Rule = WithParent("person")

    class Meta:
        ordering = ["display_name"]

    def __str__(self) -> str:
        return self.display_name
