"""The demonstration's trial: sealed by two people and an observer, and closed by two."""

from datetime import datetime, timedelta

from peervej.apps.accounts.models import User
from peervej.apps.allocation.operations.closing import ask_to_close, close_trial
from peervej.apps.allocation.operations.sealing import (
    begin_sealing,
    contribute,
    invite_observer,
    seal_trial,
)
from peervej.apps.allocation.operations.unblinding import (
    ask_to_lock,
    ask_to_unblind,
    lock_plan,
    unblind_trial,
)
from peervej.apps.trial.models import Trial
from peervej.apps.trial.operations import create_trial
from peervej.data.trials import load_trial_text

TRIAL = "vejen-effekt"


def seal(researchers: list[User], seed: str, now: datetime) -> Trial:
    """Two people, an observer, and a seed none of them chose."""
    first, second = researchers
    trial = create_trial(load_trial_text(TRIAL), actor=f"user:{first.pk}", now=now)
    sealing = begin_sealing(trial, user=first, now=now)
    observer = invite_observer(
        sealing,
        name="En komité (demonstration)",
        email="observatoer@example.org",
        actor=f"user:{first.pk}",
        now=now,
    )
    contribute(observer, f"terningerne viste {seed}", now=now)
    seal_trial(trial, user=second, now=now)
    return Trial.objects.get(pk=trial.pk)


def close(trial: Trial, researchers: list[User], now: datetime) -> None:
    """Closed, the plan locked, and the arms opened, in the last days before `now`."""
    first, second = researchers
    before = [now - timedelta(days=days) for days in (4, 3, 2, 1)]
    ask_to_close(trial, user=first, now=before[0])
    close_trial(trial, user=second, now=before[1])
    ask_to_lock(trial, user=first, now=before[2])
    lock_plan(trial, user=second, now=before[2])
    ask_to_unblind(trial, user=first, now=before[3])
    unblind_trial(trial, user=second, now=before[3])
