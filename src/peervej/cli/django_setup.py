"""Starting Django for the commands that need the database; the others never load it."""

import os
from pathlib import Path


def start_django(*, demo: bool = False, home: Path | None = None) -> None:
    """Make the settings ready; call it inside a command, before importing any app."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peervej.config.settings")
    if demo:
        os.environ["PEERVEJ_DEMO"] = "1"
    if home is not None:
        os.environ["PEERVEJ_HOME"] = str(home)
    import django

    django.setup()
