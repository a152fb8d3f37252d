"""Power plans for tests."""

from peervej.methods.power import PowerPlan, read_power_plan


def power_text(method: str = "normal", **sections: str) -> str:
    """A plan as TOML; keyword sections replace or add whole sections."""
    parts = {"design": "", "outcome": "difference = 4\nsd = 12"}
    if method == "partially_nested":
        parts["groups"] = "size = 10\nicc = 0.05"
    parts |= sections
    parts["design"] = f'method = "{method}"\n' + parts["design"]
    return "\n".join(f"[{name}]\n{text}" for name, text in parts.items())


def power_plan(method: str = "normal", **sections: str) -> PowerPlan:
    """The plan read from power_text."""
    return read_power_plan(power_text(method, **sections))
