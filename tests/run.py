"""`make test`: everything, on SQLite and on PostgreSQL, with journeys in a real browser.

BROWSER=none      leaves the journeys out, and says so.
POSTGRES=none     leaves the second database out, and says so.
PEERVEJ_SHARED    names the folder with other people's files; without it those tests say
                  what they left out.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.browser import BrowserMissing, ensure_browser
from tests.postgres import PostgresMissing, running_postgres

ROOT = Path(__file__).resolve().parent.parent
COMMON = [sys.executable, "-m", "pytest", "-q"]
# How pages look and weigh does not depend on the database; walking the path does.
PATHS = ["tests/journeys/test_ordinary_period.py", "tests/journeys/test_trial_period.py"]
ON_BOTH = ["tests/apps", "tests/config", "tests/consistency/test_roles.py"]
EITHER_WILL_DO = ["-m", "not one_database"]


def run(tests: list[str], journeys: list[str], workers: list[str], env: dict[str, str]) -> int:
    """Journeys go by themselves: Playwright's event loop stays in its process, and Django
    refuses the database to whatever runs there afterwards.
    """
    failed = subprocess.call([*COMMON, *tests], cwd=ROOT, env=env)
    if journeys:
        failed |= subprocess.call([*COMMON, *workers, *journeys], cwd=ROOT, env=env)
    return failed


def main() -> int:
    environment = dict(os.environ)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    left_out = []
    if environment.get("BROWSER") == "none":
        left_out.append("journeys in a browser (BROWSER=none)")
        journeys = []
    else:
        try:
            environment["PEERVEJ_BROWSER"] = ensure_browser()
        except BrowserMissing as error:
            print(error, file=sys.stderr)
            return 1
        journeys = ["tests/journeys"]
    workers = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"]
    print("== SQLite", flush=True)
    failed = run([*workers, "--ignore=tests/journeys"], journeys, workers, environment)
    if environment.get("POSTGRES") == "none":
        left_out.append("the same tests on PostgreSQL (POSTGRES=none)")
    else:
        try:
            with running_postgres() as address:
                print("== PostgreSQL", flush=True)
                second = environment | {"PEERVEJ_DATABASE": address}
                walked = PATHS if journeys else []
                failed |= run([*workers, *ON_BOTH, *EITHER_WILL_DO], walked, workers, second)
        except PostgresMissing as error:
            left_out.append(f"the same tests on PostgreSQL ({error})")
    if not environment.get("PEERVEJ_SHARED"):
        left_out.append("tests on files outside the repository (PEERVEJ_SHARED not set)")
    for what in left_out:
        print(f"left out: {what}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
