"""The live CONSORT 2025 flow, and every count of it laid beside its neighbours.

The top is counted from the ledger. Below the draw the programme's side is counted from
enrolments and attendance, the questions from measures; the three meet only as numbers.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from peervej.apps.allocation.models import Arm, Batch, Draw
from peervej.apps.allocation.queries import arms_of, ledger_bytes
from peervej.apps.measures.models import Answer, Assessment, AssessmentState, Occasion
from peervej.apps.programmes.enums import EnrolmentState
from peervej.apps.programmes.models import Enrolment
from peervej.apps.programmes.queries.dropout import Dropout, dropout_of
from peervej.apps.reporting.queries.dataset import Dataset
from peervej.apps.reporting.queries.effect import Effect
from peervej.apps.reporting.queries.figures import groups_noted
from peervej.apps.trial.models import ParticipationState, Trial
from peervej.apps.trial.queries import count_participations, definition_of
from peervej.methods.randomisation import Flow, count_flow, read_lines

POOLED = ""
WITH_USUAL_SUPPORT = (
    EnrolmentState.USUAL_SUPPORT,
    EnrolmentState.COMPLETED,
    EnrolmentState.STOPPED,
)
UNFINISHED = (AssessmentState.OPEN, AssessmentState.BEGUN)


@dataclass(frozen=True)
class Side:
    """One way of counting, and what it gives."""

    label: str
    count: int


@dataclass(frozen=True)
class Check:
    """Counts that must be equal; where they are not, the page says so."""

    what: str
    sides: tuple[Side, ...]

    @property
    def agrees(self) -> bool:
        return len({side.count for side in self.sides}) == 1


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


@dataclass(frozen=True)
class TrialFlow:
    """The whole diagram with its reconciliation."""

    top: Flow
    arms: tuple[ArmFlow, ...]
    checks: tuple[Check, ...]
    panel: tuple[Check, ...]

    @property
    def not_in(self) -> int:
        """Assessed and not in the trial."""
        return self.top.not_eligible + self.top.declined

    @property
    def not_drawn(self) -> int:
        """Joined and not drawn (so far)."""
        return self.top.left_undrawn + self.top.waiting

    @property
    def agrees(self) -> bool:
        return all(check.agrees for check in (*self.checks, *self.panel))


def flow_of(
    trial: Trial, dataset: Dataset | None = None, effect: Effect | None = None
) -> TrialFlow:
    """Count the flow; arms are told apart only with the dataset of a closed trial."""
    lines = read_lines(ledger_bytes(trial))
    top = count_flow(lines)
    show_arms = dataset is not None and not dataset.is_blinded and trial.is_unblinded
    arms = {key: arm for key, (arm, _group) in arms_of(trial).items()}
    if not show_arms:
        arms = dict.fromkeys(arms, POOLED)
    followed = count_follow_up(trial, arms)
    columns = tuple(
        ArmFlow(
            arm=arm,
            allocated=sum(one == arm for one in arms.values()),
            follow_up=followed.get(arm, FollowUp()),
            delivery=count_delivery(trial, Arm(arm)) if show_arms else None,
            analysed=count_analysed(dataset, arm) if show_arms and dataset else None,
        )
        for arm in (list(Arm) if show_arms else [POOLED])
    )
    checks = [*_checks_of_ledger(trial, top), *_checks_of_sites(trial)]
    checks += _checks_of_services(trial, columns)
    for column in columns:
        checks += _checks_of_column(column, effect)
    return TrialFlow(top, columns, tuple(checks), _panel(trial, top, columns, dataset, effect))


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


def _checks_of_ledger(trial: Trial, top: Flow) -> list[Check]:
    states = count_participations(trial)
    drawn = Draw.objects.filter(participation__trial=trial).count()
    return [
        Check(
            _("Assessed = not eligible + declined + joined"),
            (
                Side(_("assessed, ledger"), top.assessed),
                Side(_("sum of its parts, ledger"), top.not_eligible + top.declined + top.joined),
            ),
        ),
        Check(
            _("Joined = left undrawn + waiting + drawn"),
            (
                Side(_("joined, ledger"), top.joined),
                Side(_("sum of its parts, ledger"), top.left_undrawn + top.waiting + top.drawn),
                Side(_("participations"), sum(states.values())),
            ),
        ),
        Check(
            _("Left before the draw"),
            (
                Side(_("ledger"), top.left_undrawn),
                Side(_("participations"), states[ParticipationState.LEFT_UNDRAWN]),
            ),
        ),
        Check(
            _("Waiting for the draw"),
            (
                Side(_("ledger"), top.waiting),
                Side(_("participations"), states[ParticipationState.WAITING]),
            ),
        ),
        Check(
            _("Withdrew after the draw"),
            (
                Side(_("ledger"), top.withdrawn_after_draw),
                Side(_("participations"), states[ParticipationState.WITHDRAWN]),
            ),
        ),
        Check(
            _("Drawn = in the trial + withdrew afterwards"),
            (
                Side(_("draws"), drawn),
                Side(
                    _("participations"),
                    states[ParticipationState.DRAWN] + states[ParticipationState.WITHDRAWN],
                ),
            ),
        ),
    ]


def _checks_of_sites(trial: Trial) -> list[Check]:
    lines = read_lines(ledger_bytes(trial))
    design = definition_of(trial).design()
    checks = []
    for site in trial.sites.all():
        stratum = design.stratum_label({"site": site.slug})
        checks.append(
            Check(
                _("Drawn in %(site)s") % {"site": site.name},
                (
                    Side(_("ledger"), count_flow(lines, stratum).drawn),
                    Side(_("draws"), Draw.objects.filter(
                        participation__trial=trial, participation__site=site
                    ).count()),
                ),
            )
        )  # fmt: skip
    return checks


def _checks_of_services(trial: Trial, columns: Sequence[ArmFlow]) -> list[Check]:
    """What was drawn and what was given: two records that must say the same."""
    if all(column.delivery for column in columns):
        return [
            Check(
                _("Drawn to it and given it: %(arm)s") % {"arm": Arm(column.arm).label},
                (
                    Side(_("draws"), column.allocated),
                    Side(_("enrolments"), column.delivery.given if column.delivery else 0),
                ),
            )
            for column in columns
        ]
    rows = Enrolment.objects.filter(period__trial_code=trial.code)
    given = rows.filter(
        Q(group__isnull=False) | Q(group__isnull=True, state__in=WITH_USUAL_SUPPORT)
    )
    return [
        Check(
            _("Drawn, and a seat or usual support given"),
            (
                Side(_("draws"), sum(column.allocated for column in columns)),
                Side(_("enrolments"), given.count()),
            ),
        )
    ]


def _checks_of_column(column: ArmFlow, effect: Effect | None) -> list[Check]:
    name = str(Arm(column.arm).label) if column.arm else _("everyone drawn")
    followed, analysed = column.follow_up, column.analysed
    checks = [
        Check(
            _("Drawn = answered + lost + not yet due + withdrew (%(arm)s)") % {"arm": name},
            (
                Side(_("draws"), column.allocated),
                Side(_("sum of its parts, measures"), followed.total),
            ),
        )
    ]
    if analysed is None:
        return checks
    parts = analysed.analysed + analysed.no_first_score + analysed.no_last_score
    checks.append(
        Check(
            _("Answered = analysed + without a score (%(arm)s)") % {"arm": name},
            (
                Side(_("answered, measures"), followed.answered),
                Side(_("sum of its parts, data set"), parts),
            ),
        )
    )
    if effect is not None and effect.result is not None:
        control, intervention = effect.result.analysed
        checks.append(
            Check(
                _("In the analysis (%(arm)s)") % {"arm": name},
                (
                    Side(_("data set"), analysed.analysed),
                    Side(
                        _("analysis"),
                        intervention if column.arm == Arm.INTERVENTION else control,
                    ),
                ),
            )
        )
    return checks


def _panel(
    trial: Trial,
    top: Flow,
    columns: Sequence[ArmFlow],
    dataset: Dataset | None,
    effect: Effect | None,
) -> tuple[Check, ...]:
    """The one number everything hangs on, from each place that holds it."""
    sides = [
        Side(_("ledger"), top.drawn),
        Side(_("draws"), Draw.objects.filter(participation__trial=trial).count()),
        Side(
            _("batches"),
            sum(
                Batch.objects.filter(trial=trial, drawn_on__isnull=False).values_list(
                    "size", flat=True
                )
            ),
        ),
        Side(
            _("participations"),
            trial.participations.filter(
                state__in=(ParticipationState.DRAWN, ParticipationState.WITHDRAWN)
            ).count(),
        ),
        Side(_("sum of the columns"), sum(column.allocated for column in columns)),
    ]
    if dataset is not None:
        sides.append(Side(_("data set"), len(dataset.rows)))
    if effect is not None and effect.result is not None:
        sides.append(Side(_("result"), sum(effect.result.drawn)))
    return (Check(_("People drawn"), tuple(sides)),)
