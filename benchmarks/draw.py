"""The draw under load, and under a machine that stops: run from the repository's root.

    python benchmarks/draw.py [--kills 200] [--only sqlite|postgres] [--quick]
        [--steps server rate kills]

1. A real server: 200 people answer their last baseline question and eight coordinators press
   "draw" at the same moment; then 50 batches over ten sites are drawn at once.
2. Draws a second beside bare transactions with as many reads and writes.
3. A process that draws is killed (SIGKILL) at random moments; after each the chain must be
   valid and every batch whole or not there.
"""

import argparse
import contextlib
import http.client
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CSRF = "a" * 32
THREADS = 8


# ---- what must hold, whatever happened (the tests use these too)


def faults(trial: Any) -> list[str]:
    """Everything that is wrong with a trial's draws: doubles, halves, wrong arms, a bad chain."""
    from django.db import transaction
    from tests.factories.allocation import sealing_of

    from peervej.apps.allocation.models import Batch, Draw
    from peervej.apps.allocation.operations.chain import unhide
    from peervej.apps.allocation.queries import ledger_bytes, verify_trial
    from peervej.apps.audit.chain import lock_head
    from peervej.apps.programmes.models import Enrolment
    from peervej.apps.trial.queries import definition_of, person_of
    from peervej.methods.randomisation import draw_batch as compute_batch
    from peervej.methods.randomisation import read_lines

    found = []
    with transaction.atomic():
        lock_head(trial.code)  # whoever was in the middle of something is done or undone now
        verified = verify_trial(trial)
        if not verified.valid:
            found.append(f"chain: {verified.first_fault}")
        lines = read_lines(ledger_bytes(trial))
        asked, revealed, dropped = (
            {line.payload["draw"]: line for line in lines if line.kind == kind}
            for kind in ("draw_requested", "draw_revealed", "draw_cancelled")
        )
        seed, design = unhide(sealing_of(trial), "seed"), definition_of(trial).design()
        batches = list(Batch.objects.filter(trial=trial))
        if set(asked) != {batch.number for batch in batches}:
            found.append("a request without its batch, or the other way round")
        for batch in batches:
            arms = dict(Draw.objects.filter(batch=batch).values_list("salted_code", "arm"))
            whole = (batch.drawn_on is not None, batch.number in revealed, bool(arms))
            if len(set(whole)) != 1 or (batch.cancelled_on is None) == (batch.number in dropped):
                found.append(f"batch {batch.number} is half there: {whole}")
            if arms and arms != compute_batch(
                design, seed, batch.number, asked[batch.number].payload["people"]
            ):
                found.append(f"batch {batch.number} has other arms than computed")
        seats = set()
        for draw in Draw.objects.filter(batch__trial=trial).select_related("participation"):
            enrolment = Enrolment.objects.get(person=person_of(draw.participation))
            expected = "seated" if draw.arm == "intervention" else "usual_support"
            if enrolment.state != expected:
                found.append(f"{draw.arm} is {enrolment.state}")
            if enrolment.seat and (enrolment.group_id, enrolment.seat) in seats:
                found.append("a seat given twice")
            seats.add((enrolment.group_id, enrolment.seat))
        if Draw.objects.count() != sum(len(asked[n].payload["people"]) for n in revealed):
            found.append("more or fewer draws than the ledger reveals")
    return found


def draw_all(groups: Iterable[Any]) -> None:
    """Draw for each group whose people have not been drawn."""
    from tests.factories.moments import NOW

    from peervej.apps.allocation.operations.drawing import DrawRefused, draw_batch

    for group in groups:
        with contextlib.suppress(DrawRefused):
            draw_batch(group, actor="benchmark", now=NOW + timedelta(hours=6))


