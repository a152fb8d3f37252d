"""Periods and intro meetings."""

from datetime import date, datetime

from django.db.models import Q

from peervej.apps.people.models import Person
from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import ACTIVE_ENROLMENT, MeetingState, SignupState
from peervej.apps.programmes.models import Enrolment, IntroMeeting, Period, Programme, Signup
from peervej.data.programmes import ProgrammeDefinition, load_programme
from peervej.methods.scheduling import COPENHAGEN


def local_day(moment: datetime) -> date:
    """The date in Copenhagen at `moment`."""
    return moment.astimezone(COPENHAGEN).date()


def definition_of(programme: Programme) -> ProgrammeDefinition:
    """The frozen rules, themes and texts of a programme."""
    return load_programme(programme.slug)


def period_on(site: Site, programme: Programme, day: date) -> Period | None:
    """The period a site runs a programme in on `day`."""
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    found = Period.objects.filter(still, site=site, programme=programme, starts_on__lte=day)
    return found.order_by("-starts_on").first()


def upcoming_intros(
    now: datetime, *, site: Site | None = None, limit: int | None = None
) -> list[IntroMeeting]:
    """Planned intro meetings that have not ended, soonest first."""
    found = IntroMeeting.objects.filter(state=MeetingState.PLANNED, ends_at__gt=now)
    if site is not None:
        found = found.filter(site=site)
    found = found.select_related("site", "programme").order_by("starts_at", "pk")
    return list(found[:limit] if limit is not None else found)


def intros_ahead(
    now: datetime, *, site: Site | None = None, limit: int | None = None
) -> list[IntroMeeting]:
    """Planned intro meetings that have not begun: those one can still sign up to."""
    ahead = [intro for intro in upcoming_intros(now, site=site) if intro.starts_at > now]
    return ahead[:limit]


def signed_up_to(intro: IntroMeeting) -> list[Person]:
    """Those on the list of an intro meeting who have neither come nor called off."""
    rows = Signup.objects.filter(intro=intro, state=SignupState.SIGNED_UP)
    return [signup.person for signup in rows.select_related("person").order_by("pk")]


def intro_runs_in_trial(intro: IntroMeeting) -> bool:
    """Whether joining after this meeting means a draw (P9): said before sign-up."""
    period = period_on(intro.site, intro.programme, local_day(intro.starts_at))
    return period is not None and period.is_trial


def has_been_introduced(person: Person) -> bool:
    """Whether the person has been to an intro meeting or had a talk instead (P8)."""
    return Signup.objects.filter(person=person, state=SignupState.ATTENDED).exists()


def active_enrolment(person: Person) -> Enrolment | None:
    """The person's one running relation with a programme, if any."""
    found = Enrolment.objects.filter(person=person, state__in=ACTIVE_ENROLMENT)
    return found.select_related("period__site", "period__programme", "group").first()
