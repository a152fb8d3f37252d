"""Django's entry to this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrialConfig(AppConfig):
    name = "peervej.apps.trial"

    def ready(self) -> None:
        from peervej.apps.accounts.enums import Role
        from peervej.apps.accounts.navigation import add_entry
        from peervej.apps.trial import letters  # noqa: F401  registers the letters

        add_entry(_("Questions to ask"), "trial:interviews", Role.INTERVIEWER, position=40)
