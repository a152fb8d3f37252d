"""Django's entry to this app."""

from django.apps import AppConfig


class AllocationConfig(AppConfig):
    name = "peervej.apps.allocation"
