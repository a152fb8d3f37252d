"""Tables of counts in which small ones are left out and cannot be worked out."""

from collections.abc import Sequence
from dataclasses import dataclass

from peervej.methods.disclosure.network import Arc, Name, Network
from peervej.methods.errors import UnusableInput

DEFAULT_THRESHOLD = 5
MAX_CELLS = 2500
ROW_TOTAL, COLUMN_TOTAL, TOTAL = "row", "column", "total"
# Costs make a total the last thing to be left out: it is what people look for first.
_MARGIN, _GRAND = 20, 400

Table = Sequence[Sequence[int]]


class UnusableTable(UnusableInput):
    """The table is not one of counts."""


@dataclass(frozen=True)
class SuppressedTable:
    """A table as it may be published: None where a count is left out."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None

    @property
    def left_out(self) -> int:
        """Return how many cells and totals are left out."""
        numbers = [*self.row_totals, *self.column_totals, self.total]
        return sum(n is None for row in self.cells for n in row) + numbers.count(None)


@dataclass(frozen=True)
class SuppressedCounts:
    """A list of counts as it may be published, with its total."""

    counts: tuple[int | None, ...]
    total: int | None


def suppress(
    table: Table, *, threshold: int = DEFAULT_THRESHOLD, keep_zeros: bool = False
) -> SuppressedTable:
    """Leave out counts below ``threshold``, and as many more as it takes to keep them hidden.

    ``table``: rows of whole numbers from 0, all equally long. Totals are computed, published
    where they may be, and protected as the cells are: whoever knows every published number and
    that counts are whole and not negative cannot work out any that is left out. With
    ``keep_zeros`` a count of none is published. Raises `UnusableTable`. Source: cell
    suppression on networks, see `network`.
    """
    check_table(table, threshold)
    arcs = table_arcs(table)
    hidden = {
        index
        for index, arc in enumerate(arcs)
        if arc.value < threshold and not (keep_zeros and arc.value == 0)
    }
    return publish(table, close(arcs, hidden))


def suppress_by_column(
    table: Table, *, complete: bool, threshold: int = DEFAULT_THRESHOLD
) -> SuppressedTable:
    """Leave out small counts of a table whose columns are published one after another.

    What is shown of a column is settled by that column alone, so it is the same in every
    later release and no two releases can be set against each other. Totals across columns
    come out where all their parts are out; once the table is ``complete`` also those that
    give no hidden count away. Raises `UnusableTable`.
    """
    check_table(table, threshold)
    index = {name: number for number, name in enumerate(table_values(table))}
    hidden: set[int] = set()
    for column in range(len(table[0])):
        shown = suppress_counts([row[column] for row in table], threshold=threshold)
        hidden |= {index["cell", r, column] for r, n in enumerate(shown.counts) if n is None}
        if shown.total is None:
            hidden.add(index[COLUMN_TOTAL, 0, column])
    arcs, settled = table_arcs(table), set(hidden)
    for row in range(len(table)):
        if any(index["cell", row, column] in hidden for column in range(len(table[0]))):
            hidden.add(index[ROW_TOTAL, row, 0])
    if any(index[COLUMN_TOTAL, 0, column] in hidden for column in range(len(table[0]))):
        hidden.add(index[TOTAL, 0, 0])
    if complete:
        small = {number for number in hidden - settled if arcs[number].value < threshold}
        network = Network(arcs, hidden)
        network.prune(settled | small)
        hidden = network.suppressed
    return publish(table, hidden)


def suppress_counts(
    counts: Sequence[int], *, threshold: int = DEFAULT_THRESHOLD, keep_zeros: bool = False
) -> SuppressedCounts:
    """Leave out small counts of one list, as `suppress` does, with the total of the list."""
    check_table([counts], threshold)
    arcs = [Arc(("cell", 0, index), "from", "to", n, n + 1) for index, n in enumerate(counts)]
    total = sum(counts)
    arcs.append(Arc((TOTAL, 0, 0), "to", "from", total, (total + 1) * _GRAND))
    hidden = {
        index
        for index, arc in enumerate(arcs)
        if arc.value < threshold and not (keep_zeros and arc.value == 0)
    }
    hidden = close(arcs, hidden)
    return SuppressedCounts(
        tuple(None if index in hidden else n for index, n in enumerate(counts)),
        None if len(counts) in hidden else total,
    )


def close(arcs: Sequence[Arc], hidden: set[int]) -> set[int]:
    """Return ``hidden`` and what more must be left out so that none of it can be worked out."""
    network = Network(arcs, set(hidden))
    network.protect()
    network.prune(hidden)
    return network.suppressed


def table_arcs(table: Table, least: dict[Name, int] | None = None) -> list[Arc]:
    """Return the arcs of a table with its totals, in the order of `all_names`.

    ``least``: what is known of a count beforehand, by name; 0 where nothing is.
    """
    known = least or {}
    values = table_values(table)
    arcs = []
    for name, value in values.items():
        kind, row, column = name
        if kind == "cell":
            ends, cost = (("r", row), ("c", column)), value + 1
        elif kind == ROW_TOTAL:
            ends, cost = (("from", 0), ("r", row)), (value + 1) * _MARGIN
        elif kind == COLUMN_TOTAL:
            ends, cost = (("c", column), ("to", 0)), (value + 1) * _MARGIN
        else:
            ends, cost = (("to", 0), ("from", 0)), (value + 1) * _GRAND
        arcs.append(Arc(name, *ends, value, cost, known.get(name, 0)))
    return arcs


def table_values(table: Table) -> dict[Name, int]:
    """Return every cell and total by name: ("cell", row, column), ("row", row, 0) and so on."""
    values: dict[Name, int] = {}
    for row, numbers in enumerate(table):
        for column, number in enumerate(numbers):
            values["cell", row, column] = number
    for row, numbers in enumerate(table):
        values[ROW_TOTAL, row, 0] = sum(numbers)
    for column in range(len(table[0])):
        values[COLUMN_TOTAL, 0, column] = sum(numbers[column] for numbers in table)
    values[TOTAL, 0, 0] = sum(map(sum, table))
    return values


def publish(table: Table, hidden: set[int]) -> SuppressedTable:
    """Return the table with the arcs of ``hidden`` left out."""
    values = table_values(table)
    shown = {
        name: None if index in hidden else value
        for index, (name, value) in enumerate(values.items())
    }
    rows, columns = range(len(table)), range(len(table[0]))
    return SuppressedTable(
        tuple(tuple(shown["cell", row, column] for column in columns) for row in rows),
        tuple(shown[ROW_TOTAL, row, 0] for row in rows),
        tuple(shown[COLUMN_TOTAL, 0, column] for column in columns),
        shown[TOTAL, 0, 0],
    )


def check_table(table: Table, threshold: int) -> None:
    """Raise `UnusableTable` on anything but a rectangle of whole numbers from 0."""
    if threshold < 1:
        raise UnusableTable("The threshold is at least 1.")
    if not table or not table[0]:
        raise UnusableTable("The table has no counts.")
    width = len(table[0])
    if any(len(row) != width for row in table):
        raise UnusableTable("The rows of the table are not equally long.")
    if len(table) * width > MAX_CELLS:
        raise UnusableTable(f"The table has more than {MAX_CELLS} counts; split it.")
    for row in table:
        for number in row:
            if isinstance(number, bool) or not isinstance(number, int) or number < 0:
                raise UnusableTable(f"A count is a whole number from 0, not {number!r}.")
