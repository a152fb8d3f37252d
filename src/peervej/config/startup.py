"""What happens before the first request: keys, migrations, reference data."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from peervej.apps.audit.clock import current_time
from peervej.config.keys import KeysMissing


def prepare_database() -> None:
    """Bring the database up to date; refuse when its keys are not the ones beside it."""
    refuse_foreign_database()
    call_command("migrate", interactive=False, verbosity=0)
    keep_to_owner()
    remember_keys()


def refuse_foreign_database() -> None:
    """A database that was begun with another key set would be unreadable: say so, stop."""
    if "audit_installation" not in connection.introspection.table_names():
        return
    from peervej.apps.audit.models import Installation

    begun = Installation.objects.first()
    if begun and begun.key_id != settings.PEERVEJ_KEYS.id:
        raise KeysMissing(
            "The database was made with another key set. Put that key folder back in"
            f" {settings.HOME / 'keys'} (it is kept apart from backups), or start with an"
            " empty database."
        )


def keep_to_owner() -> None:
    """Let nobody else on the machine read the database file, whatever the umask was."""
    if connection.vendor != "sqlite":
        return
    for end in ("", "-wal", "-shm"):
        path = Path(f"{connection.settings_dict['NAME']}{end}")
        if path.is_file():
            path.chmod(0o600)


def remember_keys() -> None:
    """Note which key set the database belongs to."""
    from peervej.apps.audit.models import Installation

    Installation.objects.get_or_create(
        pk=1, defaults={"key_id": settings.PEERVEJ_KEYS.id, "begun_at": current_time()}
    )


def load_reference_data(now: datetime) -> None:
    """Regions, municipalities, acute numbers, programmes and the shipped directory."""
    from peervej.apps.directory.operations.knowledge import load_knowledge
    from peervej.apps.directory.operations.loading import load_initiatives
    from peervej.apps.places.operations import load_places
    from peervej.apps.programmes.operations.programmes import load_programmes

    load_places(now=now)
    load_programmes(now)
    load_initiatives(now=now)
    load_knowledge(now=now)
