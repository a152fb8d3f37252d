"""The report's words, one TOML file per language with the same keys."""

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from peervej.methods.analysis.remarks import Remark

LANGUAGES = ("da", "en")


@cache
def load_words(language: str) -> dict[str, Any]:
    """Everything a report says in a language."""
    file = files("peervej.report").joinpath("phrases", f"{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def say_line(words: dict[str, Any], name: str, label: Callable[[str], str] = str) -> str:
    """What a sensitivity analysis does differently."""
    if name.startswith("visit_"):
        return str(words["lines"]["visit"].format(visit=label(name.removeprefix("visit_"))))
    return str(words["lines"].get(name, name))


def say_refusal(words: dict[str, Any], code: str, reason: str) -> str:
    """Why there is no number, in the reader's language where it is known."""
    return str(words["refusals"].get(code, reason))


def say_remedy(words: dict[str, Any], code: str) -> str:
    """What can be done about a refusal, empty where nothing is known."""
    return str(words["remedies"].get(code, ""))


def say_remark(words: dict[str, Any], remark: Remark, label: Callable[[str], str] = str) -> str:
    """The engine's remark in the reader's language; `label` says what a column is called."""
    template = words["remarks"].get(remark.code)
    if template is None:
        return remark.text
    values = dict(remark.values)
    if "name" in values:
        values["name"] = label(values["name"])
    if "line" in values:
        values["reason"] = say_refusal(words, values["reason"], remark.text)
        values["line"] = say_line(words, values["line"], label)
    return str(template.format(**values))
