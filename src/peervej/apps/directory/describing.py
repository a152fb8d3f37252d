"""How place, status and freshness of an entry are said, on pages and on paper."""

from datetime import date, datetime

from django.utils import formats
from django.utils.translation import gettext as _

from peervej.apps.directory.enums import Kind, Status, TargetGroup, Terms
from peervej.apps.directory.models import Initiative
from peervej.apps.directory.queries.days import local_day
from peervej.apps.directory.queries.entry import has_run_out
from peervej.apps.directory.queries.filters import Filters, Place, forms_of
from peervej.apps.directory.queries.freshness import Freshness, freshness_of
from peervej.apps.directory.wording import label_of, say_partial_date
from peervej.apps.places.models import Region

MOST_NAMES = 4


def say_place(entry: Initiative, regions: list[Region]) -> str:
    """Where an entry is: its municipalities, its regions, or all of Denmark."""
    names = [place.name for place in entry.municipalities.all()]
    if len(names) > MOST_NAMES:
        shown = ", ".join(names[:MOST_NAMES])
        return _("%(names)s and %(more)s more") % {
            "names": shown,
            "more": len(names) - MOST_NAMES,
        }
    if names:
        return ", ".join(names)
    if regions:
        return ", ".join(region.name for region in regions)
    return _("All of Denmark") if entry.nationwide else ""


def say_filters(filters: Filters, place: Place) -> list[str]:
    """What a list was asked for, a few words each."""
    said = [filters.text, say_asked_place(place)]
    if filters.within_km and place.municipality is not None:
        said.append(_("up to %(km)s km away") % {"km": filters.within_km})
    said += [
        label_of(choices, value)
        for choices, value in (
            (TargetGroup, filters.target_group),
            (Kind, filters.kind),
            (Terms, filters.terms),
            (Status, filters.status),
        )
        if value
    ]
    if filters.online:
        said.append(_("Online"))
    return [words for words in said if words]


def say_asked_place(place: Place) -> str:
    """The municipality or region that was asked for."""
    if place.municipality is not None:
        return place.municipality.name
    return place.region.name if place.region is not None else ""


def say_merger(place: Place, day: date) -> str:
    """What a region was put together from, and when; nothing for one that was not."""
    region = place.region
    earlier = [old.name for old in forms_of(region, day) if old != region] if region else []
    if region is None or not earlier:
        return ""
    words = {
        "region": region.name,
        "earlier": _(" and ").join(sorted(earlier)),
        "date": formats.date_format(region.valid_from, "DATE_FORMAT"),
    }
    if day < region.valid_from:
        return _("%(region)s begins on %(date)s. Until then it is %(earlier)s.") % words
    return _("Until %(date)s this was %(earlier)s.") % words


def say_status(entry: Initiative, day: date) -> str:
    """Running, ended or not known, as the source says and of which date; on `day`."""
    if has_run_out(entry, day):
        return _("Was to end %(date)s") % {"date": say_partial_date(entry.until)}
    if entry.status == Status.ENDED:
        if entry.until:
            return _("Ended %(date)s") % {"date": say_partial_date(entry.until)}
        return _("Ended")
    if entry.status == Status.UNKNOWN:
        return _("Not known if it still runs")
    if entry.confirmed_at is None and entry.as_of:
        return _("Ran in %(year)s") % {"year": entry.as_of[:4]}
    return _("Running")


def say_freshness(entry: Initiative, now: datetime) -> str:
    """When an owner last said that it is right, and whether that is long ago."""
    if entry.confirmed_at is None:
        return _("Described in %(year)s, not confirmed since") % {"year": entry.as_of[:4]}
    day = local_day(entry.confirmed_at)
    date = {"date": formats.date_format(day, "DATE_FORMAT")}
    if freshness_of(entry, now) == Freshness.CONFIRMED:
        return _("Confirmed on %(date)s") % date
    return _("Last confirmed on %(date)s, that is some time ago") % date
