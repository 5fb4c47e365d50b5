"""The site's own settings in an environment made for tests: nothing of a developer's .env reaches them."""

import os
import tempfile
from pathlib import Path

os.environ |= {
    "SECRET_KEY": "a key for the tests, known to everybody and so of no use to anybody",
    "DEBUG": "0",
    "HTTPS": "0",
    "PROXIES": "0",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "CACHE_URL": "locmemcache://",
    "EMAIL_URL": "memorymail://",
}
os.environ.setdefault("DATABASE_URL", "sqlite:///unused")
os.environ.setdefault("PATIENCE", "20")  # a busy machine is no fault of the site

from config.settings import *  # noqa: F403
from config.settings import DATABASES, STORAGES

# A folder of its own for every run, so that several do not meet each other.
KEPT_UNTIL_THE_END = tempfile.TemporaryDirectory(prefix="termwise-tests-")
EXPORTS_DIR = Path(KEPT_UNTIL_THE_END.name, "exports")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: tests then meet the same locks between threads as the site does.
    DATABASES["default"]["TEST"] = {"NAME": Path(KEPT_UNTIL_THE_END.name, "test.sqlite3")}

# Static files straight from where they are, without collecting them first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True

# Fast on purpose: a test that signs in should not wait for a hash that slows attackers.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
