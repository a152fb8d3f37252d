#!/usr/bin/env python3
"""Check the ledger of a draw made by Peervej, trusting nobody who made it.

    python verifier.py LEDGER.jsonl [--seed HEX] [--head HASH] [--receipt HASH] [--json]

One file, nothing but Python's standard library (3.9 or newer), written from
docs/allocation.md and sharing no code with the program that draws. It checks that
no line was changed, removed, added or moved; that every draw was requested before
it was revealed, with the same people; that nobody was drawn twice, or without having
joined; and, once the seed is known, that every arm is the one the seed gives.

Exit status: 0 sound, 1 a fault was found, 2 the file cannot be checked.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import itertools
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

NO_LINE = "0" * 64
MOST_BYTES = 256_000_000
FIRST_BYTES = b'{"date":"'
MOST_PEOPLE = 1_000
MOST_WEIGHT = 100
MOST_STRATA = 10_000
FIELDS = {"date", "hash", "kind", "payload", "prev", "seq"}
HASH = re.compile(r"[0-9a-f]{64}")
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class NotALedger(ValueError):
    """The input cannot be checked at all; the message says why."""


class Broken(Exception):
    """A line is not what it should be."""


@dataclass(frozen=True)
class Fault:
    """The first line, counted from 1, that is not as it should be, and what is wrong."""

    line: int
    what: str


@dataclass(frozen=True)
class Verification:
    """What was found; `arms` counts people per arm once the seed is known and all is sound."""

    valid: bool
    events: int
    first_fault: Fault | None
    head: str | None
    arms: dict[str, int] | None

    def as_json(self) -> dict[str, Any]:
        """Give the result in the form `--json` prints."""
        fault = self.first_fault
        return {
            "valid": self.valid,
            "events": self.events,
            "first_fault": None if fault is None else {"line": fault.line, "what": fault.what},
            "head": self.head,
            "arms": self.arms,
        }


# ---------------------------------------------------------------- bytes and hashes


def encode(label: str, *parts: bytes | str | int) -> bytes:
    """Join parts, each after its length (4 bytes), into bytes that can be read one way only."""
    out = b""
    for part in (label, *parts):
        raw = part
        if isinstance(raw, str):
            raw = raw.encode()
        elif isinstance(raw, int):
            raw = raw.to_bytes(8, "big")
        out += len(raw).to_bytes(4, "big") + raw
    return out


def digest(label: str, *parts: bytes | str | int) -> bytes:
    """SHA-256 of a labelled list."""
    return hashlib.sha256(encode(label, *parts)).digest()


def keyed(key: bytes, label: str, *parts: bytes | str | int) -> bytes:
    """HMAC-SHA256 of a labelled list."""
    return hmac.new(key, encode(label, *parts), hashlib.sha256).digest()


def numbers(seed: bytes, *purpose: str | int) -> Callable[[int], int]:
    """Return a function that draws whole numbers below a bound, without bias."""
    blocks = (keyed(seed, "peervej/stream/1", *purpose, count) for count in itertools.count())
    words = (
        int.from_bytes(block[start : start + 8], "big")
        for block in blocks
        for start in (0, 8, 16, 24)
    )

    def below(bound: int) -> int:
        limit = 2**64 // bound * bound
        return next(word for word in words if word < limit) % bound

    return below


# ---------------------------------------------------------------- the three ways of drawing


def draw_batch(design: Design, seed: bytes, draw: int, people: list[str]) -> dict[str, str]:
    """Rank everyone; the first arm takes the first of the ranking, and so on."""
    total = design.total
    point = numbers(seed, "odd", draw)(total)
    arms: list[str] = []
    end = 0
    for name, weight in design.arms:
        whole, rest = divmod(len(people) * weight, total)
        start, end = end, end + rest
        extra = any(start <= mark < end for mark in range(point, total * len(design.arms), total))
        arms += [name] * (whole + extra)
    ranked = sorted(people, key=lambda person: keyed(seed, "peervej/rank/1", draw, person))
    return dict(zip(ranked, arms))  # noqa: B905  zip(strict=) needs Python 3.10


def run_blocks(design: Design, seed: bytes, stratum: str) -> Iterator[str]:
    """Run through a stratum drawn in permuted blocks of random size."""
    for block in itertools.count():
        below = numbers(seed, "block", stratum, block)
        size = design.sizes[below(len(design.sizes))]
        arms = [n for n, weight in design.arms for _ in range(weight * size // design.total)]
        for last in range(size - 1, 0, -1):
            other = below(last + 1)
            arms[last], arms[other] = arms[other], arms[last]
        yield from arms


def run_simple(design: Design, seed: bytes, stratum: str) -> Iterator[str]:
    """Run through a stratum drawn person by person."""
    sides = [name for name, weight in design.arms for _ in range(weight)]
    for slot in itertools.count(1):
        yield sides[numbers(seed, "simple", stratum, slot)(design.total)]


# ---------------------------------------------------------------- one line


@dataclass(frozen=True)
class Line:
    """One line of the ledger whose form and own hash are right."""

    seq: int
    kind: str
    prev: str
    hash: str
    payload: dict[str, Any]


def refuse(text: str) -> Any:
    """Stop at a number that is not whole, or not a number."""
    raise ValueError(text)


def canonical(value: Any) -> str:
    """Write JSON in the only form a ledger knows."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read_line(raw: bytes) -> Line:
    """Read one line with its line feed; raises Broken."""
    if not raw.endswith(b"\n"):
        raise Broken("breaks off before its end")
    try:
        text = raw[:-1].decode()
        fields = json.loads(text, parse_float=refuse, parse_constant=refuse)
        same = canonical(fields) == text
    except (ValueError, RecursionError):
        raise Broken("cannot be read as JSON in UTF-8") from None
    if not isinstance(fields, dict) or set(fields) != FIELDS:
        raise Broken("does not hold exactly date, hash, kind, payload, prev and seq")
    if not same:
        raise Broken("is not in canonical form (sorted keys, no blanks)")
    if type(fields["seq"]) is not int or not all(is_hash(fields[k]) for k in ("hash", "prev")):
        raise Broken("has a number or hash of the wrong form")
    if not is_text(fields["kind"]) or not is_day(fields["date"]):
        raise Broken("has a kind or date of the wrong form")
    if not isinstance(fields["payload"], dict):
        raise Broken("has a payload of the wrong form")
    own = fields.pop("hash")
    without_hash = text.replace(f'"hash":"{own}",', "", 1)
    if own != hashlib.sha256(without_hash.encode()).hexdigest():
        raise Broken("was changed: its own hash does not fit")
    del fields["date"]
    return Line(hash=own, **fields)


