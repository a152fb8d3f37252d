"""Reminders to very many at once: run from the repository's root.

    python benchmarks/reminders.py [--people 10000] [--seed 1]

Simulates the weeks in which the last questions are open, three turns of the timer a day. Each
person answers, withdraws, or stays silent, at a random turn: before the timer, or after
messages were queued and before they are handed over. Counts what was sent to whom after they
had answered or withdrawn, and what was sent after the window: all must be 0. Prints how many
were sent in all, and that nobody silent got fewer than the invitation and every reminder.
"""

import argparse
import os
import random
import sys
import tempfile
import time
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OPENS = date(2026, 11, 2)
OPEN_DAYS, AFTERWARDS = 28, 4
HOURS = (5, 11, 20)
SHARES = {"answers": 0.45, "withdraws": 0.15, "silent": 0.4}


@dataclass
class Simulated:
    """Someone who is asked, what they do, and at which turn (before or after queueing)."""

    person: Any
    participation: Any
    what: str
    turn: int
    is_before_queueing: bool
    ended_at: datetime | None = None


def populate(how_many: int, chance: random.Random) -> list[Simulated]:
    """People with a phone, a place in the trial and open questions, written in bulk."""
    from tests.factories.allocation import sealed_trial
    from tests.factories.moments import NOW
    from tests.factories.places import SiteFactory

    from peervej.apps.measures.models import Occasion
    from peervej.apps.measures.operations import issue_assessments
    from peervej.apps.people.models import Channel, Contact, Person
    from peervej.apps.people.operations import contact_hash
    from peervej.apps.people.vault import encrypt, store_secret_links
    from peervej.apps.trial.models import Participation, ParticipationState
    from peervej.apps.trial.queries import link_from_participation, link_from_person

    site = SiteFactory()
    trial = sealed_trial(site, target=how_many + 1)
    people = Person.objects.bulk_create(
        Person(
            chosen_name=f"Sol {n}",
            site=site,
            channel=Channel.SMS,
            created_on=NOW.date(),
            erase_after=OPENS + timedelta(days=365),
        )
        for n in range(how_many)
    )
    Contact.objects.bulk_create(
        Contact(
            person=person,
            kind=Channel.SMS,
            ciphertext=encrypt(
                "contact",
                f"+45{20_000_000 + n}".encode(),
                place=f"people_contact/{person.pk}/ciphertext",
            ),
            lookup=contact_hash("sms", f"+45{20_000_000 + n}"),
        )
        for n, person in enumerate(people)
    )
    places = Participation.objects.bulk_create(
        Participation(
            key=uuid.UUID(int=chance.getrandbits(128), version=4),
            trial=trial,
            site=site,
            joined_on=OPENS - timedelta(weeks=11),
            state=ParticipationState.DRAWN,
        )
        for _person in people
    )
    links = {}
    for person, place in zip(people, places, strict=True):
        links[link_from_person(person.pk, trial)] = str(place.key)
        links[link_from_participation(place.key)] = str(person.pk)
    store_secret_links(links)
    issue_assessments(
        [place.key for place in places],
        trial.code,
        Occasion.FOLLOW_UP,
        ["demo-hope"],
        opens_on=OPENS,
        closes_on=OPENS + timedelta(days=OPEN_DAYS),
        now=NOW,
    )
    kinds = chance.choices(list(SHARES), list(SHARES.values()), k=how_many)
    turns = OPEN_DAYS * len(HOURS)
    return [
        Simulated(person, place, kind, chance.randrange(turns), chance.random() < 0.5)
        for person, place, kind in zip(people, places, kinds, strict=True)
    ]


def act(one: Simulated, now: datetime) -> None:
    """Answer, or withdraw from the research."""
    from peervej.apps.measures.models import Assessment
    from peervej.apps.measures.operations import finish_assessment
    from peervej.apps.trial.operations import withdraw_from_research

    if one.what == "answers":
        finish_assessment(Assessment.objects.get(respondent=one.participation.key), now=now)
    else:
        withdraw_from_research(
            one.person, one.participation, remove_answers=False, actor="benchmark", now=now
        )
    one.ended_at = now


def simulate(people: list[Simulated]) -> None:
    """Every turn of the timer from the day the questions open until after they have closed."""
    from peervej.apps.measures.operations import close_overdue
    from peervej.apps.messaging.operations import deliver_due
    from peervej.apps.trial.tasks import run_timer

    for day in range(OPEN_DAYS + AFTERWARDS):
        for place, hour in enumerate(HOURS):
            turn = day * len(HOURS) + place
            now = datetime.combine(OPENS, datetime.min.time(), UTC) + timedelta(
                days=day, hours=hour
            )
            acting = [one for one in people if one.turn == turn and one.what != "silent"]
            for one in acting:
                if one.is_before_queueing:
                    act(one, now)
            close_overdue(now)
            run_timer(now + timedelta(minutes=1))
            for one in acting:
                if not one.is_before_queueing:
                    act(one, now + timedelta(minutes=2))
            while deliver_due(now + timedelta(minutes=3)):
                pass


def report(people: list[Simulated]) -> int:
    """Print what was sent; returns how many messages came too late."""
    from peervej.apps.messaging.models import Message

    ends = {one.person.pk: one.ended_at for one in people}
    closes = datetime.combine(OPENS + timedelta(days=OPEN_DAYS + 1), datetime.min.time(), UTC)
    late = Counter(dict.fromkeys(("answer", "withdrawal", "window"), 0))
    kinds = {one.person.pk: one.what for one in people}
    sent: Counter[int] = Counter()
    rows = Message.objects.filter(kind="trial.questions")
    for person_id, at in rows.filter(state="sent").values_list("person_id", "finished_at"):
        sent[person_id] += 1
        end = ends[person_id]
        late["answer"] += bool(end and end < at and kinds[person_id] == "answers")
        late["withdrawal"] += bool(end and end < at and kinds[person_id] == "withdraws")
        late["window"] += at >= closes
    failed = rows.exclude(state__in=("sent", "not_needed")).count()
    taken_back = rows.filter(state="not_needed").count()
    silent = Counter(sent[one.person.pk] for one in people if one.what == "silent")
    print(
        f"  {sum(sent.values())} messages to {len(people)} people; {taken_back} queued and not sent"
    )
    print(f"  after the answer {late['answer']}, after the withdrawal {late['withdrawal']}, "
          f"after the window {late['window']} (wanted: 0)")  # fmt: skip
    print(f"  neither sent nor taken back: {failed} (wanted: 0)")
    print(f"  to those who stayed silent, messages each: {dict(silent)}")
    return sum(late.values()) + failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"PEERVEJ_HOME": home, "DJANGO_SETTINGS_MODULE": "peervej.config.settings"}
        os.environ |= {"PEERVEJ_DEMO": "1", "PEERVEJ_DATABASE": ""}
        import django

        django.setup()
        from peervej.config.startup import prepare_database

        prepare_database()
        people = populate(arguments.people, random.Random(arguments.seed))
        began = time.process_time()
        simulate(people)
        print(f"  {len(HOURS) * (OPEN_DAYS + AFTERWARDS)} turns of the timer in "
              f"{time.process_time() - began:.0f} s of processor time")  # fmt: skip
        return int(report(people) > 0)


if __name__ == "__main__":
    sys.exit(main())
