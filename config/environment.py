"""Settings as text in, values out; a wrong one stops the start with a sentence that says what to do."""

import warnings
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from config import secret_key

env = environ.Env()

ON, OFF = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
KEY_LENGTH = 50
DATABASES = {"django.db.backends.sqlite3": "", "django.db.backends.postgresql": "psycopg"}
CACHES = {"django.core.cache.backends.locmem.LocMemCache": "", "django.core.cache.backends.redis.RedisCache": "redis"}


def given(name: str, default: str = "") -> str:
    """The setting as text; one that is there but empty counts as not there."""
    return env.str(name, default="").strip() or default


def switch(name: str, default: bool) -> bool:
    """An on/off setting."""
    value = given(name, "on" if default else "off").lower()
    if value not in ON | OFF:
        raise ImproperlyConfigured(f"{name}={value} is neither on nor off. Set {name} to 1 or 0.")
    return value in ON


def whole_number(name: str, default: int, low: int, high: int) -> int:
    """A whole number between two bounds."""
    value = given(name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) < 10 and low <= int(value) <= high):
        raise ImproperlyConfigured(f"{name}={value} should be a whole number from {low} to {high}.")
    return int(value)


def key(name: str) -> str:
    """The secret key, from the environment or else from where `make run` keeps the one it made."""
    value = given(name) or secret_key.kept()
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it to a random text of {KEY_LENGTH} characters or more, "
            "or run `make run`, which makes one and keeps it in data/secret-key."
        )
    if len(value) < KEY_LENGTH or len(set(value)) < 10:
        raise ImproperlyConfigured(
            f"{name} should be a random text of {KEY_LENGTH} characters or more. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    return value


def hosts(name: str, default: list[str]) -> list[str]:
    """Names the site answers to. A wildcard for all is refused: mails carry the name a visitor came by."""
    names = [host.strip() for host in given(name).split(",") if host.strip()] or default
    for host in names:
        if "/" in host or host == "*" or (":" in host and not host.startswith("[")):
            raise ImproperlyConfigured(
                f"{name}={','.join(names)} should be bare host names with commas between them, "
                "such as terms.example.org,localhost: no https://, no port, no *."
            )
    return names


def database(name: str, default: str) -> dict[str, Any]:
    """The database's settings out of its address."""
    example = "postgres://user:password@127.0.0.1/termwise or sqlite:////srv/termwise.sqlite3"
    found = _address(name, default, env.db_url_config, example)
    return _usable(name, found, found.get("ENGINE", ""), DATABASES, example)


def cache(name: str, default: str) -> dict[str, Any]:
    """The cache's settings out of its address."""
    example = "redis://127.0.0.1:6379/0 or locmemcache://"
    found = _address(name, default, env.cache_url_config, example)
    return _usable(name, found, found.get("BACKEND", ""), CACHES, example)


def email(name: str, default: str) -> dict[str, Any]:
    """The mail server's settings out of its address."""
    return _address(name, default, env.email_url_config, "smtp+tls://user:password@mail.example.org:587")


def _address(name: str, default: str, read: Callable[..., Any], example: str) -> dict[str, Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about an unknown kind; the caller says it better
            return dict(read(given(name, default)))
    except (ImproperlyConfigured, ValueError, KeyError) as error:
        raise _unreadable(name, example) from error


def _usable(name: str, found: dict[str, Any], backend: str, known: dict[str, str], example: str) -> dict[str, Any]:
    if backend not in known:
        raise _unreadable(name, example)
    package = known[backend]
    if package and not find_spec(package):
        raise ImproperlyConfigured(
            f"{name} needs the package {package}. Install it with: .venv/bin/pip install -r requirements-postgres.txt"
        )
    return found


def _unreadable(name: str, example: str) -> ImproperlyConfigured:
    """Without the address itself, which may hold a password."""
    return ImproperlyConfigured(f"{name} is not an address Termwise can use. Write it like {example}.")
