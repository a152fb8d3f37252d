"""Messages under faults: 10,000 random lives with failing suppliers and dying workers.

    python benchmarks/messages.py [--schedules 10000] [--seed 1] [--postgres]

Each life has three to six messages. A worker may die while it writes a letter, before or after
the supplier took it; the supplier may fail, refuse, or not say; people stop or answer at random.
Printed: every kind of fault that was counted (none is wanted), and messages a second.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).parents[1]
BATCH = 100
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))


def start(home: str, database: str) -> None:
    sys.path[:0] = [str(HERE), str(HERE / "src")]
    os.environ |= {
        "PEERVEJ_HOME": home,
        "PEERVEJ_DATABASE": database,
        "PEERVEJ_DEMO": "0",
        "DJANGO_SETTINGS_MODULE": "peervej.config.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def live(schedules: int, seed: int) -> None:
    """Half of the lives with a supplier that knows a key again, half without."""
    import logging

    from tests.apps.messaging.schedules import run_schedules

    from peervej.apps.messaging.models import Message

    logging.disable(logging.CRITICAL)
    dice = random.Random(seed)
    faults: Counter[str] = Counter()
    states: Counter[str] = Counter()
    began = time.perf_counter()
    for batch in range(0, schedules, BATCH):
        many = min(BATCH, schedules - batch)
        safely = bool(batch // BATCH % 2)
        faults += run_schedules(dice, NOW, many=many, repeats_safely=safely)
        states.update(Message.objects.values_list("state", flat=True))
        Message.objects.all().delete()
    took = time.perf_counter() - began
    print(f"{schedules} schedules, {states.total()} messages, {states.total() / took:.0f} a second")
    print("ended as: " + ", ".join(f"{state} {many}" for state, many in states.most_common()))
    print(f"faults: {dict(faults) or 'none'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--schedules", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", action="store_true", help="a PostgreSQL of its own")
    chosen = parser.parse_args()
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="peervej-bench-", dir=memory) as home:
        if not chosen.postgres:
            start(home, "")
            live(chosen.schedules, chosen.seed)
            return
        sys.path.insert(0, str(HERE))
        from tests.postgres import running_postgres

        with running_postgres() as address:
            start(home, address)
            live(chosen.schedules, chosen.seed)


if __name__ == "__main__":
    main()
