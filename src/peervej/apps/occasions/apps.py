"""Django's entry to this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from peervej.apps.accounts.enums import Role


class OccasionsConfig(AppConfig):
    name = "peervej.apps.occasions"

    def ready(self) -> None:
        from peervej.apps.accounts.navigation import add_entry

        add_entry(_("Open house, visits, shifts"), "occasions:desk", Role.COORDINATOR, position=45)
