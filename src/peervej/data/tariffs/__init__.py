"""The price lists and the business case that come with Peervej."""

from functools import cache
from importlib import resources

from peervej.methods.economics import Case, PriceList, read_case, read_prices
from peervej.methods.errors import UnusableInput

CASE_SUFFIX = "-case"


class UnknownTariff(UnusableInput):
    """No price list or case of that name comes with Peervej."""


def list_tariffs() -> tuple[str, ...]:
    """Return the ids of all price lists, in alphabetical order."""
    return tuple(name for name in _names() if not name.endswith(CASE_SUFFIX))


def list_cases() -> tuple[str, ...]:
    """Return the ids of all business cases, in alphabetical order."""
    return tuple(name for name in _names() if name.endswith(CASE_SUFFIX))


@cache
def load_tariff(tariff_id: str) -> PriceList:
    """Return a price list by its id; raises `UnknownTariff`."""
    return read_prices(_read(tariff_id, list_tariffs()), what=f"{tariff_id}.toml")


@cache
def load_case(case_id: str) -> Case:
    """Return a business case by its id; raises `UnknownTariff`."""
    return read_case(_read(case_id, list_cases()), what=f"{case_id}.toml")


def _names() -> list[str]:
    folder = resources.files(__name__)
    return sorted(
        entry.name.removesuffix(".toml")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    )


def _read(name: str, known: tuple[str, ...]) -> bytes:
    if name not in known:
        raise UnknownTariff(f"There is no {name[:60]!r}; there are {', '.join(known)}.")
    return resources.files(__name__).joinpath(f"{name}.toml").read_bytes()
