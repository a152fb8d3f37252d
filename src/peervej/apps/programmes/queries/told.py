"""What the apps below are told of programmes without knowing this one."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from peervej.apps.people.models import Person
from peervej.apps.places.models import Site
from peervej.apps.programmes.models import Enrolment, Period
from peervej.apps.programmes.queries.meetings import local_day
from peervej.apps.volunteers.queries.runs import tells_enrolment, tells_programmes


@tells_programmes
def courses_at(site: Site, day: date) -> Iterable[str]:
    """The courses of the site's periods that run or are to begin."""
    still = Q(ends_on=None) | Q(ends_on__gte=day)
    return Period.objects.filter(still, site=site).values_list("programme__slug", flat=True)


@tells_enrolment
def latest_enrolment_day(person: Person) -> date | None:
    """Company is counted from the enrolment in the programme, not from the sign-up (F1)."""
    asked = Enrolment.objects.filter(person=person).order_by("-asked_at")
    moment = asked.values_list("asked_at", flat=True).first()
    return local_day(moment) if moment else None
