"""Every setting of the site, read from the environment; a wrong one stops the start with a sentence."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.files.storage import FileSystemStorage

from config.environment import cache, database, email, env, given, hosts, key, switch, whole_number

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "data"
VERSION = "0.1.0"

env.read_env(str(BASE_DIR / ".env"))

DEBUG = switch("DEBUG", default=False)
# Plain http is for one's own machine only; `make run` and `make dev` say so with HTTPS=0.
HTTPS = switch("HTTPS", default=not DEBUG)
PORT = whole_number("PORT", default=8000, low=1, high=65535)
# How many proxies stand before the site and set X-Forwarded-For and X-Forwarded-Proto; 0 trusts none.
PROXIES = whole_number("PROXIES", default=0, low=0, high=9)
# Seconds that a request which writes waits for somebody else who does; a command has more (see manage.py).
PATIENCE = whole_number("PATIENCE", default=5, low=1, high=600)
SECRET_KEY = key("SECRET_KEY")
ALLOWED_HOSTS = hosts("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

INSTALLED_APPS = [
    "glossary",
    "quiz",
    "config.desk.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "config.middleware.headers_alone",
    "config.middleware.security_headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.known_hosts",
    "config.middleware.known_methods",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.private_pages",
    "config.middleware.desk_log",
]

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
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "glossary.context_processors.site",
            ],
        },
    }
]

DATABASES = {"default": database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'termwise.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 600
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A transaction that will write takes the write lock at once: one that takes it later fails
        # with "database is locked" however long the timeout.
        "transaction_mode": "IMMEDIATE",
        "timeout": PATIENCE,
        # FULL: an answer that was acknowledged is on disk, power cut or not.
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
            "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-16000;PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    own = {"options": f"-c lock_timeout={PATIENCE}s", "connect_timeout": 5}
    DATABASES["default"]["OPTIONS"] = own | DATABASES["default"].get("OPTIONS", {})
# The whole glossary in each format, made when it is asked for and kept until it changes; may be deleted any time.
EXPORTS_DIR = DATA_DIR / "exports"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    EXPORTS_DIR = Path(DATABASES["default"]["NAME"]).parent / "exports"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": cache("CACHE_URL", default="locmemcache://")}
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.locmem.LocMemCache":
    # Django's 300 would let a stream of new addresses push out the counts of wrong passwords.
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 20_000}
else:
    CACHES["default"].setdefault("OPTIONS", {}).setdefault("socket_connect_timeout", 5)
# Pages in a place of their own, so that many of them push out nothing but each other.
CACHES["pages"] = CACHES["default"] | {"KEY_PREFIX": "pages"}
if CACHES["pages"]["BACKEND"] == "django.core.cache.backends.locmem.LocMemCache":
    CACHES["pages"] |= {"LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 2_000}}

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles" / "public"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    if DEBUG
    else {
        "BACKEND": "config.storage.Storage",
        # The list of all files beside them, not among them, where it could be asked for.
        "OPTIONS": {"manifest_storage": FileSystemStorage(STATIC_ROOT.parent)},
    },
}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
FORMAT_MODULE_PATH = "config.formats"
USE_TZ = True

# ---- safety

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked for by machines beside the site, without a proxy
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
X_FRAME_OPTIONS = "DENY"

# A browser takes a __Host- cookie only with Secure, so the name needs https.
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
MESSAGES_COOKIE_NAME = "__Host-messages" if HTTPS else "messages"
MESSAGE_STORAGE = "config.messages.Storage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# A guest's progress hangs on this cookie, so it lasts a term's study: 90 days from signing in or
# from the first quiz, whether used or not (it is written once, not at every answer).
SESSION_COOKIE_AGE = 90 * 24 * 3600
STAFF_SESSION_AGE = 12 * 3600  # a working day: more hangs on theirs
CSRF_FAILURE_VIEW = "config.views.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# ---- accounts

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    ]
]
AUTH_PASSWORD_VALIDATORS.append({"NAME": "config.passwords.ContextValidator", "OPTIONS": {}})
ACCOUNT_ADAPTER = "config.accounts.Adapter"
ACCOUNT_FORMS = {
    "login": "config.accounts.LoginForm",
    "signup": "config.accounts.SignupForm",
    "add_email": "config.accounts.AddEmailForm",
    "change_password": "config.accounts.ChangePasswordForm",
    "set_password": "config.accounts.SetPasswordForm",
    "reset_password": "config.accounts.ResetPasswordForm",
    "reset_password_from_key": "config.accounts.ResetPasswordKeyForm",
    "reauthenticate": "config.accounts.ReauthenticateForm",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/progress/"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True  # one address an account
# A change of mail address asks for the password again, unless it was given just now.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_USERNAME_BLACKLIST = ["admin", "root", "termwise"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Termwise: "
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
# Without a mail server, mails (a password reset, say) are printed where the site runs.
vars().update(email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = given("DEFAULT_FROM_EMAIL", "Termwise <termwise@localhost>")

# ---- logs: one line each, to where the site runs

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "config.logs.OneLine", "format": "{asctime}Z {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners; the answer says all there is to say
        "waitress.queue": {"level": "ERROR"},  # a request that waits for a thread is no news
    },
}
