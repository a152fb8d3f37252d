"""Django's entry to this app."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "peervej.apps.accounts"

    def ready(self) -> None:
        from peervej.apps.accounts.sessions import note_sign_in

        user_logged_in.connect(note_sign_in, dispatch_uid="note_sign_in")
