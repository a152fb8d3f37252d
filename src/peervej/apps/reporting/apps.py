"""Django's entry to this app."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "peervej.apps.reporting"
