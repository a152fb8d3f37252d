"""What anyone may see of a draw: the commitment, the ledger and the file that checks it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from peervej.apps.accounts.roles import Role, allow
from peervej.apps.allocation.models import Receipt, Sealing
from peervej.apps.allocation.queries import amendments_of, head_of, ledger_bytes, verify_trial
from peervej.apps.trial.models import Trial
from peervej.apps.trial.queries import definition_of
from peervej.methods.randomisation import VERIFIER_FILE


def _public_trial(code: str) -> tuple[Trial, Sealing]:
    """A trial whose sealing has begun; before that there is nothing to see."""
    sealing = get_object_or_404(Sealing.objects.select_related("trial"), trial__code=code)
    return sealing.trial, sealing


@allow(Role.PUBLIC)
@require_safe
def trial_page(request: HttpRequest, code: str) -> HttpResponse:
    """Commitment, design, receipts and what the ledger holds."""
    trial, sealing = _public_trial(code)
    context = {
        "trial": trial,
        "sealing": sealing,
        "definition": definition_of(trial),
        "head": head_of(trial),
        "receipts": Receipt.objects.filter(trial=trial).order_by("-events")[:20],
        "amendments": amendments_of(trial),
        "verification": verify_trial(trial),
    }
    return render(request, "allocation/trial_page.html", context)


@allow(Role.PUBLIC)
@require_safe
def ledger(request: HttpRequest, code: str) -> HttpResponse:
    """The ledger, byte for byte as it is hashed."""
    trial, _sealing = _public_trial(code)
    answer = HttpResponse(ledger_bytes(trial), content_type="application/x-ndjson")
    answer["Content-Disposition"] = f'attachment; filename="{trial.code}.jsonl"'
    return answer


@allow(Role.PUBLIC)
@require_safe
def published_definition(request: HttpRequest, code: str) -> HttpResponse:
    """The definition, byte for byte as the ledger's hash of the plan is made of it."""
    trial, _sealing = _public_trial(code)
    answer = HttpResponse(trial.definition.encode(), content_type="application/toml")
    answer["Content-Disposition"] = f'attachment; filename="{trial.code}.toml"'
    return answer


@allow(Role.PUBLIC)
@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """One file of Python's standard library that checks a ledger."""
    answer = HttpResponse(VERIFIER_FILE.read_bytes(), content_type="text/x-python")
    answer["Content-Disposition"] = 'attachment; filename="verifier.py"'
    return answer
