"""Django's entry to this app."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "peervej.apps.measures"
