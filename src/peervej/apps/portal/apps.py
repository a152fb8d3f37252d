"""Django's entry to this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "peervej.apps.portal"

    def ready(self) -> None:
        from peervej.apps.accounts.enums import Role
        from peervej.apps.accounts.navigation import add_entry
        from peervej.apps.portal import letters  # noqa: F401  registers the letters

        add_entry(_("Today"), "portal:today", Role.COORDINATOR, position=0)
        add_entry(_("Messages"), "portal:messages", Role.COORDINATOR, position=80)
        add_entry(_("What we keep about you"), "portal:helper_data", Role.VOLUNTEER, position=90)
        add_entry(_("The site"), "portal:sites", Role.COORDINATOR, Role.NATIONAL, position=90)
