"""The same figures published again and again, so that no difference gives a few people away."""

from collections.abc import Sequence
from dataclasses import dataclass

from peervej.methods.disclosure.attack import worked_out
from peervej.methods.disclosure.network import Name
from peervej.methods.disclosure.tables import (
    COLUMN_TOTAL,
    DEFAULT_THRESHOLD,
    ROW_TOTAL,
    TOTAL,
    SuppressedTable,
    Table,
    UnusableTable,
    check_table,
    close,
    publish,
    table_arcs,
    table_values,
)


@dataclass(frozen=True)
class ReleasedCount:
    """A figure as it may be published now; ``held`` when the earlier one stands.

    ``last``: the figure people saw last, also when none is published now.
    """

    value: int | None
    held: bool = False
    last: int | None = None


@dataclass(frozen=True)
class ReleasedTable:
    """A table as it may be published now.

    ``counts`` are the true counts behind ``shown``: they are kept, unpublished, to judge the
    next release by. ``held`` when the earlier release stands because the new one would give a
    count away; a held one is not added to the history.
    """

    counts: tuple[tuple[int, ...], ...]
    shown: SuppressedTable
    held: bool = False

    def by_name(self) -> dict[Name, int | None]:
        """Return every published cell and total, None where left out."""
        names: dict[Name, int | None] = {}
        for row, numbers in enumerate(self.shown.cells):
            for column, number in enumerate(numbers):
                names["cell", row, column] = number
        for row, number in enumerate(self.shown.row_totals):
            names[ROW_TOTAL, row, 0] = number
        for column, number in enumerate(self.shown.column_totals):
            names[COLUMN_TOTAL, 0, column] = number
        names[TOTAL, 0, 0] = self.shown.total
        return names


def release_count(
    current: int, previous: ReleasedCount | None, *, threshold: int = DEFAULT_THRESHOLD
) -> ReleasedCount:
    """Return the figure that may be published of a single running count.

    A new figure comes out when the change since the published one is none or at least
    ``threshold``; until then the old one stands, so that a step of one person is never seen.
    Raises `UnusableTable` on anything but a whole number from 0.
    """
    check_table([[current]], threshold)
    last = previous.last if previous else None
    if current < threshold:
        return ReleasedCount(None, last=last)
    if last is not None and 0 < abs(current - last) < threshold:
        return ReleasedCount(last, held=True, last=last)
    return ReleasedCount(current, last=current)


def release_table(
    current: Table,
    history: Sequence[ReleasedTable] = (),
    *,
    threshold: int = DEFAULT_THRESHOLD,
    cumulative: bool = True,
) -> ReleasedTable:
    """Return the table that may be published after the releases in ``history``, oldest first.

    Left out are counts below ``threshold``, counts that differ from the figure last published
    in their place by less than ``threshold`` (but not by none), and what else it takes to keep
    these hidden. Then everything published so far is attacked together; when any hidden count
    would have only one possible value, the earlier release stands. ``cumulative``: the counts
    only ever grow, and everybody knows it. Raises `UnusableTable` also when a cumulative count
    has fallen or the table has changed its shape.
    """
    check_table(current, threshold)
    values = table_values(current)
    known: dict[Name, int] = {}
    for earlier in history:
        if [len(row) for row in earlier.counts] != [len(row) for row in current]:
            raise UnusableTable("The table has another shape than the one published before.")
        known.update({n: value for n, value in earlier.by_name().items() if value is not None})
    if cumulative and history:
        before = table_values(history[-1].counts)
        if any(values[name] < before[name] for name in values):
            raise UnusableTable("A count has fallen, so the table is not cumulative.")
    arcs = table_arcs(current, known if cumulative else None)
    hidden = {
        index
        for index, arc in enumerate(arcs)
        if arc.value < threshold or 0 < abs(arc.value - known.get(arc.name, arc.value)) < threshold
    }
    fresh = ReleasedTable(
        tuple(tuple(row) for row in current), publish(current, close(arcs, hidden))
    )
    if history and worked_out(
        [(r.counts, r.by_name()) for r in (*history, fresh)], cumulative=cumulative
    ):
        return ReleasedTable(history[-1].counts, history[-1].shown, held=True)
    return fresh
