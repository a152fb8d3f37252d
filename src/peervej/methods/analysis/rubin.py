"""Joining the results of several imputed data sets."""

import numpy as np

from peervej.methods.analysis.arrays import Floats
from peervej.methods.analysis.inference import Estimate


def pool(estimates: Floats, errors: Floats, complete_df: float) -> Estimate:
    """One estimate from M imputed ones, shapes (M,), with M at least 2.

    Rubin (1987), Multiple Imputation for Nonresponse in Surveys, equations 3.1.2-3.1.5; degrees of
    freedom by Barnard and Rubin (1999), Biometrika 86, 948, equation 3, from those the analysis
    would have without missing values.
    """
    count = estimates.size
    within = float((errors**2).mean())
    between = (1 + 1 / count) * float(estimates.var(ddof=1))
    total = within + between
    share = between / total
    observed = (complete_df + 1) / (complete_df + 3) * complete_df * (1 - share)
    df = observed if share == 0 else 1 / (share**2 / (count - 1) + 1 / observed)
    return Estimate(float(estimates.mean()), float(np.sqrt(total)), df, "barnard_rubin")
