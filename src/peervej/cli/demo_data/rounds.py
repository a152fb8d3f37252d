"""How far the demonstration can have come, and which groups that takes."""

from dataclasses import dataclass
from enum import StrEnum

from peervej.cli.demo_data.cast import TOWNS, Town


class Stage(StrEnum):
    """How far the trial has come on the anchor date."""

    INTRO = "intro"
    RUNNING = "running"
    FOLLOWUP = "followup"
    CLOSED = "closed"


@dataclass(frozen=True)
class PlannedRound:
    """A group of a town: its start in weeks from the anchor, and how many join."""

    town: Town
    weeks: float
    people: int
    drawn: bool = True
    intro_days_before: int = 12
    leader_away_at: int = 0
    left_untold: int = 0


def plan_rounds(stage: Stage) -> list[PlannedRound]:
    """The rounds of a stage; a whole trial is 15 rounds and 296 people."""
    whole = [
        PlannedRound(town, start, 16 if (turn, number) == (4, 2) else 20)
        for turn, town in enumerate(TOWNS)
        for number, start in enumerate((0.0, 12.0, 24.0))
    ]
    shift = {Stage.CLOSED: -40.0, Stage.FOLLOWUP: -35.0}
    if stage in shift:
        moved = [PlannedRound(r.town, r.weeks + shift[stage], r.people) for r in whole]
        before = [PlannedRound(town, shift[stage] - 16, 9, drawn=False) for town in TOWNS[:2]]
        return before + moved
    if stage == Stage.INTRO:
        return []
    fredericia, helsingoer, koebenhavn, gladsaxe, roedovre = TOWNS
    return [
        PlannedRound(fredericia, -38, 9, drawn=False),
        PlannedRound(fredericia, -20, 18),
        PlannedRound(helsingoer, -19, 20),
        PlannedRound(koebenhavn, -18, 16),
        PlannedRound(gladsaxe, -18, 18),
        PlannedRound(fredericia, -6, 20),
        PlannedRound(helsingoer, -1, 16, leader_away_at=3),
        PlannedRound(helsingoer, 2, 9, intro_days_before=20),
        PlannedRound(fredericia, 0, 13, left_untold=3),
        PlannedRound(koebenhavn, -4, 14),
        PlannedRound(roedovre, -3, 7, drawn=False),
    ]
