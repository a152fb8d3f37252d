"""Figures per site and quarter, and what of them may be shown.

What each counts stands in `figure_kinds`. Counts of people go through `hide_small` before a
partner sees them.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from peervej.apps.places.models import Site
from peervej.apps.programmes.queries.dropout import Dropout
from peervej.apps.programmes.queries.figures import Line
from peervej.apps.reporting.queries.figure_kinds import KINDS, Kind, Words
from peervej.apps.volunteers.enums import VolunteerState
from peervej.apps.volunteers.models import Volunteer
from peervej.apps.volunteers.queries.figures import figures_of
from peervej.methods.disclosure import DEFAULT_THRESHOLD, suppress, suppress_by_column


@dataclass(frozen=True)
class FigureTable:
    """Counts of one figure, rows by columns, with totals; None where a count is left out."""

    kind: Kind
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None

    @property
    def lines(self) -> list[tuple[Words, tuple[int | None, ...], int | None]]:
        """Label, counts and total of each row."""
        labels = [label for _code, label in self.kind.rows]
        return list(zip(labels, self.cells, self.row_totals, strict=True))

    @property
    def left_out(self) -> bool:
        return any(None in row for row in self.cells) or None in self.column_totals


def count_by_quarter(site: Site, year: int, until: date | None) -> list[FigureTable]:
    """One site's figures in the quarters of a year, up to and with `until`."""
    whole = 4 if until is None or until.year > year else (until.month + 2) // 3
    columns = tuple(_("Q%(quarter)s") % {"quarter": number + 1} for number in range(whole))
    return [
        _count(kind, [site], columns, lambda _pk, day: (day.month - 1) // 3, year, until)
        for kind in KINDS
    ]


def count_by_site(sites: Sequence[Site], year: int, until: date | None) -> list[FigureTable]:
    """All sites beside each other over a year, up to and with `until`."""
    place = {site.pk: number for number, site in enumerate(sites)}
    columns = tuple(site.name for site in sites)
    return [_count(kind, sites, columns, lambda pk, _day: place[pk], year, until) for kind in KINDS]


def _count(
    kind: Kind,
    sites: Sequence[Site],
    columns: tuple[str, ...],
    column_of: Callable[[int, date], int],
    year: int,
    until: date | None,
) -> FigureTable:
    found: Counter[tuple[str, int]] = Counter()
    for site, day, row, many in kind.events(sites):
        if day.year == year and (until is None or day <= until):
            found[row, column_of(site, day)] += many
    cells = tuple(
        tuple(found[row, column] for column in range(len(columns))) for row, _label in kind.rows
    )
    return FigureTable(
        kind,
        columns,
        cells,
        tuple(map(sum, cells)),
        tuple(sum(row[column] for row in cells) for column in range(len(columns))),
        sum(map(sum, cells)),
    )


def hide_small(table: FigureTable, *, complete: bool | None = None) -> FigureTable:
    """The same figures without counts of people under 5, or what would give them away.

    With `complete` the columns are quarters that came out one after another: what was shown
    of one never changes, and sums over a year wait until the year is `complete`.
    """
    if not table.kind.counts_people or not table.columns:
        return table
    raw = [[count or 0 for count in row] for row in table.cells]
    shown = suppress(raw) if complete is None else suppress_by_column(raw, complete=complete)
    return FigureTable(
        table.kind,
        table.columns,
        shown.cells,
        shown.row_totals,
        shown.column_totals,
        shown.total,
    )


def last_whole_quarter(day: date) -> date:
    """The last day of the latest quarter that is over on `day`."""
    first_month = 3 * ((day.month - 1) // 3) + 1
    return date.fromordinal(day.replace(month=first_month, day=1).toordinal() - 1)


def volunteers_of(
    sites: Sequence[Site], *, is_hidden: bool = False
) -> list[tuple[Words, int | None]]:
    """Volunteers today by where they stand; None for a count under 5 that is to be hidden."""
    rows = Volunteer.objects.filter(site__in=list(sites))
    counts = Counter(rows.values_list("state", flat=True))
    shown = (VolunteerState.IN_TRAINING, VolunteerState.ACTIVE, VolunteerState.PAUSED)
    least = DEFAULT_THRESHOLD if is_hidden else 0
    return [(state.label, counts[state] if counts[state] >= least else None) for state in shown]


def volunteer_lines(site: Site, first: date, last: date) -> list[Line]:
    """The figures of volunteers and companionship, as lines of the year in short."""
    return [
        Line(figure.key, figure.name, figure.definition, figure.number)
        for figure in figures_of(site, first, last)
        if figure.key not in ("trained", "leading")
    ]


def drop_out_share(table: FigureTable) -> float | None:
    """A year's drop-out among those whose attendance was noted.

    None where a count it needs is left out, or nobody ended.
    """
    codes = [code for code, _label in table.kind.rows]
    by_row = dict(zip(codes, table.row_totals, strict=True))
    known = [count for kind in Dropout if (count := by_row.get(kind)) is not None]
    whole = sum(known)
    if len(known) < len(Dropout) or not whole:
        return None
    return 1 - (by_row[Dropout.NONE] or 0) / whole
