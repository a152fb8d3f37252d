"""How long a search takes at 1,000, 10,000 and 100,000 made-up entries.

    python benchmarks/search.py [--sizes 1000 10000] [--postgres DSN]

The entries are made up from the sentences of the shipped initiatives, so that words are as
frequent as in real ones; the queries are those of the test set. Each query is answered by the
index in memory and its first ten entries are then read from a database, as a page does.
Printed: the 50th and 95th percentile in milliseconds, and how they grow with the entries.
"""

import argparse
import random
import sqlite3
import statistics
import time
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from peervej.data.geography import load_municipalities
from peervej.data.initiatives import load_initiatives
from peervej.data.search.documents import new_search_index, search_document
from peervej.methods.danish.documents import Document
from peervej.methods.danish.index import SearchIndex

QUERIES = Path(__file__).parents[1] / "tests/methods/danish/queries.toml"
SEED = 2027
ROUNDS = 3

Fetch = Callable[[Sequence[str]], list[Any]]


def make_entries(count: int) -> list[Document]:
    """`count` entries of two to eight real sentences each, somewhere in Denmark."""
    draw = random.Random(SEED)
    real = load_initiatives()
    sentences = [text for item in real for text in item.prose()]
    towns = load_municipalities()
    entries = []
    for number in range(count):
        item = search_document(draw.choice(real))
        town = draw.choice(towns)
        fields = {
            "name": f"{item.fields['name']} {town.name} {number}",
            "labels": item.fields["labels"],
            "summary": " ".join(draw.sample(sentences, 2)),
            "body": " ".join(draw.sample(sentences, draw.randint(0, 6))),
        }
        entries.append(Document(f"e{number}", fields, (f"m:{town.code}",)))
    return entries


def sqlite_store(entries: Sequence[Document]) -> Fetch:
    """The entries in a SQLite table in memory."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE entry (key TEXT PRIMARY KEY, name TEXT, summary TEXT)")
    rows = ((e.key, e.fields["name"], e.fields["summary"]) for e in entries)
    base.executemany("INSERT INTO entry VALUES (?, ?, ?)", rows)

    def fetch(keys: Sequence[str]) -> list[Any]:
        marks = ",".join("?" * len(keys))
        return base.execute(f"SELECT * FROM entry WHERE key IN ({marks})", keys).fetchall()

    return fetch


def postgres_store(entries: Sequence[Document], dsn: str) -> Fetch:
    """The entries in a temporary PostgreSQL table."""
    import psycopg

    base = psycopg.connect(dsn, autocommit=True)
    base.execute("CREATE TEMP TABLE entry (key TEXT PRIMARY KEY, name TEXT, summary TEXT)")
    with base.cursor().copy("COPY entry FROM STDIN") as copy:
        for entry in entries:
            copy.write_row((entry.key, entry.fields["name"], entry.fields["summary"]))

    def fetch(keys: Sequence[str]) -> list[Any]:
        return base.execute("SELECT * FROM entry WHERE key = ANY(%s)", [list(keys)]).fetchall()

    return fetch


def measure(index: SearchIndex, fetch: Fetch, queries: Sequence[str]) -> list[float]:
    """Milliseconds per search with its first page."""
    taken = []
    for _ in range(ROUNDS):
        for query in queries:
            start = time.perf_counter()
            fetch([key for key, _score in index.search(query, limit=10).hits])
            taken.append((time.perf_counter() - start) * 1000)
    return taken


def main() -> None:
    """Build, measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    arguments.add_argument("--postgres", metavar="DSN", default="")
    chosen = arguments.parse_args()
    asked = tomllib.loads(QUERIES.read_text(encoding="utf-8"))["query"]
    queries = [row["text"] for row in asked]
    index = new_search_index()
    index.search(queries[0])
    before: dict[str, tuple[int, float]] = {}
    print(f"{len(queries)} queries, {ROUNDS} rounds each")
    for size in chosen.sizes:
        entries = make_entries(size)
        index.clear()
        start = time.perf_counter()
        index.put_all(entries)
        built = time.perf_counter() - start
        print(f"{size} entries: built in {built:.1f} s, {built / size * 1000:.2f} ms each")
        stores = {"sqlite": sqlite_store(entries)}
        if chosen.postgres:
            stores["postgres"] = postgres_store(entries, chosen.postgres)
        for name, fetch in stores.items():
            cuts = statistics.quantiles(measure(index, fetch, queries), n=20)
            line = f"  {name}: p50 {cuts[9]:.2f} ms, p95 {cuts[18]:.2f} ms"
            if name in before:
                last_size, last = before[name]
                line += f"; {size / last_size:.0f} times the entries, {cuts[18] / last:.1f} the p95"
            before[name] = (size, cuts[18])
            print(line)


if __name__ == "__main__":
    main()
