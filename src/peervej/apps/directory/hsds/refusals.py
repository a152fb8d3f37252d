"""Why a request was refused, in one sentence that names the parameter."""

from collections.abc import Iterable, Mapping
from typing import Any

LONGEST_QUOTED = 40


def say_refused(errors: Iterable[Mapping[str, Any]]) -> str:
    """One sentence for each parameter; what was given is quoted, at most its beginning."""
    return " ".join(_sentence(error) for error in errors)


def _sentence(error: Mapping[str, Any]) -> str:
    name = str(error["loc"][-1])
    why = str(error["msg"]).removeprefix("Input ")
    given = error.get("input")
    quoted = f' ("{str(given)[:LONGEST_QUOTED]}")' if given is not None else ""
    return f"The parameter {name}{quoted} cannot be used: it {why}."
