"""Django's entry to this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AllocationConfig(AppConfig):
    name = "peervej.apps.allocation"

    def ready(self) -> None:
        from peervej.apps.accounts.enums import Role
        from peervej.apps.accounts.navigation import add_entry
        from peervej.apps.allocation import letters  # noqa: F401  registers the letters
        from peervej.apps.allocation.operations import joining  # noqa: F401  erasure

        add_entry(_("Draw"), "allocation:draws", Role.COORDINATOR, position=45)
        add_entry(_("To be told"), "allocation:telling", Role.COORDINATOR, position=46)
