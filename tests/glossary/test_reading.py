"""One term, read for its page: the same as read in the usual way."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from glossary import exporter, reading
from glossary.models import Category, Fact, FactList, Label, Source, Term
from tests.glossary.factories import make_term, relate

pytestmark = pytest.mark.django_db


@pytest.fixture
def ecs():
    term = make_term("ECS", "Runs on EC2.", categories=["Storage", "Compute"], is_linked=False)
    Category.objects.filter(name="Compute").update(position=5)
    for kind, name in (("synonym", "Zeta"), ("expansion", "Elastic Container Service"), ("misspelling", "ESC")):
        Label.objects.create(term=term, kind=kind, text=name, is_linked=kind != "synonym")
    for title, position, items in (("Last", 3, "ab"), ("Empty", 2, ""), ("First", 1, "dc")):
        facts = FactList.objects.create(term=term, title=title, position=position, is_ordered=position == 1)
        for number, item in enumerate(items):
            Fact.objects.create(fact_list=facts, text=item, position=9 - number)
    for line in (9, None, 3):
        Source.objects.create(term=term, file="notes.txt", line=line, remark="a remark")
    for number, kind in enumerate(["uses", "is-a", "related-to"]):
        other = make_term(f"Other {number}", "" if number else "Text.", qualifier="q")
        relate(term, kind, other, is_proposed=number == 1, reason="because")
        relate(other, "secures", term)
    return term


def test_all_that_belongs_to_a_term_is_read_as_in_the_usual_way(ecs):
    quick, usual = reading.term("ecs"), Term.objects.whole().get(slug="ecs")
    assert exporter.as_json(quick) == exporter.as_json(usual)
    assert exporter.draft(quick) == exporter.draft(usual)
    for field in Term._meta.concrete_fields:
        assert getattr(quick, field.attname) == getattr(usual, field.attname)


def test_reading_takes_six_queries_and_what_was_read_takes_no_more(ecs):
    with CaptureQueriesContext(connection) as captured:
        exporter.as_json(reading.term("ecs"))
    assert len(captured) == 6


def test_neighbours_are_those_in_the_alphabet(ecs):
    make_term("Ant")
    make_term("Bee")
    found = [reading.term(slug) for slug in ("ant", "bee", "ecs")]
    assert [(one.before_slug, one.after_title) for one in found] == [
        (None, "Bee"),
        ("ant", "ECS"),
        ("bee", "Other 0"),
    ]


def test_nothing_is_read_where_there_is_nothing():
    assert reading.term("nowhere") is None
