"""Worries under bad luck: mail down, a gateway that fails, a worker killed in the middle.

    python benchmarks/worry.py [--schedules 200] [--seed 1]

Every turn of the timer is a process of its own in a temporary installation: it escalates and
hands messages over, to a mail server that refuses, drops the line or takes the mail, and to a
gateway on this machine that answers 500, hangs or takes the message. In about a third of the
turns the process is killed at a random moment. Printed: in how many schedules the worry was
taken, or the next was called in time; the same with nothing failing stands beside it.
"""

import argparse
import http.server
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

HERE = Path(__file__).parents[1]
NOW = datetime(2026, 9, 7, 12, tzinfo=ZoneInfo("Europe/Copenhagen"))
TURNS = 14
A_TURN = timedelta(minutes=3)
FAULTS = ("mail", "gateway", "killed")


def start(home: str) -> None:
    """An installation of its own with two coordinators, one of them on call."""
    sys.path[:0] = [str(HERE), str(HERE / "src")]
    os.environ |= {
        "PEERVEJ_HOME": home,
        "PEERVEJ_DEMO": "0",
        "PEERVEJ_EMAIL_ADAPTER": "email",
        "PEERVEJ_SMS_ADAPTER": "gatewayapi",
        "DJANGO_SETTINGS_MODULE": "peervej.config.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    # Read once, so that the processes of the turns need not.
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018


class Gateway(http.server.BaseHTTPRequestHandler):
    """Answers as it is told: takes it, fails, or drops the line."""

    answers: list[str] = ["taken"]
    chance = random.Random(0)

    def do_POST(self) -> None:
        answer = self.chance.choice(self.answers)
        if answer == "dropped":
            self.close_connection = True
            return
        self.send_response(200 if answer == "taken" else 500)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *arguments: Any) -> None:
        pass


def mail_that_fails(chance: random.Random) -> Any:
    """Django's hand-over of mail: refused, dropped half-way, or taken."""
    import smtplib

    def send(mail: Any, *arguments: Any, **more: Any) -> int:
        fault = chance.choice((ConnectionRefusedError, smtplib.SMTPServerDisconnected, None))
        time.sleep(chance.random() * 0.01)
        if fault:
            raise fault("down")
        return 1

    return send


def situation() -> tuple[Any, Any, Any]:
    from tests.factories.accounts import UserFactory
    from tests.factories.volunteers import VolunteerFactory

    from peervej.apps.concerns.models import OnCallShift
    from peervej.apps.concerns.operations.rota import set_mobile

    mette = VolunteerFactory()
    bo = UserFactory(name="Bo", coordinates=mette.site)
    karen = UserFactory(name="Karen", coordinates=mette.site)
    for user, number in ((bo, "21345678"), (karen, "31345678")):
        set_mobile(user, number, actor="benchmark", now=NOW)
    OnCallShift.objects.create(
        site=mette.site, user=bo, starts_at=NOW, ends_at=NOW + timedelta(hours=8)
    )
    return mette, bo, karen


def turn(now: datetime, chance: random.Random, *, mail: bool, killed: bool) -> bool:
    """One turn of the timer in a process of its own; True when it was killed."""
    from django.db import connection

    connection.close()
    seed = chance.random()
    child = os.fork()
    if child == 0:
        try:
            _turn_timer(now, random.Random(seed) if mail else None)
        finally:
            os._exit(0)
    if killed:
        time.sleep(chance.random() * 0.06)
        os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _turn_timer(now: datetime, failing: random.Random | None) -> None:
    from django.core.mail import EmailMessage

    from peervej.apps.concerns.operations.paging import escalate_due
    from peervej.apps.messaging.operations import deliver_due

    EmailMessage.send = mail_that_fails(failing) if failing else lambda *a, **k: 1  # type: ignore[method-assign]
    escalate_due(now)
    deliver_due(now)


def run(seed: int, mette: Any, users: tuple[Any, Any], faults: set[str]) -> Counter[str]:
    """One schedule; what came of it."""
    from tests.factories.concerns import worry_of

    from peervej.apps.concerns.operations.concerns import acknowledge_concern
    from peervej.apps.concerns.operations.paging import ANSWER_WITHIN

    chance = random.Random(seed)
    Gateway.chance = random.Random(seed)
    Gateway.answers = ["taken", "fails", "dropped"] if "gateway" in faults else ["taken"]
    concern = worry_of(mette, key=f"worry-{seed}-{len(faults)}", now=NOW)
    came: Counter[str] = Counter(schedules=1)
    now = NOW
    for number in range(TURNS):
        now += A_TURN
        # The last turns come through, as a supervisor starts a new worker within seconds.
        killed = "killed" in faults and number < TURNS - 2 and chance.random() < 0.35
        came["killed"] += turn(now, chance, mail="mail" in faults, killed=killed)
        if chance.random() < 0.03:
            acknowledge_concern(concern, users[0], actor="benchmark", now=now)
    concern.refresh_from_db()
    called = list(concern.pagings.order_by("number").values_list("user", "paged_at"))
    taken = concern.acknowledged_at is not None
    next_called = len({user for user, _at in called}) == len(users)
    came["taken"] += taken
    came["next called"] += next_called and not taken
    came["neither"] += not (taken or next_called)
    late = [at for _user, at in called[1:2] if at - called[0][1] > ANSWER_WITHIN + 9 * A_TURN]
    came["late"] += bool(late)
    return came


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--schedules", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    os.environ["PEERVEJ_SMS_URL"] = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as home:
        start(home)
        mette, *users = situation()
        for name, faults in (("nothing fails", set()), ("with faults", set(FAULTS))):
            total: Counter[str] = Counter()
            for number in range(given.schedules if faults else max(1, given.schedules // 10)):
                total += run(given.seed * 10_000 + number, mette, (users[0], users[1]), faults)
            safe = total["taken"] + total["next called"]
            print(
                f"{name:14} {safe} of {total['schedules']} taken ({total['taken']}) or the next"
                f" called ({total['next called']}); processes killed {total['killed']};"
                f" late {total['late']}; neither {total['neither']}"
            )


if __name__ == "__main__":
    main()
