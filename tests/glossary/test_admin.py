"""The editors' desk: a term with everything on one page."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from glossary import importer
from glossary.models import Fact, FactList, Label, OldSlug, Relation, Term
from tests.glossary.factories import make_term, relate

pytestmark = pytest.mark.django_db

PREFIXES = ("labels", "fact_lists", "outgoing", "incoming", "sources")


def form(term=None, **changes):
    """What a browser posts for a term without rows below it, and the changes."""
    values = {"title": "", "qualifier": "", "definition": "", "slug": ""}
    if term:
        values |= {"title": term.title, "definition": term.definition, "slug": term.slug}
    for prefix in PREFIXES:
        values |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return values | changes


def errors(response):
    context = response.context
    found = [
        *context["adminform"].form.errors.values(),
        *(one for row in context["inline_admin_formsets"] for one in row.formset.non_form_errors()),
    ]
    for inline in context["inline_admin_formsets"]:
        found += [error for row in inline.formset.errors for error in row.values()]
    return " ".join(str(one) for one in found)


def test_a_term_is_made_with_names_facts_and_relations_at_once(editor_client):
    ec2 = make_term("EC2")
    response = editor_client.post(
        "/admin/glossary/term/add/",
        form(
            title="ECS",
            definition="Runs containers.",
            **{
                "labels-TOTAL_FORMS": "1",
                "labels-0-kind": "expansion",
                "labels-0-text": "Elastic Container Service",
                "fact_lists-TOTAL_FORMS": "1",
                "fact_lists-0-title": "Benefits",
                "fact_lists-0-position": "0",
                "fact_lists-0-items": "one\r\n\r\n two \r\n",
                "outgoing-TOTAL_FORMS": "2",
                "outgoing-0-kind": "runs-on",
                "outgoing-0-object": str(ec2.pk),
                "outgoing-1-kind": "related-to",
                "outgoing-1-object": str(ec2.pk),
            },
        ),
    )
    assert response.status_code == 302, errors(response)
    assert Label.objects.get().text == "Elastic Container Service"
    assert list(Fact.objects.values_list("text", "position")) == [("one", 0), ("two", 1)]
    assert {str(one) for one in Relation.objects.all()} == {"ECS runs on EC2", "EC2 related to ECS"}


def test_items_that_stay_keep_their_rows(editor_client):
    term = make_term("ECS", facts={"Benefits": ["one", "two"]})
    two = Fact.objects.get(text="two")
    fact_list = FactList.objects.get()
    response = editor_client.post(
        f"/admin/glossary/term/{term.pk}/change/",
        form(
            term,
            **{
                "fact_lists-TOTAL_FORMS": "1",
                "fact_lists-INITIAL_FORMS": "1",
                "fact_lists-0-id": str(fact_list.pk),
                "fact_lists-0-term": str(term.pk),
                "fact_lists-0-title": "Benefits",
                "fact_lists-0-position": "0",
                "fact_lists-0-items": "two\nthree",
            },
        ),
    )
    assert response.status_code == 302
    assert list(Fact.objects.values_list("text", flat=True)) == ["two", "three"]
    assert Fact.objects.get(text="two").pk == two.pk


@pytest.mark.parametrize(
    ("kind", "message"),
    [("contrasts-with", "already"), ("is-a", "closes a circle")],
)
def test_a_relation_that_cannot_be_is_told_and_nothing_is_lost(editor_client, kind, message):
    ec2, ecs = make_term("EC2"), make_term("ECS")
    relate(ec2, kind, ecs)
    response = editor_client.post(
        f"/admin/glossary/term/{ecs.pk}/change/",
        form(
            ecs,
            definition="Typed just now.",
            **{"outgoing-TOTAL_FORMS": "1", "outgoing-0-kind": kind, "outgoing-0-object": str(ec2.pk)},
        ),
    )
    assert response.status_code == 200
    assert message in errors(response)
    assert "Typed just now." in response.content.decode()
    assert Relation.objects.count() == 1


@pytest.mark.parametrize("kind", ["uses", "related-to"])
@pytest.mark.parametrize("new", [True, False])
def test_the_same_relation_twice_is_told(editor_client, kind, new):
    ec2, ecs = make_term("EC2"), make_term("ECS")
    rows = {"outgoing-TOTAL_FORMS": "2"}
    for number in range(2):
        rows |= {f"outgoing-{number}-kind": kind, f"outgoing-{number}-object": str(ec2.pk)}
    if new:
        response = editor_client.post("/admin/glossary/term/add/", form(title="New", **rows))
    else:
        response = editor_client.post(f"/admin/glossary/term/{ecs.pk}/change/", form(ecs, **rows))
    assert response.status_code == 200
    assert not Relation.objects.exists()


def test_a_relation_to_itself_is_told(editor_client):
    ecs = make_term("ECS")
    rows = {"outgoing-TOTAL_FORMS": "1", "outgoing-0-kind": "uses", "outgoing-0-object": str(ecs.pk)}
    response = editor_client.post(f"/admin/glossary/term/{ecs.pk}/change/", form(ecs, **rows))
    assert "A term has no relation to itself" in errors(response)


def test_a_changed_slug_leaves_a_redirect(editor_client, client):
    term = make_term("ECS")
    editor_client.post(f"/admin/glossary/term/{term.pk}/change/", form(term, slug="elastic"))
    assert list(OldSlug.objects.values_list("slug", flat=True)) == ["ecs"]


def test_a_second_term_of_a_name_is_told(editor_client):
    make_term("Block")
    response = editor_client.post("/admin/glossary/term/add/", form(title="block"))
    assert "A qualifier here would tell them apart" in errors(response)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?stub=yes", ["SQS"]),
        ("?stub=no", ["Café", "SNS"]),
        ("?source=none", ["Café", "SNS", "SQS"]),
        ("?q=simple", ["SNS"]),
        ("?q=CAFE", ["Café"]),
        ("?proposed=yes", ["SNS"]),
    ],
)
def test_terms_are_found_by_filter_and_search(editor_client, query, titles):
    sns = make_term("SNS", labels=[("expansion", "Simple Notification Service")])
    relate(sns, "contrasts-with", make_term("SQS", ""), is_proposed=True)
    make_term("Café")
    response = editor_client.get(f"/admin/glossary/term/{query}")
    assert [term.title for term in response.context["cl"].result_list] == titles


@pytest.fixture
def lambdas():
    make_term("AWS Lambda console")
    make_term("Function handler", labels=[("synonym", "Lambda handler")])
    make_term("Lambda layer")
    make_term("Lambda")
    make_term("Anonymous function", labels=[("synonym", "lambda")])


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("lambd", ["Lambda", "Lambda layer", "Anonymous function", "AWS Lambda console", "Function handler"]),
        ("Lambda", ["Lambda", "Anonymous function", "Lambda layer", "AWS Lambda console", "Function handler"]),
    ],
)
def test_the_likeliest_term_is_offered_first(editor_client, lambdas, typed, titles):
    field = {"app_label": "glossary", "model_name": "relation", "field_name": "object"}
    offered = editor_client.get("/admin/autocomplete/", {"term": typed} | field).json()["results"]
    listed = editor_client.get("/admin/glossary/term/", {"q": typed}).context["cl"].result_list
    assert [one["text"] for one in offered] == titles
    assert [one.title for one in listed] == titles


def test_a_column_chosen_to_sort_by_goes_before_likeliness(editor_client, lambdas):
    listed = editor_client.get("/admin/glossary/term/?q=lambda&o=-1").context["cl"].result_list
    titles = ["Lambda layer", "Lambda", "Function handler", "AWS Lambda console", "Anonymous function"]
    assert [one.title for one in listed] == titles


def test_the_desk_says_things_in_words_and_leaves_empty_cells_empty(editor_client):
    term = make_term("Block", qualifier="storage", facts={"Benefits": ["one"]})
    row = re.search(r"<tbody>.*?</tbody>", editor_client.get("/admin/glossary/term/").content.decode(), re.S)
    assert "Block (storage)" in row[0]
    assert ">-<" not in row[0]
    page = editor_client.get(f"/admin/glossary/term/{term.pk}/change/").content.decode()
    assert ">Items:</label>" in page
    assert re.findall(r"<th[^>]*column-(object|subject)[^>]*>\s*([\w ]+?)\s*<", page) == [
        ("object", "Other term"),
        ("subject", "Other term"),
    ]


def test_the_list_takes_as_many_queries_for_three_terms_as_for_one(editor_client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            editor_client.get("/admin/glossary/term/")
        return len(queries)

    make_term("A", labels=[("synonym", "B")], categories=["Storage"])
    count()
    first = count()
    for title in "CDE":
        make_term(title, labels=[("synonym", f"{title}x")], categories=["Storage", "Other"])
    assert count() == first


def test_proposals_are_accepted_and_imports_undone_from_their_lists(editor_client):
    report = importer.bring_in(
        importer.read("When using ECS you can\nrun it on EC2\nEC2\nlets users run machines\nECS\nruns containers\n"),
        "notes.txt",
        timezone.now(),
    )
    (relation,) = Relation.objects.all()
    assert relation.is_proposed
    accept = {"action": "accept", "_selected_action": [str(relation.pk)]}
    editor_client.post("/admin/glossary/relation/", accept)
    relation.refresh_from_db()
    assert not relation.is_proposed
    page = editor_client.get(f"/admin/glossary/import/{report.batch.pk}/change/")
    assert "run it on EC2" in page.content.decode()
    editor_client.post("/admin/glossary/import/", {"action": "undo", "_selected_action": [str(report.batch.pk)]})
    assert not Term.objects.exists()


def test_the_desk_begins_with_the_glossary(editor_client):
    page = editor_client.get("/admin/").content.decode()
    assert re.findall(r'<a href="/admin/(\w+)/" class="section"', page)[:2] == ["glossary", "quiz"]


def test_a_column_says_a_word_where_it_is_so_and_nothing_where_it_is_not(editor_client):
    one, other, third = make_term("One"), make_term("Other"), make_term("Stub", "")
    relate(one, "uses", other)
    relate(other, "uses", third, is_proposed=True)
    relations = editor_client.get("/admin/glossary/relation/").content.decode()
    assert re.findall(r'<td class="field-column">(.*?)</td>', relations) == ["", "proposed"]
    terms = editor_client.get("/admin/glossary/term/").content.decode()
    assert re.findall(r'<td class="field-column">(.*?)</td>', terms) == ["", "", "stub"]
    assert "icon-no" not in relations + terms


def test_dates_at_the_desk_are_those_of_the_site(editor_client):
    term = make_term("One")
    Term.objects.update(updated=timezone.datetime(2026, 11, 27, 14, 5, tzinfo=timezone.get_default_timezone()))
    assert f"{term}" in (page := editor_client.get("/admin/glossary/term/").content.decode())
    assert "27 November 2026, 14:05" in page
