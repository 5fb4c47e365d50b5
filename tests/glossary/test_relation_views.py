"""A term's neighbourhood, the map, and two terms side by side, as a reader gets them."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from glossary import map as mapping
from glossary import pairs
from glossary.models import Category, Relation, Term
from glossary.relations import Kind
from tests.glossary.factories import make_term, relate

pytestmark = pytest.mark.django_db


def html(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode()


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split()).replace(" ,", ",").replace(" .", ".").replace(" ;", ";")


def drawing(page: str, number: int = 0) -> str:
    return re.findall(r'<svg [^>]*class="drawing.*?</svg>', page, re.DOTALL)[number]


def links(piece: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', piece)


def queries(client: Client, address: str) -> int:
    """How many queries a page takes when nothing of it was kept."""
    make_term(f"Something new {Term.objects.count()}")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.fixture
def containers() -> dict[str, Term]:
    """Four terms of one category, and two of another that one of them is joined to."""
    names = ("ECS", "EKS", "Fargate", "EC2", "SQS", "Queue")
    homes = ("Containers", "Containers", "Containers", "Containers", "Messaging", "Messaging")
    terms = {
        name: make_term(name, f"{name} is what it is.", categories=[home])
        for name, home in zip(names, homes, strict=True)
    }
    relate(terms["ECS"], Kind.CONTRASTS, terms["EKS"])
    relate(terms["ECS"], Kind.RUNS_ON, terms["Fargate"])
    relate(terms["EKS"], Kind.RUNS_ON, terms["Fargate"])
    relate(terms["ECS"], Kind.RUNS_ON, terms["EC2"])
    relate(terms["ECS"], Kind.USES, terms["SQS"])
    relate(terms["SQS"], Kind.IS_A, terms["Queue"])
    relate(terms["EKS"], Kind.USES, terms["Queue"], is_proposed=True)
    return terms


# ---- the neighbourhood


def test_a_term_page_draws_what_is_around_the_term(client: Client, containers):
    drawn = drawing(html(client.get("/terms/ecs/")))
    assert links(drawn) == ["/terms/ec2/", "/terms/fargate/", "/terms/sqs/", "/terms/eks/"]
    assert re.findall(r'class="verb"[^>]*>([^<]+)<', drawn) == ["runs on", "uses", "contrasts with"]
    ends = f"{containers['EKS'].pk} {containers['Fargate'].pk}"
    assert re.findall(r'data-ends="([^"]+)"', drawn) == [ends]


def test_what_is_drawn_is_in_the_list_too(client: Client, containers):
    page = html(client.get("/terms/ecs/"))
    listed = re.search(r'<aside class="references".*?</aside>', page, re.DOTALL)
    assert listed
    assert set(links(drawing(page))) == set(links(listed[0]))


def test_a_term_without_relations_has_no_drawing(client: Client):
    make_term("Alone")
    page = html(client.get("/terms/alone/"))
    assert "neighbourhood" not in page
    assert "Often confused" not in page


def test_a_proposed_relation_is_not_drawn(client: Client, containers):
    assert "/terms/queue/" not in links(drawing(html(client.get("/terms/eks/"))))


def test_of_many_neighbours_twelve_are_drawn_some_of_each_verb(client: Client):
    hub = make_term("Hub")
    for number in range(20):
        relate(make_term(f"User {number:02}"), Kind.USES, hub)
    relate(hub, Kind.RUNS_ON, make_term("Ground"))
    page = html(client.get("/terms/hub/"))
    assert len(links(drawing(page))) == 12
    assert "/terms/ground/" in links(drawing(page))
    assert "And 9 more in the list." in text_of(page)


def test_a_neighbour_in_two_relations_is_drawn_once(client: Client, containers):
    relate(containers["ECS"], Kind.USES, containers["Fargate"])
    assert links(drawing(html(client.get("/terms/ecs/")))).count("/terms/fargate/") == 1


def test_a_drawing_takes_the_same_queries_however_much_is_in_it(client: Client, containers):
    few = queries(client, "/terms/eks/")
    for number in range(5):
        other = make_term(f"Other {number}", categories=[f"Category {number}"])
        relate(containers["EKS"], Kind.SECURES, other)
        relate(other, Kind.USES, containers["Fargate"])
    assert queries(client, "/terms/eks/") == few


def test_a_title_in_a_drawing_is_text(client: Client):
    relate(make_term("One"), Kind.USES, make_term("<b>&"))
    assert "&lt;b&gt;&amp;" in drawing(html(client.get("/terms/one/")))


def test_a_term_names_what_it_is_confused_with(client: Client, containers):
    page = html(client.get("/terms/eks/"))
    section = re.search(r'<section class="confusable".*?</section>', page, re.DOTALL)
    assert section
    assert links(section[0]) == ["/terms/ecs/vs/eks/"]
    assert text_of(section[0]) == "Often confused with ECS : compare it with EKS"


# ---- the preview


def test_a_preview_is_asked_for_again_only_in_part(client: Client, containers):
    first = client.get("/terms/ecs/preview/")
    again = client.get("/terms/ecs/preview/", headers={"If-None-Match": first["ETag"]})
    assert (first["Cache-Control"], again.status_code, again.content) == ("no-cache", 304, b"")
    Term.objects.filter(slug="ecs").update(definition="Something else.")
    changed = client.get("/terms/ecs/preview/", headers={"If-None-Match": first["ETag"]})
    assert "Something else." in html(changed)


def test_a_preview_leads_to_its_term(client: Client, containers):
    assert links(html(client.get("/terms/ecs/preview/"))) == ["/terms/ecs/"]


# ---- the map


def test_the_map_of_a_small_glossary_has_every_term_in_its_category(client: Client, containers):
    page = html(client.get("/map/"))
    assert links(drawing(page, 0)) == ["/map/?category=containers", "/map/?category=messaging"]
    assert sorted(links(drawing(page, 1))) == ["/terms/ec2/", "/terms/ecs/", "/terms/eks/", "/terms/fargate/"]
    assert sorted(links(drawing(page, 2))) == ["/terms/queue/", "/terms/sqs/"]
    assert "6 terms, joined by 6 relations" in text_of(page)


def test_the_map_says_the_same_in_words(client: Client, containers):
    page = text_of(html(client.get("/map/")))
    assert "Containers 4 terms, 4 relations among them; joined to Messaging (1)." in page
    assert "ECS contrasts with EKS; runs on EC2, Fargate (1 in Messaging)" in page
    assert "SQS is a kind of Queue (1 in Containers)" in page


def test_every_relation_within_a_category_is_an_arc_with_its_sentence(client: Client, containers):
    drawn = drawing(html(client.get("/map/?category=containers")))
    assert sorted(re.findall(r'class="arc (\w+)"[^>]*><title>([^<]+)<', drawn)) == [
        ("contrast", "ECS contrasts with EKS"),
        ("other", "ECS runs on EC2"),
        ("other", "ECS runs on Fargate"),
        ("other", "EKS runs on Fargate"),
    ]
    assert re.findall(r'class="mark[^>]*><title>([^<]+)<', drawn) == ["1 relation to Messaging"]


def test_marks_for_one_category_stand_below_each_other_and_are_named_in_their_order(client: Client, containers):
    for number, name in enumerate(["Storage", "Analysis"]):
        other = make_term(f"Other {number}", categories=[name])
        for slug in ("ecs", "eks"):
            relate(Term.objects.get(slug=slug), "uses", other)
    page = html(client.get("/map/?category=containers"))
    marks = re.findall(r'class="mark[^"]*" x="([\d.]+)"[^>]*><title>1 relation to (\w+)<', drawing(page))
    places = {name: {x for x, category in marks if category == name} for _, name in marks}
    assert {name: len(some) for name, some in places.items()} == {"Messaging": 1, "Storage": 1, "Analysis": 1}
    said = text_of(page).split("Squares, from left to right:")[1]
    assert re.findall(r"\w+", said)[:3] == sorted(places, key=lambda name: float(min(places[name])))


def test_a_large_glossary_is_mapped_by_category_only(client: Client, containers, monkeypatch):
    monkeypatch.setattr(mapping, "WHOLE", 5)
    page = html(client.get("/map/"))
    assert page.count('class="drawing') == 1
    assert "/terms/ecs/" not in page


def test_of_a_large_category_the_most_connected_are_drawn_and_the_list_is_named(
    client: Client, containers, monkeypatch
):
    monkeypatch.setattr(mapping, "MOST", 2)
    page = html(client.get("/map/?category=containers"))
    assert sorted(links(drawing(page))) == ["/terms/ecs/", "/terms/eks/"]
    assert "The 2 most connected of 4 terms. All of them as a list" in text_of(page)


def test_terms_in_no_category_have_a_place_on_the_map(client: Client, containers):
    relate(make_term("Loose"), Kind.USES, containers["ECS"])
    assert "/map/?category=-" in links(drawing(html(client.get("/map/"))))
    page = html(client.get("/map/?category=-"))
    assert links(drawing(page)) == ["/terms/loose/"]
    assert "1 relation to Containers" in page


def test_an_empty_map_says_what_will_be_there(client: Client):
    assert "Nothing in it yet" in html(client.get("/map/"))
    Category.objects.create(name="Bare")
    assert "No term is in this category yet." in html(client.get("/map/?category=bare"))


def test_a_changed_relation_is_on_the_map_at_once(client: Client, containers):
    assert "4 relations among them" in text_of(html(client.get("/map/?category=containers")))
    Relation.objects.filter(kind=Kind.CONTRASTS).delete()
    assert "3 relations among them" in text_of(html(client.get("/map/?category=containers")))


@pytest.mark.parametrize("address", ["/map/", "/map/?category=containers"])
def test_the_map_takes_the_same_queries_for_few_terms_and_many(client: Client, containers, address):
    few = queries(client, address)
    for number in range(8):
        other = make_term(f"Other {number}", categories=["Containers", "Messaging"])
        relate(other, Kind.USES, containers["ECS"])
    assert queries(client, address) == few


@pytest.mark.parametrize("value", ["\0", "x" * 10_000, "9" * 5_000, "' OR 1=1 --", "--", "\U0010ffff", "🦜", "<b>"])
def test_no_query_breaks_the_map(client: Client, containers, value: str):
    assert client.get("/map/", {"category": value}).status_code in (200, 404)


# ---- two terms


def test_two_terms_stand_side_by_side(client: Client, containers):
    page = text_of(html(client.get("/terms/ecs/vs/eks/")))
    assert "ECS vs EKS" in page
    assert "ECS contrasts with EKS." in page
    assert "Both in Containers runs on Fargate ECS runs on EC2 uses SQS EKS Nothing else." in page
    assert "ECS runs on Fargate runs EKS" in page


def test_what_only_one_of_them_says_is_marked(client: Client):
    make_term("Alpha", "A queue that waits.", facts={"Use": ["**Send** it.", "Only here."]})
    make_term("Beta", "A topic that waits.", facts={"Use": ["**Send** it."], "Other": ["More."]})
    page = html(client.get("/terms/alpha/vs/beta/"))
    assert re.findall(r'<mark class="only">([^<]+)</mark>', page) == ["queue", "topic"]
    assert page.count("(both)") == 2
    assert "Use Alpha Send it. (both) Only here. Beta Send it. (both)" in text_of(page)
    assert "Other Alpha Has no such list. Beta More." in text_of(page)


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/terms/eks/vs/ecs/", "/terms/ecs/vs/eks/"),
        ("/terms/ecs/vs/ecs/", "/terms/ecs/"),
        ("/terms/old/vs/ecs/", "/terms/ecs/vs/eks/"),
        ("/terms/old/vs/eks/", "/terms/eks/"),
    ],
)
def test_two_terms_have_one_address(client: Client, containers, address: str, leads_to: str):
    containers["EKS"].slug = "old"
    containers["EKS"].save()
    containers["EKS"].slug = "eks"
    containers["EKS"].save()
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, leads_to)


@pytest.mark.parametrize("address", ["/terms/ecs/vs/none/", "/terms/%00/vs/ecs/", "/terms/ecs/vs/" + "9" * 5_000 + "/"])
def test_a_comparison_with_nothing_is_not_found(client: Client, containers, address: str):
    assert client.get(address).status_code == 404


def test_two_stubs_can_be_compared(client: Client):
    make_term("One", "")
    make_term("Two", "")
    page = text_of(html(client.get("/terms/one/vs/two/")))
    assert page.count("The definition is still missing.") == 2
    assert "No other term leads from one to the other." in page


def test_a_comparison_takes_the_same_queries_however_much_is_compared(client: Client, containers):
    few = queries(client, "/terms/ecs/vs/eks/")
    for number in range(5):
        other = make_term(f"Other {number}", categories=[f"Category {number}"])
        relate(containers["ECS"], Kind.SECURES, other)
        relate(containers["EKS"], Kind.SECURES, other)
    assert queries(client, "/terms/ecs/vs/eks/") == few


# ---- the way from one to the other


def way(start: Term, goal: Term) -> list[str]:
    return [f"{step.start} {step.verb} {step.end}" for step in pairs.path(start, goal)]


def test_the_way_is_the_shortest_over_other_terms(containers):
    assert way(containers["EC2"], containers["Queue"]) == ["EC2 runs ECS", "ECS uses SQS", "SQS is a kind of Queue"]
    assert way(containers["ECS"], containers["EKS"]) == ["ECS runs on Fargate", "Fargate runs EKS"]


def test_a_proposed_relation_is_no_way(containers):
    relate(containers["EC2"], Kind.USES, containers["Queue"], is_proposed=True)
    assert len(way(containers["EC2"], containers["Queue"])) == 3


def test_there_is_no_way_out_of_what_is_joined_to_nothing(containers):
    assert way(make_term("Alone"), containers["ECS"]) == []


@pytest.mark.parametrize(("length", "found"), [(1, 0), (2, 2), (5, 5), (6, 6), (7, 0)])
def test_a_way_is_at_most_six_steps_long(length: int, found: int):
    terms = [make_term(f"Term {number}") for number in range(length + 1)]
    for number in range(length):
        relate(terms[number], Kind.USES, terms[number + 1])
    assert len(way(terms[0], terms[-1])) == found


def test_a_way_is_looked_for_in_few_queries(django_assert_max_num_queries, containers):
    hub = make_term("Hub")
    others = Term.objects.bulk_create(Term(title=f"Spoke {number}", slug=f"spoke-{number}") for number in range(300))
    Relation.objects.bulk_create(Relation(subject=one, kind=Kind.USES, object=hub) for one in others)
    with django_assert_max_num_queries(pairs.LONGEST_PATH + 1):
        assert pairs.path(others[0], containers["ECS"]) == []


def test_in_a_glossary_of_some_size_the_comparison_marks_words_that_tell(client: Client):
    make_term("Ant", "A service that keeps straight lines and polls a Queue.")
    make_term("Bee", "A service that runs beforehand, pushes to subscribers and works.")
    make_term("Queue", "Polls and pushes, with subscribers.")
    for number in range(60):
        make_term(f"T{number}", "It keeps, runs and works as a service.")
    page = html(client.get("/terms/ant/vs/bee/"))
    assert re.findall(r'<mark class="only">([^<]+)</mark>', page) == ["Queue", "pushes to subscribers"]
    assert "Both speak of" not in page
