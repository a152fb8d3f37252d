"""The report of a closed trial: asked for here, made by the worker, fetched when it is done."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.audit.clock import real_time
from peervej.apps.audit.middleware import now_of
from peervej.apps.reporting.enums import CalculationKind
from peervej.apps.reporting.operations.calculating import CalculationRefused, ask_for_report
from peervej.apps.reporting.tasks import hand_over
from peervej.apps.trial.models import Trial

KINDS = (CalculationKind.REPORT, CalculationKind.PAGE, CalculationKind.BOARD)


@allow(Role.RESEARCHER)
@require_POST
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a report; before the arms are open the result page says why not."""
    trial = get_object_or_404(Trial, code=code)
    kind = request.POST.get("kind", "")
    if kind not in KINDS:
        raise Http404("no such report")
    if not trial.is_unblinded:
        return redirect("reporting:result", code=code)
    try:
        asked = ask_for_report(
            trial,
            kind,
            language=(get_language() or "da")[:2],
            actor=actor_of(request),
            now=now_of(request),
            real_now=real_time(),
        )
    except CalculationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("reporting:result", code=code)
    hand_over(asked)
    return redirect("reporting:calculation", calculation=asked.key)
