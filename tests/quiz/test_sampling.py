import random

import pytest

from glossary.models import Category, Fact, FactList, Label, Relation, Term
from quiz import sampling
from quiz.kinds.base import Facts, Link, Written
from quiz.models import AuthoredQuestion


def relate(shelf, *edges):
    for subject, kind, object_ in edges:
        Relation.objects.create(subject=shelf[subject], kind=kind, object=shelf[object_])


def draw(length=30, **wish):
    return sampling.draw(**{"categories": (), "terms": None, "length": length, "dice": random.Random(1)} | wish)


def one(title):
    _, context = draw()
    return next(candidate for candidate in context.pool if candidate.title == title)


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


def test_relations_are_read_from_either_side(shelf):
    relate(shelf, ("Queue", "uses", "Topic"))
    assert one("Queue").links == (Link("uses", shelf["Topic"].pk),)
    assert one("Topic").links == (Link("is used by", shelf["Queue"].pk),)


def test_fact_lists_and_written_questions_come_along(shelf):
    steps = FactList.objects.create(term=shelf["Queue"], title="How", is_ordered=True)
    for position, text in enumerate(("Put it *in*.", "Take it out.")):
        Fact.objects.create(fact_list=steps, text=text, position=position)
    written = AuthoredQuestion.objects.create(term=shelf["Queue"], stem="Who?", right="One", wrong="All | No.\nTwo")
    queue = one("Queue")
    assert queue.fact_lists == (Facts("How", True, ("Put it in.", "Take it out.")),)
    assert queue.written == (Written(written.pk, "Who?", "One", "", (("All", "No."), ("Two", ""))),)


def test_a_misspelling_is_known_and_is_no_name(shelf):
    Label.objects.create(term=shelf["Queue"], text="Qeueu", kind="misspelling")
    assert (one("Queue").names, one("Queue").misspellings) == (("Queue", "Waiting list"), ("Qeueu",))


def test_only_the_named_terms_are_asked_about_but_others_are_offered(shelf, storage):
    wanted = {shelf[title].pk for title in ("Queue", "Bucket")}
    targets, context = draw(terms=list(wanted))
    assert {target.id for target in targets} == wanted
    assert len(context.pool) > 2
    assert [target.title for target in draw(terms=list(wanted), categories=(storage,))[0]] == ["Bucket"]
    assert draw(terms=[])[0] == []


@pytest.mark.parametrize("chosen", [False, True])
def test_kinds_that_few_terms_make_are_asked_about_those_terms(shelf, storage, chosen):
    for title in ("Queue", "Bucket"):
        AuthoredQuestion.objects.create(term=shelf[title], stem="Who?", right="One", wrong="All | No.")
    wish = {"categories": (storage,) if chosen else ()}
    wanted = {"Bucket"} if chosen else {"Queue", "Bucket"}
    assert {target.title for target in draw(kinds=("authored",), **wish)[0]} == wanted
    assert len(draw(kinds=("authored", "term"), **wish)[0]) == (7 if chosen else 14)


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("related", {"Queue", "Topic", "Bucket", "Volume", "Block", "Webhook"}),
        ("relation", {"Queue", "Bucket"}),
        ("expansion", {"Snapshot", "Archive tier"}),
        ("type-expansion", {"Archive tier"}),
        ("authored", set()),
    ],
)
def test_kinds_that_few_terms_make_find_those_that_have_enough(shelf, kind, wanted):
    Term.objects.create(title="Stub")
    shelf |= {"Stub": Term.objects.get(title="Stub")}
    relate(shelf, ("Queue", "is-a", "Bucket"), ("Topic", "is-a", "Bucket"))
    relate(shelf, ("Queue", "runs-on", "Volume"), ("Queue", "runs-on", "Block"))
    relate(shelf, ("Webhook", "part-of", "Block"), ("Webhook", "part-of", "Stub"), ("Event bus", "uses", "Topic"))
    Relation.objects.create(subject=shelf["Topic"], kind="is-a", object=shelf["Volume"], is_proposed=True)
    Label.objects.create(term=shelf["Snapshot"], text="SNP", kind="abbreviation")
    Label.objects.create(term=shelf["Archive tier"], text="Archive of the old", kind="expansion")
    assert {target.title for target in draw(kinds=(kind,))[0]} == wanted


def test_what_relates_to_the_terms_is_there_to_be_asked_for_however_many_they_are(shelf):
    hub = shelf["Queue"]
    parts = [Term.objects.create(title=f"Part{n}", definition=f"It is number {n} of them.") for n in range(40)]
    for part in parts:
        Relation.objects.create(subject=part, kind="part-of", object=hub)
    _, context = draw(1, kinds=("relation",))
    assert {part.pk for part in parts} <= context.by_id.keys()


def test_what_was_drawn_before_is_left_out(shelf, storage):
    first, _ = draw(4)
    drawn = {target.id for target in first}
    assert {target.id for target in draw(without=drawn)[0]} == {term.pk for term in shelf.values()} - drawn
    assert not drawn & {target.id for target in draw(categories=(storage,), without=drawn)[0]}
    assert draw(terms=list(drawn), without=drawn)[0] == []


def test_what_a_learner_mixes_up_is_offered_from_any_category(shelf, storage):
    queue, bucket = shelf["Queue"].pk, shelf["Bucket"].pk
    _, context = draw(1, terms=[bucket], categories=(storage,), learner_confusions={bucket: {queue: 2.0}})
    assert queue in context.by_id
    assert context.confused == {bucket: {queue: 2.0}}


def test_a_proposed_relation_says_nothing_yet(shelf):
    Relation.objects.create(subject=shelf["Block"], kind="part-of", object=shelf["Volume"], is_proposed=True)
    assert one("Block").above == frozenset()


def test_only_terms_of_the_chosen_categories_are_asked_about_but_others_may_be_offered(shelf, storage):
    relate(shelf, ("Bucket", "contrasts-with", "Topic"))
    targets, context = draw(14, categories=(storage,))
    assert {target.categories for target in targets} == {("Storage",)}
    assert "Topic" in {candidate.title for candidate in context.pool}


def test_a_definition_is_read_as_plain_text_and_a_qualifier_belongs_to_the_title(shelf):
    Term.objects.create(title="Block", qualifier="storage", definition="A *piece* of `data` on [disk](https://x.org).")
    block = one("Block (storage)")
    assert (block.definition, block.names) == (
        "A piece of data on disk.",
        ("Block", "Block (storage)", "storage Block"),
    )


@pytest.mark.parametrize("chosen", [False, True])
def test_a_few_terms_in_a_large_table_are_found_all_the_same(shelf, chosen):
    crowd = Category.objects.create(name="Crowd")
    terms = Term.objects.bulk_create(
        Term(title=f"Name{n}", slug=f"name-{n}", definition=f"The number {n}.") for n in range(700)
    )
    crowd.terms.set(terms)
    wanted = (Category.objects.get(slug="storage"),) if chosen else ()
    targets, _ = draw(7, categories=wanted)
    assert len(targets) == 7
    assert not chosen or {target.categories for target in targets} == {("Storage",)}