def is_hash(value: Any) -> bool:
    """Tell whether a value is 64 hexadecimal digits."""
    return isinstance(value, str) and HASH.fullmatch(value) is not None


def is_text(value: Any) -> bool:
    """Tell whether a value is a text that says something."""
    return isinstance(value, str) and value.strip() != ""


def is_day(value: Any) -> bool:
    """Tell whether a value is a date as YYYY-MM-DD."""
    try:
        return DAY.fullmatch(value) is not None and date.fromisoformat(value) is not None
    except (TypeError, ValueError):
        return False


def is_count(value: Any) -> bool:
    """Tell whether a value is a whole number from 1."""
    return type(value) is int and 1 <= value <= 10**9


def is_people(value: Any) -> bool:
    """Tell whether a value is a sorted list of different person codes."""
    return isinstance(value, list) and all(map(is_hash, value)) and sorted(set(value)) == value


def is_arm_hashes(value: Any) -> bool:
    """Tell whether a value gives each person code a hash."""
    return isinstance(value, dict) and all(map(is_hash, itertools.chain(value, value.values())))


def is_object(value: Any) -> bool:
    """Tell whether a value is an object."""
    return isinstance(value, dict)


# What each kind of line holds; a name ending in "?" may be left out.
KINDS: dict[str, dict[str, Callable[[Any], bool]]] = {
    "opened": {
        "format": lambda value: type(value) is int and value in (1, 2),
        "design": is_object,
        "secret_commitment": is_hash,
        "salt_commitment": is_hash,
    },
    "contributed": {"observer": is_text, "digest": is_hash},
    "sealed": {"seed_commitment": is_hash},
    "assessed": {"stratum": is_text, "outcome": is_text, "person?": is_hash},
    "draw_requested": {
        "draw": is_count,
        "stratum": is_text,
        "people": is_people,
        "seats?": is_count,
        "slot?": is_count,
    },
    "draw_revealed": {"draw": is_count, "people": is_arm_hashes},
    "draw_cancelled": {"draw": is_count, "reason": is_text},
    "withdrawn": {"person": is_hash},
    "corrected": {"line": is_count, "reason": is_text},
    "amended": {"reason": is_text, "design?": is_object},
    "closed": {"secret": is_hash, "seed": is_hash},
    "plan_locked": {"plan": is_hash},
    "unblinded": {"plan": is_hash},
}
# Between which lines a kind may stand.
BEFORE_SEALING = {"contributed", "sealed", "assessed", "withdrawn", "corrected", "amended"}
AFTER_SEALING = set(KINDS) - {"opened", "contributed", "sealed", "plan_locked", "unblinded"}
AFTER_CLOSING = {"corrected", "amended", "plan_locked"}


