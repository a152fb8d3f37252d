"""What the coordinator has ticked off on the work list."""

from django.db import models

from peervej.apps.audit.retention import RemoveAfter, Rule
from peervej.apps.places.models import Site


class TickedOff(models.Model):
    """A line of the work list somebody has seen to; `key` names what gave rise to it.

    It holds no name and no words: what stands on the line is put together anew each time.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    done_at = models.DateTimeField()

    retention: Rule = RemoveAfter(days=60, since="done_at")

    class Meta:
        verbose_name_plural = "ticked off"
        constraints = [
            models.UniqueConstraint(fields=["site", "key"], name="one_tick_per_line_of_a_site")
        ]

    def __str__(self) -> str:
        return self.key
