"""A PostgreSQL of one's own for the time of a test run, in a folder of its own."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

START_SECONDS = 60


class PostgresMissing(RuntimeError):
    """No PostgreSQL server program was found, or it did not start."""


def server_programs() -> Path | None:
    """The folder with initdb and pg_ctl."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    if found:
        candidates.append(Path(found).parent)
    return next((folder for folder in candidates if (folder / "pg_ctl").exists()), None)


@contextlib.contextmanager
def running_postgres() -> Iterator[str]:
    """Start a server on a free port of the loopback address; yields its address.

    The server refuses to run as root, so as root it runs as the system's user postgres.
    """
    programs = server_programs()
    if programs is None:
        raise PostgresMissing("not installed; Debian, Ubuntu: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="peervej-pg-", dir="/tmp"))
    as_user = []
    if os.geteuid() == 0:
        as_user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
    port = free_port()
    data = str(folder / "data")
    try:
        _run([*as_user, str(programs / "initdb"), "-D", data, "-U", "peervej", "-A", "trust", "-N"])
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        options += " -c fsync=off -c full_page_writes=off -c max_connections=300"
        _run([*as_user, str(programs / "pg_ctl"), "-D", data, "-w", "-t", str(START_SECONDS),
              "-o", options, "-l", str(folder / "log"), "start"])  # fmt: skip
        yield f"postgresql://peervej@127.0.0.1:{port}/postgres"
    finally:
        stop = [*as_user, str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "stop"]
        subprocess.run(stop, capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _run(command: list[str]) -> None:
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command, stdout=output, stderr=subprocess.STDOUT, check=False, cwd="/"
        )
        if done.returncode:
            output.seek(0)
            tail = output.read().decode(errors="replace").strip().splitlines()[-1:]
            raise PostgresMissing(f"did not start: {' '.join(tail)}")
