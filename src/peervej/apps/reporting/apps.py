"""Django's entry to this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "peervej.apps.reporting"

    def ready(self) -> None:
        from peervej.apps.accounts.enums import Role
        from peervej.apps.accounts.navigation import add_entry

        add_entry(_("Trials"), "reporting:trials", Role.RESEARCHER, position=50)
        add_entry(_("Figures"), "reporting:site_figures", Role.COORDINATOR, position=70)
        add_entry(_("Figures"), "reporting:figures", Role.NATIONAL, Role.MUNICIPAL, position=71)
