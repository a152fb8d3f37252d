"""The report's words, one TOML file per language with the same keys."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("da", "en")


@cache
def load_words(language: str) -> dict[str, Any]:
    """Everything a report says in a language."""
    file = files("peervej.report").joinpath("phrases", f"{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
