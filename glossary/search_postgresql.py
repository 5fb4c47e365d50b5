"""The search index on PostgreSQL: documents and words in, ids of terms out, by way of tsvector."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import DatabaseError, connection, transaction

from glossary import search_words
from glossary.search_documents import CHANGED, EVENTS, INDEX, MADE, WATCHED, WEIGHED, Document, triggers

PLACES = 16_383  # words of a document whose place PostgreSQL can tell
MAKE_INDEX = (
    f"CREATE TABLE {INDEX} (term_id bigint PRIMARY KEY, names tsvector NOT NULL, document tsvector NOT NULL)",
    f"CREATE INDEX {INDEX}_names ON {INDEX} USING gin (names)",
    f"CREATE INDEX {INDEX}_document ON {INDEX} USING gin (document)",
)
# Names weigh A, texts D. ts_rank lets many words in a text outdo one in a name, so names are asked for first.
# Its 1 divides by the logarithm of the length.
FIND = (
    f"SELECT term_id FROM (SELECT * FROM {INDEX} WHERE {{column}} @@ %(query)s::tsquery LIMIT {WEIGHED}) AS found "  # noqa: S608
    "ORDER BY names @@ %(named)s::tsquery DESC, "
    "ts_rank('{{0.1, 0, 0, 1.0}}', {column}, %(query)s::tsquery, 1) DESC, term_id LIMIT %(limit)s"
)
HOLDERS = f"(SELECT %s::int, %s::bool, term_id FROM {INDEX} WHERE document @@ %s::tsquery LIMIT {WEIGHED})"  # noqa: S608
# Makes "in the middle of a name" fast.
TRIGRAMS = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    f"CREATE INDEX IF NOT EXISTS {INDEX}_titles ON glossary_term USING gin (title_key gin_trgm_ops)",
    f"CREATE INDEX IF NOT EXISTS {INDEX}_labels ON glossary_label USING gin (key gin_trgm_ops)",
)


def missing(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relname IN (%s, %s, %s) AND pg_table_is_visible(oid) "
        "UNION SELECT tgname FROM pg_trigger WHERE tgname LIKE %s AND pg_table_is_visible(tgrelid)",
        [INDEX, MADE, CHANGED, f"{INDEX}%"],
    )
    there = {name for (name,) in cursor.fetchall()}
    if MADE not in there:
        return [*map(_drop, dict(_parts())), *(statement for _, statements in _parts() for statement in statements)]
    return [statement for name, statements in _parts() if name not in there for statement in statements]


def _drop(name: str) -> str:
    is_table = name in (INDEX, CHANGED, MADE)
    return f"DROP TABLE IF EXISTS {name}" if is_table else f"DROP FUNCTION IF EXISTS {name}() CASCADE"


def _parts() -> Iterator[tuple[str, Sequence[str]]]:
    yield INDEX, MAKE_INDEX
    yield CHANGED, [f"CREATE TABLE {CHANGED} (id bigserial PRIMARY KEY, term_id bigint, fact_list_id bigint)"]
    for name, table, event in triggers():
        yield name, _trigger(name, table, event)
    everything = f"DELETE FROM {INDEX}; INSERT INTO {CHANGED} (term_id) SELECT id FROM glossary_term"  # noqa: S608
    for table in WATCHED:
        name = f"{INDEX}_{table.removeprefix('glossary_')}_truncate"
        yield name, [_function(name, everything), _after(name, "TRUNCATE", table)]
    yield MADE, [f"CREATE TABLE {MADE} (at integer)"]


def _trigger(name: str, table: str, event: str) -> list[str]:
    """One call for a statement, however many rows it changes."""
    column, marked, worded = WATCHED[table]
    rows = EVENTS[event]
    changed = " UNION ".join(f"SELECT {column} FROM {row}_rows" for row in rows)  # noqa: S608
    if event == "update":
        old, new = ("({})".format(", ".join(f"{row}.{one}" for one in worded)) for row in ("o", "n"))
        changed = (
            f"SELECT unnest(ARRAY[o.{column}, n.{column}]) FROM OLD_rows o "  # noqa: S608
            f"JOIN NEW_rows n ON n.id = o.id WHERE {old} IS DISTINCT FROM {new}"
        )
    naming = "REFERENCING " + " ".join(f"{row} TABLE AS {row}_rows" for row in rows)
    return [_function(name, f"INSERT INTO {CHANGED} ({marked}) {changed}"), _after(name, event, table, naming)]


def _function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$"
    )


def _after(name: str, event: str, table: str, naming: str = "") -> str:
    return f"CREATE TRIGGER {name} AFTER {event} ON {table} {naming} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"


def extend() -> None:
    """The extension needs a right that the site's account may not have, and a package that may not be installed."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in TRIGRAMS:
                cursor.execute(statement)
    except DatabaseError:
        return


