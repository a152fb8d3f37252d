"""The directory page against a static page of the same size, and search through the database.

    python benchmarks/directory.py [--sizes 1000 10000 100000]

Uses the settings of the environment (PEERVEJ_HOME, PEERVEJ_DATABASE) with a test database.
Printed: pages per second of both, their ratio, and the percentiles in milliseconds of whole
searches (filters, index and the first ten entries read from the database), of the same within a
municipality and its neighbours, and of whole requests (middleware and the page with its twenty
cards as well), with how they grow with the entries.
"""

import argparse
import os
import random
import statistics
import sys
import time
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[1]
sys.path.insert(0, str(HERE))
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SEED = 2027


def start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.test.utils import setup_databases

    django.setup()
    setup_databases(verbosity=0, interactive=False)


def per_second(act: Callable[[], Any], seconds: float = 3.0) -> float:
    """How often `act` is done in a second."""
    act()
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        act()
        done += 1
    return done / (time.perf_counter() - began)


def compare_pages() -> None:
    """The list page and a template without any query, through all of the middleware."""
    from django.http import HttpRequest, HttpResponse
    from django.shortcuts import render
    from django.test import Client, override_settings
    from django.urls import path

    from peervej.apps.accounts.roles import Role, allow
    from peervej.config import urls

    page = Client(HTTP_HOST="localhost").get("/find/").content.decode()
    start_of_body = page.index("<h1>")
    body = page[start_of_body : page.index("</main>")]

    @allow(Role.PUBLIC)
    def still(request: HttpRequest) -> HttpResponse:
        from django.utils.safestring import mark_safe

        return render(request, "directory/list.html", {"body": mark_safe(body)})

    urls.urlpatterns.append(path("stille/", still))
    with override_settings(ROOT_URLCONF="peervej.config.urls"):
        client = Client(HTTP_HOST="localhost")
        directory = per_second(lambda: client.get("/find/"))
        static = per_second(lambda: client.get("/stille/"))
    print(f"page of {len(page)} characters: directory {directory:.0f}/s, static {static:.0f}/s,")
    print(f"  ratio {directory / static:.2f}")


def make_entries(count: int) -> None:
    """Entries made up from real sentences, written straight into the tables."""
    from peervej.apps.directory.models import EntryFacet, Initiative
    from peervej.apps.directory.operations.publishing import touch_catalogue
    from peervej.apps.places.models import Municipality
    from peervej.data.initiatives import load_initiatives

    draw = random.Random(SEED)
    real = load_initiatives()
    sentences = [text for item in real for text in item.prose()]
    towns = list(Municipality.objects.all())
    rows = []
    for number in range(Initiative.objects.count(), count):
        item = draw.choice(real)
        rows.append(
            Initiative(
                slug=f"e{number}",
                name=f"{item.name} {number}",
                kind=item.kind,
                summary=" ".join(draw.sample(sentences, 2)),
                who_may_come=draw.choice(sentences),
                listing="public",
                modified_at=NOW,
                published_at=NOW,
                status=draw.choice(["running", "ended", "unknown"]),
            )
        )
    made = Initiative.objects.bulk_create(rows, batch_size=500)
    through = Initiative.municipalities.through
    through.objects.bulk_create(
        [through(initiative=row, municipality=draw.choice(towns)) for row in made], batch_size=500
    )
    EntryFacet.objects.bulk_create(
        [EntryFacet(initiative=row, facet="kind", value=row.kind) for row in made if row.kind],
        batch_size=500,
    )
    touch_catalogue()


def resident_mb() -> float:
    """Memory this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def time_index() -> float:
    """Seconds of processor to make the index, the word lists not counted."""
    from peervej.apps.directory.index import ENTRY_INDEX
    from peervej.apps.directory.queries.filters import Filters
    from peervej.apps.directory.queries.listing import run_search
    from peervej.data.search.documents import load_analyser

    load_analyser()
    ENTRY_INDEX.forget()
    began = time.process_time()
    run_search(Filters(text="angst"), now=NOW)
    return time.process_time() - began


def ways_to_search() -> dict[str, Callable[[str], Any]]:
    """Each way takes a query and answers it whole."""
    from django.test import Client

    from peervej.apps.directory.queries.filters import Filters
    from peervej.apps.directory.queries.listing import load_hits, run_search

    client = Client(HTTP_HOST="localhost")
    near = {"municipality": "odense", "within_km": 50}

    def search(text: str, **narrowed: Any) -> Any:
        return load_hits(run_search(Filters(text=text, **narrowed), now=NOW).hits[:10])

    return {
        "searches": search,
        "searches near a municipality": lambda text: search(text, **near),
        "requests": lambda text: client.get("/find/", {"q": text}),
    }


def percentiles(act: Callable[[str], Any]) -> tuple[float, float]:
    """p50 and p95 in milliseconds over the queries of the test set.

    SQLite works inside this process, so processor time is all it takes, whatever else the
    machine does; with PostgreSQL it is time on the clock.
    """
    from django.db import connection

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    queries = tomllib.loads((HERE / "tests/methods/danish/queries.toml").read_text("utf-8"))
    taken = []
    for row in queries["query"]:
        began = clock()
        act(row["text"])
        taken.append((clock() - began) * 1000)
    cuts = statistics.quantiles(taken, n=20)
    return cuts[9], cuts[18]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    sizes = parser.parse_args().sizes
    start()
    from django.db import connection

    from peervej.apps.directory.operations import load_initiatives
    from peervej.apps.places.operations import load_places

    load_places(now=NOW)
    load_initiatives(now=NOW)
    compare_pages()
    print(f"whole searches on {connection.vendor}")
    before: dict[str, float] = {}
    for size in sizes:
        make_entries(size)
        held = resident_mb()
        seconds = time_index()
        print(f"{size} entries: index made in {seconds:.0f} s of processor,", end=" ")
        print(f"{resident_mb() - held:.0f} MB more in memory")
        for name, act in ways_to_search().items():
            p50, p95 = percentiles(act)
            growth = f", p95 × {p95 / before[name]:.1f}" if name in before else ""
            print(f"  {name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms{growth}")
            before[name] = p95


if __name__ == "__main__":
    main()
