"""What is done with a trial's data: handed out, calculated, asked about."""

from peervej.apps.reporting.operations.asking import ask_by_rule
from peervej.apps.reporting.operations.exporting import (
    Export,
    UnknownFormat,
    export_trial,
    export_twin,
)

__all__ = ["Export", "UnknownFormat", "ask_by_rule", "export_trial", "export_twin"]
