"""The search index on SQLite: documents and words in, ids of terms out, by way of FTS5."""

from collections.abc import Iterator, Sequence
from typing import Any

from glossary import search_words
from glossary.search_documents import CHANGED, EVENTS, INDEX, MADE, WATCHED, WEIGHED, Document, triggers

# Words come folded, so nothing is left to take off, and what is a word is for `search_words` to say: neither the signs
# of Hindi or Thai nor any other mark of a word divides it.
MAKE_INDEX = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(names, initials, wholes, texts, "
    """tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*' tokenchars '_''’'")"""
)
FIND = (
    f"SELECT term FROM (SELECT rowid AS term, bm25({INDEX}, 10.0, 0.0, 0.0, 1.0) AS rank FROM {INDEX} "  # noqa: S608
    f"WHERE {INDEX} MATCH %s LIMIT {WEIGHED}) ORDER BY rank, term LIMIT %s"
)
HOLDERS = f"SELECT * FROM (SELECT %s, %s, rowid FROM {INDEX} WHERE {INDEX} MATCH %s LIMIT {WEIGHED})"  # noqa: S608


def missing(cursor: Any) -> list[str]:
    cursor.execute(f"SELECT name FROM sqlite_master WHERE name LIKE '{INDEX}%%'")  # noqa: S608
    there = {name for (name,) in cursor.fetchall()}
    if MADE not in there:
        return [*map(_drop, dict(_parts())), *(statement for _, statement in _parts())]
    return [statement for name, statement in _parts() if name not in there]


def _drop(name: str) -> str:
    return f"DROP {'TABLE' if name in (INDEX, CHANGED, MADE) else 'TRIGGER'} IF EXISTS {name}"


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
    yield MADE, f"CREATE TABLE {MADE} (at integer)"


def extend() -> None:
    """FTS5 is all there is."""


def clear(cursor: Any) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")
    cursor.execute(MAKE_INDEX)


def put(cursor: Any, documents: Sequence[Document]) -> None:
    rows = [(one.term, *map(" ".join, (one.names, one.initials, one.wholes, one.texts))) for one in documents]
    cursor.executemany(
        f"INSERT INTO {INDEX} (rowid, names, initials, wholes, texts) VALUES (%s, %s, %s, %s, %s)",  # noqa: S608
        rows,
    )


def drop(cursor: Any, terms: Sequence[int]) -> None:
    cursor.executemany(f"DELETE FROM {INDEX} WHERE rowid = %s", [(term,) for term in terms])  # noqa: S608


def settle(cursor: Any) -> None:
    cursor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('optimize')")  # noqa: S608


def by_initials(cursor: Any, initials: str, limit: int) -> list[int]:
    return _find(cursor, f"initials : {_quoted(initials)}", limit)


def by_wholes(cursor: Any, names: Sequence[str], limit: int) -> list[int]:
    return _find(cursor, f"wholes : ({' OR '.join(map(_quoted, names))})", limit)


def by_names(cursor: Any, words: Sequence[str], limit: int) -> list[int]:
    return _find(cursor, f"names : ({' AND '.join(map(_begun, words))})", limit)


def by_texts(cursor: Any, words: Sequence[str], limit: int) -> list[int]:
    *others, last = words
    return _find(cursor, f"{{names texts}} : ({' AND '.join([*map(_stem, others), _begun(last)])})", limit)


def holders(cursor: Any, words: Sequence[str]) -> list[tuple[int, bool, int]]:
    values: list[Any] = []
    for at, word in enumerate(words):
        values += [at, 0, f"texts : {_stem(word)}", at, 1, f"names : {_stem(word)}"]
    cursor.execute(" UNION ALL ".join([HOLDERS] * (len(values) // 3)), values)
    return [(at, bool(is_name), term) for at, is_name, term in cursor.fetchall()]


def _begun(word: str) -> str:
    stem = search_words.stem(word)
    return f"{_quoted(word)} *" if stem == word else f"({_quoted(word)} * OR {_quoted(stem)})"


def _stem(word: str) -> str:
    return _quoted(search_words.stem(word))


def _find(cursor: Any, query: str, limit: int) -> list[int]:
    cursor.execute(FIND, [query, limit])
    return [term for (term,) in cursor.fetchall()]


def _quoted(word: str) -> str:
    """A word in which nothing is an operator."""
    return '"' + word.replace('"', '""') + '"'
