"""Below the draw: what was given, what came back, and who can be analysed.

The programme's side is counted from enrolments and attendance, the questions from measures;
the two meet only as numbers.
"""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from peervej.apps.allocation.models import Arm
from peervej.apps.measures.models import Answer, Assessment, AssessmentState, Occasion
from peervej.apps.programmes.enums import EnrolmentState
from peervej.apps.programmes.models import Enrolment
from peervej.apps.programmes.queries.dropout import Dropout, dropout_of
from peervej.apps.reporting.queries.dataset import Dataset
from peervej.apps.reporting.queries.figure_kinds import groups_noted
from peervej.apps.trial.models import Trial

WITH_USUAL_SUPPORT = (
    EnrolmentState.USUAL_SUPPORT,
    EnrolmentState.COMPLETED,
    EnrolmentState.STOPPED,
)
UNFINISHED = (AssessmentState.OPEN, AssessmentState.BEGUN)


@dataclass(frozen=True)
class Delivery:
    """What the programme gave those with a seat (or with usual support)."""

    given: int
    not_begun: int = 0
    never_started: int = 0
    left_early: int = 0
    lost: int = 0
    none: int = 0
    going_on: int = 0

    @property
    def came(self) -> int:
        return self.left_early + self.lost + self.none + self.going_on


@dataclass(frozen=True)
class FollowUp:
    """What became of the last questions."""

    answered: int = 0
    lost: int = 0
    not_due: int = 0
    withdrawn: int = 0

    @property
    def total(self) -> int:
        return self.answered + self.lost + self.not_due + self.withdrawn


@dataclass(frozen=True)
class Analysed:
    """Who the analysis holds, and why others are not in it."""

    analysed: int
    no_first_score: int
    no_last_score: int


@dataclass(frozen=True)
class ArmFlow:
    """One column below the draw; `arm` is empty while the arms are pooled."""

    arm: str
    allocated: int
    follow_up: FollowUp
    delivery: Delivery | None = None
    analysed: Analysed | None = None


def count_follow_up(trial: Trial, arms: dict[UUID, str]) -> dict[str, FollowUp]:
    """What became of the last questions, by arm (or pooled)."""
    answered = set(
        Answer.objects.filter(
            assessment__study=trial.code,
            assessment__occasion=Occasion.FOLLOW_UP,
            value__isnull=False,
        ).values_list("assessment__respondent", flat=True)
    )
    counts: dict[str, Counter[str]] = {}
    rows = Assessment.objects.filter(study=trial.code, occasion=Occasion.FOLLOW_UP)
    for respondent, state in rows.values_list("respondent", "state"):
        column = counts.setdefault(arms.get(respondent, "unknown"), Counter())
        if state == AssessmentState.WITHDRAWN:
            column["withdrawn"] += 1
        elif state == AssessmentState.ANSWERED or respondent in answered:
            column["answered"] += 1
        elif state in UNFINISHED:
            column["not_due"] += 1
        else:
            column["lost"] += 1
    return {arm: FollowUp(**column) for arm, column in counts.items()}


def count_delivery(trial: Trial, arm: Arm) -> Delivery:
    """What the programme's own records say, without following anyone to the research."""
    rows = Enrolment.objects.filter(period__trial_code=trial.code)
    if arm == Arm.CONTROL:
        rows = rows.filter(group__isnull=True, state__in=WITH_USUAL_SUPPORT)
        return Delivery(given=rows.count())
    noted = groups_noted()
    found: Counter[str] = Counter()
    for row in rows.filter(group__isnull=False):
        found["not_begun" if row.group_id not in noted else _delivered(row)] += 1
    return Delivery(given=sum(found.values()), **found)


def _delivered(row: Enrolment) -> str:
    """The programme's own definition of drop-out; while the group runs nobody is lost."""
    kind = dropout_of(row)
    if row.state == EnrolmentState.SEATED and kind in (Dropout.NONE, Dropout.LOST):
        return "going_on"
    return str(kind.value)


def count_analysed(dataset: Dataset, arm: str) -> Analysed:
    """Who has both scores; those answered without a score skipped too many questions."""
    rows = [row for row in dataset.rows if row.arm == arm]
    followed = [row for row in rows if row.y1 is not None]
    whole = [row for row in followed if row.y0 is not None]
    return Analysed(
        analysed=len(whole),
        no_first_score=len(followed) - len(whole),
        no_last_score=sum(
            row.y1 is None and row.follow_up_state == AssessmentState.ANSWERED for row in rows
        ),
    )
