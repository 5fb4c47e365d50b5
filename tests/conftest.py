"""What every test may use."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

PASSWORD = "a long walk by the sea"


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Rate limits and derived pages of one test don't reach the next."""
    cache.clear()
    yield
    cache.clear()


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
