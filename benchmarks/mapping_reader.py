"""Reading mappings: mutated documents, and the real one beside decoding and folding its text.

    python benchmarks/mapping_reader.py [--documents N]

PEERVEJ_SHARED names the folder with the real document; without it that part is left out.
"""

import argparse
import os
import random
import resource
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.methods.mapping.lookalike import make  # noqa: E402

from peervej.methods.errors import UnusableInput  # noqa: E402
from peervej.methods.mapping import read_mapping  # noqa: E402

LETTERS = "abcdefgæøå ÆØÅ?:.–•\uf0b7\n\t\f0123456789@/"


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Cut, insert, repeat and truncate."""
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 30)):
        place = chance.randrange(len(changed) or 1)
        kind = chance.randrange(4)
        if kind == 0:
            changed[place : place + chance.randrange(2000)] = b""
        elif kind == 1:
            changed[place:place] = "".join(chance.choices(LETTERS, k=60)).encode()
        elif kind == 2:
            changed[place:place] = changed[: chance.randrange(3000)]
        else:
            changed = changed[: max(1, place)]
    if chance.random() < 0.1:
        changed[:0] = bytes(chance.randrange(256) for _ in range(40))
    # Cuts fall inside letters too; most documents are mended so that the reader gets to work.
    return bytes(changed) if chance.random() < 0.2 else changed.decode(errors="ignore").encode()


def fuzz(documents: int) -> None:
    sources = [make(seed).text.encode() for seed in range(20)]
    crashes, refused, slowest = 0, 0, 0.0
    for number in range(documents):
        chance = random.Random(number)
        data = mutate(chance.choice(sources), chance)
        began = time.perf_counter()
        try:
            read_mapping(data, filename="muteret.txt")
        except UnusableInput:
            refused += 1
        except Exception as error:
            crashes += 1
            print(f"document {number}: {error!r}")
        slowest = max(slowest, time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{documents} mutated documents: {crashes} crashes, {refused} refused,"
        f" slowest {slowest:.2f} s, peak memory {peak:.0f} MB"
    )


def real() -> None:
    shared = os.environ.get("PEERVEJ_SHARED")
    if not shared:
        print("left out: the real document (PEERVEJ_SHARED not set)")
        return
    path = Path(shared) / "sources" / "peer-stoette-i-danmark-kortlaegning.txt"
    data = path.read_bytes()
    reading, folding = [], []
    for _ in range(5):
        began = time.perf_counter()
        entries = len(read_mapping(data, filename=path.name).entries)
        reading.append(time.perf_counter() - began)
        began = time.perf_counter()
        "".join(c for c in data.decode().casefold() if c.isalnum())
        folding.append(time.perf_counter() - began)
    one, other = statistics.median(reading), statistics.median(folding)
    print(
        f"the real document: {entries} entries in {one:.2f} s; {one / other:.0f} × folding its text"
    )


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("--documents", type=int, default=20_000)
    real()
    fuzz(words.parse_args().documents)
