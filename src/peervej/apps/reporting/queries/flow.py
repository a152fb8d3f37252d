"""The live CONSORT 2025 flow, and every count of it laid beside its neighbours.

The top is counted from the ledger. Below the draw the programme's side is counted from
enrolments and attendance, the questions from measures; the three meet only as numbers.
"""

from dataclasses import dataclass

from peervej.apps.allocation.models import Arm
from peervej.apps.allocation.queries import arms_of, ledger_bytes
from peervej.apps.reporting.queries.dataset import Dataset
from peervej.apps.reporting.queries.effect import Effect
from peervej.apps.reporting.queries.flow_checks import (
    Check,
    checks_of_column,
    checks_of_ledger,
    checks_of_services,
    checks_of_sites,
    panel_of,
)
from peervej.apps.reporting.queries.flow_counts import (
    ArmFlow,
    FollowUp,
    count_analysed,
    count_delivery,
    count_follow_up,
)
from peervej.apps.trial.models import Trial
from peervej.methods.randomisation import Flow, count_flow, read_lines

POOLED = ""


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
        return not self.parted

    @property
    def parted(self) -> tuple[Check, ...]:
        """The steps at which the counts part, from the top of the flow downwards."""
        return tuple(check for check in (*self.checks, *self.panel) if not check.agrees)


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
    checks = [*checks_of_ledger(trial, top), *checks_of_sites(trial)]
    checks += checks_of_services(trial, columns)
    for column in columns:
        checks += checks_of_column(column, effect)
    return TrialFlow(top, columns, tuple(checks), panel_of(trial, top, columns, dataset, effect))
