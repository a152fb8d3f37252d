"""From a table and a plan to a result."""

from peervej.methods.analysis.long_analysis import analyse_long
from peervej.methods.analysis.plan import Plan
from peervej.methods.analysis.result import AnalysisResult
from peervej.methods.analysis.table import Table
from peervej.methods.analysis.wide_analysis import analyse_wide


def run_analysis(table: Table, plan: Plan) -> AnalysisResult:
    """Carry out the analysis that the plan describes.

    Raises a subclass of AnalysisRefused, with a stable ``code``, whenever no number can be given.
    """
    if plan.model.kind.is_long:
        return analyse_long(table, plan)
    return analyse_wide(table, plan)
