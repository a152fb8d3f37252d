"""How an occasion stands, and which of the kinds are occasions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.data.programmes import Kind

# The kinds that are held at a time, by people on duty, for people who are counted.
HELD = (Kind.ACTIVITY, Kind.WORKSHOP, Kind.SHIFT)


class OccasionState(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    CALLED_OFF = "called_off", _("called off")
