"""What is written in passing, in; the same, waiting only so long for whoever else is writing, out."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def patient(milliseconds: int) -> Iterator[None]:
    """Wait no longer than a reader would, where somebody else, such as an import, is writing.

    On PostgreSQL a writer holds up no other, unless both write the same row.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        usual = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
