"""A term's text as a page shows it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from glossary import markup, rendering
from glossary.models import Fact, FactList, Label, Term
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


def test_a_title_or_a_name_can_be_kept_from_being_linked():
    make_term("Host", is_linked=False, labels=[("synonym", "Machine")])
    Label.objects.create(term=make_term("Key"), text="Handle", is_linked=False)
    make_term("Task", "A host, a machine, a key, a handle.")
    html = entry("Task").definition
    assert re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', html) == [
        ("/terms/host/", "machine"),
        ("/terms/key/", "key"),
    ]


def test_a_text_is_made_anew_only_for_a_name_that_is_in_it(monkeypatch):
    rendered = []
    render = markup.render
    monkeypatch.setattr(markup, "render", lambda source, links: rendered.append(source) or render(source, links))
    make_term("Task", "Runs on a cluster.")
    for name in ("Elsewhere", "Cluster"):
        entry("Task")
        assert len(rendered) == 1
        make_term(name)
    assert 'href="/terms/cluster/"' in entry("Task").definition
    assert len(rendered) == 2


def test_the_index_of_names_outlives_a_change_that_is_no_name():
    term = make_term("ECS", "A thing.", labels=[("synonym", "Containers")])
    before = rendering.linker()
    term.definition = "Another thing."
    term.save()
    Fact.objects.create(fact_list=FactList.objects.create(term=term, title="Steps"), text="One.")
    assert rendering.linker() is before


@pytest.mark.parametrize(
    "change",
    [
        lambda term: Term.objects.filter(pk=term.pk).update(slug="elastic"),
        lambda term: Term.objects.filter(pk=term.pk).update(is_linked=False),
        lambda term: Term.objects.filter(pk=term.pk).update(title="Other", title_key="other"),
        lambda term: term.labels.update(is_linked=False),
        lambda term: term.labels.update(kind="misspelling"),
        lambda term: term.labels.all().delete(),
        lambda term: term.delete(),
    ],
)
def test_every_change_of_a_name_makes_the_index_anew(change):
    term = make_term("ECS", labels=[("synonym", "Containers")])
    before = rendering.linker()
    change(term)
    assert rendering.linker() is not before
