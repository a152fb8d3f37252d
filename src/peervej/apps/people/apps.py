"""Django's entry to this app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "peervej.apps.people"

    def ready(self) -> None:
        from peervej.apps.audit.retention import erase_by
        from peervej.apps.people.operations import erase_due

        erase_by("people.Person", erase_due)
