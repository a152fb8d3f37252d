"""Django's entry to this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from peervej.apps.accounts.enums import Role


class OccasionsConfig(AppConfig):
    name = "peervej.apps.occasions"

    def ready(self) -> None:
        from peervej.apps.accounts.navigation import add_entry
        from peervej.apps.occasions import queries  # noqa: F401  tells what is run
        from peervej.apps.occasions.perms import has_duties

        add_entry(_("Open house, visits, shifts"), "occasions:desk", Role.COORDINATOR, position=45)
        add_entry(
            _("Your shifts"), "occasions:duties", Role.VOLUNTEER, position=10, when=has_duties
        )
