"""What the rows keep true by themselves."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from glossary import edition
from glossary.models import Category, Label, OldSlug, Relation, Source, Term
from glossary.relations import READINGS, Kind
from tests.glossary.factories import make_term, relate

pytestmark = pytest.mark.django_db


def test_a_slug_is_made_from_title_and_qualifier():
    assert make_term("Block", qualifier="storage").slug == "block-storage"


def test_a_taken_slug_gets_a_number():
    assert [make_term(title).slug for title in ("C", "C.", "c!")] == ["c", "c-2", "c-3"]


def test_two_terms_of_one_title_need_a_qualifier():
    make_term("Block")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_term("bLOCK")
    assert str(make_term("Block", qualifier="storage")) == "Block (storage)"


def test_a_missing_qualifier_is_told_in_words():
    make_term("Block")
    with pytest.raises(ValidationError, match="A qualifier here would tell them apart"):
        Term(title="block", slug="other").full_clean()


@pytest.mark.parametrize("row", [Term(title="Lambda", slug="Lambda"), Category(name="A", slug="Lambda")])
def test_a_slug_typed_with_capitals_is_kept_in_small_letters(row):
    row.full_clean()
    assert row.slug == "lambda"


def test_an_old_slug_leads_to_the_term_until_another_term_takes_it():
    term = make_term("Lambda")
    for slug in ("function", "lambda-function"):
        term.slug = slug
        term.save()
    assert set(OldSlug.objects.values_list("slug", "term__slug")) == {
        ("lambda", "lambda-function"),
        ("function", "lambda-function"),
    }
    make_term("Function", slug="function")
    assert list(OldSlug.objects.values_list("slug", flat=True)) == ["lambda"]


def test_a_slug_that_goes_back_is_no_old_one():
    term = make_term("Lambda")
    for slug in ("function", "lambda"):
        term.slug = slug
        term.save()
    assert list(OldSlug.objects.values_list("slug", flat=True)) == ["function"]


def test_an_old_slug_is_not_given_to_a_new_term_by_itself():
    term = make_term("Lambda")
    term.slug = "function"
    term.save()
    assert make_term("Lambda", qualifier="calculus", slug="").slug == "lambda-calculus"
    assert make_term("Lambda.").slug == "lambda-2"


def test_names_are_cleaned_and_folded_in_bulk_too():
    term = make_term("SNS")
    Label.objects.bulk_create([Label(term=term, text="  Simple\0  Notification\nSérvice ")])
    assert list(Label.objects.values_list("text", "key")) == [
        ("Simple Notification Sérvice", "simple notification service")
    ]


def test_a_term_has_a_name_once():
    term = make_term("SNS", labels=[("synonym", "Amazon SNS")])
    with pytest.raises(IntegrityError), transaction.atomic():
        Label.objects.create(term=term, text="amazon sns")
    make_term("Other", labels=[("synonym", "Amazon SNS")])


def test_no_term_is_related_to_itself():
    term = make_term("ECS")
    with pytest.raises(IntegrityError), transaction.atomic():
        relate(term, "uses", term)


def test_a_relation_is_stored_once():
    one, other = make_term("ECS"), make_term("EC2")
    relate(one, "runs-on", other)
    with pytest.raises(IntegrityError), transaction.atomic():
        relate(one, "runs-on", other)
    relate(other, "runs-on", one)


def test_a_symmetric_relation_is_the_same_from_both_sides():
    one, other = make_term("ECS"), make_term("EKS")
    relate(other, "contrasts-with", one)
    assert list(Relation.objects.values_list("subject__title", "object__title")) == [("ECS", "EKS")]
    with pytest.raises(IntegrityError), transaction.atomic():
        relate(one, "contrasts-with", other)
    with pytest.raises(ValidationError, match="already"):
        Relation(subject=other, kind="contrasts-with", object=one).full_clean()


def test_the_database_refuses_a_symmetric_relation_in_the_other_direction():
    one, other = make_term("ECS"), make_term("EKS")
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.bulk_create([Relation(subject=other, kind="related-to", object=one)])


def test_the_database_refuses_an_unknown_kind():
    one, other = make_term("ECS"), make_term("EKS")
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.bulk_create([Relation(subject=one, kind="likes", object=other)])


def test_a_circle_of_hierarchical_relations_is_refused():
    a, b, c = make_term("A"), make_term("B"), make_term("C")
    relate(a, "is-a", b)
    relate(b, "part-of", c)
    with pytest.raises(ValidationError, match="C is a kind of A” closes a circle: A is already below C"):
        relate(c, "is-a", a)
    relate(c, "uses", a)
    relate(a, "is-a", c)


def test_every_kind_reads_both_ways_and_has_a_skos_property():
    assert {kind.skos for kind in Kind} == {"broader", "related"}
    for kind in Kind:
        assert READINGS[kind.verb] == (kind, True)
        assert READINGS[kind.inverse_verb] == (kind, kind.is_symmetric)


def test_a_category_s_name_holds_no_colon():
    with pytest.raises(ValidationError):
        Category(name="a: b").full_clean()


@pytest.mark.parametrize(
    "change",
    [
        lambda term: Term.objects.filter(pk=term.pk).update(definition="Other."),
        lambda term: Term.objects.bulk_create([Term(title="New", slug="new")]),
        lambda term: term.labels.all().delete(),
        lambda term: term.categories.clear(),
        lambda term: term.fact_lists.update(title="Other"),
        lambda term: Source.objects.create(term=term),
        lambda term: Category.objects.update(name="Other"),
        lambda term: term.delete(),
    ],
)
def test_any_change_however_made_makes_another_edition(change):
    term = make_term("A", labels=[("synonym", "B")], categories=["Storage"], facts={"Uses": ["one"]})
    before = edition.token()
    change(term)
    assert edition.token() not in ("", before)


def test_without_a_change_the_edition_stays():
    make_term("A")
    assert edition.token() == edition.token()
