"""A site's figures against a recount by hand, over random histories of two sites.

    python benchmarks/figures.py [--histories 200]

Printed: how many histories agreed in every figure, and how long counting took beside the
recount, which walks over all rows.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parents[1]


def start(home: str) -> None:
    sys.path[:0] = [str(HERE), str(HERE / "src")]
    os.environ |= {
        "PEERVEJ_HOME": home,
        "PEERVEJ_DATABASE": "",
        "PEERVEJ_DEMO": "0",
        "DJANGO_SETTINGS_MODULE": "peervej.config.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def compare(histories: int) -> None:
    from django.db import transaction
    from tests.apps.programmes.histories import FIRST, LAST, live, recount
    from tests.factories.places import SiteFactory

    from peervej.apps.programmes.queries.figures import site_figures

    differ: list[tuple[int, str]] = []
    ours = by_hand = 0.0
    compared = 0
    for seed in range(histories):
        with transaction.atomic():
            site, other = SiteFactory(), SiteFactory()
            live(site, other, random.Random(seed))
            began = time.perf_counter()
            figures = site_figures(site, FIRST, LAST)
            ours += time.perf_counter() - began
            began = time.perf_counter()
            expected = recount(site)
            by_hand += time.perf_counter() - began
            compared += len(expected)
            differ += [
                (seed, key) for key, value in expected.items() if figures.value(key) != value
            ]
            transaction.set_rollback(True)
    print(f"{histories} histories, {compared} figures compared, {len(differ)} differ {differ[:5]}")
    print(f"counting takes {ours / by_hand:.2f} of the time of the recount")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--histories", type=int, default=200)
    chosen = parser.parse_args()
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="peervej-bench-", dir=memory) as home:
        start(home)
        compare(chosen.histories)


if __name__ == "__main__":
    main()
