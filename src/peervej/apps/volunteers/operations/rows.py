"""Locking a volunteer's row, and writing down what was done with it."""

from datetime import datetime
from typing import Any

from peervej.apps.audit.operations import record_event
from peervej.apps.places.models import Site
from peervej.apps.volunteers.models import Volunteer


def lock_forms_of(site: Site) -> None:
    """One public form of a site after the other: the same one sent twice at once comes twice."""
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)


def lock_volunteer(volunteer: Volunteer) -> Volunteer:
    """The row, locked until the transaction ends."""
    rows = Volunteer.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=volunteer.pk)


def record_about(verb: str, volunteer: Volunteer, actor: str, now: datetime, **detail: Any) -> None:
    """An audit event about a volunteer."""
    record_event(verb, volunteer, actor=actor, now=now, site_id=volunteer.site_id, **detail)
