"""How a worry stands, and how grave it turned out to be."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConcernState(models.TextChoices):
    """From sent to closed."""

    OPEN = "open", _("Nobody has taken it yet")
    ACKNOWLEDGED = "acknowledged", _("Taken")
    CLOSED = "closed", _("Closed")


class PersonKnows(models.TextChoices):
    """Does the person know that it is told?"""

    YES = "yes", _("Yes, we have talked about it")
    NOT_YET = "not_yet", _("Not yet, but I will say it")
    NO = "no", _("No, it cannot be said right now")


class Gravity(models.TextChoices):
    """What is left as a count when the words are erased."""

    NONE = "none", _("There was nothing to be done")
    TALK = "talk", _("A talk was enough")
    HELP = "help", _("We helped on to other help")
    EMERGENCY = "emergency", _("Emergency help was called")
