"""Volunteers in numbers: readiness at scale, suggestions and figures against a recount.

    python benchmarks/volunteers.py [--large 10000] [--small 100] [--cases 1000] [--histories 200]

Everything happens in a temporary installation of its own. Printed: the time of readiness on a
date for many volunteers beside that for few, with the number of queries of both; in how many
random cases of suggestions a filter was broken, found by a check written apart; and in how
many random histories a figure differed from a recount in a notebook.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[1]
DAY = date(2026, 9, 7)
PROGRAMME = "vejen-til-hverdagslivet"


def start(home: str) -> None:
    """An installation with its own keys and database, migrated."""
    sys.path[:0] = [str(HERE), str(HERE / "src")]
    os.environ |= {
        "PEERVEJ_HOME": home,
        "PEERVEJ_DEMO": "0",
        "DJANGO_SETTINGS_MODULE": "peervej.config.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def fill(many: int) -> Any:
    """A site with `many` volunteers at every point of the way in."""
    from tests.factories.moments import NOW
    from tests.factories.places import SiteFactory

    from peervej.apps.people.models import Person
    from peervej.apps.volunteers.models import Agreement, Approval, Practice, Step, Volunteer

    chance = random.Random(many)
    site = SiteFactory()
    people = Person.objects.bulk_create(
        Person(
            site=site, chosen_name=f"N{n}", created_on=DAY, erase_after=DAY + timedelta(days=900)
        )
        for n in range(many)
    )
    rows = Volunteer.objects.bulk_create(
        Volunteer(person=person, site=site, display_name=person.chosen_name, state="active")
        for person in people
    )
    on = date(2026, 1, 5)
    Step.objects.bulk_create(
        Step(volunteer=row, kind=kind, outcome="passed", held_on=on)
        for row in rows
        for kind in ("application", "questionnaire", "talk", "training")
        if chance.random() < 0.9
    )
    Practice.objects.bulk_create(
        Practice(volunteer=row, kind="training_days", amount=2, done_on=on) for row in rows
    )
    Agreement.objects.bulk_create(
        Agreement(volunteer=row, kind=kind, version="1", accepted_at=NOW - timedelta(days=99))
        for row in rows
        for kind in ("volunteer", "confidentiality")
    )
    Approval.objects.bulk_create(
        Approval(
            volunteer=row, programme=PROGRAMME, role="facilitator", approved_on=on,
            ends_on=DAY + timedelta(days=chance.randrange(-99, 999)),
        )
        for row in rows
    )  # fmt: skip
    return site


def readiness(large: int, small: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from peervej.apps.volunteers.models import Volunteer
    from peervej.apps.volunteers.queries.readiness import readiness_on
    from peervej.data.programmes import load_programme

    rule = load_programme(PROGRAMME).readiness("facilitator")
    took, asked = {}, {}
    for many in (small, large):
        rows = Volunteer.objects.filter(site=fill(many))
        times = []
        for _turn in range(5):
            begun = time.perf_counter()
            with CaptureQueriesContext(connection) as seen:
                assert len(readiness_on(rows.all(), rule, DAY)) == many
            times.append(time.perf_counter() - begun)
        took[many], asked[many] = min(times), len(seen)
    print(
        f"readiness on a date, {large} : {small} volunteers = {took[large] / took[small]:.0f} : 1"
        f" in time ({large // small} : 1 in number); queries {asked[large]} : {asked[small]}"
    )


def suggestions(cases: int) -> None:
    from tests.methods.matching.cases import faults_of, random_case

    broken = found = 0
    for seed in range(cases):
        faults, many = faults_of(*random_case(random.Random(seed)))
        broken += bool(faults)
        found += many
    print(f"suggestions: {cases} random cases, {found} suggested, filters broken in {broken}")


def figures(first_seed: int, histories: int) -> None:
    from tests.apps.volunteers.histories import History, recount
    from tests.factories.places import SiteFactory

    from peervej.apps.volunteers.queries.figures import figures_of

    differ = compared = 0
    for seed in range(first_seed, first_seed + histories):
        site = SiteFactory()
        told = History(site, seed).play()
        chance = random.Random(seed)
        first = (DAY + timedelta(days=chance.randrange(0, 60))).replace(day=1)
        until = first + timedelta(days=chance.randrange(27, 120))
        until = (until.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        counted = {row.key: row.number for row in figures_of(site, first, until)}
        by_hand = recount(told, first, until)
        compared += len(by_hand)
        differ += {key: counted[key] for key in by_hand} != by_hand
    print(f"figures: {compared} in {histories} random histories, histories that differ {differ}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--large", type=int, default=10_000)
    arguments.add_argument("--small", type=int, default=100)
    arguments.add_argument("--cases", type=int, default=1_000)
    arguments.add_argument("--histories", type=int, default=200)
    arguments.add_argument("--first-seed", type=int, default=0)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as home:
        start(home)
        readiness(given.large, given.small)
        suggestions(given.cases)
        figures(given.first_seed, given.histories)


if __name__ == "__main__":
    main()
