"""A line of moments: what happens, in the order of time, whoever put it there."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

Happening = Callable[[datetime], None]


@dataclass
class Timeline:
    """Happenings by moment; those at the same moment keep the order they were added in."""

    until: datetime
    _heap: list[tuple[datetime, int, Happening]] = field(default_factory=list)
    _added: int = 0

    def at(self, moment: datetime, happening: Happening) -> None:
        """Let `happening` take place at `moment`, if that is not after the end."""
        if moment <= self.until:
            heapq.heappush(self._heap, (moment, self._added, happening))
            self._added += 1

    def run(self) -> int:
        """Let everything happen; happenings may add later ones. Returns how many."""
        count = 0
        while self._heap:
            moment, _order, happening = heapq.heappop(self._heap)
            happening(moment)
            count += 1
        return count
