"""Django's entry to this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from peervej.apps.accounts.enums import Role


class DirectoryConfig(AppConfig):
    name = "peervej.apps.directory"

    def ready(self) -> None:
        from peervej.apps.accounts.navigation import add_entry
        from peervej.apps.audit.retention import erase_by
        from peervej.apps.directory import letters  # noqa: F401
        from peervej.apps.directory.operations.forgetting import erase_due

        erase_by("directory.Owner", erase_due)
        erase_by("directory.SavedSearch", erase_due)
        add_entry(_("The directory"), "directory:desk", Role.EDITOR, position=60)
