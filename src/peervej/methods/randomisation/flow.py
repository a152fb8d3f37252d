"""The top of the CONSORT flow, counted from the ledger alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from peervej.methods.randomisation.events import Outcome
from peervej.methods.randomisation.ledger import Line


@dataclass(frozen=True)
class Flow:
    """People counted, none of them named; `assessed` is the sum of the three outcomes.

    joined = left_undrawn + waiting + drawn, where people drawn without an
    assessment line count as joined and assessed.
    """

    assessed: int
    not_eligible: int
    declined: int
    joined: int
    left_undrawn: int
    waiting: int
    drawn: int
    withdrawn_after_draw: int


def count_flow(lines: Iterable[Line], stratum: str | None = None) -> Flow:
    """Count the flow of a whole trial, or of one stratum (CONSORT 2025, item 22a)."""
    joined: set[str] = set()
    drawn: set[str] = set()
    gone: set[str] = set()
    out = {Outcome.NOT_ELIGIBLE: 0, Outcome.DECLINED: 0}
    requests: dict[int, str] = {}
    for line in lines:
        payload = line.payload
        if line.kind == "withdrawn":
            gone.add(payload["person"])
        elif line.kind == "draw_requested":
            requests[payload["draw"]] = payload["stratum"]
        elif line.kind == "draw_revealed" and stratum in (None, requests[payload["draw"]]):
            drawn.update(payload["people"])
        elif line.kind == "assessed" and stratum in (None, payload["stratum"]):
            if payload["outcome"] == Outcome.JOINED:
                joined.add(payload["person"])
            else:
                out[Outcome(payload["outcome"])] += 1
    joined |= drawn
    return Flow(
        assessed=len(joined) + sum(out.values()),
        not_eligible=out[Outcome.NOT_ELIGIBLE],
        declined=out[Outcome.DECLINED],
        joined=len(joined),
        left_undrawn=len((joined - drawn) & gone),
        waiting=len(joined - drawn - gone),
        drawn=len(drawn),
        withdrawn_after_draw=len(drawn & gone),
    )
