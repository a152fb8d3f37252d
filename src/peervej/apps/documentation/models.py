"""A kit of a place, and the sheets people fill in. Nothing here knows who anybody is."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.audit.retention import RemoveAfter, RemoveWhen, Rule
from peervej.apps.directory.models import Initiative
from peervej.apps.documentation.enums import Asking
from peervej.apps.places.models import Site

KEY_LENGTH = 10


class Kit(models.Model):
    """One to two questionnaires for a period, owned by an initiative or by a site.

    `key` is the secret part of the shared address. `figures` are written once, when the period
    is closed, and hold nothing that leads back to fewer than five people. `reliability`:
    {instrument: [coefficient, source]}.
    """

    initiative = models.ForeignKey(
        Initiative, null=True, blank=True, on_delete=models.CASCADE, related_name="kits"
    )
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.CASCADE, related_name="kits"
    )
    key = models.SlugField(unique=True, max_length=KEY_LENGTH)
    place_name = models.CharField(_("name of the place"), max_length=80)
    asking = models.CharField(max_length=6, choices=Asking.choices)
    instruments = models.JSONField(default=list)
    reliability = models.JSONField(default=dict)
    opens_on = models.DateField()
    closes_on = models.DateField()
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    figures = models.JSONField(null=True, blank=True)
    # How many sheets came in the clock hour that began at `hour`; only to stop machines.
    hour = models.DateTimeField(null=True, blank=True)
    in_hour = models.PositiveSmallIntegerField(default=0)

    retention: Rule = RemoveAfter(days=5 * 365, since="closes_on", why="figures without people")

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(initiative=None) ^ models.Q(site=None),
                name="kit_of_an_initiative_or_a_site",
            )
        ]

    def __str__(self) -> str:
        return f"{self.place_name} {self.opens_on}"

    @property
    def place(self) -> Initiative | Site:
        """Whose it is."""
        place = self.initiative or self.site
        if place is None:
            raise ValueError("A kit belongs to an initiative or a site.")
        return place

    @property
    def has_rounds(self) -> bool:
        """Whether people say if it is their first time."""
        return self.asking != Asking.ONCE


def of_closed_kits(model: type["Sheet"], now: datetime) -> "models.QuerySet[Sheet]":
    """Closing erases them itself; this catches what a crash could leave."""
    return model.objects.exclude(kit__closed_at=None)


class Sheet(models.Model):
    """One filled-in sheet. The random key and the bare date say nothing of when or in what order.

    `code_hash` is a keyed hash of a code the person made up; `answers` is
    {instrument: {item: value or None}}.
    """

    key = models.UUIDField(primary_key=True, editable=False)
    kit = models.ForeignKey(Kit, on_delete=models.CASCADE, related_name="sheets")
    ticket = models.CharField(max_length=32)
    is_later = models.BooleanField(default=False)
    code_hash = models.CharField(max_length=64, blank=True)
    answers: Any = models.JSONField(default=dict)
    answered_on = models.DateField()

    retention: Rule = RemoveWhen(of_closed_kits, "removed when the period is closed and counted")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kit", "ticket"], name="one_sheet_per_ticket")
        ]

    def __str__(self) -> str:
        return f"{self.kit_id}"
