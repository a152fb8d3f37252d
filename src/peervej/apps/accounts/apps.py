"""Django's entry to this app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "peervej.apps.accounts"
