"""Django's entry to this app."""

from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "peervej.apps.volunteers"
