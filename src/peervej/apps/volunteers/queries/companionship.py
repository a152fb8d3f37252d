"""Who is looking for company, who might suit, and what is running."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet

from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import RUNNING, MatchState, Midway, RequestState, VolunteerState
from peervej.apps.volunteers.models import CompanionRequest, Match, MidwayAnswer, Volunteer
from peervej.apps.volunteers.queries.readiness import ReadyState, readiness_on
from peervej.data.programmes import load_programme
from peervej.methods.matching import (
    PartOfDay,
    Request,
    Slot,
    Suggestion,
    broken_filters,
    suggest_volunteers,
)
from peervej.methods.matching import Volunteer as Candidate

COMPANION = "companion"
PROGRAMME = "vejen-til-hverdagslivet"


def slots(codes: Iterable[str]) -> frozenset[Slot]:
    """Times as the matching reads them, from "2-evening"."""
    return frozenset(
        Slot(int(weekday), PartOfDay(part))
        for weekday, _dash, part in (code.partition("-") for code in codes)
    )


def open_requests(site: Site) -> QuerySet[CompanionRequest]:
    """Those who wait for somebody, the longest first."""
    rows = CompanionRequest.objects.filter(site=site, state=RequestState.OPEN)
    return rows.select_related("person").order_by("asked_on", "pk")


def running_matches(site: Site) -> QuerySet[Match]:
    """What is planned, going on, or to be closed."""
    rows = Match.objects.filter(request__site=site, state__in=RUNNING)
    return rows.select_related("request__person", "volunteer").order_by("planned_end", "pk")


def matches_to_close(site: Site) -> QuerySet[Match]:
    """Companionships whose time is up: the closing talk is to be held."""
    return running_matches(site).filter(state=MatchState.CLOSING)


def midway_talks_wanted(site: Site) -> QuerySet[Match]:
    """Companionships in which one of the two asked half-way for a talk."""
    asked = MidwayAnswer.objects.filter(says=Midway.TALK, is_talked_over=False)
    return running_matches(site).filter(pk__in=asked.values("match"))


def suggestions_for(request: CompanionRequest, day: date) -> list[tuple[Volunteer, Suggestion]]:
    """Volunteers who meet every filter, with the reasons, best first."""
    candidates, rows = _candidates(request.site, day)
    found = suggest_volunteers(as_asked(request), candidates)
    return [(rows[int(suggestion.volunteer)], suggestion) for suggestion in found]


def may_be_proposed(request: CompanionRequest, volunteer: Volunteer, day: date) -> bool:
    """Whether no filter is broken for this volunteer today."""
    candidates, _rows = _candidates(request.site, day)
    asked = as_asked(request)
    return any(row.id == str(volunteer.pk) and not broken_filters(asked, row) for row in candidates)


def as_asked(request: CompanionRequest) -> Request:
    """The request as the matching reads it; nobody proposed before comes again."""
    proposed = request.matches.values_list("volunteer", flat=True)
    return Request(
        person=str(request.person_id),
        site=str(request.site_id),
        languages=frozenset(request.languages),
        times=slots(request.times),
        needs=frozenset(request.needs),
        wishes=frozenset(request.wishes),
        not_again=frozenset(str(pk) for pk in proposed),
    )


def _candidates(site: Site, day: date) -> tuple[list[Candidate], dict[int, Volunteer]]:
    followed = Count("matches", filter=Q(matches__state__in=RUNNING))
    here = Volunteer.objects.filter(site=site, state=VolunteerState.ACTIVE)
    found = here.annotate(followed=followed, last=Max("matches__ended_on"))
    rows: dict[int, Volunteer] = {}
    followed_now: dict[int, int] = {}
    last_ended: dict[int, date | None] = {}
    for row in found:
        rows[row.pk] = row
        followed_now[row.pk] = row.followed
        last_ended[row.pk] = row.last
    rule = load_programme(PROGRAMME).readiness(COMPANION)
    ready = readiness_on(here, rule, day, role=COMPANION)
    candidates = [
        Candidate(
            id=str(row.pk),
            person=str(row.person_id),
            sites=frozenset({str(site.pk)}),
            languages=frozenset(row.languages),
            times=slots(row.times),
            offers=frozenset(row.offers),
            interests=frozenset(row.interests),
            is_ready=ready[row.pk].state == ReadyState.APPROVED,
            room=max(0, row.room - followed_now[row.pk]),
            since_last_days=_days_between(last_ended[row.pk], day),
        )
        for row in rows.values()
    ]
    return candidates, rows


def matches_of_person(person_id: int, now: datetime) -> QuerySet[Match]:
    """What a person may see of their own company."""
    rows = Match.objects.filter(request__person=person_id, state__in=RUNNING)
    return rows.select_related("volunteer", "request__person", "request__site")


def matches_of_volunteer(volunteer: Volunteer) -> QuerySet[Match]:
    """Whom a volunteer meets or follows."""
    rows = Match.objects.filter(volunteer=volunteer, state__in=RUNNING)
    return rows.select_related("request__person", "request__site", "volunteer")


def _days_between(earlier: date | None, day: date) -> int | None:
    return (day - earlier).days if earlier else None
