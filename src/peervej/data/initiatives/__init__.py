"""The initiatives shipped with the system, one TOML file each."""

import datetime as dt
from collections.abc import Iterable
from importlib.resources import files

from peervej.data.geography import load_municipalities, load_regions
from peervej.data.initiatives.facts import InitiativeFacts
from peervej.methods.strict_toml import UnusableDefinition, build, parse_toml

__all__ = ["InitiativeFacts", "load_initiatives", "parse_initiative", "regions_on"]


def load_initiatives() -> list[InitiativeFacts]:
    """All shipped initiatives by id. Raises UnusableDefinition with file and key."""
    found: list[InitiativeFacts] = []
    for entry in sorted(files(__package__).iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml"):
            continue
        file = f"initiatives/{entry.name}"
        initiative = parse_initiative(entry.read_text(encoding="utf-8"), file)
        if f"{initiative.id}.toml" != entry.name:
            raise UnusableDefinition(f"{file}: the file must be named {initiative.id}.toml.")
        found.append(initiative)
    _check_references(found)
    return found


def parse_initiative(text: str, file: str) -> InitiativeFacts:
    """One initiative from TOML text. Raises UnusableDefinition with file and key."""
    return build(InitiativeFacts, parse_toml(text, what=file), where=file)


def regions_on(initiative: InitiativeFacts, day: dt.date) -> tuple[str, ...]:
    """Slugs of the regions an initiative belongs to on `day`; none when it is nationwide.

    Municipalities decide where there are any; a region that no longer holds is followed to
    the one that succeeded it.
    """
    if initiative.municipalities:
        by_code = {place.code: place for place in load_municipalities()}
        found: Iterable[str] = (by_code[code].region_on(day) for code in initiative.municipalities)
    else:
        by_slug = {region.slug: region for region in load_regions()}
        found = (
            slug if by_slug[slug].holds_on(day) else by_slug[slug].succeeded_by
            for slug in initiative.regions
        )
    return tuple(dict.fromkeys(found))


def _check_references(found: list[InitiativeFacts]) -> None:
    ids = {initiative.id for initiative in found}
    regions = {region.slug for region in load_regions()}
    codes = {place.code for place in load_municipalities()}
    for initiative in found:
        named = {
            "regions": (set(initiative.regions), regions),
            "listed_under": ({initiative.listed_under} - {""}, regions),
            "municipalities": (set(initiative.municipalities), codes),
            "related": (set(initiative.related), ids),
        }
        for key, (values, known) in named.items():
            for value in sorted(values - known):
                raise UnusableDefinition(
                    f"initiatives/{initiative.id}.toml: {key}: '{value}' is not known."
                )
