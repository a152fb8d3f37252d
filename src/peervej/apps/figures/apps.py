"""Django's entry to this app."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "peervej.apps.figures"
