"""Django's entry to this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from peervej.apps.accounts.enums import Role


class ConcernsConfig(AppConfig):
    name = "peervej.apps.concerns"

    def ready(self) -> None:
        from peervej.apps.accounts.navigation import add_entry
        from peervej.apps.audit.retention import erase_by
        from peervej.apps.concerns import letters  # noqa: F401  registers the message
        from peervej.apps.concerns.operations.concerns import erase_closed

        erase_by("concerns.Concern", erase_closed)
        add_entry(_("Worries"), "concerns:worries", Role.COORDINATOR, position=70)
