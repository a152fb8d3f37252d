"""Directory rows as HSDS 3.1 records: only fields the specification knows, only those filled."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from peervej.apps.directory.describing import say_status
from peervej.apps.directory.enums import Facet, FactState, Kind, Status, TargetGroup, Terms
from peervej.apps.directory.hsds.identity import identify
from peervej.apps.directory.models import Initiative
from peervej.apps.directory.queries.days import local_day
from peervej.apps.directory.queries.entry import has_run_out
from peervej.apps.places.models import Municipality, Organisation
from peervej.apps.places.queries import regions_on

STATUS = {
    Status.RUNNING: "active",
    Status.ENDED: "defunct",
    # The specification has no word for "not known"; `alert` says it.
    Status.UNKNOWN: "inactive",
}
VOCABULARIES: dict[str, Any] = {
    Facet.KIND: Kind,
    Facet.TARGET_GROUP: TargetGroup,
    Facet.TERMS: Terms,
}
Record = dict[str, Any]


def status_of(entry: Initiative, day: date) -> str:
    """What the entry is on `day`: one that was to end before is no longer active."""
    return "inactive" if has_run_out(entry, day) else STATUS[Status(entry.status)]


def service_record(entry: Initiative, day: date) -> Record:
    """One entry as a `service` on `day`; load it with organisation, places, facets, funding."""
    key = identify("service", entry.slug)
    record: Record = {
        "id": key,
        "name": entry.name,
        "description": entry.summary,
        "status": status_of(entry, day),
        "url": entry.website,
        "eligibility_description": entry.who_may_come,
        "alert": _alert(entry, day),
        "assured_date": local_day(entry.confirmed_at).isoformat() if entry.confirmed_at else "",
        "last_modified": entry.modified_at.isoformat(),
        "additional_urls": [
            {
                "id": identify("url", entry.slug),
                "label": "Peervej",
                "url": settings.PUBLIC_URL + reverse("directory:entry", args=[entry.slug]),
            }
        ],
        "service_areas": [
            {"id": identify("area", entry.slug, name), "service_id": key, "name": name}
            for name in _areas(entry, day)
        ],
        "service_at_locations": [
            at_location_record(entry, place) for place in entry.municipalities.all()
        ],
        "languages": [{"id": identify("language", entry.slug), "name": "Dansk", "code": "da"}],
        "funding": _funding(entry),
        "attributes": _attributes(entry, key),
    }
    if entry.organisation is not None:
        record["organization_id"] = identify("organization", entry.organisation.slug)
        record["organization"] = organization_record(entry.organisation)
    return {name: value for name, value in record.items() if value not in ("", [], None)}


def minimal_record(entry: Initiative, day: date) -> Record:
    """What is needed to notice a change."""
    return {
        "id": identify("service", entry.slug),
        "name": entry.name,
        "status": status_of(entry, day),
        "last_modified": entry.modified_at.isoformat(),
    }


def _alert(entry: Initiative, day: date) -> str:
    if has_run_out(entry, day):
        return say_status(entry, day)
    if entry.status == Status.UNKNOWN:
        return _("Not known if it still runs")
    if entry.confirmed_at is None and entry.as_of:
        return _("Described in %(year)s, not confirmed since") % {"year": entry.as_of[:4]}
    return ""


def _areas(entry: Initiative, day: date) -> list[str]:
    names = [place.name for place in entry.municipalities.all()]
    names = names or [region.name for region in regions_on(entry.regions.all(), day)]
    return names or (["Danmark"] if entry.nationwide else [])


def _funding(entry: Initiative) -> list[Record]:
    facts = [
        fact
        for fact in entry.facts.all()
        if fact.key == "funding" and fact.state == FactState.ACCEPTED and not fact.private
    ]
    return [
        {
            "id": identify("funding", entry.slug, str(number)),
            "service_id": identify("service", entry.slug),
            "source": fact.value["source"],
        }
        for number, fact in enumerate(facts)
    ]


def _attributes(entry: Initiative, key: str) -> list[Record]:
    return [
        {
            "id": identify("attribute", entry.slug, row.facet, row.value),
            "link_id": key,
            "link_entity": "service",
            "taxonomy_term_id": identify("term", row.facet, row.value),
            "taxonomy_term": term_record(row.facet, row.value),
        }
        for row in entry.facets.all()
        if row.value in VOCABULARIES[row.facet].values
    ]


def organization_record(organisation: Organisation) -> Record:
    """An organisation as an `organization`."""
    record = {
        "id": identify("organization", organisation.slug),
        "name": organisation.name,
        "description": _("Runs peer support in Denmark."),
    }
    if organisation.website:
        record["website"] = organisation.website
    return record


def at_location_record(entry: Initiative, place: Municipality) -> Record:
    """One entry in one municipality as a `service_at_location`."""
    return {
        "id": identify("at", entry.slug, place.code),
        "service_id": identify("service", entry.slug),
        "location_id": identify("location", place.code),
        "location": location_record(place),
    }


def location_record(place: Municipality) -> Record:
    """A municipality as a `location`; the position is its main town, never an address."""
    return {
        "id": identify("location", place.code),
        "location_type": "physical",
        "name": place.name,
        "description": _("The municipality, shown at its main town. Not an address."),
        "latitude": place.latitude,
        "longitude": place.longitude,
        "external_identifier": place.code,
        "external_identifier_type": "kommunekode",
    }


def taxonomy_record(facet: str) -> Record:
    """One of our three vocabularies as a `taxonomy`."""
    return {
        "id": identify("taxonomy", facet),
        "name": str(Facet(facet).label),
        "description": str(Facet(facet).label),
        "version": "1",
    }


def term_record(facet: str, value: str) -> Record:
    """One word of a vocabulary as a `taxonomy_term`."""
    label = str(VOCABULARIES[facet](value).label)
    return {
        "id": identify("term", facet, value),
        "code": value,
        "name": label,
        "description": label,
        "taxonomy": str(Facet(facet).label),
        "taxonomy_id": identify("taxonomy", facet),
        "language": "da",
    }


def all_terms(facets: Iterable[str] = tuple(Facet)) -> list[Record]:
    """Every word of some vocabularies."""
    return [term_record(facet, value) for facet in facets for value in VOCABULARIES[facet].values]


def find_term(key: str) -> tuple[str, str] | None:
    """The vocabulary and the word with this identifier."""
    known = ((facet, value) for facet in Facet for value in VOCABULARIES[facet].values)
    return next((code for code in known if identify("term", *code) == key), None)
