"""Names by which private persons are noticed in texts."""

from functools import cache
from importlib.resources import files


@cache
def load_given_names() -> frozenset[str]:
    """Given names common in Denmark, as they are written."""
    text = files(__package__).joinpath("given_names.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(name for line in lines for name in line.split())
