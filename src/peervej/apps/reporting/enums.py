"""Kinds and states of calculations and of authors' notes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalculationKind(models.TextChoices):
    """What is made; the value is the end of the file's name."""

    REPORT = "rapport.pdf", _("Report as PDF")
    PAGE = "rapport.html", _("Report as a web page")
    BOARD = "bestyrelse.pdf", _("One page for a board")
    POWER = "styrke.pdf", _("Power by simulation")


class CalculationState(models.TextChoices):
    """From asked for to its end."""

    WAITING = "waiting", _("Waits for its turn")
    RUNNING = "running", _("Is being calculated")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")
    REFUSED = "refused", _("No number can be given")
    FAILED = "failed", _("Something went wrong")


UNFINISHED = (CalculationState.WAITING, CalculationState.RUNNING)


class NoteKind(models.TextChoices):
    """What an author's note is about."""

    DEVIATION = "deviation", _("Done otherwise than planned")
    HARMS = "harms", _("Harms")
    CONSORT = "consort", _("An item of the checklist")
