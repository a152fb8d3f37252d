"""Django's entry to this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from peervej.apps.accounts.enums import Role


class DirectoryConfig(AppConfig):
    name = "peervej.apps.directory"

    def ready(self) -> None:
        from peervej.apps.accounts.navigation import add_entry
        from peervej.apps.directory import letters  # noqa: F401

        add_entry(_("The directory"), "directory:desk", Role.EDITOR, position=60)
