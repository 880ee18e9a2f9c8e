"""One settings file. What differs between places comes from the environment and fails loudly.

`ASSEMBLY_LOCAL=1` (set by the scripts for the demonstration and the tests) makes keys under `var/`.
"""

import contextlib
import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .embedded import broker_url, cache_url

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

env = environ.Env()
LOCAL = env.bool("ASSEMBLY_LOCAL", default=False)
DEMO = LOCAL and env.bool("ASSEMBLY_DEMO", default=False)
DEBUG = False


def _local_secret(name: str) -> Path:
    """Return a key file under `var/keys/`, made at first use. Only for this machine's own runs."""
    path = VAR / "keys" / name
    if not path.exists():
        from .encryption import make_key

        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{secrets.token_hex(4)}")
        fresh.write_text(make_key() if name == "field" else secrets.token_urlsafe(50))
        fresh.chmod(0o600)
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(fresh)
        fresh.unlink()
    return path


if LOCAL:
    SECRET_KEY = _local_secret("secret").read_text()
    FIELD_KEY_FILE = _local_secret("field")
else:
    SECRET_KEY = env.str("SECRET_KEY")
    FIELD_KEY_FILE = Path(env.str("FIELD_KEY_FILE"))
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("SECRET_KEY must be at least 50 characters of randomness")
    if not FIELD_KEY_FILE.is_file():
        raise ImproperlyConfigured("FIELD_KEY_FILE does not exist")

SITE_URL = env.str("SITE_URL", default="http://localhost:8000" if LOCAL else environ.Env.NOTSET)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if LOCAL else environ.Env.NOTSET
)
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts")
CLOCK_OFFSET_SECONDS = env.int("CLOCK_OFFSET_SECONDS", default=0)

INSTALLED_APPS = [
    "assembly",
    "recruitment",
    "sessions.apps.SessionsConfig",
    "recommendations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "assembly.middleware.NoZeroBytes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "assembly.middleware.PrivatePages",
    "assembly.middleware.WithoutCounting",
]

ROOT_URLCONF = "assembly.urls"
CSRF_FAILURE_VIEW = "assembly.views.errors.not_from_here"
WSGI_APPLICATION = "assembly.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["assembly.templatetags.assembly"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "assembly.context.place",
            ],
        },
    }
]
FORM_RENDERER = "assembly.forms.GovukRenderer"

DATABASES = {"default": env.db("DATABASE_URL", engine="assembly.postgres")}
DATABASES["default"].update(
    CONN_MAX_AGE=60,
    CONN_HEALTH_CHECKS=True,
    ATOMIC_REQUESTS=False,
    DISABLE_SERVER_SIDE_CURSORS=False,
)
# The database plans a statement once that a connection sends often: a third less work for it.
DATABASES["default"].setdefault("OPTIONS", {}).update(server_side_binding=True, prepare_threshold=5)
# The threads of a web server's process share so many connections (assembly/serve.py).
if pool := env.int("DATABASE_POOL", default=0):
    DATABASES["default"].update(CONN_MAX_AGE=0, CONN_HEALTH_CHECKS=False)
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "assembly.cache.CountingCache",
        "LOCATION": cache_url(REDIS_URL),
    }
}

# What stands in the frame of every page and hangs on its language alone (templates/base.html).
CACHES["template_fragments"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
# How long pages that many read at once are kept in each process (assembly/kept.py).
KEPT_SECONDS = env.float("KEPT_SECONDS", default=1.0)
# How many requests a process serves at once, how many have room in the line behind them, and how
# long they may wait there before newcomers are asked to come back (assembly/waiting.py).
SERVED_AT_ONCE = env.int("SERVED_AT_ONCE", default=2)
LONGEST_LINE = env.int("LONGEST_LINE", default=150)
LONGEST_WAIT_SECONDS = env.float("LONGEST_WAIT_SECONDS", default=0.5)

CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = env.str("CELERY_QUEUE", default="assembly")
CELERY_TIMEZONE = "Europe/London"
# How long a batch of letters belongs to the worker that took it; afterwards another may.
LETTER_LEASE_SECONDS = env.float("LETTER_LEASE_SECONDS", default=30.0)
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "send the outbox": {"task": "assembly.tasks.send_outbox", "schedule": 10.0},
    "tidy mail": {"task": "assembly.tasks.tidy_mail", "schedule": 600.0},
    "clear sessions": {"task": "assembly.tasks.clear_sessions", "schedule": 3_600.0},
    "close accounts": {"task": "assembly.tasks.close_accounts", "schedule": 3_600.0},
    "forget people": {"task": "recruitment.tasks.forget", "schedule": 3_600.0},
    "forget members": {"task": "sessions.tasks.forget", "schedule": 3_600.0},
    "find stalled letters": {"task": "recruitment.tasks.sweep", "schedule": 30.0},
    "watch the letters": {"task": "recruitment.tasks.watch", "schedule": 30.0},
    "wipe closed ballots": {"task": "recommendations.tasks.wipe_traces", "schedule": 60.0},
}

AUTH_USER_MODEL = "assembly.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "public.home"
ACCOUNT_ADAPTER = "assembly.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # the sign-in page writes to nobody without an account
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * 60
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = not LOCAL
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]
WHITENOISE_USE_FINDERS = LOCAL
if LOCAL:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": env.path("MEDIA_ROOT", default=str(VAR / "media"))(),
            "base_url": None,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_DIR = BASE_DIR / "data"

# Mail leaves by SMTP (EMAIL_URL), or by a provider that anymail knows (MAIL_PROVIDER, such as
# postmark, with ANYMAIL_… settings as anymail names them). Locally it is written to files.
MAIL_PROVIDER = env.str("MAIL_PROVIDER", default="")
if MAIL_PROVIDER:
    EMAIL_BACKEND = f"anymail.backends.{MAIL_PROVIDER}.EmailBackend"
else:
    to_files = f"filemail://{VAR / 'mail'}"
    vars().update(env.email("EMAIL_URL", default=to_files if LOCAL else environ.Env.NOTSET))
    if vars()["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
        EMAIL_BACKEND = "assembly.outbox.smtp.Backend"
EMAIL_TIMEOUT = 30
ANYMAIL = {
    "IGNORE_UNSUPPORTED_FEATURES": True,
    "REQUESTS_TIMEOUT": EMAIL_TIMEOUT,
    **{
        name.removeprefix("ANYMAIL_"): value
        for name, value in os.environ.items()
        if name.startswith("ANYMAIL_")
    },
}
# How long the messages of an act that writes to many wait, so that staff can stop them.
MAIL_UNDO_MINUTES = env.int("MAIL_UNDO_MINUTES", default=10)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FROM_EMAIL", default="assembly@localhost")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 100,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Citizens’ assemblies",
    "DESCRIPTION": "Published data of each assembly. Read only; no personal data.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "assembly.logs.Discreet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
