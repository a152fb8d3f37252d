"""What the authors of a report write themselves."""

from datetime import datetime

from django.db import transaction

from peervej.apps.audit.operations import record_event
from peervej.apps.reporting.enums import NoteKind
from peervej.apps.reporting.models import AuthorNote
from peervej.apps.trial.models import Trial


@transaction.atomic
def write_note(
    trial: Trial, kind: str, *, what: str, why: str = "", item: str = "", actor: str, now: datetime
) -> AuthorNote:
    """Add a note; one on an item of the checklist takes the place of the last one on it."""
    rows = AuthorNote.objects.filter(trial=trial, kind=NoteKind.CONSORT, item=item)
    if kind == NoteKind.CONSORT:
        rows.delete()
    note = AuthorNote.objects.create(
        trial=trial,
        kind=NoteKind(kind),
        item=item if kind == NoteKind.CONSORT else "",
        what=what.strip(),
        why=why.strip() if kind == NoteKind.DEVIATION else "",
        written_on=now.date(),
        written_by=actor,
    )
    record_event("write_note", note, actor=actor, now=now, kind=kind, trial=trial.code)
    return note


@transaction.atomic
def remove_note(note: AuthorNote, *, actor: str, now: datetime) -> None:
    """Take a note out of the report."""
    record_event("remove_note", note, actor=actor, now=now, kind=str(note.kind))
    note.delete()
