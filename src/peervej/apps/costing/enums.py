"""The words of `methods.economics`, for people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CategoryName(models.TextChoices):
    PREPARATION = "preparation", _("Getting ready")
    TRAINING = "training", _("Training and guidance")
    OPERATION = "operation", _("Running it")
    MATERIAL = "material", _("Food and materials")


class PerName(models.TextChoices):
    SHARED = "shared", _("for everything")
    SITE = "site", _("for each site")
    WEEKLY_GROUP = "weekly_group", _("for each weekly group")
    COURSE = "course", _("for each course")
    PARTICIPANT = "participant", _("for each participant")


class BasisName(models.TextChoices):
    OWN = "own", _("Our own prices")
    ILLUSTRATIVE = "illustrative", _("A made-up example")
    IMPLIED = "implied", _("Worked out from printed prices")


class KindName(models.TextChoices):
    ONCE = "once", _("once, at the start")
    FIXED = "fixed", _("each year people begin")
    VARIABLE = "variable", _("for each who begins")
    SAVED = "saved", _("saved each year")


class PayerName(models.TextChoices):
    KOMMUNE = "kommune", _("municipality")
    REGION = "region", _("region")
    STAT = "stat", _("state")


class ParameterName(models.TextChoices):
    SUCCESS = "success_difference", _("how many more succeed")
    DISCOUNT = "discount_rate", _("the discount rate")
    PARTICIPANTS = "participants", _("how many begin")
    COST = "cost", _("all costs")
    BENEFIT = "benefit", _("all that is spared")


class SuccessKind(models.TextChoices):
    RATES = "rates", _("two shares: with it, and without it")
    DIFFERENCE = "difference", _("the difference itself")
    EFFECT = "effect", _("a standardised effect, beside the share without it")
