"""The JSON interface: what it answers is what its own description says."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from glossary import api
from glossary.models import LabelKind, Origin, Term
from glossary.relations import Kind
from tests.glossary.factories import make_term, relate

pytestmark = pytest.mark.django_db

DOCUMENT = json.loads(api.DOCUMENT.read_text())
TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def resolved(schema):
    while "$ref" in schema:
        found = DOCUMENT
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def faults(value, schema, place="$"):
    """Where a value is not as its schema says; the part of JSON Schema that the document uses."""
    schema = resolved(schema)
    kinds = schema.get("type", [])
    allowed = [TYPES[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    if allowed and type(value) not in allowed:
        return [f"{place} is {value!r}"]
    found = [
        f"{place} is {value!r}" for words in ("enum", "const") if words in schema and not fits(value, schema, words)
    ]
    if isinstance(value, dict) and "properties" in schema:
        properties = schema["properties"]
        found += [f"{place}.{name} is missing" for name in schema["required"] if name not in value]
        found += [f"{place}.{name} is not described" for name in value if name not in properties]
        found += [
            one
            for name in value.keys() & properties
            for one in faults(value[name], properties[name], f"{place}.{name}")
        ]
    if isinstance(value, list):
        found += [one for at, item in enumerate(value) for one in faults(item, schema["items"], f"{place}[{at}]")]
    if schema.get("format") == "date-time":
        datetime.fromisoformat(value)
    return found


def fits(value, schema, words):
    return value in schema["enum"] if words == "enum" else value == schema["const"]


def described(path, status):
    response = resolved(DOCUMENT["paths"][path]["get"]["responses"][str(status)])
    return response["content"]["application/json"]["schema"]


def titles(client, query=""):
    return [term["title"] for term in client.get(f"/api/v1/terms{query}").json()["terms"]]


@pytest.fixture
def glossary():
    ecs = make_term(
        "ECS",
        "Runs containers.",
        labels=[("expansion", "Elastic Container Service"), ("misspelling", "ESC")],
        categories=["Containers"],
        facts={"Benefits": ["one"]},
    )
    ec2 = make_term("EC2", "")
    relate(ecs, Kind.RUNS_ON, ec2)
    relate(ecs, Kind.PART_OF, make_term("AWS", categories=["Cloud"]))
    relate(ecs, Kind.USES, make_term("Hidden"), is_proposed=True)
    ecs.sources.create(origin="notes", file="notes.txt", line=3)
    return ecs


# ---- the description


ANSWERS = [
    ("/", "/api/v1/", 200),
    ("/openapi.json", "/api/v1/openapi.json", 200),
    ("/terms", "/api/v1/terms", 200),
    ("/terms", "/api/v1/terms?limit=1", 200),
    ("/terms", "/api/v1/terms?limit=0", 400),
    ("/terms/{slug}", "/api/v1/terms/ecs", 200),
    ("/terms/{slug}", "/api/v1/terms/nowhere", 404),
    ("/categories", "/api/v1/categories", 200),
    ("/relations", "/api/v1/relations", 200),
    ("/relations", "/api/v1/relations?kind=eats", 400),
]


@pytest.mark.parametrize(("path", "address", "status"), ANSWERS)
def test_every_answer_is_as_described(client, glossary, path, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert faults(response.json(), described(path, status)) == []


def test_the_checks_find_what_is_wrong():
    schema = {"$ref": "#/components/schemas/Label"}
    right = {"kind": "synonym", "text": "x", "is_linked": True}
    assert faults(right, schema) == []
    wrong = [{}, right | {"kind": "colour"}, right | {"text": 1}, right | {"more": 1}, right | {"is_linked": 1}]
    assert all(faults(value, schema) for value in wrong)


def test_every_described_address_is_asked_here():
    assert {path for path, _, status in ANSWERS if status == 200} == set(DOCUMENT["paths"])


def test_the_description_knows_every_kind_there_is():
    schemas = DOCUMENT["components"]["schemas"]
    assert schemas["Kind"]["enum"] == Kind.values
    assert schemas["Label"]["properties"]["kind"]["enum"] == LabelKind.values
    assert schemas["Source"]["properties"]["origin"]["enum"] == Origin.values


def test_every_parameter_is_described_and_every_described_one_is_known(client, glossary):
    for path, operations in DOCUMENT["paths"].items():
        named = [one["name"] for one in operations["get"].get("parameters", []) if one["in"] == "query"]
        address = "/api/v1" + path.replace("{slug}", "ecs")
        told = client.get(address, {"colour": "red"}).json()["error"]
        assert told["parameter"] == "colour"
        assert re.findall(r"\w+", told["message"].split("It knows")[-1]) == named or (
            not named and "none" in told["message"]
        )


def test_the_description_is_for_this_site(client):
    document = client.get("/api/v1/openapi.json").json()
    assert document == DOCUMENT | {"servers": [{"url": "http://testserver/api/v1/"}]}
    assert document["openapi"].startswith("3.1.")


# ---- terms


def test_a_term_is_the_same_as_at_its_own_address(client, glossary):
    assert client.get("/api/v1/terms/ecs").json() == client.get("/terms/ecs.json").json()
    assert client.get("/api/v1/terms?q=ecs").json()["terms"] == [client.get("/terms/ecs.json").json()]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["AWS", "EC2", "ECS", "Hidden"]),
        ("?letter=E", ["EC2", "ECS"]),
        ("?letter=%23", []),
        ("?status=stub", ["EC2"]),
        ("?status=defined", ["AWS", "ECS", "Hidden"]),
        ("?category=containers", ["ECS"]),
        ("?q=elastic", ["ECS"]),
        ("?letter=e&status=defined&category=containers&q=ec", ["ECS"]),
        ("?updated_since=2026-01-01", ["ECS"]),
        ("?updated_since=2026-01-01T00:00:00+02:00", ["ECS"]),
        ("?updated_since=2026-01-01T00:00:00Z", ["ECS"]),
    ],
)
def test_terms_can_be_filtered(client, glossary, query, expected):
    Term.objects.exclude(pk=glossary.pk).update(updated=datetime(2025, 1, 1, tzinfo=UTC))
    Term.objects.filter(pk=glossary.pk).update(updated=datetime(2026, 1, 1, tzinfo=UTC))
    assert titles(client, query) == expected


def test_pages_follow_one_another_to_the_end(client, glossary):
    address, found = "/api/v1/terms?limit=3&status=defined", []
    make_term("Ünder")
    make_term("漢字")
    while address:
        page = client.get(address).json()
        found.append([term["title"] for term in page["terms"]])
        address = page["next"]
    assert found == [["AWS", "ECS", "Hidden"], ["Ünder", "漢字"]]


def test_a_term_that_was_added_meanwhile_moves_no_page(client, glossary):
    page = client.get("/api/v1/terms?limit=2").json()
    make_term("Aardvark")
    assert [term["title"] for term in client.get(page["next"]).json()["terms"]] == ["ECS", "Hidden"]


def test_an_old_address_leads_to_the_new_one(client, glossary):
    glossary.slug = "elastic"
    glossary.save()
    response = client.get("/api/v1/terms/ecs")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/terms/elastic")


@pytest.mark.parametrize("address", ["/api/v1/terms", "/api/v1/relations"])
def test_a_page_takes_the_same_queries_for_one_and_for_many(client, address):
    taken = set()
    for number in range(3):
        term = make_term(f"T{number}", categories=["Some"], labels=[("synonym", f"t{number}")], facts={"List": ["x"]})
        relate(term, Kind.USES, make_term(f"Tool {number}"))
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        taken.add(len(captured))
    assert len(taken) == 1


# ---- categories and relations


def test_categories_say_how_many_terms_they_have(client, glossary):
    found = client.get("/api/v1/categories").json()["categories"]
    assert [(one["slug"], one["name"], one["terms"]) for one in found] == [
        ("cloud", "Cloud", 1),
        ("containers", "Containers", 1),
    ]


def test_a_relation_reads_both_ways(client, glossary):
    assert client.get("/api/v1/relations?kind=runs-on").json() == {
        "relations": [
            {
                "subject": {"slug": "ecs", "term": "ECS"},
                "kind": "runs-on",
                "verb": "runs on",
                "inverse_verb": "runs",
                "object": {"slug": "ec2", "term": "EC2"},
                "skos": "related",
            }
        ],
        "next": None,
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [("", ["runs-on", "part-of"]), ("?term=ec2", ["runs-on"]), ("?term=ecs&kind=part-of", ["part-of"])],
)
def test_relations_can_be_filtered_and_proposed_ones_are_not_told(client, glossary, query, expected):
    assert [one["kind"] for one in client.get(f"/api/v1/relations{query}").json()["relations"]] == expected


def test_pages_of_relations_follow_one_another(client, glossary):
    first = client.get("/api/v1/relations?limit=1").json()
    second = client.get(first["next"]).json()
    assert [one["kind"] for one in first["relations"] + second["relations"]] == ["runs-on", "part-of"]
    assert second["next"] is None


# ---- what goes wrong


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("terms?limit=0", "limit"),
        ("terms?limit=201", "limit"),
        ("terms?limit=ten", "limit"),
        ("terms?limit=-1", "limit"),
        ("terms?limit=%D9%A1", "limit"),
        ("terms?limit=" + "9" * 300, "limit"),
        ("terms?status=lost", "status"),
        ("terms?category=nowhere", "category"),
        ("terms?category=%00x", "category"),
        ("terms?updated_since=yesterday", "updated_since"),
        ("terms?updated_since=2026-13-01T00:00:00Z", "updated_since"),
        ("terms?updated_since=0001-01-01T00:00:00%2B23:00", "updated_since"),
        ("terms?colour=red", "colour"),
        ("terms?" + "x" * 5_000 + "=1", "x" * 80),
        ("relations?kind=eats", "kind"),
        ("relations?term=nowhere", "term"),
        ("relations?after=x", "after"),
        ("relations?after=99999999999999999999", "after"),
    ],
)
def test_a_wrong_parameter_is_named(client, glossary, query, parameter):
    response = client.get(f"/api/v1/{query}")
    assert (response.status_code, response.json()["error"]["parameter"]) == (400, parameter)


@pytest.mark.parametrize("after", ["", "%00", "%F0%9F%98%80", "%ED%A0%80", "zzz" * 3_000, "'%22%5C;--"])
def test_any_place_to_go_on_from_is_safe(client, glossary, after):
    assert client.get(f"/api/v1/terms?after={after}").status_code == 200


@pytest.mark.parametrize("address", ["/api/v1/nothing", "/api/v1/terms/", "/api/v1/terms/a/b", "/api/v1/x%00y"])
def test_what_is_not_there_is_told_in_json(client, address):
    response = client.get(address)
    assert (response.status_code, response.json()["error"]["status"]) == (404, 404)


def test_nothing_can_be_changed(client, glossary):
    response = client.post("/api/v1/terms", {"title": "New"})
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert response.json() == {"error": {"status": 405, "message": "This interface is for reading: use GET."}}


def test_an_unchanged_answer_is_not_sent_again(client, glossary):
    tag = client.get("/api/v1/terms")["ETag"]
    again = client.get("/api/v1/terms", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    glossary.labels.all().delete()
    assert client.get("/api/v1/terms", headers={"If-None-Match": tag}).status_code == 200


def test_an_unchanged_answer_costs_one_query(client, glossary):
    tag = client.get("/api/v1/terms")["ETag"]
    with CaptureQueriesContext(connection) as captured:
        client.get("/api/v1/terms", headers={"If-None-Match": tag})
    assert len(captured) == 1


def test_too_many_requests_are_told_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr("glossary.throttle.admit", lambda key, most, per, now: 30)
    response = client.get("/api/v1/")
    assert (response.status_code, response.json()["error"]["status"]) == (429, 429)
    assert 0 < int(response["Retry-After"]) <= 60
