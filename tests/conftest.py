"""What every test may use."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import connection, connections
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from glossary import throttle

# How long an example takes says something about the machine, not about the code.
hypothesis_settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("steady")

PASSWORD = "a long walk by the sea"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The threads of the live server keep their connections, and PostgreSQL drops no database in use."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            connection.cursor().execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Rate limits and derived pages of one test don't reach the next."""
    for cache in caches.all():
        cache.clear()
    yield
    for cache in caches.all():
        cache.clear()


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time passes for the limits, however slow the machine."""
    monkeypatch.setattr(throttle, "clock", lambda: 1_000_000.0)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """New connections to the database wait for half a second only."""
    options = connections.settings["default"]["OPTIONS"]
    is_sqlite = connection.vendor == "sqlite"
    monkeypatch.setitem(options, *(("timeout", 0.5) if is_sqlite else ("options", "-c lock_timeout=500ms")))


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("ada", "ada@example.org", PASSWORD)


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_superuser("grace", "grace@example.org", PASSWORD)


@pytest.fixture
def user_client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor_client(editor: User) -> Client:
    client = Client()
    client.force_login(editor)
    return client
