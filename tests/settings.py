"""The product's settings, with keys and files of their own and no work done twice."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("PEERVEJ_HOME", tempfile.mkdtemp(prefix="peervej-tests-"))
os.environ["PEERVEJ_DEMO"] = "0"

from peervej.config.settings import *  # noqa: F403
from peervej.config.settings import DATABASES, HOME

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads of one test then see what a real server's would.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(HOME) / "test.sqlite3")}
