"""Whether the database and the cache answer; where one does not, a sentence that says what to do."""

import tempfile
from pathlib import Path

from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection


def ping() -> None:
    """Ask both for something; whatever their drivers raise comes through."""
    ask_database()
    cache.get("ping")


def ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check() -> None:
    """Stop the start where the database or the cache cannot be used."""
    if connection.vendor == "sqlite":
        check_file(Path(connection.settings_dict["NAME"]))
    else:
        check_server()
    check_cache()


def check_file(path: Path) -> None:
    folder = path.absolute().parent
    if not folder.is_dir():
        raise ImproperlyConfigured(
            f"DATABASE_URL names the folder {folder}, which is not there. Make it: mkdir -p {folder}"
        )
    try:
        # Asked for by trying: permissions say nothing of a disk that is mounted for reading only.
        tempfile.TemporaryFile(dir=folder).close()
        if path.exists():
            path.open("r+b").close()
            ask_database()
    except OSError as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL names {path}, which cannot be written ({error.strerror}). "
            "Let the user that runs the site write to it and to its folder, or choose another place."
        ) from error
    except DatabaseError as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL names {path}, which cannot be used: {error}. Restore a backup, or choose another place."
        ) from error


def check_server() -> None:
    try:
        ask_database()
    except DatabaseError as error:
        raise ImproperlyConfigured(
            f"the database of DATABASE_URL cannot be reached ({_first_line(error)}). Start it, or correct DATABASE_URL."
        ) from error


def check_cache() -> None:
    try:
        cache.get("ping")
    except Exception as error:  # every client has errors of its own
        raise ImproperlyConfigured(
            f"the cache of CACHE_URL cannot be reached ({_first_line(error)}). Start it, or correct CACHE_URL; "
            "a single process needs none."
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")
