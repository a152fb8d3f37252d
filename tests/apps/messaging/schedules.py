"""Random lives of messages: suppliers that fail, workers that die, people who stop or answer."""

from collections import Counter
from datetime import timedelta

from peervej.apps.messaging import kinds
from peervej.apps.messaging.adapters.base import (
    HandOverFailed,
    HandOverRefused,
    HandOverUncertain,
)
from peervej.apps.messaging.kinds import Letter
from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.messaging.operations import (
    LEASE,
    MOST_ATTEMPTS,
    cancel_messages,
    delivering,
    queue_message,
)
from tests.factories.people import PersonFactory

KIND = "test.schedule"
HOURS = 10
ALL_WELL = (None,) * 8
TROUBLE = (
    HandOverFailed,
    HandOverRefused,
    HandOverUncertain,
    OSError,
    "killed before the supplier",
    "killed after the supplier",
)
FINAL = {
    MessageState.SENT,
    MessageState.UNCERTAIN,
    MessageState.NOT_NEEDED,
    MessageState.FAILED,
}


class Killed(BaseException):
    """The process is gone: nothing of ours runs after it."""


class Supplier:
    """Takes letters, or something else happens; remembers what it was handed, and when."""

    def __init__(self, dice, repeats_safely):
        self.dice, self.repeats_safely = dice, repeats_safely
        self.is_calm = False
        self.taken = []
        self.tried = Counter()
        self.refused, self.in_doubt = set(), set()
        self.late = Counter()
        self.gone = set()

    def send(self, recipient, letter, *, key, now):
        self.tried[key] += 1
        if key in self.gone:
            self.late[key] += 1
        trouble = None if self.is_calm else self.dice.choice(ALL_WELL + TROUBLE)
        if trouble == "killed before the supplier":
            self.in_doubt.add(key)
            raise Killed
        if trouble is HandOverFailed or trouble is HandOverRefused:
            if trouble is HandOverRefused:
                self.refused.add(key)
            raise trouble("no")
        self.taken.append(key)
        if trouble is not None:
            self.in_doubt.add(key)
            raise (Killed if trouble == "killed after the supplier" else trouble)("?")


def run_schedules(dice, now, *, many, repeats_safely=False):
    """Live through `many` schedules at once; returns what went wrong, by name."""
    supplier = Supplier(dice, repeats_safely)
    gone, killers = supplier.gone, {"writing": False}

    def write(message, moment):
        if killers["writing"] and dice.random() < 0.1:
            raise Killed
        return None if message.reference in gone else Letter("Hej", "Hej")

    before = delivering.adapter_for
    delivering.adapter_for = lambda channel: supplier
    kinds._builders[KIND] = write
    try:
        keys = _queue(dice, now, many)
        for step in range(HOURS * 4):
            moment = now + timedelta(minutes=15 * step)
            killers["writing"] = True
            _stop_or_answer(dice, keys, gone, moment)
            _turn(moment)
        supplier.is_calm, killers["writing"] = True, False
        for day in range(1, 4):
            _turn(now + timedelta(days=day))
            _turn(now + timedelta(days=day) + LEASE + timedelta(seconds=1))
        return _judge(supplier, keys)
    finally:
        delivering.adapter_for = before
        del kinds._builders[KIND]


def _queue(dice, now, many):
    """Three to six messages for each of `many` people."""
    keys = []
    for _schedule in range(many):
        person = PersonFactory(sms="22334455")
        for _message in range(dice.randint(3, 6)):
            key = f"schedule:{person.pk}:{len(keys)}:"
            due_at = now + timedelta(minutes=dice.randrange(60 * HOURS))
            queue_message(person, KIND, key=key, reference=key, now=now, due_at=due_at, urgent=True)
            keys.append(key)
    return keys


def _stop_or_answer(dice, keys, gone, moment):
    """Some stop, which takes messages back; some answer, which makes them needless."""
    for key in dice.sample(keys, max(1, len(keys) // 200)):
        if dice.random() < 0.5:
            cancel_messages(key_prefix=key, now=moment)
        gone.add(key)


def _turn(moment):
    """One turn of the timer, which may die and be started again a few times."""
    for _start in range(20):
        try:
            delivering.deliver_due(moment)
        except Killed:
            continue
        return


def _judge(supplier, keys):
    faults = Counter()
    taken = Counter(supplier.taken)
    rows = {row.key: row for row in Message.objects.filter(kind=KIND)}
    faults["lost"] += len(set(keys) - set(rows))
    for key, row in rows.items():
        sent, tried = taken[key], supplier.tried[key]
        faults["doubled"] += sent > 1 and not supplier.repeats_safely
        faults["not final"] += row.state not in FINAL
        faults["sent after stop or answer"] += supplier.late[key]
        faults["dropped"] += row.state == MessageState.NOT_NEEDED and key not in supplier.gone
        faults["said sent, was not"] += row.state == MessageState.SENT and not sent
        faults["said not sent, was"] += (
            row.state in (MessageState.FAILED, MessageState.NOT_NEEDED)
            and bool(sent)
            and not supplier.repeats_safely
        )
        faults["given up too early"] += (
            row.state == MessageState.FAILED
            and key not in supplier.refused
            and row.attempts < MOST_ATTEMPTS
        )
        faults["uncertain without reason"] += (
            row.state == MessageState.UNCERTAIN and key not in supplier.in_doubt
        )
        faults["uncertain, tried again"] += (
            not supplier.repeats_safely
            and key in supplier.in_doubt
            and row.state != MessageState.UNCERTAIN
        )
        faults["unseen"] += row.state == MessageState.SENT and not tried
    return +faults
