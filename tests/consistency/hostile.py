"""Walking the pages a role is shown, and sending garbage to each.

Laws that hold of every route are checked on every answer: no error of the server, a GET
writes nothing but the session and the read log, the headers that keep a page to itself, and
no mark of what the visitor may not see.
"""

import html
import random
import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

GARBAGE = (
    "", "x" * 5000, "\x00", "a\x00b", "\u202eabc\u200f", "-1", "0", "1", "9" * 24, "1e309", "NaN",
    "²", "٣", "2026-02-30", "0000-00-00", "9999-12-31", "31.12.9999", "24:00", "99:99",
    "<script>alert(1)</script>", "' OR 1=1 --", "%s%n{0}{{x}}", "ja", "on", "../../etc/passwd",
    "1,2,3", "[1]", '{"a":1}', "🂡" * 300, "ed\u00a0\u00a0", "da", "a@b.dk", "22334455",
    "https://evil.example/", "[" * 3000,
)  # fmt: skip
STARTS = (
    "/", "/i-dag/", "/min-side/", "/frivillig/", "/sammen/", "/mit-tilbud/", "/observatoer/",
    "/forskning/", "/tal/", "/redaktion/", "/interview/", "/desk/tilmeldte/", "/desk/hold/",
    "/desk/lodtraekning/", "/desk/besked/", "/bekymring/", "/spoergsmaal/", "/videre/", "/find/",
    "/intro/", "/api/hsds/services", "/desk/frivillige/", "/desk/foelgeskab/", "/ny-adgang/",
)  # fmt: skip
LINKED = re.compile(r'(?:href|action|hx-get|hx-post)="(/[^"#]*)"')
NAMED = re.compile(r'name="([\w\-\[\]]+)"')
QUERY = (
    "q", "page", "next", "aar", "sted", "format", "fil", "start", "til", "region", "kommune",
    "form", "side", "per_page", "modified_after", "taxonomy_term_id", "organization_id",
)  # fmt: skip
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
# A look is logged: that is the one thing looking does.
MAY_BE_WRITTEN_BY_GET = frozenset({"django_session", "audit_readevent", "audit_auditevent"})


@dataclass
class Visitor:
    """One browser, and what it must never be shown."""

    role: str
    client: Client
    foreign: tuple[str, ...] = ()
    reached: dict[str, list[str]] = field(default_factory=dict)
    requests: int = 0
    faults: list[str] = field(default_factory=list)

    def ask(self, method: str, address: str, data: dict[str, Any] | None = None) -> Any:
        """One request, taken back again; what breaks a law is noted."""
        self.requests += 1
        written: set[str] = set()
        try:
            with transaction.atomic(), noting_writes(written):
                act: Callable[..., HttpResponse] = getattr(self.client, method.lower())
                answer = act(address, data or {})
                body = b"".join(answer) if answer.streaming else answer.content
                transaction.set_rollback(True)
        except Exception as error:
            self._fault(method, address, data, f"{type(error).__name__}: {str(error)[:160]}")
            return None
        if answer.status_code >= 500:
            self._fault(method, address, data, str(answer.status_code))
        if method != "POST" and written - MAY_BE_WRITTEN_BY_GET:
            self._fault(method, address, None, f"wrote {sorted(written)}")
        text = body.decode("utf-8", "replace")
        for mark in self.foreign:
            if mark in text:
                self._fault(method, address, None, f"shows {mark}")
        if "html" in answer.get("Content-Type", ""):
            self._check_headers(method, address, answer)
        return answer

    def _check_headers(self, method: str, address: str, answer: HttpResponse) -> None:
        policy = answer.get("Content-Security-Policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy or "http" in policy:
            self._fault(method, address, None, f"policy {policy!r}")
        if "frame-ancestors 'none'" not in policy:
            self._fault(method, address, None, "may be framed")
        if answer.get("X-Content-Type-Options") != "nosniff":
            self._fault(method, address, None, "may be sniffed")
        if answer.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
            self._fault(method, address, None, "tells where one came from")

    def _fault(self, method: str, address: str, data: Any, what: str) -> None:
        short = {key: str(value)[:30] for key, value in (data or {}).items()}
        self.faults.append(f"{self.role}: {method} {address[:120]} {short}: {what}")

    def walk(self, *, each: int = 3, most: int = 400) -> None:
        """Follow every link and form from the starts: a few addresses of each route."""
        reached: dict[str, list[str]] = defaultdict(list)
        to_see = deque(STARTS)
        asked: set[str] = set()
        while to_see and len(asked) < most:
            address = html.unescape(to_see.popleft())
            name = route_name(address)
            if name is None or address in asked or len(reached[name]) >= each:
                continue
            asked.add(address)
            answer = self.ask("GET", address)
            if answer is None or answer.status_code in {403, 404}:
                continue
            if answer.status_code == 302:
                to_see.append(answer["Location"])
            reached[name].append(address.partition("?")[0])
            if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):
                to_see.extend(LINKED.findall(answer.content.decode("utf-8", "replace")))
        self.reached = {name: found for name, found in reached.items() if found}

    def send_garbage(self, chance: random.Random, *, times: int = 1, most: int = 0) -> None:
        """Garbage in every parameter of every address reached, and in the address itself."""
        addresses = sorted({one for found in self.reached.values() for one in found})
        if most:
            addresses = chance.sample(addresses, min(most, len(addresses)))
        for address in addresses:
            fields = {*self._fields(address), "act", "choice", "what", "answer"}
            fields.discard("csrfmiddlewaretoken")
            for _time in range(times):
                self.ask("GET", address, pick(QUERY, chance))
                self.ask("POST", address, pick(sorted(fields), chance))
            self.ask("POST", address)
            self.ask("OPTIONS", address)
            changed = re.sub(r"\d+", lambda _digits: chance.choice(("0", "9" * 30)), address)
            if changed != address:
                self.ask("GET", changed)
                self.ask("POST", changed)

    def _fields(self, address: str) -> Iterable[str]:
        answer = self.ask("GET", address)
        if answer is None or answer.streaming:
            return ()
        return NAMED.findall(answer.content.decode("utf-8", "replace"))


def route_name(address: str) -> str | None:
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return None


def pick(names: Iterable[str], chance: random.Random) -> dict[str, str]:
    return {name: chance.choice(GARBAGE) for name in names if chance.random() < 0.8}


@contextmanager
def noting_writes(written: set[str]) -> Iterator[None]:
    """Collect the tables that SQL writes to."""

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITES.match(sql)
        if found:
            written.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield
