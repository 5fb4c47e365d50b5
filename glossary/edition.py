"""The name of the glossary's present state, renewed by the database itself at every change of a row.

Triggers do it, so that a change made by a page, the admin, an import, a bulk statement or by hand all
count. Whatever is derived from the glossary and kept is kept under this name.
"""

from typing import Any

from django.db import connections

from glossary.models import Edition

TABLES = (
    "glossary_category",
    "glossary_term",
    "glossary_term_categories",
    "glossary_label",
    "glossary_factlist",
    "glossary_fact",
    "glossary_relation",
    "glossary_source",
)
RENEW = (
    "INSERT INTO glossary_edition (id, token) VALUES (1, {token}) ON CONFLICT (id) DO UPDATE SET token = excluded.token"
)
TOKEN = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "md5(random()::text || clock_timestamp()::text)"}


def token() -> str:
    """The present edition's name; empty for a glossary nothing was ever written to."""
    return Edition.objects.values_list("token", flat=True).first() or ""


def keep_triggers(using: str, **_: Any) -> None:
    """Make the triggers that are not there; called after every migration.

    Not a migration of its own: on SQLite a later migration that alters a table makes it anew and
    drops its triggers with the old one.
    """
    connection = connections[using]
    renew = RENEW.format(token=TOKEN[connection.vendor])
    statements = _sqlite(renew) if connection.vendor == "sqlite" else _postgresql(renew)
    with connection.cursor() as cursor:
        if not set(TABLES) <= set(connection.introspection.table_names(cursor)):
            return  # migrated back to before these tables
        for statement in statements:
            cursor.execute(statement)


def _sqlite(renew: str) -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS edition_{table}_{event.lower()} AFTER {event} ON {table} BEGIN {renew}; END"
        for table in TABLES
        for event in ("INSERT", "UPDATE", "DELETE")
    ]


def _postgresql(renew: str) -> list[str]:
    statements = [
        "CREATE OR REPLACE FUNCTION glossary_renew_edition() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {renew}; RETURN NULL; END $$"
    ]
    for table in TABLES:
        statements.append(f"DROP TRIGGER IF EXISTS edition_{table} ON {table}")
        statements.append(
            f"CREATE TRIGGER edition_{table} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION glossary_renew_edition()"
        )
    return statements
