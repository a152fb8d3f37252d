"""Django's entry to this app."""

from django.apps import AppConfig


class TrialConfig(AppConfig):
    name = "peervej.apps.trial"