def check_shape(line: Line) -> None:
    """Check that a payload holds what its kind needs, and nothing else."""
    shape = KINDS.get(line.kind)
    if shape is None:
        raise Broken(f"is of the unknown kind {line.kind!r}")
    if not set(line.payload) <= {name.rstrip("?") for name in shape}:
        raise Broken(f"holds something a line of the kind {line.kind} does not know")
    for name, fits in shape.items():
        missing = name.rstrip("?") not in line.payload
        if missing and name.endswith("?"):
            continue
        if missing or not fits(line.payload[name.rstrip("?")]):
            raise Broken(f"lacks {name.rstrip('?')} in the right form")


# ---------------------------------------------------------------- the trial the lines tell of


@dataclass(frozen=True)
class Design:
    """Arms with weights, method and strata, as the first line states them."""

    trial: str
    arms: list[tuple[str, int]]
    kind: str
    sizes: list[int]
    factors: list[str]
    levels: list[list[str]]

    @property
    def total(self) -> int:
        """The sum of the weights."""
        return sum(weight for _, weight in self.arms)

    @cached_property
    def strata(self) -> set[str]:
        """The labels of all strata."""
        labels = {" / ".join(each) for each in itertools.product(*self.levels)}
        return labels if self.levels else {"all"}


def read_design(payload: dict[str, Any]) -> Design:
    """Read the design out of a line; raises Broken."""
    try:
        design = Design(
            trial=payload["trial"],
            arms=[(name, weight) for name, weight in payload["arms"]],
            kind=payload["method"]["kind"],
            sizes=payload["method"]["sizes"],
            factors=[factor for factor, _ in payload["strata"]],
            levels=[levels for _, levels in payload["strata"]],
        )
        texts = [design.trial, *design.factors, *itertools.chain(*design.levels)]
        sound = (
            all(map(is_text, texts + [name for name, _ in design.arms]))
            and all(is_count(size) and size <= MOST_PEOPLE for size in design.sizes)
            and all(is_count(weight) and weight <= MOST_WEIGHT for _, weight in design.arms)
            and math.prod(map(len, design.levels)) <= MOST_STRATA
            and len(dict(design.arms)) == len(design.arms) >= 2
            and design.kind in ("batch", "permuted_blocks", "simple")
            and bool(design.sizes) == (design.kind != "simple")
            and not (
                design.kind == "permuted_blocks" and any(s % design.total for s in design.sizes)
            )
        )
    except (KeyError, TypeError, ValueError):
        sound = False
    if not sound:
        raise Broken("holds a design that cannot be drawn from")
    return design


@dataclass
class Request:
    """A draw that was asked for: who, where, and which slot when it is no batch."""

    stratum: str
    people: list[str]
    slot: int | None
    pending: bool = True


