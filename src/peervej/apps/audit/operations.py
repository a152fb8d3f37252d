"""Writing the audit trail and the read log."""

from collections.abc import Sequence
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


def record_events(
    verb: str,
    subjects: Sequence[Model],
    *,
    actor: str,
    now: datetime,
    site_id: int | None = None,
    **detail: Any,
) -> None:
    """One audit event about each of `subjects`, in their order, in one statement."""
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=now,
            actor=actor,
            verb=verb,
            subject_kind=one._meta.label,
            subject_id=str(one.pk),
            site_id=site_id,
            detail=detail,
        )
        for one in subjects
    )


def record_research_event(
    verb: str, kind: type[Model], *, now: datetime, **detail: Any
) -> AuditEvent:
    """Write that something happened to a research row, without saying to which or at what hour.

    An event with the row's key, written beside the same person's consent, would link
    the two by their order in the table.
    """
    return AuditEvent.objects.create(
        at=now.replace(hour=0, minute=0, second=0, microsecond=0),
        actor="research",
        verb=verb,
        subject_kind=kind._meta.label,
        subject_id="",
        detail=detail,
    )


def record_reading(
    person_id: int, page: str, *, reader: str, reader_label: str, now: datetime
) -> None:
    """Note that a member of staff or a volunteer saw a person's page."""
    ReadEvent.objects.create(
        at=now, reader=reader, reader_label=reader_label, person_id=person_id, page=page
    )
