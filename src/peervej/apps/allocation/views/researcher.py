"""The researcher seals and closes; each takes two people."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from peervej.apps.accounts.models import User
from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.allocation.forms import ObserverForm
from peervej.apps.allocation.models import Act, ActRequest, Sealing
from peervej.apps.allocation.operations.amending import AmendmentRefused, end_recruitment
from peervej.apps.allocation.operations.chain import BehindPublishedHead
from peervej.apps.allocation.operations.closing import ClosingRefused, ask_to_close, close_trial
from peervej.apps.allocation.operations.sealing import (
    SealingRefused,
    ask_to_seal,
    begin_sealing,
    invite_observer,
    seal_trial,
)
from peervej.apps.allocation.operations.two_people import TwoPeopleNeeded, withdraw_request
from peervej.apps.allocation.operations.unblinding import (
    UnblindingRefused,
    ask_to_lock,
    ask_to_unblind,
    lock_plan,
    unblind_trial,
)
from peervej.apps.allocation.queries import requests_standing
from peervej.apps.trial.models import Trial
from peervej.apps.trial.queries import definition_of
from peervej.methods.randomisation import SealingRefused as SeedRefused

ASKED = gettext_lazy("Your colleagues get a message. One of them can do it now.")


def _withdraw(act: Act, trial: Trial, *, user: User, now: datetime) -> ActRequest:
    return withdraw_request(trial, act, user=user, now=now)


STEPS: dict[str, tuple[Callable[..., Any], Any]] = {
    "begin": (
        begin_sealing,
        gettext_lazy("The system has committed to its secret. Now ask an observer."),
    ),
    "ask-seal": (ask_to_seal, ASKED),
    "seal": (seal_trial, gettext_lazy("The trial is sealed and takes people in.")),
    "stop": (
        end_recruitment,
        gettext_lazy("Nobody more is taken in. Those who wait are still drawn."),
    ),
    "ask": (ask_to_close, ASKED),
    "close": (close_trial, gettext_lazy("The trial is closed, and the seed is public.")),
    "ask-lock": (ask_to_lock, ASKED),
    "lock": (lock_plan, gettext_lazy("The plan is locked, and its hash stands in the ledger.")),
    "ask-open": (ask_to_unblind, ASKED),
    "open": (unblind_trial, gettext_lazy("The arms are open. The result can be seen.")),
    **{
        f"withdraw-{act.value}": (partial(_withdraw, act), gettext_lazy("Taken back."))
        for act in Act
    },
}


REFUSALS = (
    TwoPeopleNeeded,
    SealingRefused,
    ClosingRefused,
    UnblindingRefused,
    SeedRefused,
    AmendmentRefused,
    BehindPublishedHead,
)


@allow(Role.RESEARCHER)
@require_http_methods(["GET", "POST"])
def sealing(request: HttpRequest, code: str) -> HttpResponse:
    """Where the sealing stands, who observes, and the next step."""
    trial = get_object_or_404(Trial, code=code)
    row = Sealing.objects.filter(trial=trial).first()
    form = ObserverForm(request.POST or None)
    if request.method == "POST" and row and form.is_valid():
        try:
            invite_observer(
                row,
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                actor=actor_of(request),
                now=request.now,  # type: ignore[attr-defined]
            )
        except SealingRefused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The observer has been asked."))
        return redirect("allocation:sealing", code=code)
    day = request.now.date()  # type: ignore[attr-defined]
    observers = row.observers.select_related("user") if row else []
    context = {
        "trial": trial,
        "definition": definition_of(trial),
        "sealing": row,
        "observers": observers,
        "form": form,
        "has_contribution": any(observer.contribution for observer in observers),
        "asked": {one.act: one for one in requests_standing(day) if one.trial == trial},
        "history": ActRequest.objects.filter(trial=trial).select_related("asked_by", "ended_by"),
    }
    return render(request, "allocation/sealing.html", context)


@allow(Role.RESEARCHER)
@require_POST
def step(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Take one step of sealing or closing; refused with the reason where it cannot be taken."""
    trial = get_object_or_404(Trial, code=code)
    if name not in STEPS:
        return redirect("allocation:sealing", code=code)
    operation, done = STEPS[name]
    now: datetime = request.now  # type: ignore[attr-defined]
    try:
        operation(trial, user=request.user, now=now)
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("allocation:sealing", code=code)
