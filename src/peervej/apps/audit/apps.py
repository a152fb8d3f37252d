"""Django's entry to this app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "peervej.apps.audit"
