"""What someone who has every release in hand can work out, exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from peervej.methods.disclosure.network import Arc, Name
from peervej.methods.disclosure.tables import table_arcs

# scipy.optimize takes a second to import, and a server starts without attacking anything.
if TYPE_CHECKING:
    from scipy.optimize import LinearConstraint

Published = Mapping[Name, int | None]
# How far from the truth the joint attempt may go; any room above none would do.
_ROOM = 10.0
Release = tuple[Sequence[Sequence[int]], Published]


def worked_out(releases: Sequence[Release], *, cumulative: bool) -> list[tuple[int, Name]]:
    """Return the hidden counts, by release and name, that have only one possible value.

    ``releases``: the true tables in order of time, each with what was published of it by name
    (None where left out). The attacker knows the published numbers, that counts are whole and
    not negative, that parts add up, and with ``cumulative`` that no count ever falls. Each is
    asked by integer programming (HiGHS) for a solution that differs from the truth.
    """
    shape = [table_arcs(table) for table, _ in releases]
    size = len(shape[0])
    truth = np.array([arc.value for arcs in shape for arc in arcs], dtype=np.float64)
    constraints = [_conservation(shape)]
    if cumulative and len(releases) > 1:
        constraints.append(_never_falls(len(releases), size))
    low, high = np.zeros(len(truth)), np.full(len(truth), np.inf)
    hidden = []
    for number, (arcs, (_, published)) in enumerate(zip(shape, releases, strict=True)):
        for place, arc in enumerate(arcs):
            index = number * size + place
            if published[arc.name] is None:
                hidden.append((index, (number, arc.name)))
            else:
                low[index] = high[index] = arc.value
    attack = _Attack(truth, low, high, constraints)
    attack.try_all_at_once([index for index, _ in hidden])
    return [name for index, name in hidden if not attack.can_differ(index)]


def _conservation(shape: Sequence[Sequence[Arc]]) -> LinearConstraint:
    from scipy.optimize import LinearConstraint
    from scipy.sparse import lil_array

    nodes: dict[tuple[int, object], int] = {}
    entries = []
    column = 0
    for number, arcs in enumerate(shape):
        for arc in arcs:
            for node, sign in ((arc.tail, -1), (arc.head, 1)):
                row = nodes.setdefault((number, node), len(nodes))
                entries.append((row, column, sign))
            column += 1
    matrix = lil_array((len(nodes), column))
    for row, place, sign in entries:
        matrix[row, place] += sign
    return LinearConstraint(matrix.tocsr(), 0, 0)


def _never_falls(count: int, size: int) -> LinearConstraint:
    from scipy.optimize import LinearConstraint
    from scipy.sparse import lil_array

    matrix = lil_array(((count - 1) * size, count * size))
    for row in range((count - 1) * size):
        matrix[row, row], matrix[row, row + size] = -1, 1
    return LinearConstraint(matrix.tocsr(), 0, np.inf)


class _Attack:
    """The published system, its true solution, and the counts found to have another value."""

    def __init__(
        self,
        truth: npt.NDArray[np.float64],
        low: npt.NDArray[np.float64],
        high: npt.NDArray[np.float64],
        constraints: Sequence[LinearConstraint],
    ) -> None:
        self.truth, self.low, self.high = truth, low, high
        self.constraints = constraints
        self.open: set[int] = set()

    def try_all_at_once(self, hidden: Sequence[int]) -> None:
        """Push every hidden count away from the truth together: most give way at once."""
        for sign in (1.0, -1.0):
            weights = np.zeros(len(self.truth))
            weights[list(hidden)] = sign
            self._solve(weights, self.low, np.minimum(self.high, self.truth + _ROOM))

    def can_differ(self, index: int) -> bool:
        """Say whether some solution gives this count another value than the truth."""
        true = self.truth[index]
        for least, most in ((true + 1, self.high[index]), (self.low[index], true - 1)):
            if index in self.open:
                return True
            if least <= most:
                low, high = self.low.copy(), self.high.copy()
                low[index], high[index] = least, most
                self._solve(np.zeros(len(self.truth)), low, high)
        return index in self.open

    def _solve(
        self,
        weights: npt.NDArray[np.float64],
        low: npt.NDArray[np.float64],
        high: npt.NDArray[np.float64],
    ) -> None:
        from scipy.optimize import Bounds, milp

        found = milp(
            weights,
            integrality=np.ones(len(weights), dtype=np.int8),
            bounds=Bounds(low, high),
            constraints=self.constraints,
        )
        if found.status == 0:
            differs = np.abs(found.x - self.truth) > 0.5
            self.open.update(int(index) for index in np.flatnonzero(differs))
