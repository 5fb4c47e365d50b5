import random

import pytest

from glossary.models import Category, Relation, Term
from quiz.sampling import candidates


def relate(shelf, *edges):
    for subject, kind, object_ in edges:
        Relation.objects.create(subject=shelf[subject], kind=kind, object=shelf[object_])


def one(title, categories=()):
    _, pool = candidates(categories, 30, random.Random(1))
    return next(candidate for candidate in pool if candidate.title == title)


def test_a_term_comes_with_everything_the_quiz_needs_of_it(shelf, storage):
    shelf["Queue"].categories.add(storage)
    relate(shelf, ("Queue", "contrasts-with", "Topic"))
    queue = one("Queue")
    assert (queue.slug, queue.names) == ("queue", ("Queue", "Waiting list"))
    assert queue.categories == ("Storage", "Messaging")
    assert queue.contrasts == {shelf["Topic"].pk}
    assert one("Topic").contrasts == {shelf["Queue"].pk}


def test_what_is_above_a_term_is_followed_all_the_way_up(shelf):
    relate(shelf, ("Block", "part-of", "Volume"), ("Volume", "is-a", "File share"), ("Queue", "uses", "Topic"))
    assert one("Block").above == {shelf["Volume"].pk, shelf["File share"].pk}
    assert one("Queue").above == frozenset()


def test_a_proposed_relation_says_nothing_yet(shelf):
    Relation.objects.create(subject=shelf["Block"], kind="part-of", object=shelf["Volume"], is_proposed=True)
    assert one("Block").above == frozenset()


def test_only_terms_of_the_chosen_categories_are_asked_about_but_others_may_be_offered(shelf, storage):
    relate(shelf, ("Bucket", "contrasts-with", "Topic"))
    targets, pool = candidates((storage,), 14, random.Random(1))
    assert {target.categories for target in targets} == {("Storage",)}
    assert "Topic" in {candidate.title for candidate in pool}


def test_a_definition_is_read_as_plain_text_and_a_qualifier_belongs_to_the_title(shelf):
    Term.objects.create(title="Block", qualifier="storage", definition="A *piece* of `data` on [disk](https://x.org).")
    block = one("Block (storage)")
    assert (block.definition, block.names) == ("A piece of data on disk.", ("Block",))


@pytest.mark.parametrize("chosen", [False, True])
def test_a_few_terms_in_a_large_table_are_found_all_the_same(shelf, chosen):
    crowd = Category.objects.create(name="Crowd")
    terms = Term.objects.bulk_create(
        Term(title=f"Name{n}", slug=f"name-{n}", definition=f"The number {n}.") for n in range(700)
    )
    crowd.terms.set(terms)
    wanted = (Category.objects.get(slug="storage"),) if chosen else ()
    targets, _ = candidates(wanted, 7, random.Random(1))
    assert len(targets) == 7
    assert not chosen or {target.categories for target in targets} == {("Storage",)}
