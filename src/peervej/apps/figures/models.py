"""Statistics without a key to any person: what lives on when people are erased."""

from django.db import models

from peervej.apps.audit.retention import Keep, Rule


class Figure(models.Model):
    """A count of one kind at one site in one month, split by one coarse value."""

    site = models.ForeignKey("places.Site", on_delete=models.CASCADE, related_name="figures")
    month = models.DateField()
    kind = models.CharField(max_length=60)
    value = models.CharField(max_length=60, blank=True)
    count = models.IntegerField(default=0)

    retention: Rule = Keep(why="counts per month without a key to any person")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "month", "kind", "value"], name="one_row_per_figure"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.month}: {self.count}"
