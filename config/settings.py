"""The one settings file. Everything that differs between installations is read from `HEARD_…`."""

import os
from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config import broker, env, keys

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("HEARD_DATA", "") or BASE_DIR / "var").resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
UPLOAD_DIR = DATA_DIR / "uploads"

DEBUG = False
SECRET_KEY = keys.read_or_make(DATA_DIR / "keys", "secret")
FIELD_KEYS = keys.read_or_make(DATA_DIR / "keys", "fields").split(",")
HASH_KEY = keys.read_or_make(DATA_DIR / "keys", "hashes").encode()

ALLOWED_HOSTS = env.words("HEARD_HOSTS", "localhost,127.0.0.1,[::1]")
SITE_URL = env.text("HEARD_SITE_URL", "http://localhost:8000").rstrip("/")
# The page a person lands on after "Leave quickly".
EXIT_URL = env.text("HEARD_EXIT_URL", "https://www.weather.gov/")
SECURE = env.flag("HEARD_HTTPS", False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "accounts",
    "initiatives",
    "letters",
    "surveys",
    "focusgroups",
    "feedback",
    "analysis",
    "followup",
    "home",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.middleware.private_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.CsrfOnPagesWithoutReferrer",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.members_only",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

# CsrfOnPagesWithoutReferrer is Django's own protection, and the check does not know it by name.
SILENCED_SYSTEM_CHECKS = ["security.W003"]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context.page",
                "home.context.loop",
            ],
        },
    },
]

# Widgets with the classes of USWDS: templates/django/forms/.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Measured: with the defaults of SQLite a quarter of simultaneous writes fails.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-8000;PRAGMA temp_store=MEMORY;"
        "PRAGMA secure_delete=ON;"
    ),
}
DATABASE_URL = env.text("DATABASE_URL", "")
if DATABASE_URL:
    import dj_database_url

    DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "heard.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
            "CONN_MAX_AGE": None,
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Signing in: by e-mail, with a second factor; nobody signs up without an invitation.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_REDIRECT_URL = "/work/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedSignUp"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# A session ends with the browser: telephones and desks are shared.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("HEARD_PROXIES", 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Heard"

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "home.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.words("HEARD_TRUSTED_ORIGINS", "")
SECURE_SSL_REDIRECT = SECURE and env.flag("HEARD_SSL_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    # A browser holds the page after a form against this too, so the way out must be in it.
    "form-action": [CSP.SELF, EXIT_URL],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "tmp"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True, mode=0o700)
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = env.text("HEARD_TIME_ZONE", "America/Chicago")
PHONE_REGION = env.text("HEARD_PHONE_REGION", "US")

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "build" / "static"]
STATIC_ROOT = BASE_DIR / "build" / "collected"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Letters leave by SMTP where a host is set; else they are files in the data folder.
if SMTP_HOST := env.text("HEARD_SMTP_HOST", ""):
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": SMTP_HOST,
                "port": env.number("HEARD_SMTP_PORT", 587),
                "username": env.text("HEARD_SMTP_USER", ""),
                "password": env.text("HEARD_SMTP_PASSWORD", ""),
                "use_tls": env.flag("HEARD_SMTP_TLS", True),
                # Shorter than a claimed letter waits (letters.services.sending).
                "timeout": 20,
            },
        }
    }
else:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(DATA_DIR / "mail")},
        }
    }
DEFAULT_FROM_EMAIL = env.text("HEARD_FROM", "Heard <heard@localhost>")
# No letter goes to people who take part from the first hour until the second, where the place is.
QUIET_FROM = env.number("HEARD_QUIET_FROM", 21)
QUIET_UNTIL = env.number("HEARD_QUIET_UNTIL", 8)
# The dotted path of a class as in letters.texts; empty: texts are left to people.
TEXT_GATEWAY = env.text("HEARD_TEXT_GATEWAY", "")
TEXT_FILE = DATA_DIR / "texts.jsonl"
# Where refused letters come back to; a star in it becomes the letter's reference.
BOUNCE_ADDRESS = env.text("HEARD_BOUNCE_ADDRESS", "")
BOUNCE_MAILBOX = {
    "host": env.text("HEARD_BOUNCE_IMAP_HOST", ""),
    "port": env.number("HEARD_BOUNCE_IMAP_PORT", 993),
    "user": env.text("HEARD_BOUNCE_IMAP_USER", ""),
    "password": env.text("HEARD_BOUNCE_IMAP_PASSWORD", ""),
    "folder": env.text("HEARD_BOUNCE_IMAP_FOLDER", "INBOX"),
}

BROKER = broker.choose(os.environ, DATA_DIR)
CELERY_BROKER_URL = BROKER.url
CELERY_BROKER_TRANSPORT_OPTIONS = BROKER.options
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Shorter than the broker's patience, or a slow task would be handed out twice at once.
CELERY_TASK_TIME_LIMIT = broker.LONGEST_TASK_SECONDS
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
# Work is found from the rows' states: a message that is lost only waits for the next sweep.
SWEEP_SECONDS = env.number("HEARD_SWEEP_SECONDS", 30)
CELERY_BEAT_SCHEDULE = {
    name: {"task": f"{name}.tasks.sweep", "schedule": SWEEP_SECONDS}
    for name in ("feedback", "analysis", "focusgroups", "letters")
} | {"bounces": {"task": "letters.tasks.read_bounces", "schedule": 10 * SWEEP_SECONDS}}

# No address, no form and no words of people reach a log: of a request only its route and outcome.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"private": {"()": "config.private_logs.WithoutAddresses"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["private"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "heard": {"level": "INFO"},
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # These have the path, so it is gone before any other handler (of a test, of an addition).
        "django.request": {"filters": ["private"]},
        "django.security.csrf": {"filters": ["private"]},
        "django.server": {"filters": ["private"]},
    },
}

# So many days after a session names, addresses and needs of those who registered are deleted.
KEEP_CONTACT_DAYS = env.number("HEARD_KEEP_CONTACT_DAYS", 90)
# Below this, readers and the public see no count of people or submissions (promise 2).
SMALL_CELL = env.number("HEARD_SMALL_CELL", 10)
