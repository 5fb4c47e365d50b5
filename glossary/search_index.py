"""The words of every term, kept for search: changed rows in, ids of terms out, on either database.

Triggers in the database note whose document is out of date, so that a change made by a page, the admin,
an import, a bulk statement or by hand all count; whoever searches next brings those documents up to date
first, as far as a reader can wait for it. A document is so made once, however many of its rows an import writes
one after the other.
"""

import logging
import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, transaction
from django.db.models import F

from glossary import search_postgresql, search_sqlite, search_words
from glossary.models import Fact, FactList, Label, LabelKind, Term
from glossary.patience import patient
from glossary.search_documents import CHANGED, WATCHED, Backend, Document

AT_ONCE = 500  # marks; several may be about one term
PATIENCE = 500  # milliseconds
MANY = 2_000  # documents after which an index is put in order

logger = logging.getLogger("termwise.search")


def backend() -> Backend:
    return search_sqlite if connection.vendor == "sqlite" else search_postgresql


# ---- keeping it


def keep(using: str, **_: Any) -> None:
    """Make what is missing of tables and triggers, and then the index; called after every migration.

    Not a migration of its own: on SQLite a migration that alters a table drops the table's triggers.
    """
    if using != DEFAULT_DB_ALIAS:
        return  # search asks the site's own database only
    with connection.cursor() as cursor:
        if not set(WATCHED) <= set(connection.introspection.table_names(cursor)):
            return  # migrated back to before these tables
        statements = backend().missing(cursor)
        for statement in statements:
            cursor.execute(statement)
    if statements:
        backend().extend()
        rebuild()


def rebuild() -> int:
    """Make the index afresh; returns the number of terms in it. Nobody who writes is kept waiting for long."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {CHANGED}")  # noqa: S608
        backend().clear(cursor)
        cursor.execute(f"INSERT INTO {CHANGED} (term_id) SELECT id FROM glossary_term")  # noqa: S608
        cursor.execute("SELECT count(*) FROM glossary_term")
        count = cursor.fetchone()[0]
    catch_up()
    return int(count)


def catch_up(within: float = math.inf, clock: Callable[[], float] = time.monotonic) -> None:
    """Bring the documents of changed terms up to date, in short transactions; what takes longer than so many
    seconds is left for the next call."""
    began = clock()
    done = 0
    try:
        with connection.cursor() as cursor, patient(PATIENCE):
            while (marks := _marks(cursor)) and clock() - began <= within:
                done += _refresh(cursor, marks)
            if done > MANY:
                backend().settle(cursor)
    except OperationalError as error:
        # Somebody is writing, and holds the database for long: what is there will do until then.
        logger.warning("The search index waits to be brought up to date: %s", error)


def _marks(cursor: Any) -> list[tuple[int, int | None, int | None]]:
    """Some of the marks that wait: their ids, and which term or which list each is about."""
    cursor.execute(f"SELECT id, term_id, fact_list_id FROM {CHANGED} ORDER BY id LIMIT {AT_ONCE}")  # noqa: S608
    return cursor.fetchall()


def _refresh(cursor: Any, marks: Sequence[tuple[int, int | None, int | None]]) -> int:
    """Put the marked documents in the index; returns how many. They are made before anybody is kept from writing.

    Of two that do the same, whoever comes first takes the marks and the other takes nothing: its documents may be
    the older ones. What changes meanwhile has a mark of its own.
    """
    lists = [fact_list for _, _, fact_list in marks if fact_list]
    ids = {term for _, term, _ in marks if term}
    ids.update(FactList.objects.filter(pk__in=lists).values_list("term_id", flat=True))
    made = list(documents(sorted(ids)))
    with transaction.atomic():
        taken = ", ".join(str(mark) for mark, _, _ in marks)
        cursor.execute(f"DELETE FROM {CHANGED} WHERE id IN ({taken})")  # noqa: S608
        if cursor.rowcount < len(marks):
            transaction.set_rollback(True)
            return 0
        backend().drop(cursor, sorted(ids))
        backend().put(cursor, made)
    return len(ids)


def documents(ids: Sequence[int]) -> Iterator[Document]:
    """The documents of those of the terms that there are."""
    labels = Label.objects.exclude(kind=LabelKind.MISSPELLING).filter(term__in=ids)
    names = _gathered(labels.values_list("term_id", "text"))
    texts = _gathered(FactList.objects.filter(term__in=ids).values_list("term_id", "title"))
    facts = Fact.objects.filter(fact_list__term__in=ids).annotate(term=F("fact_list__term"))
    for term, fact in _gathered(facts.values_list("term", "text")).items():
        texts[term] += fact
    for pk, title, qualifier, definition in Term.objects.filter(pk__in=ids).values_list(
        "pk", "title", "qualifier", "definition"
    ):
        called = [title, *names[pk]]
        yield Document(
            term=pk,
            names=search_words.of_names([*called, qualifier]),
            initials=search_words.initials(called),
            wholes=[search_words.as_word(search_words.whole(name)) for name in called],
            texts=search_words.of_text("\n".join([definition, *texts[pk]])),
        )


def _gathered(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    gathered: dict[int, list[str]] = defaultdict(list)
    for term, text in rows:
        gathered[term].append(text)
    return gathered


# ---- asking it


def by_initials(key: str, limit: int) -> list[int]:
    with connection.cursor() as cursor:
        return backend().by_initials(cursor, key, limit)


def by_wholes(names: Sequence[str], limit: int) -> list[int]:
    with connection.cursor() as cursor:
        return backend().by_wholes(cursor, names, limit)


def by_names(words: Sequence[str], limit: int) -> list[int]:
    with connection.cursor() as cursor:
        return backend().by_names(cursor, words, limit)


def by_texts(words: Sequence[str], limit: int) -> list[int]:
    with connection.cursor() as cursor:
        return backend().by_texts(cursor, words, limit)


def holders(words: Sequence[str]) -> list[tuple[int, bool, int]]:
    with connection.cursor() as cursor:
        return backend().holders(cursor, words)
