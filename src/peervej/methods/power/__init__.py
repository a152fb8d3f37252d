"""Sample size, power and recruitment for trials in which one arm meets in groups.

plan = read_power_plan(text)
find_sample_size(plan).to_json()
simulate_power(plan, simulations=10_000, seed=1).to_json()
"""

from peervej.methods.power.curves import (
    Assumption,
    CurvePoint,
    people_by_assumption,
    power_by_people,
)
from peervej.methods.power.plan import (
    Bounds,
    DfFormula,
    Groups,
    MissingMechanism,
    PowerMethod,
    PowerPlan,
    read_power_plan,
)
from peervej.methods.power.recruitment import Forecast, SiteRate, forecast_recruitment
from peervej.methods.power.sample_size import (
    AssumptionCost,
    OutOfReach,
    SampleSize,
    assumption_costs,
    find_sample_size,
)
from peervej.methods.power.simulation import (
    SimulatedPower,
    simulate_power,
    simulate_rejections,
)

__all__ = [
    "Assumption",
    "AssumptionCost",
    "Bounds",
    "CurvePoint",
    "DfFormula",
    "Forecast",
    "Groups",
    "MissingMechanism",
    "OutOfReach",
    "PowerMethod",
    "PowerPlan",
    "SampleSize",
    "SimulatedPower",
    "SiteRate",
    "assumption_costs",
    "find_sample_size",
    "forecast_recruitment",
    "people_by_assumption",
    "power_by_people",
    "read_power_plan",
    "simulate_power",
    "simulate_rejections",
]
