"""The canonical export of a demonstration: everything that is not ciphertext, hash or token."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import BinaryField, Field

# Made of key material or of the machine's own clock: different in every installation.
LEFT_OUT_FIELDS = frozenset(
    {
        "password", "last_login", "date_joined", "token_hash", "secret_hash", "lookup",
        "line_hash", "code_hash", "commitment", "key_id", "begun_at",
    }
)  # fmt: skip
LEFT_OUT_MODELS = frozenset(
    {
        "accounts.SignedLink", "people.VaultEntry", "people.Contact", "audit.Installation",
        "audit.DemonstrationClock", "auth.Permission", "contenttypes.ContentType",
        "sessions.Session", "mfa.Authenticator", "django_tasks_database.DBTaskResult",
    }
)  # fmt: skip


def export_lines() -> Iterator[str]:
    """One JSON line per row, models and rows in a fixed order."""
    for model in sorted(apps.get_models(), key=lambda m: m._meta.label):
        if model._meta.label in LEFT_OUT_MODELS:
            continue
        fields = [field for field in model._meta.concrete_fields if _is_kept(field)]
        for row in model._base_manager.order_by("pk").values_list(
            *[field.attname for field in fields]
        ):
            values = dict(zip([field.name for field in fields], map(_plain, row), strict=True))
            yield json.dumps([model._meta.label, values], sort_keys=True, ensure_ascii=False)


def fingerprint() -> str:
    """SHA-256 over the canonical export."""
    digest = hashlib.sha256()
    for line in export_lines():
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def _is_kept(field: Field[Any, Any]) -> bool:
    return not isinstance(field, BinaryField) and field.name not in LEFT_OUT_FIELDS


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
