"""Every count of the flow laid beside its neighbours: what must be equal, and whether it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from peervej.apps.allocation.models import Arm, Batch, Draw
from peervej.apps.allocation.queries import ledger_bytes
from peervej.apps.programmes.models import Enrolment
from peervej.apps.reporting.queries.dataset import Dataset
from peervej.apps.reporting.queries.effect import Effect
from peervej.apps.reporting.queries.flow_counts import WITH_USUAL_SUPPORT, ArmFlow
from peervej.apps.trial.models import ParticipationState, Trial
from peervej.apps.trial.queries import count_participations, definition_of
from peervej.methods.randomisation import Flow, count_flow, read_lines


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


def checks_of_ledger(trial: Trial, top: Flow) -> list[Check]:
    """The top, step by step: ledger beside participations and draws."""
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


def checks_of_sites(trial: Trial) -> list[Check]:
    """The draws of each site: ledger beside table."""
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


def checks_of_services(trial: Trial, columns: Sequence[ArmFlow]) -> list[Check]:
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


def checks_of_column(column: ArmFlow, effect: Effect | None) -> list[Check]:
    """What became of those drawn to one column, down to the analysis."""
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


def panel_of(
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
