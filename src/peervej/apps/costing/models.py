"""Price lists as they were published, the newest in force."""

from django.db import models

from peervej.apps.audit.retention import Keep, Rule


class PriceBook(models.Model):
    """One published price list, as the TOML `peervej tariff` reads too. Rows are only added."""

    text = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=80)

    retention: Rule = Keep(why="prices with their sources, no people")

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.published_at:%Y-%m-%d}"
