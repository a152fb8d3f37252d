"""How people are asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Asking(models.TextChoices):
    """The designs of `methods.documentation`, in the words of whoever sets one up."""

    LINKED = "linked", _("First and later, and we can see how the same people have moved")
    ROUNDS = "rounds", _("First and later, without knowing whether it is the same people")
    ONCE = "once", _("Once: how are people right now?")