class Trial:
    """What the lines read so far amount to; every line is asked whether it can follow."""

    def __init__(self, seed: bytes | None, given: bool) -> None:
        self.seed = seed
        self.given = given
        self.state = "empty"
        self.design: Design
        self.plan = ""
        self.must_join = False
        self.commitments: dict[str, str] = {}
        self.digests: list[bytes] = []
        self.requests: list[Request] = []
        self.held: set[str] = set()
        self.gone: set[str] = set()
        self.joined: set[str] = set()
        self.next_slot: Counter[str] = Counter()
        self.freed_slots: dict[str, set[int]] = {}
        self.drawn_so_far: dict[str, tuple[Iterator[str], list[str]]] = {}
        self.arms: Counter[str] = Counter()

    def follow(self, line: Line) -> None:
        """Take one line into account; raises Broken when it cannot stand here."""
        allowed = {
            "empty": {"opened"},
            "opened": BEFORE_SEALING,
            "sealed": AFTER_SEALING,
            "closed": AFTER_CLOSING,
            "locked": {"corrected", "unblinded"},
            "unblinded": {"corrected"},
        }[self.state]
        if line.kind not in allowed:
            raise Broken(
                f"is of the kind {line.kind}, which cannot stand in a trial that is {self.state}"
            )
        getattr(self, "follow_" + line.kind)(line.payload, line.seq)

    def follow_opened(self, payload: dict[str, Any], seq: int) -> None:
        self.design = read_design(payload["design"])
        self.commitments["secret"] = payload["secret_commitment"]
        self.must_join = payload["format"] > 1
        self.state = "opened"

    def follow_contributed(self, payload: dict[str, Any], seq: int) -> None:
        self.digests.append(bytes.fromhex(payload["digest"]))

    def follow_sealed(self, payload: dict[str, Any], seq: int) -> None:
        if not self.digests:
            raise Broken("seals the trial although no observer has contributed")
        self.commitments["seed"] = payload["seed_commitment"]
        if self.given and not self.fits("seed", self.seed):
            raise Broken("commits to another seed than the one given")
        self.state = "sealed"

    def follow_assessed(self, payload: dict[str, Any], seq: int) -> None:
        self.check_stratum(payload["stratum"])
        if payload["outcome"] not in ("joined", "not_eligible", "declined"):
            raise Broken(f"has the unknown outcome {payload['outcome']!r}")
        if (payload["outcome"] == "joined") != ("person" in payload):
            raise Broken("must name a person who joined, and nobody else")
        if payload.get("person") in self.joined:
            raise Broken("lets a person join twice")
        if "person" in payload:
            self.joined.add(payload["person"])
            self.must_join = True

    def follow_draw_requested(self, payload: dict[str, Any], seq: int) -> None:
        stratum, people = payload["stratum"], payload["people"]
        self.check_stratum(stratum)
        if payload["draw"] != len(self.requests) + 1:
            raise Broken(f"should be the request for draw {len(self.requests) + 1}")
        if not self.held.isdisjoint(people):
            raise Broken("draws a person twice")
        if not self.gone.isdisjoint(people):
            raise Broken("draws a person who had withdrawn")
        if self.must_join and not self.joined.issuperset(people):
            raise Broken("draws a person who had not joined")
        if self.design.kind == "batch":
            self.check_batch(payload)
        else:
            self.check_slot(payload)
        self.held.update(people)
        self.requests.append(Request(stratum, people, payload.get("slot")))

    def check_batch(self, payload: dict[str, Any]) -> None:
        if "seats" not in payload or "slot" in payload:
            raise Broken("must say how many seats there are for the batch")
        most = min(
            max(self.design.sizes), payload["seats"] * self.design.total // self.design.arms[0][1]
        )
        if not 1 <= len(payload["people"]) <= most:
            raise Broken(f"has a batch of {len(payload['people'])}; it may hold 1 to {most}")

    def check_slot(self, payload: dict[str, Any]) -> None:
        if "slot" not in payload or "seats" in payload or len(payload["people"]) != 1:
            raise Broken("must name one person and one slot")
        stratum = payload["stratum"]
        freed = self.freed_slots.setdefault(stratum, set())
        lowest = min(freed, default=self.next_slot[stratum] + 1)
        if payload["slot"] != lowest:
            raise Broken(f"takes slot {payload['slot']} although slot {lowest} is the next")
        self.next_slot[stratum] = max(self.next_slot[stratum], lowest)
        freed.discard(lowest)

    def follow_draw_revealed(self, payload: dict[str, Any], seq: int) -> None:
        request = self.pending(payload["draw"])
        if sorted(payload["people"]) != request.people:
            raise Broken("does not reveal the people its request named")
        request.pending = False
        if self.seed is None:
            return
        arms = self.draw(self.seed, payload["draw"], request)
        for person, arm in arms.items():
            nonce = keyed(self.seed, "peervej/nonce/1", payload["draw"], person)
            if digest("peervej/arm/1", arm, nonce).hex() != payload["people"][person]:
                raise Broken("gives a person another arm than the seed does")
        self.arms.update(arms.values())

    def follow_draw_cancelled(self, payload: dict[str, Any], seq: int) -> None:
        request = self.pending(payload["draw"])
        request.pending = False
        self.held.difference_update(request.people)
        if request.slot is not None:
            self.freed_slots[request.stratum].add(request.slot)

    def follow_withdrawn(self, payload: dict[str, Any], seq: int) -> None:
        if payload["person"] in self.gone:
            raise Broken("withdraws a person twice")
        if self.must_join and payload["person"] not in self.joined:
            raise Broken("withdraws a person who had not joined")
        self.gone.add(payload["person"])

    def follow_corrected(self, payload: dict[str, Any], seq: int) -> None:
        if payload["line"] >= seq:
            raise Broken("corrects a line that does not stand before it")

    def follow_amended(self, payload: dict[str, Any], seq: int) -> None:
        if "design" not in payload:
            return
        if self.state == "closed":
            raise Broken("changes what is drawn from in a trial that is closed")
        old, new = self.design, read_design(payload["design"])
        kept = (old.trial, old.arms, old.kind, old.factors) == (
            new.trial,
            new.arms,
            new.kind,
            new.factors,
        )
        if (
            not kept
            or (old.kind != "batch" and old.sizes != new.sizes)
            or not old.strata <= new.strata
        ):
            raise Broken("changes what was sealed; only levels and batch sizes may be added")
        self.design = new

    def follow_closed(self, payload: dict[str, Any], seq: int) -> None:
        if any(request.pending for request in self.requests):
            raise Broken("closes the trial while a draw is requested and not revealed")
        secret, seed = bytes.fromhex(payload["secret"]), bytes.fromhex(payload["seed"])
        if not self.fits("secret", secret):
            raise Broken("reveals another secret than the one committed to")
        if digest("peervej/seed/1", self.design.trial, secret, *self.digests) != seed:
            raise Broken("reveals a seed that is not made of the secret and the contributions")
        if not self.fits("seed", seed):
            raise Broken("reveals another seed than the one committed to")
        self.state = "closed"

    def follow_plan_locked(self, payload: dict[str, Any], seq: int) -> None:
        self.plan = payload["plan"]
        self.state = "locked"

    def follow_unblinded(self, payload: dict[str, Any], seq: int) -> None:
        if payload["plan"] != self.plan:
            raise Broken("unblinds the trial to another plan than the one that was locked")
        self.state = "unblinded"

    def fits(self, what: str, value: bytes | None) -> bool:
        """Tell whether secret or seed is the one committed to."""
        label = {"secret": "peervej/secret/1", "seed": "peervej/seed-commitment/1"}[what]
        return (
            value is not None
            and digest(label, self.design.trial, value).hex() == self.commitments[what]
        )

    def check_stratum(self, stratum: str) -> None:
        if stratum not in self.design.strata:
            raise Broken(f"names the stratum {stratum!r}, which the trial does not have")

    def pending(self, draw: int) -> Request:
        if draw > len(self.requests) or not self.requests[draw - 1].pending:
            raise Broken(f"belongs to draw {draw}, which is not waiting to be revealed")
        return self.requests[draw - 1]

    def draw(self, seed: bytes, number: int, request: Request) -> dict[str, str]:
        """Draw again, from the seed alone."""
        if request.slot is None:
            return draw_batch(self.design, seed, number, request.people)
        if request.stratum not in self.drawn_so_far:
            run = run_simple if self.design.kind == "simple" else run_blocks
            self.drawn_so_far[request.stratum] = (run(self.design, seed, request.stratum), [])
        rest, arms = self.drawn_so_far[request.stratum]
        arms += islice(rest, max(0, request.slot - len(arms)))
        return {request.people[0]: arms[request.slot - 1]}


