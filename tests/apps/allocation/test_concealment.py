"""A coming draw is nowhere: not on any page, in any row, job or log, for anybody.

Two searches. The first looks for what gives the draw away (seed, secret, salt, what is
computed from them) and for contact values. The second plants another seed that turns every
arm of the coming draw round, and expects that nothing anybody can see has changed.
"""

import hashlib
import logging
import re
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.urls import URLPattern, get_resolver

from peervej.apps.accounts.enums import STAFF_ROLES
from peervej.apps.accounts.middleware import RoleMiddleware
from peervej.apps.accounts.models import Membership, User
from peervej.apps.allocation.models import Batch, Draw, Sealing
from peervej.apps.allocation.operations.chain import hide, unhide
from peervej.apps.allocation.operations.drawing import freeze_batch, people_ready
from peervej.apps.trial.queries import definition_of, participation_of
from peervej.methods.randomisation import arm_nonce, hash_arm
from peervej.methods.randomisation import draw_batch as compute_batch
from peervej.methods.randomisation.batch import rank_of
from tests.factories.allocation import ready, sealing_of, staff, trial_group
from tests.factories.moments import NOW

pytestmark = pytest.mark.django_db

PHONES = ("27182818", "31415926")
MAILS = ("stille.gade@example.org", "hemmelig.sol@example.org")
ONE_TIME_KEYS = re.compile(r'value="[\w-]{20,}"')


@dataclass
class Secrets:
    """What must not be found, as texts in lower case."""

    of_the_draw: set[str] = field(default_factory=set)
    contacts: set[str] = field(default_factory=set)

    def found_in(self, text: str, *, contacts: bool = True) -> set[str]:
        low = text.lower()
        searched = self.of_the_draw | (self.contacts if contacts else set())
        return {secret for secret in searched if secret in low}


def coming_draw(trial, group, seed):
    """The next batch as whoever holds the seed would compute it: {code: arm}."""
    codes = [one.code for one in people_ready(group, NOW)]
    number = 1 + Batch.objects.filter(trial=trial).count()
    return number, compute_batch(definition_of(trial).design(), seed, number, codes)


@pytest.fixture
def situation(monkeypatch):
    monkeypatch.setattr(RoleMiddleware, "_second_factor_missing", lambda *_: False)
    monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: NOW)
    trial, group = trial_group()
    people = [ready(group, sms=number) for number in PHONES]
    people += [ready(group, email=address) for address in MAILS]
    return trial, group, people


def secrets_of(trial, group) -> Secrets:
    sealing = sealing_of(trial)
    found = Secrets(contacts={*PHONES, *MAILS})
    for name in ("seed", "secret", "salt"):
        found.of_the_draw.add(unhide(sealing, name).hex())
    seed = unhide(sealing, "seed")
    number, arms = coming_draw(trial, group, seed)
    for code, arm in arms.items():
        nonce = arm_nonce(seed, number, code)
        found.of_the_draw |= {nonce.hex() if isinstance(nonce, bytes) else nonce}
        found.of_the_draw |= {hash_arm(arm, nonce), rank_of(seed, number, code).hex()}
    assert len(found.of_the_draw) == 3 + 3 * len(arms) == 15
    return found


def routes(patterns=None, prefix=""):
    for entry in patterns or get_resolver().url_patterns:
        if isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern)
        else:
            yield from routes(entry.url_patterns, prefix + str(entry.pattern))


def addresses(trial, group, people):
    """Every route, its arguments filled with what could belong to this draw."""
    enrolments = list(group.period.enrolments.all())
    numbers = sorted({group.pk, people[0].pk, enrolments[0].pk})
    values = {
        "int": [str(number) for number in numbers],
        "slug": [trial.code, group.site.slug, "csv"],
        "uuid": [str(participation_of(people[0], trial).key)],
        "str": [trial.code, "csv"],
        "path": [trial.code],
    }
    for route in routes():
        if "(?P" in route or "^" in route or route.startswith("konto/"):
            continue
        filled = [""]
        for part in re.split(r"(<[^>]+>)", route):
            if part.startswith("<"):
                kind = part[1:].split(":")[0] if ":" in part else "str"
                filled = [before + value for before in filled for value in values[kind]]
            else:
                filled = [before + part for before in filled]
        yield from ("/" + address for address in filled)


