"""How long until the first page: a bare Django, then Peervej anew, then Peervej again.

Run: .venv/bin/python benchmarks/startup.py
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.postgres import free_port

BARE = """
import sys
from django.conf import settings
settings.configure(DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="x" * 50)
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("sundhed", lambda request: HttpResponse("ok"))]
application = get_wsgi_application()
"""
PATIENCE_SECONDS = 300


def seconds_to_first_page(command: list[str], environment: dict[str, str], address: str) -> float:
    """From starting the process until `address` answers 200."""
    began = time.perf_counter()
    server = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while time.perf_counter() - began < PATIENCE_SECONDS:
            try:
                with urllib.request.urlopen(address, timeout=5):
                    return time.perf_counter() - began
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise SystemExit(f"{command} did not answer")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="peervej-start-") as folder:
        home = Path(folder)
        (home / "bare.py").write_text(BARE)
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PEERVEJ_")}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        port = free_port()
        gunicorn = [sys.executable, "-m", "gunicorn", "bare", "--bind", f"127.0.0.1:{port}",
                    "--chdir", folder, "--no-control-socket"]  # fmt: skip
        bare = seconds_to_first_page(gunicorn, kept, f"http://127.0.0.1:{port}/sundhed")
        print(f"a bare Django under gunicorn: {bare:.1f} s")
        environment = kept | {"PEERVEJ_HOME": str(home / "home")}
        for what in ("the first start, demonstration built", "again on the same home"):
            port = free_port()
            command = [sys.executable, "-c", "from peervej.cli.main import main; main()",
                       "serve", "--demo", "--port", str(port)]  # fmt: skip
            taken = seconds_to_first_page(command, environment, f"http://127.0.0.1:{port}/")
            print(f"{what}: {taken:.1f} s, {taken / bare:.1f} times the bare one")


if __name__ == "__main__":
    main()