# ---------------------------------------------------------------- the whole ledger


def verify(
    data: bytes,
    *,
    seed: bytes | None = None,
    head: str | None = None,
    receipts: Sequence[str] = (),
) -> Verification:
    """Check a ledger from its first byte to its last and name the first faulty line.

    `head` is the published hash of the last line; without it, lines cut off at the
    end cannot be missed. `receipts` are earlier heads that must still stand in the
    chain. Without `seed`, arms are checked once the ledger reveals it at its close.
    Raises NotALedger when there is nothing to check.
    """
    lines = Lines(split(data))
    if not data.startswith(FIRST_BYTES) and not any(isinstance(line, Line) for line in lines):
        raise NotALedger("no line of the file is a line of a ledger; is it the right file?")
    trial = Trial(seed or revealed_seed(lines), given=seed is not None)
    fault = first_fault(lines, trial, head) or missing_head(lines, head, receipts)
    last = lines[len(lines) - 1]
    known = fault is None and trial.seed is not None
    return Verification(
        valid=fault is None,
        events=len(lines),
        first_fault=fault,
        head=last.hash if isinstance(last, Line) else None,
        arms={name: trial.arms[name] for name, _ in trial.design.arms} if known else None,
    )


def split(data: bytes) -> list[bytes]:
    """Cut the file after its line feeds."""
    if len(data) > MOST_BYTES:
        raise NotALedger(f"the file is larger than {MOST_BYTES:,} bytes; is it the right file?")
    if not data.strip():
        raise NotALedger("the file is empty; is it the right file?")
    pieces = [piece + b"\n" for piece in data.split(b"\n")]
    pieces[-1] = pieces[-1][:-1]
    return pieces if pieces[-1] else pieces[:-1]


