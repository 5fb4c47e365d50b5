"""The words of every term, kept for search: changed rows in, ids of terms out, on either database.

Triggers in the database note whose document is out of date, so that a change made by a page, the admin,
an import, a bulk statement or by hand all count; whoever searches next brings those documents up to date
first. A document is so made once, however many of its rows an import writes one after the other.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, transaction
from django.db.models import F

from glossary import search_postgresql, search_sqlite, search_words
from glossary.models import Fact, FactList, Label, LabelKind, Term
from glossary.search_documents import CHANGED, WATCHED, Backend, Document

BATCH = 1_000
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


@transaction.atomic
def rebuild() -> int:
    """Make the index afresh; returns the number of terms in it."""
    with connection.cursor() as cursor:
        backend().lock(cursor)
        cursor.execute(f"DELETE FROM {CHANGED}")  # noqa: S608
        backend().clear(cursor)
        ids = list(Term.objects.order_by("pk").values_list("pk", flat=True))
        _put(cursor, ids)
    return len(ids)


def catch_up() -> None:
    """Bring the documents of changed terms up to date."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {CHANGED} LIMIT 1")  # noqa: S608
        if cursor.fetchone() is None:
            return
        try:
            with backend().patient(), transaction.atomic():
                _refresh(cursor)
        except OperationalError as error:
            # Somebody is writing, and holds the database for long: what is there will do until then.
            logger.warning("The search index waits to be brought up to date: %s", error)


def _refresh(cursor: Any) -> None:
    backend().lock(cursor)
    cursor.execute(f"DELETE FROM {CHANGED} RETURNING term_id, fact_list_id")  # noqa: S608
    marks = set(cursor.fetchall())
    lists = [fact_list for _, fact_list in marks if fact_list]
    ids = {term for term, _ in marks if term}
    for some in _chunks(lists):
        ids.update(FactList.objects.filter(pk__in=some).values_list("term_id", flat=True))
    for some in _chunks(sorted(ids)):
        backend().drop(cursor, some)
    _put(cursor, sorted(ids))


def _put(cursor: Any, ids: Sequence[int]) -> None:
    for some in _chunks(ids):
        backend().put(cursor, list(documents(some)))
    if len(ids) > MANY:
        backend().settle(cursor)


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
            texts=search_words.of_text("\n".join([definition, *texts[pk]])),
        )


def _gathered(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    gathered: dict[int, list[str]] = defaultdict(list)
    for term, text in rows:
        gathered[term].append(text)
    return gathered


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[at : at + BATCH] for at in range(0, len(ids), BATCH))


# ---- asking it


def by_initials(key: str, limit: int) -> list[int]:
    with connection.cursor() as cursor:
        return backend().by_initials(cursor, key, limit)


def by_names(words: Sequence[str], limit: int) -> list[int]:
    with connection.cursor() as cursor:
        return backend().by_names(cursor, words, limit)


def by_texts(words: Sequence[str], limit: int) -> list[int]:
    with connection.cursor() as cursor:
        return backend().by_texts(cursor, words, limit)
