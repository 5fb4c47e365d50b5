"""The names of the glossary's present state, renewed by the database itself at every change of a row.

Triggers do it, so that a change made by a page, the admin, an import, a bulk statement or by hand all
count. Whatever is derived from the glossary and kept is kept under one of these names: `whole` for all of
it, `names` for what titles and other names there are and where they lead.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.db import connection, connections

TABLES = (
    "glossary_category",
    "glossary_term",
    "glossary_term_categories",
    "glossary_label",
    "glossary_factlist",
    "glossary_fact",
    "glossary_relation",
    "glossary_source",
    "glossary_setaside",
)
# What of a row makes a name; a change of anything else leaves the names as they are.
NAMING = {
    "glossary_term": ("title", "slug", "is_linked"),
    "glossary_label": ("text", "kind", "is_linked", "term_id"),
}
WHOLE, NAMES = 1, 2  # rows of the table
RENEW = (
    "INSERT INTO glossary_edition (id, token) VALUES ({row}, {token}) "
    "ON CONFLICT (id) DO UPDATE SET token = excluded.token"
)
TOKEN = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "md5(random()::text || clock_timestamp()::text)"}


class State(NamedTuple):
    """Both names; empty for a glossary nothing was ever written to."""

    whole: str = ""
    names: str = ""


_held: ContextVar[State | None] = ContextVar("held", default=None)


def present() -> State:
    """The present state, in one query."""
    if held := _held.get():
        return held
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, token FROM glossary_edition")
        tokens = dict(cursor.fetchall())
    return State(tokens.get(WHOLE, ""), tokens.get(NAMES, ""))


def token() -> str:
    """The name of the whole glossary's present state."""
    return present().whole


@contextmanager
def held() -> Iterator[State]:
    """For making one page, which changes nothing: the state is asked for once, at the beginning."""
    state = present()
    reset = _held.set(state)
    try:
        yield state
    finally:
        _held.reset(reset)


def keep_triggers(using: str, **_: Any) -> None:
    """Make the triggers that are not there; called after every migration.

    Not a migration of its own: on SQLite a later migration that alters a table makes it anew and
    drops its triggers with the old one.
    """
    connection = connections[using]
    whole, names = (RENEW.format(row=row, token=TOKEN[connection.vendor]) for row in (WHOLE, NAMES))
    make = _sqlite if connection.vendor == "sqlite" else _postgresql
    with connection.cursor() as cursor:
        if not set(TABLES) <= set(connection.introspection.table_names(cursor)):
            return  # migrated back to before these tables
        for statement in make(whole, names):
            cursor.execute(statement)


def _sqlite(whole: str, names: str) -> Iterator[str]:
    for table in TABLES:
        for event in ("INSERT", "UPDATE", "DELETE"):
            name = f"edition_{table}_{event.lower()}"
            yield f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {table} BEGIN {whole}; END"
    for table in NAMING:
        for event, when in (("INSERT", ""), ("UPDATE", _renamed(table, "IS NOT")), ("DELETE", "")):
            name = f"naming_{table}_{event.lower()}"
            yield f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {table} {when} BEGIN {names}; END"


def _postgresql(whole: str, names: str) -> Iterator[str]:
    for function, renew in (("edition", whole), ("naming", names)):
        yield (
            f"CREATE OR REPLACE FUNCTION glossary_renew_{function}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {renew}; RETURN NULL; END $$"
        )
    for table in TABLES:
        yield _trigger(f"edition_{table}", "INSERT OR UPDATE OR DELETE OR TRUNCATE", table, "STATEMENT", "edition")
    for table in NAMING:
        yield _trigger(f"naming_{table}", "INSERT OR DELETE OR TRUNCATE", table, "STATEMENT", "naming")
        renamed = f"ROW {_renamed(table, 'IS DISTINCT FROM')}"
        yield _trigger(f"naming_{table}_update", "UPDATE", table, renamed, "naming")


def _trigger(name: str, events: str, table: str, each: str, function: str) -> str:
    return (
        f"CREATE OR REPLACE TRIGGER {name} AFTER {events} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION glossary_renew_{function}()"
    )


def _renamed(table: str, differs: str) -> str:
    """That an update changed what a name is made of; a form saves every column, changed or not."""
    return f"WHEN ({' OR '.join(f'OLD.{column} {differs} NEW.{column}' for column in NAMING[table])})"
