"""Serving: one command supervises web, worker and timer."""

import os
import signal
import subprocess
import sys
import time
from typing import Annotated

import typer

from peervej.cli.django_setup import start_django

THREADS = 8
RESTART_PAUSE_SECONDS = 2


def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    demo: Annotated[bool, typer.Option(help="With made-up data, clock and mailbox.")] = False,
) -> None:
    """Serve Peervej: prepare the database, then run web, worker and timer until stopped."""
    os.environ.setdefault("PEERVEJ_URL", f"http://localhost:{port}")
    os.environ["PEERVEJ_STATIC"] = "collected"
    start_django(demo=demo)
    prepare(demo=demo)
    if demo:
        announce(port)
    else:
        print(f"Peervej is at {os.environ['PEERVEJ_URL']}", flush=True)
    sys.exit(supervise(commands(host, port)))


def prepare(*, demo: bool) -> None:
    """Migrate, load reference data and, the first time, the demonstration."""
    from django.core.management import call_command

    from peervej.apps.audit.clock import current_time
    from peervej.config.startup import load_reference_data, prepare_database

    call_command("collectstatic", interactive=False, verbosity=0)
    prepare_database()
    if demo:
        from peervej.apps.places.models import Site

        if not Site.objects.exists():
            from peervej.cli.demo_data.stages import build_running

            build_running()
    else:
        load_reference_data(current_time())


def announce(port: int) -> None:
    from peervej.cli.demo_data.cast import LOGINS, PASSWORD

    print(f"\nPeervej is at http://localhost:{port}\n\nDemonstration log-ins (data is made up):")
    for login in LOGINS:
        print(f"  {login.email:<34} {PASSWORD}   {login.what}")
    print("\nStop with Ctrl-C.\n", flush=True)


def commands(host: str, port: int) -> dict[str, list[str]]:
    """The three processes: one web process with threads, one worker, one timer."""
    python = sys.executable
    return {
        "web": [
            python, "-m", "gunicorn", "peervej.config.wsgi", "--bind", f"{host}:{port}",
            "--worker-class", "gthread", "--workers", "1", "--threads", str(THREADS),
            "--access-logfile", "/dev/null", "--log-level", "warning", "--no-control-socket",
        ],
        "worker": [python, "-m", "django", "db_worker", "--interval", "2", "--no-reload"],
        "timer": [python, "-m", "peervej.config.timer"],
    }  # fmt: skip


def supervise(lines: dict[str, list[str]]) -> int:
    """Run the processes; start one again when it falls, stop all when told to."""
    stopping = False

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    running = {name: subprocess.Popen(line) for name, line in lines.items()}  # noqa: S603
    while not stopping:
        time.sleep(0.3)
        for name, process in running.items():
            if stopping or process.poll() is None:
                continue
            if name == "web" and process.returncode == 1:
                print("The web process could not start; is the port in use?", file=sys.stderr)
                stopping = True
                break
            print(f"{name} stopped ({process.returncode}); starting it again", file=sys.stderr)
            time.sleep(RESTART_PAUSE_SECONDS)
            running[name] = subprocess.Popen(lines[name])  # noqa: S603
    failed = any(process.poll() not in (None, 0) for process in running.values())
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    for process in running.values():
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
    return 1 if failed else 0
