"""The filter fields of the list, with what is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from peervej.apps.directory.enums import Kind, Status, TargetGroup, Terms
from peervej.apps.directory.queries.filters import DISTANCES, PARAMETERS, Filters, Place
from peervej.apps.places.models import Municipality, Region

ANY: str | Promise = _("Any")
OPTION = '<option value="{}"{}>{}</option>'
SELECTED = mark_safe(" selected")


@dataclass(frozen=True)
class Choice:
    """One select: its name in the address, label and options."""

    name: str
    label: str | Promise
    options: SafeString


def filter_choices(filters: Filters, place: Place, day: date) -> list[Choice]:
    """Every select of the list page in the order it is shown."""
    region = place.region.slug if place.region else ""
    distances = [(str(km), _("up to %(km)s km away") % {"km": km}) for km in DISTANCES]
    running = [(Status.RUNNING.value, _("Running")), (Status.ENDED.value, _("Ended"))]
    return [
        _choice("municipality", _("Municipality"), _municipalities(), filters.municipality),
        _choice("within_km", _("And near by"), distances, str(filters.within_km or "")),
        _choice("region", _("Region"), _regions(day, place), region),
        _choice("target_group", _("For whom"), TargetGroup.choices, filters.target_group),
        _choice("kind", _("Form"), Kind.choices, filters.kind),
        _choice("terms", _("Terms of the peers"), Terms.choices, filters.terms),
        _choice("status", _("Running or ended"), running, filters.status),
    ]


def _choice(
    field: str, label: str | Promise, options: Sequence[tuple[str, str | Promise]], chosen: str
) -> Choice:
    rows = tuple((value, str(text)) for value, text in [("", ANY), *options])
    return Choice(PARAMETERS[field], label, _options(rows, chosen))


@lru_cache(maxsize=256)
def _options(rows: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    marked = ((value, SELECTED if value == chosen else "", text) for value, text in rows)
    return format_html_join("", OPTION, marked)


def _municipalities() -> Sequence[tuple[str, str | Promise]]:
    return list(Municipality.objects.values_list("slug", "name"))


def _regions(day: date, place: Place) -> Sequence[tuple[str, str | Promise]]:
    """Those of the day, and the one that was asked for before it begins."""
    regions = list(Region.objects.valid_on(day))
    if place.region is not None and place.region not in regions:
        regions.append(place.region)
    return [(region.slug, region.name) for region in regions]
