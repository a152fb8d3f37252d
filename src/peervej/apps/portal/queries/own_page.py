"""What stands on a person's own page, in the order they need it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from peervej.apps.allocation.models import Arm, Draw
from peervej.apps.allocation.queries import draw_of, waits_to_be_told
from peervej.apps.directory.models import Initiative
from peervej.apps.directory.queries import entries_near
from peervej.apps.measures.models import Assessment
from peervej.apps.measures.queries import follow_up_dates
from peervej.apps.people.models import Person
from peervej.apps.programmes.enums import EnrolmentState, MeetingState, SignupState
from peervej.apps.programmes.models import (
    Attendance,
    Enrolment,
    Offer,
    Period,
    Programme,
    Session,
    Signup,
)
from peervej.apps.programmes.queries import (
    active_enrolment,
    definition_of,
    expected_start,
    has_been_introduced,
    leaders_of,
    next_session,
    open_offer,
    period_on,
    place_in_line,
)
from peervej.apps.programmes.queries.people import decision_text
from peervej.apps.programmes.queries.sessions import Leaders
from peervej.apps.programmes.queries.waiting import latest_wait_day
from peervej.apps.trial.models import Trial, TrialState
from peervej.apps.trial.queries import definition_of as trial_definition
from peervej.apps.trial.queries import open_questions, participations_of


@dataclass
class OwnPage:
    """Everything the page may show; what is None is not shown."""

    person: Person
    signup: Signup | None = None
    period_to_join: Period | None = None
    recruitment_has_stopped: bool = False
    enrolment: Enrolment | None = None
    finished: Enrolment | None = None
    has_walked: bool = False
    offer: Offer | None = None
    place_in_line: int | None = None
    expected_start: date | None = None
    latest_wait: date | None = None
    reason: str = ""
    questions: Assessment | None = None
    session: Session | None = None
    leaders: Leaders | None = None
    answer_given: str = ""
    themes: list[str] = field(default_factory=list)
    session_count: int = 0
    sessions_done: int = 0
    theme_now: str = ""
    theme_before: str = ""
    awaits_telling: bool = False
    usual_support: bool = False
    follow_up: tuple[date, date] | None = None
    may_join_later: bool = False
    offers_nearby: list[Initiative] = field(default_factory=list)
    in_research: bool = False
    draws_are_over: bool = False


def build_own_page(person: Person, now: datetime) -> OwnPage:
    """Put the page together as things stand at `now`."""
    page = OwnPage(person)
    page.signup = _next_signup(person, now)
    page.enrolment = active_enrolment(person)
    page.questions = open_questions(person, now.date())
    page.in_research = bool(participations_of(person))
    if page.enrolment is None:
        _before_joining(page, now)
    elif page.enrolment.state == EnrolmentState.SEATED:
        _with_seat(page, page.enrolment, now)
    elif page.enrolment.state == EnrolmentState.USUAL_SUPPORT:
        _with_usual_support(page, draw_of(person), now)
    else:
        page.draws_are_over = _no_more_draws(page.enrolment)
        page.offer = open_offer(page.enrolment)
        page.place_in_line = place_in_line(page.enrolment)
        page.expected_start = expected_start(page.enrolment, now)
        page.latest_wait = latest_wait_day(page.enrolment)
        page.reason = decision_text(page.enrolment.decision)
    return page


def _no_more_draws(enrolment: Enrolment) -> bool:
    """Whether someone still waits for a draw of a trial that has been closed."""
    closed = Trial.objects.filter(code=enrolment.period.trial_code, state=TrialState.CLOSED)
    return enrolment.state == EnrolmentState.AWAITING_DRAW and closed.exists()


def _next_signup(person: Person, now: datetime) -> Signup | None:
    return (
        Signup.objects.filter(
            person=person,
            state=SignupState.SIGNED_UP,
            intro__state=MeetingState.PLANNED,
            intro__ends_at__gt=now,
        )
        .select_related("intro__site")
        .order_by("intro__starts_at")
        .first()
    )


def _before_joining(page: OwnPage, now: datetime) -> None:
    """After the intro meeting the page asks whether one wants to join; never before."""
    ended = Enrolment.objects.filter(person=page.person).select_related("period__programme")
    page.finished = ended.order_by("-asked_at").first()
    if page.finished and page.finished.state == EnrolmentState.COMPLETED:
        page.offers_nearby = _nearby(page.person, now)
        page.has_walked = page.finished.group_id is not None
        if page.has_walked and not _introduced_since(page.finished):
            return
    if not has_been_introduced(page.person):
        return
    signup = Signup.objects.filter(person=page.person, state=SignupState.ATTENDED).last()
    programme = signup.intro.programme if signup and signup.intro else None
    period = _open_period(page.person, programme, now)
    if period is None:
        return
    if period.is_trial:
        trial = Trial.objects.filter(code=period.trial_code).first()
        if trial is None or trial.state != TrialState.SEALED:
            page.recruitment_has_stopped = True
            return
        if participations_of(page.person):
            return
    page.period_to_join = period


def _introduced_since(finished: Enrolment) -> bool:
    """Whether they came to another intro meeting after the group's end: then they may go again."""
    return Signup.objects.filter(
        person=finished.person,
        state=SignupState.ATTENDED,
        intro__starts_at__date__gt=finished.ended_on,
    ).exists()


def _open_period(person: Person, programme: Programme | None, now: datetime) -> Period | None:
    """The period running at the person's site; after a talk there is no meeting to ask."""
    for one in Programme.objects.filter(kind="course").order_by("pk"):
        if programme in (None, one):
            period = period_on(person.site, one, now.date())
            if period:
                return period
    return None


def _with_seat(page: OwnPage, enrolment: Enrolment, now: datetime) -> None:
    """A drawn seat is shown once someone has told the person of it."""
    drawn = draw_of(page.person)
    if waits_to_be_told(drawn):
        page.awaits_telling = True
        return
    if enrolment.group is None:
        return
    page.session = next_session(enrolment, now)
    definition = definition_of(enrolment.period.programme)
    page.themes = [theme.title for theme in definition.themes]
    sessions = list(enrolment.group.sessions.exclude(state=MeetingState.CANCELLED))
    page.session_count = len(sessions)
    page.sessions_done = sum(session.ends_at <= now for session in sessions)
    if page.session is None:
        return
    page.leaders = leaders_of(page.session)
    page.theme_now = _theme(page.themes, page.session.theme)
    before = [session for session in sessions if session.ends_at <= now]
    if before:
        page.theme_before = _theme(page.themes, before[-1].theme)
    noted = Attendance.objects.filter(session=page.session, enrolment=enrolment).first()
    page.answer_given = noted.presence if noted else ""


def _theme(themes: list[str], number: int) -> str:
    return themes[number - 1] if 0 < number <= len(themes) else ""


def _with_usual_support(page: OwnPage, drawn: Draw | None, now: datetime) -> None:
    if waits_to_be_told(drawn):
        page.awaits_telling = True
        return
    page.usual_support = True
    page.offers_nearby = _nearby(page.person, now)
    if drawn and drawn.arm == Arm.CONTROL:
        page.follow_up = follow_up_dates(drawn.participation.key)
        telling = trial_definition(drawn.participation.trial).telling
        page.may_join_later = telling.controls_may_join_later


def _nearby(person: Person, now: datetime) -> list[Initiative]:
    """Other offers: not the programme they have just left, or were drawn not to join."""
    own = list(Programme.objects.values_list("slug", flat=True))
    return entries_near(person.site.municipality, day=now.date(), limit=3, exclude_slugs=own)
