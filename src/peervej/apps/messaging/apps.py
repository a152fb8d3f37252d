"""Django's entry to this app."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "peervej.apps.messaging"