class Lines:
    """The lines of a file, each read once, when it is first asked for."""

    def __init__(self, raws: list[bytes]) -> None:
        self._raws = raws
        self._read: dict[int, Line | Broken] = {}

    def __len__(self) -> int:
        return len(self._raws)

    def __getitem__(self, index: int) -> Line | Broken:
        if index not in self._read:
            self._read[index] = attempt(self._raws[index])
        return self._read[index]

    def __iter__(self) -> Iterator[Line | Broken]:
        return (self[index] for index in range(len(self)))

    def holding(self, *marks: bytes) -> Iterator[Line | Broken]:
        """Read only the lines in which one of some bytes stand."""
        for index, raw in enumerate(self._raws):
            if any(mark in raw for mark in marks):
                yield self[index]


def attempt(raw: bytes) -> Line | Broken:
    """Read one line, or keep what is wrong with it."""
    try:
        line = read_line(raw)
        check_shape(line)
        return line
    except Broken as broken:
        return broken


def revealed_seed(lines: Lines) -> bytes | None:
    """Find the seed in the line that closes the trial, if it is the one sealed."""
    few = lines.holding(b'"kind":"opened"', b'"kind":"sealed"', b'"kind":"closed"')
    found = {line.kind: line.payload for line in few if isinstance(line, Line)}
    if not {"opened", "sealed", "closed"} <= set(found):
        return None
    seed = bytes.fromhex(found["closed"]["seed"])
    trial = found["opened"]["design"].get("trial")
    if not is_text(trial):
        return None
    commitment = digest("peervej/seed-commitment/1", trial, seed).hex()
    return seed if commitment == found["sealed"]["seed_commitment"] else None


