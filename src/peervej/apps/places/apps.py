"""Django's entry to this app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "peervej.apps.places"
