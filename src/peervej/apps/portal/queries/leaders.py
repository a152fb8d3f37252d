"""Who leads the groups, town by town."""

from dataclasses import dataclass

from django.db.models import QuerySet

from peervej.apps.places.models import Site
from peervej.apps.programmes.models import Period
from peervej.apps.volunteers.enums import VolunteerState
from peervej.apps.volunteers.models import Volunteer


@dataclass(frozen=True)
class Town:
    """A town with its group leaders; `voice` is the first who has written something."""

    site: Site
    names: list[str]
    voice: Volunteer | None


def sites_with_programmes() -> QuerySet[Site]:
    """Towns where a programme is or has been run."""
    return Site.objects.filter(pk__in=Period.objects.values("site")).order_by("name")


def leaders_by_town() -> list[Town]:
    """Every town with a programme, and its active group leaders by name."""
    active = Volunteer.objects.filter(state=VolunteerState.ACTIVE).order_by("display_name")
    of_site: dict[int, list[Volunteer]] = {}
    for volunteer in active:
        of_site.setdefault(volunteer.site_id, []).append(volunteer)
    return [
        Town(
            site,
            [leader.display_name for leader in of_site.get(site.pk, [])],
            next((one for one in of_site.get(site.pk, []) if one.introduction), None),
        )
        for site in sites_with_programmes()
    ]
