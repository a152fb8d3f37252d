"""Company: asked for, proposed, answered in private, begun, ended.

A "no" is never told. When not both have said yes the outcome comes at a fixed time after the
first meeting, whatever was answered and when, and both get the same words; the answers are
then removed. So neither the time nor any row, message or event says who declined.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.operations import cancel_messages, queue_message
from peervej.apps.people.models import Person
from peervej.apps.people.operations import keep_until
from peervej.apps.volunteers.enums import BEGUN, MatchState, RequestState, Side
from peervej.apps.volunteers.models import CompanionRequest, Match, MatchAnswer, Volunteer
from peervej.apps.volunteers.operations.refusals import VolunteerRefused
from peervej.apps.volunteers.queries.companionship import PROGRAMME, may_be_proposed
from peervej.apps.volunteers.queries.runs import enrolment_day
from peervej.data.programmes import load_programme
from peervej.methods.scheduling import COPENHAGEN
from peervej.methods.scheduling.months import add_months

SETTLED_AFTER = timedelta(days=4)


class MatchRefused(VolunteerRefused):
    """Something that cannot be done with this match."""


@transaction.atomic
def ask_companionship(
    person: Person,
    *,
    enrolled_on: date | None = None,
    purposes: list[str],
    languages: list[str],
    times: list[str],
    needs: list[str] | None = None,
    wishes: list[str] | None = None,
    actor: str,
    now: datetime,
) -> CompanionRequest:
    """Note what somebody wants company for; it may last until six months from the enrolment.

    The day of the enrolment that stands in the records holds; `enrolled_on` is for somebody
    whose enrolment is not there. Raises MatchRefused.
    """
    enrolled_on = enrolment_day(person) or enrolled_on
    if enrolled_on is None:
        raise MatchRefused(_("Write the day they enrolled in the programme."))
    companionship = load_programme(PROGRAMME).companionship
    months = companionship.max_months if companionship else 6
    ends_by = add_months(enrolled_on, months)
    if enrolled_on > now.date():
        raise MatchRefused(_("The day of enrolment has not come yet."))
    if ends_by <= now.date():
        raise MatchRefused(_("More than six months have passed since the enrolment."))
    if not languages or not times:
        raise MatchRefused(_("Choose at least one language and one time."))
    Person.objects.select_for_update().get(pk=person.pk)
    running = CompanionRequest.objects.filter(person=person).exclude(state=RequestState.CLOSED)
    if running.exists():
        raise MatchRefused(_("There is a wish for company already."))
    request = CompanionRequest.objects.create(
        person=person,
        site=person.site,
        purposes=purposes,
        languages=languages,
        times=times,
        needs=needs or [],
        wishes=wishes or [],
        asked_on=now.date(),
        ends_by=ends_by,
    )
    keep_until(person, ends_by)
    record_event("ask_companionship", request, actor=actor, now=now, site_id=request.site_id)
    return request


@transaction.atomic
def propose_match(
    request: CompanionRequest,
    volunteer: Volunteer,
    *,
    meets_at: datetime,
    place: str = "",
    actor: str,
    now: datetime,
) -> Match:
    """Plan the first meeting; both are told. Every filter holds, or MatchRefused."""
    request = CompanionRequest.objects.select_for_update().get(pk=request.pk)
    volunteer = Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer.pk)
    if request.state != RequestState.OPEN:
        raise MatchRefused(_("There is no open wish for company any more."))
    if volunteer.person_id == request.person_id:
        raise MatchRefused(_("Nobody can be their own company."))
    if not may_be_proposed(request, volunteer, now.date()):
        raise MatchRefused(_("This volunteer does not meet all that was asked for."))
    if meets_at.timestamp() <= now.timestamp():
        raise MatchRefused(_("Choose a time that is coming."))
    if meets_at.astimezone(COPENHAGEN).date() >= request.ends_by:
        raise MatchRefused(_("The six months are over by then."))
    match = Match.objects.create(
        request=request,
        volunteer=volunteer,
        state=MatchState.PROPOSED,
        meets_at=meets_at,
        place=place,
    )
    request.state = RequestState.MATCHED
    request.save(update_fields=["state"])
    tell_both(match, "meeting", now=now)
    tell_both(match, "ask", now=now, due_at=_day_after(match))
    record_about_match("propose_match", match, actor, now)
    return match


@transaction.atomic
def answer_match(match: Match, side: Side, says_yes: bool, *, actor: str, now: datetime) -> Match:
    """One of the two answers in private, from the day after; may be changed until settled.

    The event says that somebody answered, not who nor what. Two yes begin at once.
    """
    match = lock_match(match)
    if match.state != MatchState.PROPOSED:
        raise MatchRefused(_("This has been settled."))
    if now.astimezone(COPENHAGEN).date() <= match.meets_at.astimezone(COPENHAGEN).date():
        raise MatchRefused(_("Sleep on it. You can answer from tomorrow."))
    MatchAnswer.objects.update_or_create(
        match=match, side=side, defaults={"says_yes": says_yes, "answered_on": now.date()}
    )
    record_about_match("answer_match", match, "one of two", now)
    if match.answers.filter(says_yes=True).count() == len(Side):
        _begin(match, now)
    return match


def _begin(match: Match, now: datetime) -> None:
    match.state = MatchState.ACTIVE
    match.began_on = now.date()
    match.planned_end = match.request.ends_by
    match.save(update_fields=["state", "began_on", "planned_end"])
    match.answers.all().delete()
    keep_until(match.volunteer.person, match.planned_end)
    tell_both(match, "begun", now=now)
    middle = now + (match.planned_end - now.date()) / 2
    tell_both(match, "midway", now=now, due_at=middle)
    record_about_match("begin_match", match, "both", now)


def settle_matches(now: datetime) -> int:
    """Close first meetings that did not end in two yes, at their fixed time."""
    rows = Match.objects.filter(state=MatchState.PROPOSED, meets_at__lte=now - SETTLED_AFTER)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return sum(_settle(pk, now) for pk in ids)


@transaction.atomic
def _settle(pk: int, now: datetime) -> bool:
    match = lock_match(Match(pk=pk))
    if match.state != MatchState.PROPOSED:
        return False
    match.answers.all().delete()
    _do_not_begin(match, "timer", now)
    return True


@transaction.atomic
def call_off_match(match: Match, *, actor: str, now: datetime) -> None:
    """The coordinator calls it off before it has begun; both get the same words."""
    match = lock_match(match)
    if match.state != MatchState.PROPOSED:
        raise MatchRefused(_("This has been settled."))
    match.answers.all().delete()
    _do_not_begin(match, actor, now)


def _do_not_begin(match: Match, actor: str, now: datetime) -> None:
    match.state = MatchState.NOT_BEGUN
    match.save(update_fields=["state"])
    _reopen(match.request)
    cancel_messages(key_prefix=f"volunteers.match/{match.pk}/", now=now)
    tell_both(match, "not_begun", now=now)
    record_about_match("match_not_begun", match, actor, now)


@transaction.atomic
def end_match(match: Match, *, look_again: bool = False, actor: str, now: datetime) -> None:
    """The closing talk is held, or the two stop earlier; `look_again` finds somebody else."""
    match = lock_match(match)
    if match.state not in BEGUN:
        raise MatchRefused(_("It has ended already, or never began."))
    match.state = MatchState.ENDED
    match.ended_on = now.date()
    match.save(update_fields=["state", "ended_on"])
    cancel_messages(key_prefix=f"volunteers.match/{match.pk}/", now=now)
    request = match.request
    if look_again and request.ends_by > now.date():
        _reopen(request)
    else:
        request.state = RequestState.CLOSED
        request.save(update_fields=["state"])
    record_about_match("end_match", match, actor, now)


@transaction.atomic
def close_request(request: CompanionRequest, *, actor: str, now: datetime) -> None:
    """The person does not want company after all, or the time is up."""
    request = CompanionRequest.objects.select_for_update().get(pk=request.pk)
    if request.state != RequestState.OPEN:
        raise MatchRefused(_("End what is going on first."))
    request.state = RequestState.CLOSED
    request.save(update_fields=["state"])
    record_event("close_request", request, actor=actor, now=now, site_id=request.site_id)


def _reopen(request: CompanionRequest) -> None:
    request.state = RequestState.OPEN
    request.save(update_fields=["state"])


def lock_match(match: Match) -> Match:
    rows = Match.objects.select_for_update(of=("self",))
    return rows.select_related("request__person", "volunteer__person").get(pk=match.pk)


def _day_after(match: Match) -> datetime:
    return match.meets_at + timedelta(days=1)


def tell_both(match: Match, what: str, *, now: datetime, due_at: datetime | None = None) -> None:
    """The same message to both, at the same time."""
    for side, person in (
        (Side.PERSON, match.request.person),
        (Side.VOLUNTEER, match.volunteer.person),
    ):
        queue_message(
            person,
            f"volunteers.match_{what}",
            key=f"volunteers.match/{match.pk}/{what}/{side}",
            reference=f"{match.pk}/{side}",
            now=now,
            due_at=due_at,
        )


def record_about_match(verb: str, match: Match, actor: str, now: datetime, **detail: Any) -> None:
    record_event(verb, match, actor=actor, now=now, site_id=match.request.site_id, **detail)