def kill_while(work: Callable[[], None], after: float) -> bool:
    """Run `work` in a process of its own and kill it after some seconds; was it at work?"""
    from django.db import connection

    child = os.fork()
    if child == 0:
        try:
            # The parent's connection is not ours to close.
            connection.connection = None
            work()
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def at_once(work: Callable[[Any], Any], arguments: Sequence[Any], threads: int = THREADS) -> float:
    """Run `work` for all arguments in threads; returns seconds."""
    from django.db import connection

    def attempt(argument: Any) -> None:
        try:
            work(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        began = time.perf_counter()
        list(pool.map(attempt, arguments))
        return time.perf_counter() - began


def again_when_busy(work: Callable[[Any], Any], busy: list[Any]) -> Callable[[Any], None]:
    """SQLite has one writer and no queue: under endless load one may wait out its 20 seconds."""
    from django.db import OperationalError

    def attempt(argument: Any) -> None:
        while True:
            try:
                work(argument)
            except OperationalError:
                busy.append(argument)
            else:
                return

    return attempt


# ---- situations


def waiting_groups(site: Any, how_many: int, people: int) -> list[Any]:
    """Groups of one site, each with its own line of people who can be drawn."""
    from tests.factories.allocation import ready
    from tests.factories.programmes import GroupFactory, PeriodFactory

    groups = []
    for _number in range(how_many):
        group = GroupFactory(period=PeriodFactory(trial=True, site=site))
        for _person in range(people):
            ready(group)
        groups.append(group)
    return groups


def situation(sites: int, groups_each: int, people: int) -> tuple[Any, list[Any]]:
    """A sealed trial over several sites with groups that can be drawn."""
    from django.db import transaction
    from tests.factories.allocation import sealed_trial
    from tests.factories.places import SiteFactory

    with transaction.atomic():
        places = [SiteFactory() for _number in range(sites)]
        trial = sealed_trial(*places, target=100_000)
        groups = [g for site in places for g in waiting_groups(site, groups_each, people)]
    return trial, groups


# ---- 1. a real server


@contextlib.contextmanager
def server() -> Iterator[int]:
    from tests.postgres import free_port

    from peervej.cli.serve import commands

    port = free_port()
    process = subprocess.Popen(commands("127.0.0.1", port)["web"])
    try:
        for _turn in range(200):
            with contextlib.suppress(OSError):
                if request(port, "GET", "/sundhed") == 200:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def request(port: int, method: str, path: str, session: str = "") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Cookie": f"s={session}; c={CSRF}", "X-CSRFToken": CSRF}
    connection.request(method, path, headers=headers, body="" if method == "POST" else None)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def participant_session(person: Any) -> str:
    from django.contrib.sessions.backends.db import SessionStore
    from tests.factories.moments import NOW

    from peervej.apps.accounts.enums import Role
    from peervej.apps.accounts.links import create_link, find_link
    from peervej.apps.accounts.roles import SESSION_HOLDER

    token = create_link(Role.PARTICIPANT, person.pk, "/", now=NOW).rstrip("/").rpartition("/")[2]
    link = find_link(token, NOW)
    store = SessionStore()
    store[SESSION_HOLDER] = {Role.PARTICIPANT: link.pk}
    store.create()
    return str(store.session_key)


def coordinator_session() -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from tests.factories.allocation import staff

    user = staff("coordinator")
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def press_at_once(port: int, posts: list[tuple[str, str]]) -> tuple[float, dict[int, int]]:
    """Send all posts (path, session) at the same moment; seconds, and answers by status."""
    with ThreadPoolExecutor(len(posts)) as pool:
        began = time.perf_counter()
        answers = list(pool.map(lambda post: request(port, "POST", *post), posts))
    return time.perf_counter() - began, {code: answers.count(code) for code in set(answers)}


def measure_server(arrivals: int, batches: int) -> None:
    from tests.factories.allocation import joined
    from tests.factories.moments import NOW

    from peervej.apps.allocation.models import Batch, Draw
    from peervej.apps.audit.clock import set_clock
    from peervej.apps.measures.models import Assessment

    trial, groups = situation(10, batches // 10, 4)
    crowded = waiting_groups(groups[0].period.site, 1, 0)[0]
    people = [joined(crowded) for _number in range(arrivals)]
    Assessment.objects.filter(state="open").update(state="begun")
    set_clock(NOW + timedelta(hours=6))
    coordinator = coordinator_session()
    arriving = [("/spoergsmaal/faerdig/", participant_session(person)) for person in people]
    drawing = [(f"/desk/lodtraekning/{crowded.pk}/", coordinator)] * 8
    mixed = arriving + drawing
    random.Random(1).shuffle(mixed)
    with server() as port:
        seconds, answers = press_at_once(port, mixed)
        drawn = Draw.objects.count()
        print(f"  {arrivals} arrivals and 8 draws at once: {seconds:.1f} s, answers {answers}, "
              f"{drawn} drawn in {Batch.objects.count()} batches")  # fmt: skip
        report(trial)
        posts = [(f"/desk/lodtraekning/{group.pk}/", coordinator) for group in groups]
        seconds, answers = press_at_once(port, posts)
        print(f"  {len(posts)} batches of 4 at once over 10 sites: {seconds:.1f} s, "
              f"answers {answers}, {Draw.objects.count() - drawn} drawn")  # fmt: skip
    assert Draw.objects.count() - drawn == 4 * len(posts)
    report(trial)


def report(trial: Any) -> None:
    found = faults(trial)
    print(f"    doubles, halves, wrong arms, faults in the chain: {len(found)} {found[:3] or ''}")


# ---- 2. beside bare transactions


def measure_rate(batches: int) -> None:
    """Draws beside two kinds of bare transactions, each in the same threads and the same run.

    *Least*: one row read and one written. *Like a draw*: two transactions with as many
    statements that read, and as many that write, as a draw of ten people has.
    """
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext
    from tests.factories.moments import NOW

    from peervej.apps.programmes.models import ReceivedForm

    trial, groups = situation(5, (batches + 5) // 5, 10)
    with CaptureQueriesContext(connection) as captured:
        draw_all(groups[:1])
    statements = [query["sql"].split(" ", 1)[0].upper() for query in captured.captured_queries]
    reads = statements.count("SELECT")
    writes = statements.count("INSERT") + statements.count("UPDATE")

    def bare(name: str, reads: int, writes: int) -> None:
        with transaction.atomic():
            for turn in range(writes):
                ReceivedForm.objects.create(key=f"{name}/{turn}", received_at=NOW)
            for turn in range(reads):
                ReceivedForm.objects.filter(key=f"{name}/{turn}").first()

    def like_a_draw(number: int) -> None:
        bare(f"{number}/freeze", reads // 2, writes // 2)
        bare(f"{number}/reveal", reads - reads // 2, writes - writes // 2)

    rest = groups[1 : batches + 1]
    busy: list[Any] = []

    def rate(work: Callable[[Any], Any], arguments: Sequence[Any]) -> float:
        return len(arguments) / at_once(again_when_busy(work, busy), arguments)

    drawing = rate(lambda group: draw_all([group]), rest)
    alike = rate(like_a_draw, range(len(rest)))
    least = rate(lambda number: bare(f"least/{number}", 1, 1), range(10 * len(rest)))
    print(
        f"  batches of ten: {drawing:.1f} a second, {10 * drawing:.0f} people a second\n"
        f"    beside bare transactions of one read and one write: {least:.0f} a second;"
        f" people drawn for each: {10 * drawing / least:.2f} (wanted: at least 0.25)\n"
        f"    beside bare transactions of {reads} reads and {writes} writes: {alike:.1f} a second;"
        f" batches drawn for each: {drawing / alike:.2f} (wanted: at least 0.25)\n"
        f"    turned away as busy and sent again {len(busy)} times"
    )
    report(trial)


# ---- 3. killed


def measure_kills(kills: int) -> None:
    chance = random.Random(kills)
    trial, groups = situation(10, max(2, kills // 2), 2)
    began = time.perf_counter()
    draw_all(groups[:3])
    one = (time.perf_counter() - began) / 3
    left = list(groups)
    bad, killed, stopped_between = 0, 0, 0
    while killed < kills:
        from peervej.apps.allocation.models import Batch

        done = set(Batch.objects.exclude(drawn_on=None).values_list("group_id", flat=True))
        left = [group for group in left if group.pk not in done]
        if not left:
            break
        now_left = list(left)
        killed += kill_while(lambda rest=now_left: draw_all(rest), chance.uniform(0.0, 2 * one))
        bad += bool(faults(trial))
        stopped_between += Batch.objects.filter(drawn_on=None, cancelled_on=None).exists()
    draw_all(left)
    print(f"  {killed} processes killed, {stopped_between} times between request and reveal; "
          f"{bad} times something was wrong")  # fmt: skip
    report(trial)


# ---- running


def in_fresh_database(step: str, options: list[str], address: str) -> None:
    """Each step in a process, a home and a database of its own."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {
            "PEERVEJ_HOME": home,
            "PEERVEJ_DEMO": "1",
            "PEERVEJ_DATABASE": address,
            "DJANGO_SETTINGS_MODULE": "peervej.config.settings",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
        }
        command = [sys.executable, __file__, "--step", step, *options]
        subprocess.run(command, env=environment, check=True, cwd=ROOT)


def run_step(step: str, arguments: argparse.Namespace) -> None:
    import django

    django.setup()
    from peervej.config.startup import prepare_database

    prepare_database()
    share = 10 if arguments.quick else 1
    if step == "server":
        measure_server(200 // share, 50 // share // 10 * 10 or 10)
    elif step == "rate":
        measure_rate(60 // share)
    else:
        measure_kills(arguments.kills // share)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--only", choices=["sqlite", "postgres"])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--step", help="run one of server, rate and kills in this process")
    parser.add_argument("--steps", nargs="+", default=["server", "rate", "kills"])
    arguments = parser.parse_args()
    if arguments.step:
        run_step(arguments.step, arguments)
        return
    sys.path.insert(0, str(ROOT))
    from tests.postgres import running_postgres

    options = ["--kills", str(arguments.kills), *(["--quick"] if arguments.quick else [])]
    for kind in ("sqlite", "postgres"):
        if arguments.only not in (None, kind):
            continue
        print(kind, flush=True)
        for step in arguments.steps:
            with contextlib.ExitStack() as stack:
                address = "" if kind == "sqlite" else stack.enter_context(running_postgres())
                in_fresh_database(step, options, address)


if __name__ == "__main__":
    main()
