"""First contacts made for somebody, and where they may be made at all."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import ContactBy, ContactState
from peervej.apps.volunteers.models import FirstContact, MatchProgramme
from peervej.apps.volunteers.queries.runs import tells_programmes
from peervej.data.programmes import Kind, ProgrammeDefinition, load_programme, load_programmes


@tells_programmes
def matches_run_at(site: Site, day: date) -> Iterable[str]:
    """What the site runs in which one goes along with one."""
    rows = MatchProgramme.objects.filter(site=site, ended_on=None)
    return rows.values_list("programme", flat=True)


def match_programmes() -> list[ProgrammeDefinition]:
    """The shipped programmes in which one goes along with one."""
    return [definition for definition in load_programmes() if definition.kind is Kind.MATCH]


def who_may_make_contact(definition: ProgrammeDefinition) -> list[ContactBy]:
    """Who may ask that a person be called; nobody where the definition does not say so (P6)."""
    allowed = {
        ContactBy.PROFESSIONAL: definition.entry.contact_by_professional,
        ContactBy.RELATIVE: definition.entry.contact_by_relative,
    }
    return [by for by, may in allowed.items() if may]


def open_to_contact() -> list[tuple[Site, ProgrammeDefinition]]:
    """Every site with a programme that takes a first contact from others."""
    rows = MatchProgramme.objects.filter(ended_on=None).select_related("site")
    found = [(row.site, load_programme(row.programme)) for row in rows.order_by("site__name")]
    return [(site, definition) for site, definition in found if who_may_make_contact(definition)]


def contacts_to_call(site: Site) -> QuerySet[FirstContact]:
    """Those nobody has called yet; who has said yes themselves stands first."""
    waiting = (ContactState.AGREED, ContactState.ASKED)
    rows = FirstContact.objects.filter(site=site, state__in=waiting)
    return rows.select_related("person").order_by("state", "made_at")
