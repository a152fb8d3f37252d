"""Scarce seats under pressure: rates, a real server, offers with cancellations, and crashes.

    python benchmarks/enrolment.py [--arrivals 200] [--kills 200] [--postgres]

Everything happens in a temporary installation of its own. Printed: enrolments per second
beside bare transactions that write the same rows, with the 95th percentile of one; what 200
arrivals at once at the real server came to; what 50 offers and cancellations at once came to;
and how many half states were found after killing the process at random moments.
"""

import argparse
import contextlib
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[1]
THREADS = 8
CSRF = "a" * 32
BY = {"actor": "benchmark"}


def start(home: str, database: str) -> None:
    """An installation with its own keys and database, migrated."""
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


def now() -> Any:
    from peervej.apps.audit.clock import current_time

    return current_time()


def situation(people: int) -> tuple[Any, list[Any]]:
    """A group of ten seats that starts in a week, and people who have been introduced."""
    from tests.factories.people import PersonFactory
    from tests.factories.programmes import GroupFactory, SignupFactory

    group = GroupFactory(starts_on=now().date() + timedelta(days=14))
    crowd = [
        PersonFactory(
            site=group.period.site,
            sms=f"{22000000 + number}",
            agreed=True,
            erase_after=now().date() + timedelta(days=90),
        )
        for number in range(people)
    ]
    for person in crowd:
        SignupFactory(person=person, talk=True)
    return group, crowd


def at_once(act: Callable[[Any], Any], work: list[Any], threads: int = THREADS) -> list[float]:
    """Seconds each took; what is refused is an answer too."""

    from peervej.apps.programmes.operations.seating import EnrolmentRefused

    def timed(one: Any) -> float:
        began = time.perf_counter()
        with contextlib.suppress(EnrolmentRefused):
            act(one)
        return time.perf_counter() - began

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(timed, work))


def rate(act: Callable[[Any], Any], work: list[Any]) -> tuple[float, float]:
    """How many a second, and the 95th percentile of one in milliseconds."""
    began = time.perf_counter()
    each = at_once(act, work)
    took = time.perf_counter() - began
    return len(work) / took, 1000 * statistics.quantiles(each, n=20)[-1]


def rates(arrivals: int) -> None:
    from peervej.apps.programmes.operations.enrolment import ask_for_place

    moment = now()
    warm, few = situation(16)
    at_once(lambda person: ask_for_place(person, warm.period, now=moment, **BY), few)
    group, crowd = situation(arrivals)
    bare, bare_p95 = rate(lambda person: write_bare(person, group, moment), crowd)
    forget_bare()
    ours, ours_p95 = rate(
        lambda person: ask_for_place(person, group.period, now=moment, **BY), crowd
    )
    print(f"bare transactions  {bare:8.0f} a second   p95 {bare_p95:7.1f} ms")
    print(f"enrolments         {ours:8.0f} a second   p95 {ours_p95:7.1f} ms")
    print(f"ratio              {ours / bare:8.2f}            (wanted: at least 0.25)")
    report("in one process", group, arrivals)


def write_bare(person: Any, group: Any, moment: Any) -> None:
    """The same rows without a question asked: enrolment, person, event, perhaps a message."""
    from django.db import transaction

    from peervej.apps.audit.operations import record_event
    from peervej.apps.programmes.models import Enrolment

    with transaction.atomic():
        enrolment = Enrolment.objects.create(
            person=person, period=group.period, state="cancelled", asked_at=moment
        )
        enrolment.save()
        person.save(update_fields=["erase_after"])
        record_event("bare", enrolment, actor="benchmark", now=moment)


def forget_bare() -> None:
    from peervej.apps.programmes.models import Enrolment

    Enrolment.objects.filter(state="cancelled").delete()


def report(where: str, group: Any, arrivals: int) -> None:
    """Seats, the line and its order, as they stand."""
    from peervej.apps.programmes.models import Enrolment

    rows = Enrolment.objects.filter(period=group.period)
    seats = sorted(rows.filter(state="seated").values_list("seat", flat=True))
    waiting = rows.filter(state="waiting").count()
    doubles = rows.count() - rows.values("person").distinct().count()
    exact = seats == list(range(1, group.capacity + 1))
    print(
        f"{where}: {len(seats)} seated (each seat once: {exact}), {waiting} waiting,"
        f" {doubles} doubled, {arrivals - rows.count()} lost"
    )


@contextlib.contextmanager
def real_server() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    command = [
        sys.executable, "-m", "gunicorn", "peervej.config.wsgi", "--bind", f"127.0.0.1:{port}",
        "--worker-class", "gthread", "--workers", "1", "--threads", str(THREADS),
        "--backlog", "512", "--log-level", "error", "--no-control-socket",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=HERE / "src")
    try:
        for _try in range(120):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.25)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def arrive(arrivals: int) -> None:
    """200 browsers press the button of the joining page in the same moment."""
    from tests.factories.people import consent_to

    group, crowd = situation(arrivals)
    for person in crowd:
        consent_to(person, "service")
    cookies = [session_of(person) for person in crowd]
    answers: list[int] = []
    with real_server() as port:

        def press(cookie: str) -> None:
            form = urllib.parse.urlencode({"service": "on", "csrfmiddlewaretoken": CSRF})
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/min-side/deltag/",
                data=form.encode(),
                headers={"Cookie": f"s={cookie}; c={CSRF}"},
            )
            opener = urllib.request.build_opener(Unfollowed)
            try:
                answers.append(opener.open(request, timeout=120).status)
            except urllib.error.HTTPError as error:
                answers.append(error.code)

        began = time.perf_counter()
        at_once(press, cookies, threads=arrivals)
        took = time.perf_counter() - began
    errors = sum(status >= 400 for status in answers) + arrivals - len(answers)
    print(f"at the real server: {arrivals} answers in {took:.1f} s, {errors} errors")
    report("at the real server", group, arrivals)


