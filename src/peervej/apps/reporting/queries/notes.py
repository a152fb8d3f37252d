"""What a trial's report holds beside its data: corrections, the authors' words, worries."""

from datetime import date

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from peervej.apps.concerns.enums import Gravity
from peervej.apps.concerns.operations.concerns import HARM
from peervej.apps.figures.models import Figure
from peervej.apps.reporting.enums import NoteKind
from peervej.apps.reporting.models import AuthorNote
from peervej.apps.trial.models import Trial
from peervej.report import Deviation, Notes, Paragraph, Rows
from peervej.report.document import Block

SMALLEST_SHOWN = 5


def author_notes(trial: Trial) -> QuerySet[AuthorNote]:
    """What authors have written for the report, the oldest first."""
    return AuthorNote.objects.filter(trial=trial)


def notes_of(trial: Trial) -> Notes:
    """The authors' own deviations, harms and checklist items; the ledger has its own."""
    written = list(author_notes(trial))
    return Notes(
        tuple(Deviation(n.what, n.why) for n in written if n.kind == NoteKind.DEVIATION),
        " ".join(note.what for note in written if note.kind == NoteKind.HARMS),
        {note.item: note.what for note in written if note.kind == NoteKind.CONSORT},
    )


def worries_of(trial: Trial) -> list[Block]:
    """Worries closed at the trial's sites while it ran, by what was done; nobody can be told.

    A worry names nobody in any field, so it has no arm. A count under five is not shown, and
    then no sum either, which would give it back. Nothing where the trial was never sealed.
    """
    if trial.sealed_on is None:
        return []
    counts = _count_worries(trial, trial.sealed_on)
    rows = [(str(label), _hidden(counts.get(value, 0))) for value, label in Gravity.choices]
    if all(count == 0 or count >= SMALLEST_SHOWN for count in counts.values()):
        rows.append((_("In all"), str(sum(counts.values()))))
    caption = _("Worries told of at the trial's sites while it ran (items 15 and 27)")
    said = _(
        "A worry carries no name, so it cannot be counted by arm, and it may be about someone"
        " outside the trial. Counts under five are not shown."
    )
    table = Rows(caption, ("", _("Count")), tuple(rows), frozenset({1}))
    return [table, Paragraph(said, is_note=True)]


def _count_worries(trial: Trial, first: date) -> dict[str, int]:
    """By month, since that is how they are kept."""
    rows = Figure.objects.filter(
        kind=HARM, site__in=trial.sites.all(), month__gte=first.replace(day=1)
    )
    if trial.closed_on is not None:
        rows = rows.filter(month__lte=trial.closed_on)
    return dict(rows.values_list("value").annotate(Sum("count")).order_by("value"))


def _hidden(count: int) -> str:
    return str(count) if count == 0 or count >= SMALLEST_SHOWN else _("under 5")