def clear(cursor: Any) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")
    for statement in MAKE_INDEX:
        cursor.execute(statement)


def put(cursor: Any, documents: Sequence[Document]) -> None:
    columns = [[one.term for one in documents], list(map(_names, documents)), list(map(_document, documents))]
    cursor.execute(
        f"INSERT INTO {INDEX} SELECT term, names::tsvector, document::tsvector "  # noqa: S608
        "FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS made (term, names, document) "
        "ON CONFLICT (term_id) DO UPDATE SET names = excluded.names, document = excluded.document",
        columns,
    )


def _names(one: Document) -> str:
    others = [(word, "B") for word in one.initials] + [(word, "C") for word in one.wholes if word]
    return _vector([(word, "A") for word in one.names] + others)


def _document(one: Document) -> str:
    return _vector([(word, "A") for word in one.names] + [(word, "D") for word in one.texts])


def _vector(weighed: list[tuple[str, str]]) -> str:
    """Words, places and weights as a tsvector is written, with nothing left for PostgreSQL to interpret."""
    return " ".join(f"{_quoted(word)}:{at}{weight}" for at, (word, weight) in enumerate(weighed[:PLACES], 1))


def drop(cursor: Any, terms: Sequence[int]) -> None:
    cursor.execute(f"DELETE FROM {INDEX} WHERE term_id = ANY(%s)", [list(terms)])  # noqa: S608


def settle(cursor: Any) -> None:
    for index in ("names", "document"):
        cursor.execute(f"SELECT gin_clean_pending_list('{INDEX}_{index}')")
    cursor.execute(f"ANALYZE {INDEX}")


def by_initials(cursor: Any, initials: str, limit: int) -> list[int]:
    return _find(cursor, "names", f"{_quoted(initials)}:B", limit)


def by_wholes(cursor: Any, names: Sequence[str], limit: int) -> list[int]:
    return _find(cursor, "names", " | ".join(f"{_quoted(name)}:C" for name in names), limit)


def by_names(cursor: Any, words: Sequence[str], limit: int) -> list[int]:
    return _find(cursor, "names", " & ".join(_begun(word, "A") for word in words), limit)


def by_texts(cursor: Any, words: Sequence[str], limit: int) -> list[int]:
    *others, last = words
    named = " | ".join(_begun(word, "A") for word in words)
    return _find(cursor, "document", " & ".join([*map(_stem, others), _begun(last)]), limit, named)


def holders(cursor: Any, words: Sequence[str]) -> list[tuple[int, bool, int]]:
    values: list[Any] = []
    for at, word in enumerate(words):
        values += [at, False, f"{_stem(word)}:D", at, True, f"{_stem(word)}:A"]
    cursor.execute(" UNION ALL ".join([HOLDERS] * (len(values) // 3)), values)
    return list(cursor.fetchall())


def _begun(word: str, weight: str = "") -> str:
    stem = search_words.stem(word)
    begun = f"{_quoted(word)}:*{weight}"
    whole = f"{_quoted(stem)}:{weight}" if weight else _quoted(stem)
    return begun if stem == word else f"({begun} | {whole})"


def _stem(word: str) -> str:
    return _quoted(search_words.stem(word))


def _find(cursor: Any, column: str, query: str, limit: int, named: str = "") -> list[int]:
    values = {"query": query, "named": named or query, "limit": limit}
    cursor.execute(FIND.format(column=column), values)
    return [term for (term,) in cursor.fetchall()]


def _quoted(word: str) -> str:
    """A word in which nothing is an operator."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
