"""A term's text as a page shows it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from glossary import rendering
from glossary.models import Term
from tests.glossary.factories import make_term

pytestmark = pytest.mark.django_db


def entry(title):
    return rendering.entry(Term.objects.whole().get(title=title))


def test_a_mention_is_linked_once_over_definition_and_facts():
    make_term("ECS")
    make_term("Task", "Runs on ECS; ECS again.", facts={"Facts": ["ECS once more", "a **fact**"]})
    found = entry("Task")
    assert found.definition == '<p>Runs on <a href="/terms/ecs/" class="term-link">ECS</a>; ECS again.</p>'
    assert [(one.title, items) for one, items in found.fact_lists] == [
        ("Facts", ["ECS once more", "a <strong>fact</strong>"])
    ]


def test_a_new_name_is_linked_at_once_and_a_removed_one_no_more():
    make_term("Task", "Runs on a cluster.")
    assert "<a" not in entry("Task").definition
    other = make_term("ECS", labels=[("synonym", "Cluster")])
    assert 'href="/terms/ecs/"' in entry("Task").definition
    other.labels.all().delete()
    assert "<a" not in entry("Task").definition


def test_a_misspelling_is_never_linked():
    make_term("Lambda", labels=[("misspelling", "Lamda")])
    make_term("Task", "Runs on Lamda.")
    assert "<a" not in entry("Task").definition


def test_a_name_of_two_terms_leads_to_a_choice():
    make_term("Block", qualifier="storage")
    make_term("Block", qualifier="chain")
    make_term("Disk", "Made of blocks.")
    assert entry("Disk").definition == '<p>Made of <a href="/search/?q=blocks" class="term-link">blocks</a>.</p>'


def test_linking_takes_one_query_however_many_names_there_are():
    make_term("Task", "Runs on ECS.")
    for number in range(20):
        make_term(f"Term {number}")
    term = Term.objects.whole().get(title="Task")
    rendering.entry(term)
    with CaptureQueriesContext(connection) as queries:
        rendering.entry(term)
    assert len(queries) == 1


@pytest.mark.parametrize(
    ("definition", "short"),
    [
        ("One. Two. " + "Three " * 50, "One. Two."),
        ("A *marked* text.", "A marked text."),
        ("word " * 100, "word " * 39 + "word …"),
        ("", ""),
    ],
)
def test_a_summary_is_made_of_whole_sentences(definition, short):
    assert rendering.summary(Term(definition=definition)) == short
