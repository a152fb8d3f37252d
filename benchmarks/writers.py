"""SQLite with many writers: how long one waits, with Django's own way and with a line.

    python benchmarks/writers.py [--seconds 10] [--writers 8] [--processes 2]

Threads of several processes write short transactions as fast as they can. Printed for each
way: transactions a second, the 95th percentile and the longest wait for one, and how many
were refused as "database is locked" with a timeout of two seconds.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[1]
TIMEOUT = 2.0
WORK = 0.004


def start(home: str, engine: str) -> None:
    sys.path[:0] = [str(HERE), str(HERE / "src")]
    os.environ |= {"PEERVEJ_HOME": home, "DJANGO_SETTINGS_MODULE": "peervej.config.settings"}
    from django.conf import settings

    settings.DATABASES["default"]["ENGINE"] = engine
    settings.DATABASES["default"]["OPTIONS"]["timeout"] = TIMEOUT
    import django

    django.setup()


def write(waits: list[float], refused: list[int], until: float) -> None:
    """Small transactions with some thinking inside, as an operation has."""
    from django.db import OperationalError, connection, transaction

    while time.monotonic() < until:
        began = time.perf_counter()
        try:
            with transaction.atomic():
                waits.append(time.perf_counter() - began)
                with connection.cursor() as cursor:
                    cursor.execute("UPDATE counter SET n = n + 1")
                time.sleep(WORK)
        except OperationalError:
            refused.append(1)
    connection.close()


def press(home: str, engine: str, writers: int, seconds: float, answers: Any) -> None:
    start(home, engine)
    waits: list[float] = []
    refused: list[int] = []
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=write, args=(waits, refused, until)) for _number in range(writers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.put((waits, len(refused)))


def measure(engine: str, writers: int, processes: int, seconds: float) -> None:
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="peervej-bench-") as home:
        prepare = context.Process(target=make_table, args=(home, engine))
        prepare.start()
        prepare.join()
        answers = context.Queue()
        pressing = [
            context.Process(
                target=press, args=(home, engine, writers // processes, seconds, answers)
            )
            for _number in range(processes)
        ]
        for process in pressing:
            process.start()
        found = [answers.get() for _process in pressing]
        for process in pressing:
            process.join()
    waits = sorted(wait for some, _refused in found for wait in some)
    refused = sum(refused for _waits, refused in found)
    p95 = waits[len(waits) * 95 // 100]
    print(
        f"{engine:30} {len(waits) / seconds:6.0f} a second   p95 {p95:6.3f} s"
        f"   longest {waits[-1]:6.3f} s   locked {refused}"
    )


def make_table(home: str, engine: str) -> None:
    start(home, engine)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE counter (n INTEGER)")
        cursor.execute("INSERT INTO counter VALUES (0)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    for engine in ("django.db.backends.sqlite3", "peervej.config.sqlite3"):
        measure(engine, chosen.writers, chosen.processes, chosen.seconds)


if __name__ == "__main__":
    main()
