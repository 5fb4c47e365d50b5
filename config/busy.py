"""An error in, whether it is only that the database is busy out."""

import sqlite3

from django.db import DatabaseError

# PostgreSQL: gave up on waiting for a lock; one of two that waited for each other; has no connection left, which it
# says in a code or, where it is found out while connecting, only in words.
GIVEN_UP = {"55P03", "40P01", "53300"}
FULL = ("too many clients", "remaining connection slots", "too many connections")


def is_busy(error: BaseException | None) -> bool:
    """Whether the database would have done it, had others not kept it: for longer than one may wait, or all its
    connections."""
    cause = error.__cause__ if isinstance(error, DatabaseError) else None
    if isinstance(cause, sqlite3.Error):
        # SQLite tells more in the higher bits.
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return getattr(cause, "sqlstate", "") in GIVEN_UP or any(words in str(cause) for words in FULL)
