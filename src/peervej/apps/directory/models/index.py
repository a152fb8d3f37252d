"""The number that moves whenever anything public in the directory changes."""

from django.db import models

from peervej.apps.audit.retention import Keep, Rule


class CatalogueStamp(models.Model):
    """One row; search indexes and kept pages made under another number are out of date."""

    number = models.PositiveBigIntegerField(default=0)

    retention: Rule = Keep(why="a counter")

    def __str__(self) -> str:
        return str(self.number)
