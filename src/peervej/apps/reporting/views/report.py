"""The report of a closed trial as a file: for readers, and one page for a board."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from peervej.apps.accounts.roles import Role, allow
from peervej.apps.allocation.queries import ledger_bytes
from peervej.apps.reporting.queries.dataset import build_dataset
from peervej.apps.reporting.queries.effect import (
    analyse_beside,
    analyse_trial,
    plan_of,
    table_of,
)
from peervej.apps.reporting.queries.export import build_export
from peervej.apps.reporting.queries.flow import TrialFlow, flow_of
from peervej.apps.reporting.wording import names_of
from peervej.apps.reporting.writing import write_files
from peervej.apps.trial.models import Trial
from peervej.methods.randomisation import read_lines
from peervej.report import (
    Deviation,
    Notes,
    Provenance,
    Report,
    Rows,
    build_board_page,
    build_report,
    write_html,
    write_pdf,
)

KINDS = ("rapport.pdf", "rapport.html", "bestyrelse.pdf")


@allow(Role.RESEARCHER)
@require_safe
def report(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Hand out the report; before the trial is closed the result page says why not."""
    trial = get_object_or_404(Trial, code=code)
    if kind not in KINDS:
        raise Http404("no such report")
    if not trial.is_unblinded:
        return redirect("reporting:result", code=code)
    made = _make(trial, kind)
    if made is None:
        return redirect("reporting:result", code=code)
    is_page = kind.endswith(".html")
    content = write_html(made).encode() if is_page else write_pdf(made)
    media_type = "text/html; charset=utf-8" if is_page else "application/pdf"
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{trial.code}-{kind}"'
    return answer


def _make(trial: Trial, kind: str) -> Report | None:
    """The report, or None where the analysis was refused."""
    dataset = build_dataset(trial, blinded=False)
    effect = analyse_trial(dataset)
    if effect.result is None:
        return None
    language = (get_language() or "da")[:2]
    table, names = table_of(dataset), names_of(dataset)
    if kind == "bestyrelse.pdf":
        return build_board_page(effect.result, table, language=language, names=names)
    data = write_files(build_export(dataset), "csv")[f"{trial.code}.csv"]
    return build_report(
        effect.result,
        table,
        provenance=Provenance(data, trial.definition.encode()),
        language=language,
        names=names,
        flow=[_flow_rows(flow_of(trial, dataset, effect))],
        supplement=analyse_beside(dataset),
        sealed=plan_of(dataset.definition),
        notes=_notes(trial),
    )


def _notes(trial: Trial) -> Notes:
    """Corrections in the ledger, as deviations from the plan."""
    lines = read_lines(ledger_bytes(trial))
    found = [line for line in lines if line.kind == "corrected"]
    return Notes(
        tuple(
            Deviation(
                _("Line %(line)s of the ledger was wrong.") % {"line": line.payload["line"]},
                str(line.payload["reason"]),
            )
            for line in found
        )
    )


def _flow_rows(flow: TrialFlow) -> Rows:
    """The diagram's numbers as a table."""
    top = flow.top
    rows = [
        (_("Assessed"), str(top.assessed)),
        (_("Not eligible"), str(top.not_eligible)),
        (_("Said no"), str(top.declined)),
        (_("Said yes and joined"), str(top.joined)),
        (_("Left while waiting, undrawn"), str(top.left_undrawn)),
        (_("Drawn by lot"), str(top.drawn)),
    ]
    for column in flow.arms:
        arm = _("A group") if column.arm == "intervention" else _("Usual support")
        followed = column.follow_up
        if column.delivery and column.arm == "intervention":
            rows += [
                (f"{arm}: {_('Came to at least one meeting')}", str(column.delivery.came)),
                (f"{arm}: {_('Never started')}", str(column.delivery.never_started)),
                (f"{arm}: {_('Left early')}", str(column.delivery.left_early)),
            ]
        rows += [
            (f"{arm}: {_('Answered the last questions')}", str(followed.answered)),
            (f"{arm}: {_('Did not answer')}", str(followed.lost)),
            (f"{arm}: {_('Withdrew')}", str(followed.withdrawn)),
        ]
    caption = _("From the ledger and the tables (items 22a and 22b)")
    return Rows(caption, ("", _("Count")), tuple(rows), frozenset({1}))
