"""Writing the database to a file and reading it back."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

from peervej import __version__
from peervej.apps.audit.clock import current_time
from peervej.apps.audit.models import Installation
from peervej.apps.audit.retention import run_retention
from peervej.methods.errors import UnusableInput

FORMAT = 1
ROWS, MANIFEST = "rows.jsonl", "manifest.json"
# Sessions end with a backup; the framework writes its own lists when it migrates.
LEFT_OUT = frozenset(
    {"sessions.Session", "contenttypes.ContentType", "auth.Permission", "audit.Installation"}
)


class NotEmpty(RuntimeError):
    """A backup is restored into an empty database only."""


def backed_up_models() -> list[type[Model]]:
    """Every model of the installation except what is made anew."""
    return [m for m in apps.get_models() if m._meta.label not in LEFT_OUT and m._meta.managed]


def write_backup(path: Path) -> int:
    """Write all rows as they stand in one snapshot; returns how many."""
    count = 0
    with transaction.atomic(), zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(ROWS, "w") as out:
            for line in _lines():
                out.write(line.encode() + b"\n")
                count += 1
        manifest = {
            "format": FORMAT,
            "version": __version__,
            "key_id": settings.PEERVEJ_KEYS.id,
            "rows": count,
            "made_at": current_time().isoformat(),
        }
        archive.writestr(MANIFEST, json.dumps(manifest))
    path.chmod(0o600)
    return count


def _lines() -> Iterator[str]:
    for model in backed_up_models():
        rows = model._base_manager.order_by("pk").iterator()
        for row in rows:
            text = serializers.serialize("jsonl", [row], ensure_ascii=False)
            yield str(text).strip()


def read_backup(path: Path) -> int:
    """Fill the empty database; UnusableInput when the file is not one of ours."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            _refuse_foreign(manifest)
            if any(m._base_manager.exists() for m in backed_up_models() if _is_data(m)):
                raise NotEmpty("The database is not empty; restore into an empty PEERVEJ_HOME.")
            with transaction.atomic(), archive.open(ROWS) as rows:
                count = _read_rows(line.decode() for line in rows)
                if count != manifest["rows"]:
                    raise UnusableInput(f"{path.name} is cut off; take another backup.")
                _after_restore()
    except (zipfile.BadZipFile, KeyError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise UnusableInput(f"{path.name} is not a backup of Peervej, or is damaged.") from error
    return count


def _is_data(model: type[Model]) -> bool:
    return model._meta.app_label in {"people", "programmes", "trial", "accounts"} and (
        model._meta.model_name != "programme"
    )


def _refuse_foreign(manifest: dict[str, Any]) -> None:
    if manifest["format"] != FORMAT:
        raise UnusableInput("The backup was made by a version this one cannot read.")
    if manifest["key_id"] != settings.PEERVEJ_KEYS.id:
        raise UnusableInput(
            "The backup belongs to another key set; put that key folder back first."
        )


def _read_rows(lines: Iterator[str]) -> int:
    count = 0
    with connection.constraint_checks_disabled():
        for line in lines:
            for row in serializers.deserialize("jsonl", line):
                # Rows come back as they were: an append-only row too is new here.
                row.save()
                count += 1
    connection.check_constraints()
    return count


def _after_restore() -> None:
    """Let new rows get new numbers, and erase whoever should be gone by now."""
    Installation.objects.get_or_create(
        pk=1, defaults={"key_id": settings.PEERVEJ_KEYS.id, "begun_at": current_time()}
    )
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), backed_up_models()):
            cursor.execute(statement)
    run_retention(current_time())
