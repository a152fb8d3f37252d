"""Reading mappings: mutated documents, and the real one beside reading and folding its text.

    python benchmarks/mapping_reader.py [--documents N]

Nine in ten of the mutated documents are text, the rest Word documents and PDFs. Times are
processor time, so that other work on the machine counts as little as possible. PEERVEJ_SHARED
names the folder with the real document; without it that part is left out.
"""

import argparse
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.methods.mapping.lookalike import make, with_only  # noqa: E402
from tests.methods.mapping.mutations import mutate  # noqa: E402

from peervej.methods.errors import UnusableInput  # noqa: E402
from peervej.methods.mapping import read_mapping  # noqa: E402
from peervej.methods.mapping.decode import normalise  # noqa: E402
from peervej.methods.mapping.squeeze import squeeze  # noqa: E402

BINARY_SHARE = 0.1


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def real() -> None:
    shared = os.environ.get("PEERVEJ_SHARED")
    if not shared:
        print("left out: the real document (PEERVEJ_SHARED not set)")
        return
    path = Path(shared) / "sources" / "peer-stoette-i-danmark-kortlaegning.txt"
    data = path.read_bytes()
    read = [seconds(lambda: read_mapping(data, filename=path.name)) for _ in range(5)]
    fold = [seconds(lambda: squeeze(normalise(path.read_text("utf-8")))) for _ in range(5)]
    one, other = statistics.median(read), statistics.median(fold)
    found = read_mapping(data, filename=path.name)
    print(
        f"the real document ({len(data) / 1000:.0f} kB): {len(found.entries)} entries in "
        f"{one:.2f} s, {one / other:.0f} times reading and folding its text"
    )


def fuzz(documents: int) -> None:
    # the writers of Word documents and PDFs are loaded only here, to leave them out of the
    # memory of whoever runs with --documents 0
    from tests.methods.mapping.rendering import to_docx, to_pdf

    texts = [make(seed).text.encode() for seed in range(20)]
    files = [to(with_only(seed)) for seed in range(3) for to in (to_docx, to_pdf)]
    crashes, refused, times = 0, 0, []
    before = peak_megabytes()
    for number in range(documents):
        chance = random.Random(number)
        binary = chance.random() < BINARY_SHARE
        source = chance.choice(files if binary else texts)
        data = mutate(source, chance, mended=0.0 if binary else 0.8)
        began = time.process_time()
        try:
            read_mapping(data)
        except UnusableInput:
            refused += 1
        except Exception as error:
            crashes += 1
            print(f"document {number}: {error!r}")
        times.append(time.process_time() - began)
    if times:
        print(
            f"{documents} mutated documents: {crashes} crashes, {refused} refused, "
            f"slowest {max(times):.2f} s, usual {statistics.median(times) * 1000:.0f} ms, "
            f"peak memory {peak_megabytes():.0f} MB (before: {before:.0f} MB)"
        )


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("--documents", type=int, default=20_000)
    real()
    fuzz(words.parse_args().documents)
