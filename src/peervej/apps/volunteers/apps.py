"""Django's entry to this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from peervej.apps.accounts.enums import Role


class VolunteersConfig(AppConfig):
    name = "peervej.apps.volunteers"

    def ready(self) -> None:
        from peervej.apps.accounts.navigation import add_entry
        from peervej.apps.audit.retention import erase_by
        from peervej.apps.volunteers import letters  # noqa: F401  registers the messages
        from peervej.apps.volunteers.operations import (
            contacting,  # noqa: F401  registers erasure
            staying,  # noqa: F401  registers erasure
        )
        from peervej.apps.volunteers.operations.forgetting import erase_applications

        erase_by("volunteers.Application", erase_applications)

        add_entry(_("Going along"), "volunteers:companionship", Role.COORDINATOR, position=50)
        add_entry(_("Volunteers"), "volunteers:volunteers", Role.COORDINATOR, position=60)
