"""Django's entry to this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from peervej.apps.accounts.enums import Role


class ProgrammesConfig(AppConfig):
    name = "peervej.apps.programmes"

    def ready(self) -> None:
        from peervej.apps.accounts.navigation import add_entry
        from peervej.apps.programmes import letters  # noqa: F401  registers the messages
        from peervej.apps.programmes.operations import enrolment  # noqa: F401  registers erasure
        from peervej.apps.programmes.queries import (
            leading,  # noqa: F401  registers a figure
            told,  # noqa: F401  tells the apps below
        )

        add_entry(_("Intro meetings"), "programmes:desk_intros", Role.COORDINATOR, position=20)
        add_entry(_("People"), "programmes:people", Role.COORDINATOR, position=30)
        add_entry(_("Groups"), "programmes:groups", Role.COORDINATOR, position=40)