def first_fault(lines: Lines, trial: Trial, head: str | None) -> Fault | None:
    """Read through the lines to the first that is wrong in itself, in its place or in its tale."""
    for number, line in enumerate(lines, start=1):
        if isinstance(line, Broken):
            return Fault(number, f"the line {line}")
        fault = check_place(lines, number, line, head)
        if fault is not None:
            return fault
        try:
            trial.follow(line)
        except Broken as broken:
            return Fault(number, f"the line {broken}")
    return None


def check_place(lines: Lines, number: int, line: Line, head: str | None) -> Fault | None:
    """Check that a line continues the one before it, all of those being sound in themselves."""
    before = lines[number - 2] if number > 1 else None
    if line.seq == number and line.prev == (before.hash if isinstance(before, Line) else NO_LINE):
        return None
    if line.seq > number:
        what = f"the line is number {line.seq}; number {number} was removed or moved"
        return Fault(number, what)
    hashes = [NO_LINE] + [each.hash for each in islice(lines, number - 1) if isinstance(each, Line)]
    if line.hash in hashes:
        return Fault(number, f"the line repeats line {hashes.index(line.hash)}")
    # Two sound lines that do not fit: the later one is believed if what follows confirms it.
    if number > 1 and confirmed(lines, number, line, head):
        if line.seq == number:
            return Fault(number - 1, f"the line was rewritten: line {number} continues another")
        if line.seq >= 1 and line.prev == hashes[line.seq - 1]:
            return Fault(line.seq, f"the line was added: number {line.seq} stands at line {number}")
    return Fault(number, "the line does not continue the one before it")


def confirmed(lines: Lines, number: int, line: Line, head: str | None) -> bool:
    """Tell whether what follows a line (or the published head) leaves it standing."""
    after = lines[number] if number < len(lines) else None
    if isinstance(after, Line):
        return after.prev == line.hash
    return after is not None or head in (None, line.hash)


def missing_head(lines: Lines, head: str | None, receipts: Sequence[str]) -> Fault | None:
    """Check that the ledger ends with the published head and still holds earlier ones."""
    hashes = [line.hash for line in lines if isinstance(line, Line)]
    for receipt in receipts:
        if receipt not in hashes:
            what = f"no line has the hash {receipt[:12]}… of the receipt"
            return Fault(len(lines) + 1, what)
    if head is None or head == hashes[-1]:
        return None
    if head in hashes:
        what = "the line stands after the published head; give an older head as a receipt"
        return Fault(hashes.index(head) + 2, what)
    what = "the line is missing: the published head is not reached, or the last line was rewritten"
    return Fault(len(lines) + 1, what)


# ---------------------------------------------------------------- the command line


def hash_argument(text: str) -> str:
    """Accept 64 hexadecimal digits."""
    if not is_hash(text.strip().lower()):
        raise argparse.ArgumentTypeError("must be 64 hexadecimal digits")
    return text.strip().lower()


def describe(found: Verification) -> str:
    """Say in a sentence or two what was found."""
    if found.first_fault is not None:
        return f"NOT SOUND. Line {found.first_fault.line}: {found.first_fault.what}."
    text = f"Sound: {found.events} lines, ending with {found.head}."
    if found.arms is None:
        return text + " The seed is not known, so the arms were not computed."
    counts = ", ".join(f"{count} {name}" for name, count in found.arms.items())
    return text + f" Every arm is the one the seed gives: {counts}."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Check the ledger of a draw made by Peervej.")
    parser.add_argument("ledger", help="the ledger, a .jsonl file")
    parser.add_argument("--seed", type=hash_argument, help="the seed, to compute every arm")
    parser.add_argument("--head", type=hash_argument, help="the published hash of the last line")
    parser.add_argument(
        "--receipt", type=hash_argument, action="append", default=[], help="the hash of any line"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args(arguments)
    seed = bytes.fromhex(options.seed) if options.seed else None
    try:
        data = Path(options.ledger).read_bytes()
        found = verify(data, seed=seed, head=options.head, receipts=options.receipt)
    except (OSError, NotALedger) as error:
        sys.stderr.write(f"{options.ledger}: {error}\n")
        return 2
    sys.stdout.write((json.dumps(found.as_json()) if options.json else describe(found)) + "\n")
    return 0 if found.valid else 1


if __name__ == "__main__":
    sys.exit(main())