def visit_all(client, where):
    """{address: text} of every page that opens; failures of other pages are not the matter."""
    client.raise_request_exception = False
    seen = {}
    for address in where:
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen[address] = ONE_TIME_KEYS.sub("", body.decode("utf-8", "replace"))
    return seen


def viewers(site):
    every = User.objects.create_superuser("alle@example.org", None, name="Alle")
    for role in STAFF_ROLES:
        Membership.objects.create(user=every, role=role, site=None)
    return {
        "coordinator": staff("coordinator", site=site),
        "researcher": staff("researcher"),
        "superuser": User.objects.create_superuser("over@example.org", None, name="Over"),
        "superuser in every role": every,
    }


def dump() -> str:
    """The whole database as text, binary fields in hexadecimal."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        return "\n".join(connection.connection.iterdump())
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def test_the_search_finds_what_is_there(situation):
    trial, group, people = situation
    secrets = secrets_of(trial, group)
    Sealing.objects.update(revealed_seed=unhide(sealing_of(trial), "seed").hex())
    people[0].access_needs = f"ring på {PHONES[0]}"
    people[0].save()
    found = secrets.found_in(dump())
    assert PHONES[0] in found
    assert unhide(sealing_of(trial), "seed").hex() in found


@pytest.mark.one_database
@pytest.mark.parametrize("frozen", [False, True])
def test_nothing_gives_the_coming_draw_or_a_contact_away(situation, client, caplog, frozen):
    trial, group, people = situation
    secrets = secrets_of(trial, group)
    if frozen:
        freeze_batch(group, actor="test", now=NOW)
    opened = {}
    where = list(addresses(trial, group, people))
    with caplog.at_level(logging.DEBUG):
        for who, user in viewers(group.site).items():
            client.force_login(user)
            pages = visit_all(client, where)
            opened[who] = len(pages)
            for address, text in pages.items():
                # A coordinator calls people: numbers are theirs to see, draws are not.
                calls = who in ("coordinator", "superuser in every role")
                found = secrets.found_in(text, contacts=not calls)
                assert not found, f"{who} at {address}"
    assert opened["coordinator"] > 10
    assert opened["superuser in every role"] > opened["researcher"] > opened["superuser"] > 5
    # Django's own SQL trace is not written anywhere outside a debugger.
    logged = [r.getMessage() for r in caplog.records if r.name != "django.db.backends"]
    assert not secrets.found_in("\n".join(logged))
    assert not secrets.found_in(dump())
    assert not Draw.objects.exists()


@pytest.mark.one_database
def test_the_draw_turned_round_changes_nothing_anybody_can_see(situation, client):
    trial, group, people = situation
    seed = unhide(sealing_of(trial), "seed")
    _number, arms = coming_draw(trial, group, seed)
    other = next(
        planted
        for planted in (hashlib.sha256(b"%d" % turn).digest() for turn in range(1000))
        if all(coming_draw(trial, group, planted)[1][code] != arm for code, arm in arms.items())
    )
    where = list(addresses(trial, group, people))
    both = ("coordinator", "superuser in every role")
    everyone = {who: user for who, user in viewers(group.site).items() if who in both}
    seen = []
    for planted in (seed, other):
        Sealing.objects.update(seed_ciphertext=hide(trial.code, "seed", planted))
        pages = {}
        for who, user in everyone.items():
            client.force_login(user)
            pages[who] = visit_all(client, where)
        seen.append(pages)
    for who in everyone:
        before, after = seen[0][who], seen[1][who]
        assert before.keys() == after.keys()
        assert [a for a in before if before[a] != after[a]] == []
