"""Settings: everything an operator may change comes from the environment.

PEERVEJ_HOME      where database, keys and outbox live (default: ./var)
PEERVEJ_DATABASE  a postgresql:// address; without it SQLite in PEERVEJ_HOME
PEERVEJ_DEMO      1 serves made-up data, with a clock and a mailbox that can be walked
PEERVEJ_HOSTS     host names to answer to, separated by commas
PEERVEJ_URL       the public address, used in messages
"""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from peervej.config.database import database_settings
from peervej.config.keys import load_or_create_keys

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("PEERVEJ_HOME", "var")).resolve()
DEMO_MODE = os.environ.get("PEERVEJ_DEMO") == "1"
DEBUG = False
HOSTS = [host for host in os.environ.get("PEERVEJ_HOSTS", "").split(",") if host]
ALLOWED_HOSTS = HOSTS or ["localhost", "127.0.0.1", "[::1]"]
PUBLIC_URL = os.environ.get("PEERVEJ_URL", "http://localhost:8000").rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")

HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
PEERVEJ_KEYS = load_or_create_keys(HOME / "keys")
SECRET_KEY = PEERVEJ_KEYS.session.hex()

APPS_IN_ORDER = [
    "design",
    "audit",
    "places",
    "figures",
    "accounts",
    "people",
    "messaging",
    "concerns",
    "directory",
    "measures",
    "volunteers",
    "programmes",
    "documentation",
    "occasions",
    "trial",
    "costing",
    "allocation",
    "reporting",
    "portal",
]
INSTALLED_APPS = [
    *[
        f"peervej.apps.{name}"
        for name in APPS_IN_ORDER
        if (PACKAGE / "apps" / name / "apps.py").is_file()
    ],
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Django pads compressed answers with random bytes (BREACH) and masks CSRF tokens.
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "peervej.apps.design.middleware.ChosenLanguageMiddleware",
    "peervej.apps.design.middleware.FormSizeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "peervej.apps.audit.middleware.ClockMiddleware",
    "peervej.apps.accounts.middleware.RoleMiddleware",
]
ROOT_URLCONF = "peervej.config.urls"
WSGI_APPLICATION = "peervej.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "peervej.apps.accounts.context.page_frame",
                "peervej.apps.places.context.acute_numbers",
            ],
        },
    }
]
FORM_RENDERER = "peervej.apps.design.renderers.PeervejRenderer"

DATABASES = {"default": database_settings(os.environ.get("PEERVEJ_DATABASE", ""), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/i-dag/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "peervej.apps.accounts.adapter.InvitationOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Peervej"

EMAIL_BACKEND = os.environ.get(
    "PEERVEJ_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = str(HOME / "mail")
DEFAULT_FROM_EMAIL = os.environ.get("PEERVEJ_FROM", "besked@localhost")
MESSAGE_ADAPTERS = {
    "email": os.environ.get("PEERVEJ_EMAIL_ADAPTER", "file"),
    "sms": os.environ.get("PEERVEJ_SMS_ADAPTER", "file"),
}

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "sprog"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "peervej.config.formats"

STATIC_URL = "/s/"
STATIC_ROOT = HOME / "static"
# `peervej serve` collects and compresses before it starts; a development server need not.
STATIC_IS_COLLECTED = os.environ.get("PEERVEJ_STATIC") == "collected"
WHITENOISE_USE_FINDERS = not STATIC_IS_COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_IS_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = HOME / "files"

SESSION_COOKIE_NAME = "s"
SESSION_COOKIE_AGE = 60 * 60 * 2
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "c"
CSRF_FAILURE_VIEW = "peervej.apps.accounts.views.form_too_old"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if HTTPS else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_REFERRER_POLICY = "no-referrer" if HTTPS else "same-origin"
X_FRAME_OPTIONS = "DENY"
# A Danish letter takes six bytes in a form: four million of them are to come through to the
# operation, which says how long an answer may be and shows the words again.
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
USUAL_FORM_SIZE = 1024 * 1024
LONG_ANSWERS_UNDER = ("/mit-tilbud/", "/redaktion/")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_tokens": {"()": "peervej.config.logs.WithoutTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_tokens"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SITE_NAME = _("Peervej")
