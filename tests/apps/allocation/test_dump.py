"""A whole dump of the database, and on SQLite the very bytes of its files, at every stage.

Planted values are searched for in every form they could be written in: what the coming draw
is computed from, what it will be, and how people are reached.
"""

import base64
import re
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from peervej.apps.allocation.models import Draw, Sealing
from peervej.apps.allocation.operations.chain import unhide
from peervej.apps.allocation.operations.drawing import freeze_batch, people_ready, reveal_batch
from peervej.apps.allocation.operations.sealing import (
    begin_sealing,
    contribute,
    invite_observer,
    seal_trial,
)
from peervej.apps.allocation.queries import ledger_bytes
from peervej.apps.trial.queries import definition_of
from peervej.methods.randomisation import arm_nonce, combine_seed, draw_batch, hash_arm, read_lines
from peervej.methods.randomisation.batch import rank_of
from tests.factories.allocation import ready, sealing_of, staff
from tests.factories.moments import NOW
from tests.factories.people import PersonFactory
from tests.factories.programmes import GroupFactory, PeriodFactory
from tests.factories.trial import draft_trial
from tests.postgres import server_programs

pytestmark = pytest.mark.django_db(transaction=True)

PHONES = ("27182818", "31415926", "61803399")
MAIL = "stille.gade@example.org"
FIXED = {"actor": "test", "now": NOW}


def every_form(value: bytes) -> set[bytes]:
    """A secret as bytes, in hexadecimal, in base 64 and as a number."""
    return {
        value,
        value.hex().encode(),
        value.hex().upper().encode(),
        base64.b64encode(value).rstrip(b"="),
        base64.urlsafe_b64encode(value).rstrip(b"="),
        str(int.from_bytes(value, "big")).encode(),
    }


def whole_dump() -> bytes:
    """What the database's own tool writes, and on SQLite the files as they lie there."""
    place = connection.settings_dict
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        found = "\n".join(connection.connection.iterdump()).encode()
        files = (Path(f"{place['NAME']}{ending}") for ending in ("", "-wal"))
        return found + b"".join(file.read_bytes() for file in files if file.exists())
    programs = server_programs()
    assert programs is not None
    command = [str(programs / "pg_dump"), "-h", place["HOST"], "-p", str(place["PORT"]),
               "-U", place["USER"], "--inserts", place["NAME"]]  # fmt: skip
    return subprocess.run(command, capture_output=True, check=True).stdout


def planted(trial, group=None) -> set[bytes]:
    """What must not be found: secrets, the seed even before it is made, and the coming draw."""
    sealing = sealing_of(trial)
    secret, salt = unhide(sealing, "secret"), unhide(sealing, "salt")
    lines = read_lines(ledger_bytes(trial))
    digests = [line.payload["digest"] for line in lines if line.kind == "contributed"]
    seed = combine_seed(trial.code, secret, digests)
    found = every_form(secret) | every_form(salt) | every_form(seed)
    found.add(MAIL.encode())
    if group is None:
        return found
    assert seed == unhide(sealing, "seed")
    number = 1 + sum(line.kind == "draw_requested" for line in lines)
    codes = [one.code for one in people_ready(group, NOW)]
    return found | of_a_draw(trial, seed, number, codes)


def of_a_draw(trial, seed: bytes, number: int, codes: list[str]) -> set[bytes]:
    """Ranks, nonces and arms' hashes of a draw: with them its outcome can be told."""
    found = set()
    for code, arm in draw_batch(definition_of(trial).design(), seed, number, codes).items():
        nonce = arm_nonce(seed, number, code)
        found |= every_form(nonce) | every_form(rank_of(seed, number, code))
        found.add(hash_arm(arm, nonce).encode())
    return found


def found_in_dump(values: set[bytes]) -> set[bytes]:
    """Which of `values` stand in the dump, and which ways of reaching people."""
    dump = whole_dump()
    assert b"demo-hope" in dump, "this is no dump of this database"
    # Digits in the middle of a hash are no number to call.
    numbers = (rb"(?<![0-9A-Fa-f])\+?(?:45)?%s(?![0-9A-Fa-f])" % one.encode() for one in PHONES)
    contacts = {found[0] for one in numbers if (found := re.search(one, dump))}
    return {value for value in values if value in dump} | contacts


def test_no_stage_of_a_trial_leaves_a_secret_in_the_dump():
    group = GroupFactory(period=PeriodFactory(trial=True))
    trial = draft_trial(group.period.site)
    person = PersonFactory(site=group.period.site, sms=PHONES[2])
    ada, bo = staff("researcher"), staff("researcher")
    sealing = begin_sealing(trial, user=ada, now=NOW)
    observer = invite_observer(sealing, name="K", email="k@example.org", **FIXED)
    contribute(observer, "regnen over havnen i november", now=NOW)
    assert found_in_dump(planted(trial)) == set(), "before sealing"

    seal_trial(trial, user=bo, now=NOW)
    trial.refresh_from_db()
    ready(group, sms=PHONES[0]), ready(group, email=MAIL)
    coming = planted(trial, group)
    assert found_in_dump(coming) == set(), "sealed"

    batch = freeze_batch(group, **FIXED)
    assert found_in_dump(coming) == set(), "between request and reveal"
    reveal_batch(batch, **FIXED)
    assert Draw.objects.count() == 2
    second = GroupFactory(period=group.period)
    ready(second, sms=PHONES[1])
    coming = planted(trial, second)
    assert len(coming) > 3 * 5 + 1 + 2 * 5
    assert found_in_dump(coming) == set(), "after the draw, before the next"

    Sealing.objects.update(revealed_seed=unhide(sealing_of(trial), "seed").hex())
    person.access_needs = f"ring på {PHONES[2]}"
    person.save()
    shown = unhide(sealing_of(trial), "seed").hex().encode()
    assert found_in_dump(coming) == {shown, PHONES[2].encode()}, "the search finds what is there"
