"""Which suppressed counts could be worked out again, seen as flow in a network.

A table with its totals is a circulation: each cell, row total, column total and the grand total
is an arc, and "parts add up to the total" is "what flows in flows out". A suppressed arc has
another possible value exactly when a residual cycle runs through it, because the difference of
two circulations is a sum of such cycles and the network matrix is totally unimodular, so whole
numbers bind no tighter than fractions. Source: Kelly, Golden and Assad (1992), Cell suppression:
disclosure protection for sensitive tabular data, Networks 22:397–417.
"""

import heapq
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

Name = tuple[str, int, int]
# Publishing again what proved needless is a nicety that grows with the square of the table.
MOST_ARCS_PRUNED = 1500


@dataclass(frozen=True)
class Arc:
    """One published or suppressed count; ``least`` is what everybody knows it to be at least.

    ``cost`` is what is lost when it is suppressed.
    """

    name: Name
    tail: Hashable
    head: Hashable
    value: int
    cost: int
    least: int = 0


class Network:
    """Arcs, of which some are suppressed."""

    def __init__(self, arcs: Sequence[Arc], suppressed: set[int]) -> None:
        """Take the arcs and the indices of those suppressed at the start."""
        self.arcs = arcs
        self.suppressed = suppressed
        self._leaving: dict[Hashable, list[tuple[int, Hashable]]] = defaultdict(list)
        for index, arc in enumerate(arcs):
            self._leaving[arc.tail].append((index, arc.head))
            if arc.value > arc.least:
                self._leaving[arc.head].append((index, arc.tail))

    def protect(self) -> None:
        """Suppress further arcs until no suppressed one can be worked out."""
        safe: set[int] = set()
        for index in sorted(self.suppressed, key=lambda i: (self.arcs[i].value, i)):
            if index in safe:
                continue
            cycle = self._cheapest_cycle(index)
            self.suppressed.update(cycle)
            safe.update(cycle)

    def prune(self, needed: set[int]) -> None:
        """Publish again what no other arc needs for its protection, dearest first."""
        if len(self.arcs) > MOST_ARCS_PRUNED:
            return
        spare = sorted(self.suppressed - needed, key=lambda i: (-self.arcs[i].cost, i))
        for index in spare:
            self.suppressed.discard(index)
            if any(True for _ in self.determined()):
                self.suppressed.add(index)

    def determined(self) -> Iterator[int]:
        """Yield the suppressed arcs whose value follows from the others."""
        safe: set[int] = set()
        for index in sorted(self.suppressed):
            if index in safe:
                continue
            cycle = self._cheapest_cycle(index, only_suppressed=True)
            if cycle:
                safe.update(cycle)
            else:
                yield index

    def _cheapest_cycle(self, index: int, *, only_suppressed: bool = False) -> set[int]:
        arc = self.arcs[index]
        found = [self._path(arc.head, arc.tail, index, only_suppressed)]
        if arc.value > arc.least:
            found.append(self._path(arc.tail, arc.head, index, only_suppressed))
        paths = [path for path in found if path is not None]
        if not paths:
            return set()
        return {index, *min(paths)[1]}

    def _path(
        self, start: Hashable, goal: Hashable, without: int, only_suppressed: bool
    ) -> tuple[int, list[int]] | None:
        best: dict[Hashable, int] = {start: 0}
        came: dict[Hashable, tuple[Hashable, int]] = {}
        heap: list[tuple[int, int, Hashable]] = [(0, 0, start)]
        order = 0
        while heap:
            cost, _, node = heapq.heappop(heap)
            if node == goal:
                return cost, _walk_back(came, start, goal)
            if cost > best[node]:
                continue
            for index, neighbour in self._leaving[node]:
                hidden = index in self.suppressed
                if index == without or (only_suppressed and not hidden):
                    continue
                total = cost + (0 if hidden else self.arcs[index].cost)
                if total < best.get(neighbour, total + 1):
                    best[neighbour] = total
                    came[neighbour] = (node, index)
                    order += 1
                    heapq.heappush(heap, (total, order, neighbour))
        return None


def _walk_back(
    came: dict[Hashable, tuple[Hashable, int]], start: Hashable, goal: Hashable
) -> list[int]:
    path = []
    while goal != start:
        goal, index = came[goal]
        path.append(index)
    return path
