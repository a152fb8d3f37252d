"""Django's entry to this app."""

from django.apps import AppConfig


class TrialConfig(AppConfig):
    name = "peervej.apps.trial"

    def ready(self) -> None:
        from peervej.apps.trial import letters  # noqa: F401  registers the letters
