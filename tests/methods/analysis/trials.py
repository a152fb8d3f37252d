"""Trials for tests: a plan, the reference data, and random data of known structure."""

from pathlib import Path
from typing import Any

import numpy as np

from peervej.methods.analysis import Plan, Table, read_csv, read_plan

REFERENCE = Path(__file__).parent / "reference"


def plan_text(kind: str = "partially_nested", **changes: str) -> str:
    """A complete plan as TOML; changes replace whole sections: data, outcome, model."""
    is_long = kind in ("clda", "mmrm")
    parts = {
        "data": 'arm = "arm"\nintervention = 1\ncontrol = 0\ngroup = "group"\n'
        + ('id = "id"\nvisit = "visit"' if is_long else ""),
        "outcome": 'name = "y"\ncovariates = ["site"]'
        if is_long
        else 'name = "y1"\nbaseline = "y0"\ncovariates = ["site"]',
        "model": f'kind = "{kind}"',
    }
    parts["model"] += "\n" + changes.pop("rules", "")
    parts.update(changes)
    return "alpha = 0.05\n" + "\n".join(f"[{name}]\n{text}" for name, text in parts.items())


def plan_of(kind: str = "partially_nested", **changes: str) -> Plan:
    """The plan read from plan_text."""
    return read_plan(plan_text(kind, **changes))


def reference_table(name: str, shape: str = "wide") -> Table:
    """One of the reference data sets."""
    return read_csv((REFERENCE / f"{name}_{shape}.csv").read_bytes())


def random_columns(seed: int, **changes: Any) -> dict[str, Any]:
    """Columns of a random wide trial: arm, group, site, y0, y1 with group variance ``tau2``.

    ``sizes`` names each group's; ``sd`` and ``control_sd`` are those of people in the arms.
    """
    size: dict[str, Any] = {"groups": 6, "per_group": 6, "controls": 30, "tau2": 15.0, "sd": 8.0}
    size |= changes
    size = {"control_sd": size["sd"], "sites": 3} | size
    draw = np.random.default_rng(seed)
    sizes = draw.integers(max(1, size["per_group"] - 3), size["per_group"] + 3, size["groups"])
    if "sizes" in size:
        sizes = np.array(size["sizes"])
        size["groups"] = sizes.size
    arm = np.r_[np.zeros(size["controls"]), np.ones(sizes.sum())]
    group = np.r_[np.full(size["controls"], -1), np.repeat(np.arange(size["groups"]), sizes)]
    y0 = draw.normal(30, 10, arm.size)
    effect = draw.normal(0, np.sqrt(size["tau2"]), size["groups"])
    site = np.where(group >= 0, group % size["sites"], draw.integers(0, size["sites"], arm.size))
    sd = np.where(arm == 1, size["sd"], size["control_sd"])
    y1 = 10 + 4 * arm + 0.6 * y0 + site + draw.normal(0, sd)
    y1 += np.where(group >= 0, effect[group], 0.0)
    y1[draw.random(arm.size) < 0.1] = np.nan
    return {
        "id": [str(i) for i in range(arm.size)],
        "arm": arm,
        "group": [f"G{g}" if g >= 0 else "" for g in group],
        "site": [f"S{s}" for s in site],
        "y0": y0,
        "y1": y1,
    }
