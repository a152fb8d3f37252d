"""Where a volunteer stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VolunteerState(models.TextChoices):
    """The volunteer's way, from first word to goodbye."""

    APPLIED = "applied", _("Has applied")
    IN_TALKS = "in_talks", _("In talks")
    IN_TRAINING = "in_training", _("In training")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Taking a break")
    STOPPED = "stopped", _("Has stopped")
    DECLINED = "declined", _("Not this time")
