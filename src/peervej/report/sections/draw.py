"""How people were drawn, said from the ledger alone: it was checked before a word was written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from peervej.methods.errors import UnusableInput
from peervej.methods.randomisation import (
    Design,
    Flow,
    Kind,
    Line,
    count_flow,
    read_lines,
    verify,
)
from peervej.report.document import Block, Items, Paragraph, Rows
from peervej.report.notes import Deviation
from peervej.report.writer import Writer

DATES = ("opened", "sealed", "closed", "plan_locked", "unblinded")


class FaultyLedger(UnusableInput):
    """A report stands on a sound ledger or on none: what a faulty one says is not repeated."""


@dataclass(frozen=True)
class Draw:
    """A sound ledger, read: its lines, the design it ended with, and its flow."""

    lines: tuple[Line, ...]
    design: Design
    flow: Flow

    @property
    def head(self) -> str:
        """The hash of the last line, which observers were sent."""
        return self.lines[-1].hash

    def days_of(self, kind: str, outcome: str | None = None) -> list[str]:
        """The days of a kind of line, the first first."""
        return [
            line.date
            for line in self.lines
            if line.kind == kind and outcome in (None, line.payload.get("outcome"))
        ]


def read_draw(ledger: bytes) -> Draw:
    """Check a ledger and read it. Raises FaultyLedger that names the first faulty line."""
    found = verify(ledger)
    if found.first_fault is not None:
        line, what = found.first_fault.line, found.first_fault.what
        raise FaultyLedger(f"The ledger is faulty at line {line}: {what}")
    lines = tuple(read_lines(ledger))
    designs = [
        line.payload["design"]
        for line in lines
        if line.kind in ("opened", "amended") and line.payload.get("design")
    ]
    return Draw(lines, Design.from_payload(designs[-1]), count_flow(lines))


def draw_deviations(writer: Writer, draw: Draw | None) -> tuple[Deviation, ...]:
    """Corrected lines and amendments of the protocol, with their reasons, in order."""
    if draw is None:
        return ()
    words = writer.words["draw"]
    return tuple(
        Deviation(
            words["corrected"].format(line=line.payload["line"])
            if line.kind == "corrected"
            else words["amended"].format(date=_day(writer, line.date)),
            str(line.payload["reason"]),
        )
        for line in draw.lines
        if line.kind in ("corrected", "amended")
    )


def draw_section(writer: Writer, draw: Draw | None) -> list[Block]:
    """Sequence, concealment, who drew, and the dates (CONSORT 2025, items 17 to 19 and 23a)."""
    if draw is None:
        return []
    words = writer.words["draw"]
    observers = len(draw.days_of("contributed"))
    sequence = words["sequence_one" if observers == 1 else "sequence"].format(n=observers)
    hidden = words["hidden_batch" if draw.design.kind is Kind.BATCH else "hidden_slot"]
    checked = words["checked"].format(n=len(draw.lines))
    texts = [sequence, _type(writer, draw.design), hidden, words["who"], checked]
    blocks: list[Block] = [writer.heading("draw"), Items(tuple(texts))]
    blocks.append(Rows(words["dates"], ("", words["date"]), _dates(writer, draw)))
    if draw.flow.drawn != sum(writer.result.drawn):
        blocks.append(
            Paragraph(
                words["differs"].format(ledger=draw.flow.drawn, data=sum(writer.result.drawn))
            )
        )
    return blocks


def draw_flow(writer: Writer, draw: Draw | None) -> list[Block]:
    """The top of the flow as the ledger counts it (items 22a and 22b)."""
    if draw is None:
        return []
    words = writer.words["draw"]
    counted = ("assessed", "not_eligible", "declined", "joined", "left_undrawn", "waiting",
               "drawn", "withdrawn_after_draw")  # fmt: skip
    rows = tuple((words[name], str(getattr(draw.flow, name))) for name in counted)
    return [Rows(words["flow"], ("", words["count"]), rows, frozenset({1}))]


def _type(writer: Writer, design: Design) -> str:
    words = writer.words["draw"]
    said = words[design.kind.value].format(sizes=_list(writer, sorted(design.sizes)))
    weights = ":".join(str(weight) for _name, weight in design.arms)
    arms = _list(writer, [_arm(writer, name) for name in design.arm_names])
    ratio = words["ratio"].format(arms=arms, weights=weights)
    strata = words["unstratified"]
    if design.strata:
        factors = [
            words["factor"].format(
                name=_factor(writer, name),
                levels=_list(writer, [writer.label(level) for level in levels]),
            )
            for name, levels in design.strata
        ]
        strata = words["stratified"].format(factors=_list(writer, factors))
    return f"{said} {ratio} {strata}"


def _arm(writer: Writer, name: str) -> str:
    return writer.arm_name(name) if name in ("intervention", "control") else name


def _factor(writer: Writer, name: str) -> str:
    return str(writer.words["draw"]["site"]) if name == "site" else writer.label(name)


def _list(writer: Writer, things: Sequence[object]) -> str:
    """ "a", "a and b", "a, b and c"."""
    texts = [str(thing) for thing in things]
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {writer.words['draw']['and']} {texts[-1]}"


def _dates(writer: Writer, draw: Draw) -> tuple[tuple[str, str], ...]:
    words = writer.words["draw"]
    joined, drawn = draw.days_of("assessed", "joined"), draw.days_of("draw_revealed")
    days = {name: found[0] for name in DATES if (found := draw.days_of(name))}
    rows = [(words["on_opened"], days["opened"])]
    if "sealed" in days:
        rows.append((words["on_sealed"], days["sealed"]))
    if joined:
        rows += [(words["first_joined"], joined[0]), (words["last_joined"], joined[-1])]
    if drawn:
        rows += [(words["first_draw"], drawn[0]), (words["last_draw"], drawn[-1])]
    rows += [(words[f"on_{name}"], days[name]) for name in DATES[2:] if name in days]
    return tuple((name, _day(writer, day)) for name, day in rows)


def _day(writer: Writer, text: str) -> str:
    day = date.fromisoformat(text)
    months = writer.words["draw"]["months"]
    return str(
        writer.words["draw"]["day"].format(day=day.day, month=months[day.month - 1], year=day.year)
    )
