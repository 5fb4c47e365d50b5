"""The search index is right after every change, however it was made, and can be made afresh."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from glossary import search_index, search_postgresql
from glossary.models import Category, Fact, FactList, Label, Term
from glossary.search import search
from glossary.search_documents import CHANGED, MADE
from tests.glossary.factories import make_term

pytestmark = pytest.mark.django_db


def found(query: str) -> list[str]:
    return sorted(str(hit.term) for hit in search(query).hits)


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def queue() -> Term:
    facts = {"Benefits": ["It decouples."]}
    term = make_term("Queue", "Holds messages.", labels=[("synonym", "Waiting line")], facts=facts)
    assert [found(word) for word in ("messages", "waiting", "decouples", "benefits")] == [["Queue"]] * 4
    return term


def test_a_changed_row_is_found_by_its_new_words_only(queue: Term):
    queue.definition = "Keeps letters."
    queue.save()
    assert (found("letters"), found("messages")) == (["Queue"], [])


def test_a_bulk_change_counts(queue: Term):
    Term.objects.bulk_create([Term(title=f"Topic {n}", slug=f"topic-{n}", definition="Fans out.") for n in range(3)])
    Term.objects.filter(pk=queue.pk).update(definition="Fans in.")
    Label.objects.all().update(text="Backlog", key="backlog")
    Fact.objects.bulk_create([Fact(fact_list=FactList.objects.get(), text="It scales.")])
    assert found("fans") == ["Queue", "Topic 0", "Topic 1", "Topic 2"]
    assert [found(word) for word in ("backlog", "waiting", "scales")] == [["Queue"], [], ["Queue"]]


def test_a_change_by_hand_counts(queue: Term):
    execute("UPDATE glossary_term SET definition = 'Keeps letters.'")
    execute("UPDATE glossary_fact SET text = 'It smooths peaks.'")
    execute("UPDATE glossary_factlist SET title = 'Merits'")
    execute("DELETE FROM glossary_label")
    words = ("letters", "peaks", "merits", "messages", "decouples", "benefits", "waiting")
    assert [found(word) for word in words] == [["Queue"]] * 3 + [[]] * 4


def test_what_moves_to_another_term_is_found_there(queue: Term):
    other = make_term("Topic", "Fans out.")
    Label.objects.update(term=other)
    FactList.objects.update(term=other)
    assert [found(word) for word in ("waiting", "decouples", "benefits")] == [["Topic"]] * 3


def test_what_an_older_version_made_is_made_afresh(queue: Term):
    for statement in (f"DROP TABLE {MADE}", f"DROP TABLE {CHANGED}", f"CREATE TABLE {CHANGED} (term_id integer)"):
        execute(statement)
    with connection.cursor() as cursor:
        search_index.backend().drop(cursor, [queue.pk])
    search_index.keep("default")
    assert found("messages") == ["Queue"]
    Term.objects.update(definition="Keeps letters.")
    assert (found("letters"), found("messages")) == (["Queue"], [])


def test_a_deleted_term_is_gone(queue: Term):
    queue.delete()
    assert [found(word) for word in ("queue", "messages", "waiting", "decouples")] == [[]] * 4


def test_a_change_taken_back_counts_for_nothing(queue: Term):
    with transaction.atomic():
        Term.objects.update(definition="Keeps letters.")
        assert found("letters") == ["Queue"]
        transaction.set_rollback(True)
    assert (found("letters"), found("messages")) == ([], ["Queue"])


def test_other_changes_leave_the_index_alone(queue: Term):
    queue.categories.add(Category.objects.create(name="Messaging"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM glossary_search_changed")
        assert cursor.fetchone() == (0,)


def test_the_index_is_made_afresh_and_says_how_much_it_holds(queue: Term):
    make_term("Topic", "Fans out.")
    execute("DELETE FROM glossary_search")
    execute("DELETE FROM glossary_search_changed")
    assert found("messages") == []
    said = StringIO()
    call_command("rebuild_search", stdout=said)
    assert said.getvalue() == "The search index holds 2 terms.\n"
    assert (found("messages"), found("fans")) == (["Queue"], ["Topic"])


def test_a_lost_trigger_comes_back_with_the_next_migration_and_nothing_is_missed(queue: Term):
    table = "" if connection.vendor == "sqlite" else " ON glossary_term"
    execute(f"DROP TRIGGER glossary_search_term_update{table}")
    Term.objects.update(definition="Keeps letters.")
    assert found("letters") == []
    search_index.keep(using="default")
    assert found("letters") == ["Queue"]
    Term.objects.update(definition="Holds parcels.")
    assert found("parcels") == ["Queue"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="an extension of PostgreSQL")
def test_search_does_without_an_extension_that_cannot_be_had(queue: Term, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(search_postgresql, "TRIGRAMS", ("CREATE EXTENSION no_such_extension",))
    search_postgresql.extend()
    assert found("messages") == ["Queue"]


def test_a_text_of_any_length_and_kind_is_kept(db: None):
    odd = "\\ ' : & | ! * ( ) <-> \" \u2028 日本語 ﷺ x_y " + "w" * 3000
    term = make_term("Odd", f"{odd} needle", facts={"'; --": [f"word{n}" for n in range(400)]})
    Term.objects.filter(pk=term.pk).update(definition=" ".join(f"w{n}" for n in range(3_500)) + " needle")
    assert (found("needle"), found("word399")) == (["Odd"], ["Odd"])


# ---- several at once


@pytest.mark.django_db(transaction=True)
def test_whoever_writes_and_searches_at_once_the_last_change_is_found():
    terms = [make_term(f"Term {number}", "word0") for number in range(4)]

    def work(term: Term) -> None:
        for turn in range(1, 8):
            Term.objects.filter(pk=term.pk).update(definition=f"word{turn}")
            search("word")
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, terms))
    assert (found("word7"), found("word6")) == ([str(term) for term in terms], [])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite lets in one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_a_search_does_not_wait_for_a_long_import(caplog: pytest.LogCaptureFixture):
    term = make_term("Queue", "Holds messages.")
    found("messages")
    Term.objects.filter(pk=term.pk).update(definition="Holds parcels.")
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        start = time.monotonic()
        assert (found("messages"), found("parcels")) == (["Queue"], [])
        assert time.monotonic() - start < 10
        other.execute("ROLLBACK")
    assert (found("messages"), found("parcels")) == ([], ["Queue"])
    assert "waits to be brought up to date" in caplog.text