class Unfollowed(urllib.request.HTTPRedirectHandler):
    """A redirect is the answer; the page behind it is not asked for."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def session_of(person: Any) -> str:
    """The cookie of a browser in which the person's link was opened."""
    from django.contrib.sessions.backends.db import SessionStore

    from peervej.apps.accounts.enums import Role
    from peervej.apps.accounts.links import create_link, find_link
    from peervej.apps.accounts.roles import SESSION_HOLDER

    address = create_link(Role.PARTICIPANT, person.pk, "/min-side/", now=now())
    link = find_link(address.rstrip("/").rpartition("/")[2], now())
    store = SessionStore()
    store[SESSION_HOLDER] = {str(Role.PARTICIPANT): link.pk}
    store.create()
    return str(store.session_key)


def offers_and_cancellations(many: int = 50) -> None:
    """People stop while others take, decline or are offered the seats they free."""
    from peervej.apps.programmes.models import Enrolment, Offer
    from peervej.apps.programmes.operations.enrolment import (
        accept_offer,
        ask_for_place,
        decline_offer,
        stop_enrolment,
    )

    group, crowd = situation(10 + 2 * many)
    for person in crowd:
        ask_for_place(person, group.period, now=now(), **BY)
    dice = random.Random(7)

    def act(_turn: int) -> None:
        offer = Offer.objects.filter(state="open", group=group).order_by("?").first()
        if offer is None or dice.random() < 0.4:
            seated = group.enrolments.filter(state="seated").order_by("?").first()
            if seated:
                stop_enrolment(seated, now=now(), **BY)
        elif dice.random() < 0.7:
            accept_offer(offer, now=now(), **BY)
        else:
            decline_offer(offer, now=now(), **BY)

    at_once(act, list(range(many)), threads=many)
    for _round in range(200):
        offer = Offer.objects.filter(state="open", group=group).first()
        if offer is None:
            break
        accept_offer(offer, now=now(), **BY)
    rows = Enrolment.objects.filter(period=group.period)
    asked = list(
        Offer.objects.filter(group=group).order_by("pk").values_list("enrolment", flat=True)
    )
    in_order = asked == sorted(asked, key=lambda pk: (rows.get(pk=pk).asked_at, pk))
    seats = sorted(rows.filter(state="seated").values_list("seat", flat=True))
    print(
        f"{many} offers and cancellations at once: {len(seats)} seated"
        f" (each seat once: {len(set(seats)) == len(seats)}), offered in order: {in_order}"
    )


def crash(kills: int) -> None:
    """Kill a process that enrols at random moments; afterwards there is all or nothing."""
    from django.db import connections

    from peervej.apps.audit.models import AuditEvent
    from peervej.apps.messaging.models import Message
    from peervej.apps.programmes.models import Enrolment
    from peervej.apps.programmes.operations.enrolment import ask_for_place

    group, crowd = situation(kills * 3)
    group.capacity = 30
    group.save()
    left, dice = list(crowd), random.Random(11)
    for _kill in range(kills):
        done = set(Enrolment.objects.values_list("person", flat=True))
        left = [person for person in left if person.pk not in done]
        connections.close_all()
        child = os.fork()
        if child == 0:
            for person in left:
                ask_for_place(person, group.period, now=now(), **BY)
            os._exit(0)
        time.sleep(dice.uniform(0.01, 0.3))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    rows = Enrolment.objects.filter(period=group.period)
    events = AuditEvent.objects.filter(
        verb="ask_for_place", subject_id__in=[str(pk) for pk in rows.values_list("pk", flat=True)]
    )
    seated = rows.filter(state="seated")
    told = Message.objects.filter(
        kind="programmes.seat_given",
        reference__in=[str(pk) for pk in seated.values_list("pk", flat=True)],
    )
    half = rows.count() - events.count() + seated.count() - told.count()
    half += rows.filter(decision="").count()
    print(f"{kills} kills: {rows.count()} enrolments, {seated.count()} seated, {half} half states")


def run(home: str, database: str, arrivals: int, kills: int) -> None:
    start(home, database)
    rates(arrivals)
    arrive(arrivals)
    offers_and_cancellations()
    if kills:
        crash(kills)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--arrivals", type=int, default=200)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--postgres", action="store_true", help="a PostgreSQL of its own")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="peervej-bench-") as home:
        if not chosen.postgres:
            run(home, "", chosen.arrivals, chosen.kills)
            return
        sys.path.insert(0, str(HERE))
        from tests.postgres import running_postgres

        with running_postgres() as address:
            run(home, address, chosen.arrivals, chosen.kills)


if __name__ == "__main__":
    main()
