"""Handing data out: it leaves a trace."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from peervej.apps.audit.operations import record_event
from peervej.apps.reporting.queries.dataset import build_dataset
from peervej.apps.reporting.queries.export import ExportTable, build_export
from peervej.apps.reporting.queries.twin import make_twin
from peervej.apps.reporting.writing import FORMATS, write_files
from peervej.apps.trial.models import Trial
from peervej.methods.errors import UnusableInput


class UnknownFormat(UnusableInput):
    """Data are asked for in a form that is not offered."""


@dataclass(frozen=True)
class Export:
    """What is handed out: the files, and what they were made of."""

    table: ExportTable
    files: dict[str, bytes]


@transaction.atomic
def export_trial(
    trial: Trial, file_format: str, *, actor: str, now: datetime, blinded: bool | None = None
) -> Export:
    """Write a trial's data as files and record that it was done.

    Blinded until the trial is closed, whatever is asked for. Raises UnknownFormat,
    NothingToExport.
    """
    _refuse_unknown(file_format)
    hide_arms = not trial.is_unblinded or bool(blinded)
    table = build_export(build_dataset(trial, blinded=hide_arms))
    files = write_files(table, file_format)
    record_event(
        "export_trial",
        trial,
        actor=actor,
        now=now,
        format=file_format,
        blinded=hide_arms,
        rows=len(table.rows),
    )
    return Export(table, files)


@transaction.atomic
def export_twin(trial: Trial, file_format: str, *, seed: int, actor: str, now: datetime) -> Export:
    """Write the files of a synthetic twin and record that it was done; raises UnknownFormat."""
    _refuse_unknown(file_format)
    made = build_export(make_twin(trial, seed=seed))
    table = replace(made, trial_code=f"{trial.code}-twin")
    record_event("export_twin", trial, actor=actor, now=now, format=file_format, seed=seed)
    return Export(table, write_files(table, file_format))


def _refuse_unknown(file_format: str) -> None:
    if file_format not in FORMATS:
        raise UnknownFormat(
            f"There is no format {file_format[:20]!r}; choose one of {', '.join(FORMATS)}."
        )
