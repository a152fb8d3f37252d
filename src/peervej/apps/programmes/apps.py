"""Django's entry to this app."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "peervej.apps.programmes"

    def ready(self) -> None:
        from peervej.apps.programmes import letters  # noqa: F401  registers the messages
        from peervej.apps.programmes.operations import enrolment  # noqa: F401  registers erasure
