"""The search index on SQLite: documents and words in, ids of terms out, by way of FTS5."""

from collections.abc import Iterator, Sequence
from typing import Any

from glossary.search_documents import CHANGED, EVENTS, INDEX, WATCHED, WEIGHED, Document, triggers

MAKE_INDEX = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(names, initials, texts, tokenize = 'unicode61 remove_diacritics 2')"
)
FIND = (
    f"SELECT term FROM (SELECT rowid AS term, bm25({INDEX}, 10.0, 0.0, 1.0) AS rank FROM {INDEX} "  # noqa: S608
    f"WHERE {INDEX} MATCH %s LIMIT {WEIGHED}) ORDER BY rank, term LIMIT %s"
)


def missing(cursor: Any) -> list[str]:
    cursor.execute(f"SELECT name FROM sqlite_master WHERE name LIKE '{INDEX}%%'")  # noqa: S608
    there = {name for (name,) in cursor.fetchall()}
    return [statement for name, statement in _parts() if name not in there]


def _parts() -> Iterator[tuple[str, str]]:
    yield INDEX, MAKE_INDEX
    yield (
        CHANGED,
        f"CREATE TABLE {CHANGED} (id integer PRIMARY KEY AUTOINCREMENT, term_id integer, fact_list_id integer)",
    )
    for name, table, event in triggers():
        column, marked, worded = WATCHED[table]
        when = f"WHEN {' OR '.join(f'OLD.{one} IS NOT NEW.{one}' for one in worded)}" if event == "update" else ""
        marks = " ".join(f"INSERT INTO {CHANGED} ({marked}) VALUES ({row}.{column});" for row in EVENTS[event])  # noqa: S608
        yield name, f"CREATE TRIGGER {name} AFTER {event} ON {table} {when} BEGIN {marks} END"


def extend() -> None:
    """FTS5 is all there is."""


def clear(cursor: Any) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")
    cursor.execute(MAKE_INDEX)


def put(cursor: Any, documents: Sequence[Document]) -> None:
    rows = [(one.term, " ".join(one.names), " ".join(one.initials), " ".join(one.texts)) for one in documents]
    cursor.executemany(f"INSERT INTO {INDEX} (rowid, names, initials, texts) VALUES (%s, %s, %s, %s)", rows)  # noqa: S608


def drop(cursor: Any, terms: Sequence[int]) -> None:
    cursor.executemany(f"DELETE FROM {INDEX} WHERE rowid = %s", [(term,) for term in terms])  # noqa: S608


def settle(cursor: Any) -> None:
    cursor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('optimize')")  # noqa: S608


def by_initials(cursor: Any, initials: str, limit: int) -> list[int]:
    return _find(cursor, f"initials : {_quoted(initials)}", limit)


def by_names(cursor: Any, words: Sequence[str], limit: int) -> list[int]:
    return _find(cursor, f"names : ({' AND '.join(f'{_quoted(word)} *' for word in words)})", limit)


def by_texts(cursor: Any, words: Sequence[str], limit: int) -> list[int]:
    quoted = " AND ".join(_quoted(word) for word in words)
    return _find(cursor, f"{{names texts}} : ({quoted} *)", limit)


def _find(cursor: Any, query: str, limit: int) -> list[int]:
    cursor.execute(FIND, [query, limit])
    return [term for (term,) in cursor.fetchall()]


def _quoted(word: str) -> str:
    """A word in which nothing is an operator."""
    return '"' + word.replace('"', '""') + '"'
