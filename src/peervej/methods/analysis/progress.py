"""How far a long calculation is, told to whoever waits; whoever is told may stop it."""

from collections.abc import Callable

# The name of the stage, how many steps are done, and of how many.
Progress = Callable[[str, int, int], None]


class CalculationStopped(Exception):
    """Raised by a listener to end the calculation; nothing is kept of it."""


def tell_nobody(stage: str, done: int, of: int) -> None:
    """For calculations nobody waits for."""


class Steps:
    """Counts the steps of one calculation and tells them on to a listener that may stop it."""

    def __init__(self, tell: Progress, of: int) -> None:
        self._tell, self._of = tell, of
        self.done = 0

    def begin(self, stage: str) -> None:
        """Say what is being worked on, before it is."""
        self._tell(stage, self.done, self._of)

    def take(self, stage: str) -> None:
        """One more step is done."""
        self.reach(stage, self.done + 1)

    def reach(self, stage: str, done: int) -> None:
        """So many steps are done, with those that were not needed."""
        self.done = min(self._of, max(self.done, done))
        self._tell(stage, self.done, self._of)
