"""Django's entry to this app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "peervej.apps.portal"
