"""Django's entry to this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from peervej.apps.accounts.enums import Role


class CostingConfig(AppConfig):
    name = "peervej.apps.costing"

    def ready(self) -> None:
        from peervej.apps.accounts.navigation import add_entry

        add_entry(_("Prices"), "costing:desk", Role.NATIONAL, position=74)
        add_entry(_("What does it cost?"), "costing:price", Role.MUNICIPAL, position=75)
        add_entry(_("Does it pay?"), "costing:case", Role.NATIONAL, Role.MUNICIPAL, position=76)
