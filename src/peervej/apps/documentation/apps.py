"""Django's entry to this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from peervej.apps.accounts.enums import Role


class DocumentationConfig(AppConfig):
    name = "peervej.apps.documentation"

    def ready(self) -> None:
        from peervej.apps.accounts.navigation import add_entry

        add_entry(_("Does it help?"), "documentation:desk_home", Role.COORDINATOR, position=72)
