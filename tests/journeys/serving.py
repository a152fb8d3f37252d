"""A real server with the demonstration, in a home and a database of its own."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

from tests.postgres import free_port

TEMPLATE = "peervej_journey_template"
# Without compiled modules each process would compile everything anew.
LEFT_BEHIND = {"DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE"}
START_SECONDS = 150
STOP_SECONDS = 20


class ServerFailed(RuntimeError):
    """The server did not come up; the message ends with its last lines."""


def anchor() -> date:
    """The first Tuesday of next year's September.

    The walks count in weeks, and no holiday stands in their way that autumn; and the
    demonstration's clock must work when it is far from the real one.
    """
    first = date(date.today().year + 1, 9, 1)  # noqa: DTZ011  any time zone's year will do
    return first + timedelta(days=(1 - first.weekday()) % 7)


@contextlib.contextmanager
def demonstration(home: Path, built: Path) -> Iterator[str]:
    """Serve a copy of the running demonstration from `home`; yields the server's address.

    It is built once for all that name the same folder `built`, by whoever comes first.
    """
    build_once(built)
    shutil.copytree(built / "home", home, dirs_exist_ok=True)
    with own_database(template=TEMPLATE) as database:
        environment = _environment(home, database)
        port = free_port()
        address = f"http://localhost:{port}"
        with _serving(port, home / "serve.log", environment) as server:
            _wait_until_healthy(address, server, home / "serve.log")
            yield address


def build_once(folder: Path) -> None:
    """Build the demonstration into `folder`/home and, on PostgreSQL, the template database."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / "done").exists():
            return
        database = ""
        if named := os.environ.get("PEERVEJ_DATABASE", ""):
            drop_template()
            with psycopg.connect(named, autocommit=True) as server:
                server.execute(f'CREATE DATABASE "{TEMPLATE}"')
            database = _address_of(named, TEMPLATE)
        words = ("demo", "--stage", "running", "--anchor", anchor().isoformat())
        _run(*words, log=folder / "demo.log", environment=_environment(folder / "home", database))
        (folder / "done").touch()


def drop_template() -> None:
    """Remove what `build_once` left on a PostgreSQL server."""
    if named := os.environ.get("PEERVEJ_DATABASE", ""):
        with psycopg.connect(named, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{TEMPLATE}" WITH (FORCE)')


@contextlib.contextmanager
def own_database(template: str) -> Iterator[str]:
    """A copy of `template` where PEERVEJ_DATABASE names a PostgreSQL; else "" (SQLite)."""
    named = os.environ.get("PEERVEJ_DATABASE", "")
    if not named:
        yield ""
        return
    name = f"journey_{uuid4().hex[:12]}"
    with psycopg.connect(named, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield _address_of(named, name)
    finally:
        with psycopg.connect(named, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _address_of(server: str, database: str) -> str:
    return urlsplit(server)._replace(path=f"/{database}").geturl()


def _environment(home: Path, database: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PEERVEJ_") and name not in LEFT_BEHIND
    }
    added = {"PEERVEJ_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    return kept | added | ({"PEERVEJ_DATABASE": database} if database else {})


def _command(*words: str) -> list[str]:
    return [sys.executable, "-c", "from peervej.cli.main import main; main()", *words]


def _run(*words: str, log: Path, environment: dict[str, str]) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        done = subprocess.run(
            _command(*words), stdout=output, stderr=output, env=environment, check=False
        )
    if done.returncode:
        raise ServerFailed(f"peervej {' '.join(words)} failed:\n{log.read_text()[-3000:]}")


@contextlib.contextmanager
def _serving(port: int, log: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    with log.open("w") as output:
        server = subprocess.Popen(
            _command("serve", "--demo", "--port", str(port)),
            stdout=output, stderr=output, env=environment, text=True, start_new_session=True,
        )  # fmt: skip
        try:
            yield server
        finally:
            server.terminate()
            try:
                server.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()


def _wait_until_healthy(address: str, server: subprocess.Popen[str], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/sundhed", timeout=5) as answer:
                if answer.read() == b"ok":
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise ServerFailed(f"the server did not answer:\n{log.read_text()[-3000:]}")
