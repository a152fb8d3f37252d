"""Measure the draw: balance, fairness, predictability, detection and speed of verification.

`python benchmarks/randomisation.py [--quick]`; --quick takes a tenth of everything.
"""

import hashlib
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice
from multiprocessing import Pool

from scipy import stats

from peervej.methods.randomisation import (
    Contribution,
    Design,
    Head,
    Kind,
    Outcome,
    append_all,
    combine_seed,
    commit,
    commit_salt,
    digest_contribution,
    draw_batch,
    events,
    salt_person,
    simulate_slots,
    verify,
)
from peervej.methods.randomisation.blocks import arms_in_blocks, arms_of_block
from peervej.methods.randomisation.verifier import Broken, attempt

DAY = date(2026, 3, 2)
SECRET, SALT = bytes(32), bytes([1]) * 32
ARMS = (("intervention", 1), ("control", 1))
SITES = ("Fredericia", "Helsingør", "København", "Gladsaxe", "Rødovre")
OBSERVER = Contribution("observer", "a line of text")


def make_design(kind: Kind, sizes: tuple[int, ...]) -> Design:
    return Design("bench", ARMS, kind, sizes, (("site", SITES),))


def seed_number(number: int) -> bytes:
    return hashlib.sha256(b"benchmark %d" % number).digest()


# ---- ledgers and damage (the tests use these too)


def write_ledger(wanted: int) -> tuple[bytes, Head, bytes]:
    """A closed trial of `wanted` events (lines), in batches of 1 to 4; also its seed."""
    design = make_design(Kind.BATCH, (20,))
    seed = combine_seed("bench", SECRET, [digest_contribution("bench", OBSERVER)])
    story = [
        events.opened(DAY, design, commit("bench", SECRET), commit_salt("bench", SALT)),
        events.contributed(DAY, "bench", OBSERVER),
        events.sealed(DAY, "bench", seed),
    ]
    draw = 0
    while len(story) + 10 < wanted:
        draw += 1
        site = SITES[draw % 5]
        people = [salt_person("bench", SALT, f"{draw}/{place}") for place in range(1 + draw % 4)]
        arms = draw_batch(design, seed, draw, people)
        story += [events.assessed(DAY, site, Outcome.JOINED, each) for each in people]
        story.append(events.batch_requested(DAY, design, draw, site, people, seats=10))
        story.append(events.draw_revealed(DAY, seed, draw, arms))
    if draw:
        story.append(events.withdrawn(DAY, salt_person("bench", SALT, "1/0")))
    declined = events.assessed(DAY, SITES[0], Outcome.DECLINED)
    story += [declined] * (wanted - 1 - len(story))
    data, head = append_all([*story, events.closed(DAY, SECRET, seed)])
    return data, head, seed


def damage(lines: Sequence[bytes], at: int) -> Iterator[tuple[str, int, bytes]]:
    """The line at `at` changed, removed, repeated, swapped, cut: (how, line at fault, ledger)."""
    chance = random.Random(at)
    before, line, after = lines[:at], lines[at], lines[at + 1 :]
    byte = chance.randrange(len(line))
    changed = line[:byte] + bytes([line[byte] ^ chance.randrange(1, 256)]) + line[byte + 1 :]
    yield "byte changed", at + 1, b"".join([*before, changed, *after])
    yield "line removed", at + 1, b"".join([*before, *after])
    copied = lines[chance.randrange(at + 1)]
    yield "line added", at + 2, b"".join([*before, line, copied, *after])
    if after:
        other = chance.randrange(len(after))
        moved = [*after[:other], line, *after[other + 1 :]]
        yield "lines swapped", at + 1, b"".join([*before, after[other], *moved])
    yield "cut inside a line", at + 1, b"".join([*before, line[: (len(line) + byte) // 2]])
    if before:
        yield "tail cut off", at + 1, b"".join(before)


def try_damage(lines: Sequence[bytes], head: str, at: int) -> tuple[Counter[str], Counter[str]]:
    """Damage one line in every way, and every byte of it: how often tried, how often found."""
    tried, found = Counter[str](), Counter[str]()
    for how, line, ledger in damage(lines, at):
        fault = verify(ledger, head=head).first_fault
        tried[how] += 1
        found[how] += fault is not None and fault.line == line
    line, chance = lines[at], random.Random(at)
    for byte, old in enumerate(line):
        new = bytes([old ^ chance.randrange(1, 256)])
        tried["every byte, the line by itself"] += 1
        refused = isinstance(attempt(line[:byte] + new + line[byte + 1 :]), Broken)
        found["every byte, the line by itself"] += refused
    return tried, found


def sweep_damage(wanted: int) -> None:
    lines = write_ledger(wanted + 1)[0].splitlines(keepends=True)[:-1]  # not closed yet
    head = verify(b"".join(lines)).head
    tried, found = Counter[str](), Counter[str]()
    with Pool() as pool:
        for some_tried, some_found in pool.imap(partial(try_damage, lines, head), range(wanted)):
            tried += some_tried
            found += some_found
    for how, count in tried.items():
        print(f"  {how}: found at its line {found[how]:,} of {count:,}")


# ---- fairness


def measure_batches(seeds: int) -> None:
    design = make_design(Kind.BATCH, (20,))
    worst, odd = 0, Counter[int]()
    for size in range(1, 21):
        people = [f"{place:064x}" for place in range(size)]
        for number in range(seeds // 20 if size > 1 else seeds):
            arms = Counter(draw_batch(design, seed_number(number), size, people).values())
            difference = arms["intervention"] - arms["control"]
            worst = max(worst, abs(difference) - size % 2)
            odd.update([difference] if size == 1 else [])
    p = stats.chisquare(list(odd.values())).pvalue
    print(f"  sizes 1 to 20: largest difference beyond the odd one {worst}")
    print(f"  the odd one over {seeds:,} seeds: {odd[1]} to {odd[-1]}, chi-square p = {p:.3f}")


def measure_blocks(blocks: int) -> None:
    for size, expected in ((4, 6), (6, 20), (8, 70)):
        design = make_design(Kind.PERMUTED_BLOCKS, (size,))
        seed = seed_number(size)
        drawn = [tuple(arms_of_block(design, seed, "Fredericia", b)) for b in range(blocks)]
        seen = Counter(drawn)
        p = stats.chisquare(list(seen.values())).pvalue
        right = [guess_by_convergence(block) for block in drawn]
        mean, error = sum(right) / blocks, stats.sem(right)
        print(
            f"  size {size}: {len(seen)} of {expected} sequences, chi-square p = {p:.3f}; "
            f"right guesses {mean:.3f} of {size} (se {error:.3f}, exact {exact_guesses(size):.3f})"
        )
    design = make_design(Kind.PERMUTED_BLOCKS, (4, 6))
    uneven = 0
    for number in range(1000):
        for block in range(10):
            arms = Counter(arms_of_block(design, seed_number(number), "Fredericia", block))
            uneven += arms["intervention"] != arms["control"]
    print(f"  sizes 4 and 6, 1,000 seeds, 10 blocks each: uneven blocks {uneven}")


def guess_by_convergence(arms: Sequence[str]) -> float:
    """Expected right guesses of someone who always names the arm that is behind."""
    right, lead = 0.0, 0
    for arm in arms:
        step = 1 if arm == "intervention" else -1
        right += 0.5 if lead == 0 else float(lead * step < 0)
        lead += step
    return right


def exact_guesses(size: int) -> float:
    """Expected right guesses in one block: half its size plus what ties do not cost.

    Blackwell and Hodges (1957): n + (4**n / C(2n, n) - 1) / 2 for a block of 2n.
    """
    half = size // 2
    ways = 1
    for number in range(half):
        ways = ways * (size - number) // (number + 1)
    return half + (4**half / ways - 1) / 2


def compare_methods(seeds: int, people: int) -> None:
    """Balance and predictability of the three methods over five sites."""
    print(f"  {people} people at each of five sites, {seeds:,} seeds; per site and in all:")
    for kind, sizes in (
        (Kind.BATCH, (20,)),
        (Kind.PERMUTED_BLOCKS, (4, 6)),
        (Kind.PERMUTED_BLOCKS, (4,)),
        (Kind.SIMPLE, ()),
    ):
        design = make_design(kind, sizes)
        at_site = in_all = right = 0.0
        for number in range(seeds):
            slots = list(simulate_slots(design, seed_number(number), people))
            leads = []
            for site in SITES:
                arms = [slot.arm for slot in slots if slot.stratum == site]
                leads.append(2 * arms.count("intervention") - people)
                # In a batch all are drawn at once: whoever guesses has seen none of it.
                right += people / 2 if kind is Kind.BATCH else guess_by_convergence(arms)
            at_site += sum(map(abs, leads)) / len(SITES)
            in_all += abs(sum(leads))
        share = right / (seeds * people * len(SITES))
        print(
            f"  {kind.value:15} {sizes!s:8} mean difference {at_site / seeds:5.2f}, "
            f"in all {in_all / seeds:5.2f}; right guesses {share:.1%}"
        )


# ---- speed


def measure_verifier(wanted: int) -> None:
    data, head, seed = write_ledger(wanted)
    began = time.perf_counter()
    for line in data.splitlines():
        hashlib.sha256(line).digest()
    hashing = time.perf_counter() - began
    for name, options in (("without seed", {}), ("with seed", {"seed": seed})):
        open_end = b"".join(data.splitlines(keepends=True)[:-1])  # not closed: seed unknown
        ledger, end = (data, head.hash) if options else (open_end, None)
        began = time.perf_counter()
        found = verify(ledger, head=end, **options)
        taken = time.perf_counter() - began
        assert found.valid, found.first_fault
        print(
            f"  {found.events:,} events {name}: {taken:.2f} s, "
            f"{taken / hashing:.0f} times hashing the lines alone"
        )


def measure_generator(slots: int) -> None:
    design = make_design(Kind.PERMUTED_BLOCKS, (4, 6))
    began = time.perf_counter()
    first = list(islice(arms_in_blocks(design, seed_number(0), "Fredericia"), slots))
    taken = time.perf_counter() - began
    again = list(islice(arms_in_blocks(design, seed_number(0), "Fredericia"), slots))
    began = time.perf_counter()
    other = random.Random(0)
    for _ in range(slots // 4):
        other.sample(("intervention", "control") * 2, 4)
    plain = time.perf_counter() - began
    print(
        f"  {slots:,} slots in blocks: {slots / taken:,.0f} a second, {taken / plain:.1f} times "
        f"random.sample; computed again: {'identical' if first == again else 'DIFFERENT'}"
    )


def main() -> None:
    share = 10 if "--quick" in sys.argv else 1
    print("batch")
    measure_batches(10_000 // share)
    print("permuted blocks")
    measure_blocks(100_000 // share)
    print("methods compared")
    compare_methods(500 // share, 60)
    print("speed")
    measure_generator(100_000 // share)
    measure_verifier(10_000)
    print(f"a ledger of {1000 // share:,} events, damaged in every line")
    sweep_damage(1000 // share)


if __name__ == "__main__":
    main()
