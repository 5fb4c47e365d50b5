"""What is found for what somebody typed, and in which order."""

import pytest

from glossary.models import Fact, FactList, Label, LabelKind, Term
from glossary.search import MAX_QUERY, Why, search

pytestmark = pytest.mark.django_db


def add(title: str, definition: str = "", qualifier: str = "", **names: str) -> Term:
    term = Term.objects.create(title=title, definition=definition, qualifier=qualifier)
    for kind, text in names.items():
        Label.objects.create(term=term, kind=LabelKind(kind), text=text)
    return term


def found(query: str, limit: int = 20) -> list[tuple[str, str, str]]:
    return [(str(hit.term), str(hit.why), hit.name) for hit in search(query, limit).hits]


def test_whole_names_come_first_then_beginnings_then_words_then_texts():
    add("Queue", "Messages wait here before SNS fan-out.")
    add("Dead letters", expansion="Undelivered SNS messages")
    add("SNS topic")
    add("Simple Notification Service", abbreviation="SNS")
    add("Alarm", synonym="SNS")
    add("SNS", qualifier="social network")
    assert found("sns") == [
        ("SNS (social network)", "title", "SNS"),
        ("Simple Notification Service", "abbreviation", "SNS"),
        ("Alarm", "synonym", "SNS"),
        ("SNS topic", "begins with", "SNS topic"),
        ("Dead letters", "in the name", "Dead letters"),
        ("Queue", "in the text", ""),
    ]


def test_a_term_is_listed_once_under_its_best_name():
    add("S3", "S3 keeps objects.", expansion="Simple Storage Service", synonym="S3 storage")
    assert found("S3") == [("S3", "title", "S3")]
    assert found("simple storage service") == [("S3", "expansion", "Simple Storage Service")]


def test_homonyms_are_both_found():
    add("Block", qualifier="storage")
    add("Block", qualifier="network")
    assert [name for name, _, _ in found("block")] == ["Block (network)", "Block (storage)"]


def test_a_misspelling_finds_the_term_and_is_not_shown():
    add("Lambda", misspelling="Lamda")
    assert found("lamda") == [("Lambda", "misspelling", "")]
    assert found("lamd") == []


def test_case_accents_and_spacing_do_not_count():
    add("Café  au lait")
    assert found(" CAFE AU ") == [("Café au lait", "begins with", "Café au lait")]


def test_words_of_a_name_are_found_in_any_order():
    add("Application Load Balancer")
    assert found("balancer application") == [("Application Load Balancer", "in the name", "Application Load Balancer")]


def test_a_fact_counts_as_text():
    benefits = FactList.objects.create(term=add("Fargate"), title="Benefits")
    Fact.objects.create(fact_list=benefits, text="No instances to patch.")
    assert found("patch") == [("Fargate", "in the text", "")]


def test_two_letters_are_not_looked_for_in_texts():
    add("Queue", "A line of messages.")
    assert found("li") == []


def test_wildcards_mean_themselves():
    add("Lambda", "A function.")
    add("100% coverage")
    assert found("%") == []
    assert found("_ambda") == []
    assert found("100%") == [("100% coverage", "begins with", "100% coverage")]


def test_nothing_found_names_the_neighbours_in_the_alphabet():
    for title in ("Alpha", "Beta", "Delta", "Epsilon"):
        add(title)
    results = search("Carbon")
    assert results.hits == []
    assert [term.title for term in results.nearest] == ["Alpha", "Beta", "Delta", "Epsilon"]


def test_no_more_is_found_than_asked_for():
    for number in range(9):
        add(f"Key {number}")
    assert [name for name, _, _ in found("key", limit=3)] == ["Key 0", "Key 1", "Key 2"]


def test_a_long_query_is_cut():
    assert search("x" * 10_000).query == "x" * MAX_QUERY


@pytest.mark.parametrize(
    "query", ["", "   ", "\0", "\ud800", "\U0010ffff", "'", '"', "%_\\", "ﷺ" * 200, "a " * 100, "–"]
)
def test_any_text_may_be_typed(query: str):
    add("Lambda", "A function.")
    assert search(query).hits == []


@pytest.mark.parametrize("query", ["Lambda", "lam", "bda", "function", "nothing of the kind"])
def test_the_number_of_queries_is_small_whatever_the_size(query: str, django_assert_max_num_queries):
    for number in range(30):
        add(f"Lambda {number}", "A function.", synonym=f"Lambda function {number}")
    with django_assert_max_num_queries(6):
        search(query)


def test_reasons_are_the_words_that_pages_show():
    assert {str(why) for why in Why} == {
        *("title", "abbreviation", "expansion", "synonym", "misspelling"),
        *("begins with", "in the name", "in the text"),
    }
