"""The WSGI entry point for gunicorn."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peervej.config.settings")
application = get_wsgi_application()

from peervej.apps.directory.index import warm_up  # noqa: E402  apps are ready only now

Thread(target=warm_up, name="warm-up", daemon=True).start()
