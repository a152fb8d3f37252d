"""The statistical engine for trials in which one arm meets in groups.

table = read_csv(content)            # or Table.from_columns({"arm": [...], ...})
plan = read_plan(text)
result = run_analysis(table, plan)   # raises AnalysisRefused with a stable code
result.to_json()
"""

from peervej.methods.analysis.csv_file import read_csv
from peervej.methods.analysis.inference import Estimate
from peervej.methods.analysis.partially_nested import NotConverged
from peervej.methods.analysis.plan import (
    BoundaryRule,
    DataColumns,
    DfMethod,
    Imputation,
    Model,
    ModelKind,
    Outcome,
    Plan,
    Uptake,
    read_plan,
)
from peervej.methods.analysis.progress import CalculationStopped, Progress, tell_nobody
from peervej.methods.analysis.refusal import AnalysisRefused
from peervej.methods.analysis.result import AnalysisResult, SensitivityLine, Variances
from peervej.methods.analysis.run import run_analysis
from peervej.methods.analysis.summaries import ArmMeans, WithInterval
from peervej.methods.analysis.supplement import (
    MissingOutcomes,
    Part,
    SecondaryResult,
    Supplement,
    run_supplement,
)
from peervej.methods.analysis.table import Table

__all__ = [
    "AnalysisRefused",
    "AnalysisResult",
    "ArmMeans",
    "BoundaryRule",
    "CalculationStopped",
    "DataColumns",
    "DfMethod",
    "Estimate",
    "Imputation",
    "MissingOutcomes",
    "Model",
    "ModelKind",
    "NotConverged",
    "Outcome",
    "Part",
    "Plan",
    "Progress",
    "SecondaryResult",
    "SensitivityLine",
    "Supplement",
    "Table",
    "Uptake",
    "Variances",
    "WithInterval",
    "read_csv",
    "read_plan",
    "run_analysis",
    "run_supplement",
    "tell_nobody",
]
