"""Writing the audit trail and the read log."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from peervej.apps.audit.models import AuditEvent, ReadEvent


def record_event(
    verb: str,
    subject: Model,
    *,
    actor: str,
    now: datetime,
    site_id: int | None = None,
    **detail: Any,
) -> AuditEvent:
    """Write one audit event about `subject`; call it inside the operation's transaction.

    `detail` holds ids, codes and counts, never names, contact data or answers.
    """
    return AuditEvent.objects.create(
        at=now,
        actor=actor,
        verb=verb,
        subject_kind=subject._meta.label,
        subject_id=str(subject.pk),
        site_id=site_id,
        detail=detail,
    )


def record_reading(
    person_id: int, page: str, *, reader: str, reader_label: str, now: datetime
) -> None:
    """Note that a member of staff or a volunteer saw a person's page."""
    ReadEvent.objects.create(
        at=now, reader=reader, reader_label=reader_label, person_id=person_id, page=page
    )
