"""Terms for machines."""

import json

import pytest

from glossary.models import Source
from tests.glossary.factories import make_term, relate

pytestmark = pytest.mark.django_db


@pytest.fixture
def ecs():
    term = make_term(
        "ECS",
        "Runs containers.",
        labels=[("expansion", "Elastic Container Service")],
        categories=["Containers"],
        facts={"Benefits": ["one", "two"]},
    )
    relate(term, "runs-on", make_term("EC2", ""))
    relate(make_term("Task"), "part-of", term)
    relate(term, "uses", make_term("Hidden"), is_proposed=True)
    Source.objects.create(term=term, origin="notes", file="aws.txt", line=43)
    return term


def test_a_term_says_all_that_readers_may_know_of_it(client, ecs):
    found = client.get("/terms/ecs.json").json()
    assert found == {
        "slug": "ecs",
        "title": "ECS",
        "qualifier": "",
        "definition": "Runs containers.",
        "is_stub": False,
        "labels": [{"kind": "expansion", "text": "Elastic Container Service"}],
        "categories": [{"slug": "containers", "name": "Containers"}],
        "facts": [{"title": "Benefits", "is_ordered": False, "items": ["one", "two"]}],
        "relations": [
            {
                "kind": "runs-on",
                "verb": "runs on",
                "term": "EC2",
                "slug": "ec2",
                "skos": "related",
                "is_proposed": False,
            },
            {
                "kind": "part-of",
                "verb": "has part",
                "term": "Task",
                "slug": "task",
                "skos": "narrower",
                "is_proposed": False,
            },
        ],
        "sources": [{"origin": "notes", "file": "aws.txt", "line": 43, "remark": ""}],
        "updated": ecs.updated.isoformat(),
    }


def test_the_whole_glossary_lists_the_same_for_every_term(client, ecs):
    response = client.get("/export/json")
    whole = json.loads(b"".join(response.streaming_content))
    assert [term["slug"] for term in whole["terms"]] == ["ec2", "ecs", "hidden", "task"]
    assert whole["terms"][1] == client.get("/terms/ecs.json").json()
    assert response["Content-Disposition"] == 'attachment; filename="glossary.json"'


def test_an_empty_glossary_is_valid_too(client):
    assert json.loads(b"".join(client.get("/export/json").streaming_content)) == {"terms": []}


def test_an_old_address_leads_to_the_new_one(client, ecs):
    ecs.slug = "elastic"
    ecs.save()
    response = client.get("/terms/ecs.json")
    assert (response.status_code, response["Location"]) == (301, "/terms/elastic.json")


@pytest.mark.parametrize("address", ["/terms/nowhere.json", "/export/exe", "/export/j%00son"])
def test_what_is_not_there_is_not_found(client, ecs, address):
    assert client.get(address).status_code == 404
