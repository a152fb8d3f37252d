"""Django's entry to this app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "peervej.apps.people"
