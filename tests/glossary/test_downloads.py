"""Terms for machines."""

import json

import pytest
from django.core.management import CommandError, call_command

from glossary import caching, views
from glossary.models import Source, Term
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
        "is_linked": True,
        "labels": [{"kind": "expansion", "text": "Elastic Container Service", "is_linked": True}],
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


@pytest.mark.parametrize(
    "address",
    [
        "/terms/nowhere.json",
        "/terms/nowhere.ttl",
        "/terms/ecs.exe",
        "/terms/ecs.html",
        "/export/exe",
        "/export/j%00son",
    ],
)
def test_what_is_not_there_is_not_found(client, ecs, address):
    assert client.get(address).status_code == 404


# ---- one address, many formats


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "text/html"),
        (BROWSER, "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        ("application/*", "application/json"),
        ("text/turtle;q=0.5, application/ld+json;q=0.9", "application/ld+json"),
        ("text/turtle, text/html;q=0.9", "text/turtle"),
        ("text/turtle;q=0", "text/html"),
        ("image/png", "text/html"),
        ("", "text/html"),
        (";;;,,q=;=", "text/html"),
        ("text/turtle;q*=nowhere''1", "text/turtle"),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "application/ld+json"),
        ('application/ld+json;profile="a, text/turtle";q=0.5', "application/ld+json"),
        ("application/json;version=1", "application/json"),
        ("Application/JSON; Q=1.0", "application/json"),
        ("text/html;q=0, */*", "application/json"),
        ("text/*;q=0, */*", "application/json"),
        ("text/*, text/html;q=0", "text/turtle"),
        ("application/json, text/plain, */*", "application/json"),
        ("*/*;q=0.1, text/turtle;q=0.2", "text/turtle"),
        ("application/json;q=nan", "application/json"),
        ("text/turtle," * 2_000, "text/turtle"),
    ],
)
def test_a_terms_address_answers_in_the_format_that_is_liked_best(client, ecs, accept, expected):
    response = client.get("/terms/ecs/", headers={"Accept": accept} if accept is not None else {})
    assert (response.status_code, response["Content-Type"].split(";")[0]) == (200, expected)
    assert "Accept" in response["Vary"]


@pytest.mark.parametrize("format", ["json", "jsonld", "ttl"])
def test_both_ways_to_ask_give_the_same(client, ecs, format):
    file = client.get(f"/terms/ecs.{format}")
    page = client.get("/terms/ecs/", headers={"Accept": file["Content-Type"].split(";")[0]})
    assert page.content == file.content
    assert page["Content-Location"] == f"/terms/ecs.{format}"


@pytest.mark.parametrize("format", ["jsonld", "ttl"])
def test_a_terms_file_says_nothing_of_proposed_relations_and_names_the_others(client, ecs, format):
    text = client.get(f"/terms/ecs.{format}").content.decode()
    assert "Hidden" not in text
    assert "EC2" in text
    assert "Task" in text


@pytest.mark.parametrize("address", ["/terms/ecs.ttl", "/terms/ecs.json", "/export/ttl", "/export/md"])
def test_an_unchanged_file_is_not_sent_again(client, ecs, address):
    tag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.getvalue()) == (304, b"")
    ecs.save()
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_changed_program_sends_its_files_again(client, ecs, monkeypatch):
    tag = client.get("/terms/ecs.json")["ETag"]
    monkeypatch.setattr(caching, "build", lambda: "another")
    assert client.get("/terms/ecs.json", headers={"If-None-Match": tag}).status_code == 200


NOWHERE = ["/api/v1/terms/nope", "/terms/nope.json", "/sitemap-99.xml", "/export/nope", "/api/v1/terms?limit=0"]


@pytest.mark.parametrize("address", NOWHERE)
def test_what_is_not_there_is_unchanged_for_nobody(client, ecs, address):
    plain = client.get(address)
    for tag in ("*", client.get("/terms/ecs.json")["ETag"], client.get("/api/v1/terms")["ETag"]):
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (plain.status_code, plain.content)


@pytest.mark.parametrize("address", ["/terms/ecs.json", "/api/v1/terms/ecs", "/sitemap.xml", "/feed/", "/export/md"])
def test_a_star_stands_for_whatever_is_there(client, ecs, address):
    response = client.get(address, headers={"If-None-Match": "*"})
    assert (response.status_code, response.getvalue(), bool(response["ETag"])) == (304, b"", True)


def test_relations_come_in_the_same_order_from_the_next_database(client):
    """Where the terms were added in another order, and so have other ids."""

    def relations(names):
        terms = {name: make_term(name) for name in names}
        for other in names[1:] if names[0] == "Hub" else names[:-1]:
            one, two = sorted((terms["Hub"], terms[other]), key=lambda term: term.pk)
            relate(one, "related-to", two)
            relate(terms["Hub"], "uses", terms[other])
            relate(terms[other], "part-of", terms["Hub"])
        found = client.get("/terms/hub.json").json()["relations"]
        Term.objects.all().delete()
        return [(one["verb"], one["term"]) for one in found]

    forward = relations(["Hub", "B", "A", "C"])
    assert relations(["C", "A", "B", "Hub"]) == forward
    assert forward[:4] == [("uses", "A"), ("uses", "B"), ("uses", "C"), ("related to", "A")]


def test_forms_of_one_address_have_names_of_their_own(client, ecs):
    tags = {client.get(f"/terms/ecs.{format}")["ETag"] for format in ("json", "jsonld", "ttl")}
    assert len(tags) == 3


def test_the_whole_glossary_comes_as_skos_with_the_sites_address(client, ecs):
    text = client.get("/export/ttl").getvalue().decode()
    assert "<http://testserver/terms/ecs/>" in text
    assert {one["@id"] for one in json.loads(client.get("/export/jsonld").getvalue())["@graph"]} >= {
        "http://testserver/terms/",
        "http://testserver/terms/ecs/",
        "http://testserver/categories/containers/",
    }


# ---- for what reads pages


def data_of(response):
    html = response.content.decode()
    return json.loads(html.split('<script type="application/ld+json">')[1].split("</script>")[0])


def test_a_terms_page_says_in_schema_orgs_words_what_it_is_about(client, ecs):
    glossary = "http://testserver/terms/"
    assert data_of(client.get("/terms/ecs/")) == {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": f"{glossary}ecs/",
        "url": f"{glossary}ecs/",
        "name": "ECS",
        "termCode": "ecs",
        "alternateName": ["Elastic Container Service"],
        "description": "Runs containers.",
        "inDefinedTermSet": {"@type": "DefinedTermSet", "@id": glossary, "url": glossary, "name": "Termwise"},
    }


def test_no_text_gets_out_of_the_block_of_data(client):
    evil = "</script><script>alert(1)</script><!-- & \u2028"
    make_term("Evil", evil, labels=[("synonym", "<script>")])
    response = client.get("/terms/evil/")
    assert response.content.decode().count("<script>") == 0
    assert data_of(response)["description"] == evil.replace("\u2028", "").strip()
    assert data_of(response)["alternateName"] == ["<script>"]


def test_the_list_of_terms_says_that_it_is_a_set_of_them(client, ecs):
    data = data_of(client.get("/terms/?letter=e"))
    assert (data["@type"], [term["name"] for term in data["hasDefinedTerm"]]) == ("DefinedTermSet", ["EC2", "ECS"])


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/terms/ecs/?utm=1", "/terms/ecs/"),
        ("/terms/", "/terms/"),
        ("/terms/?page=1", "/terms/"),
        ("/terms/?page=2&letter=e&x=1", "/terms/?letter=e&amp;page=2"),
        ("/categories/containers/", "/categories/containers/"),
        ("/", "/"),
    ],
)
def test_a_public_page_names_its_one_address(client, ecs, address, canonical, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 1)
    html = client.get(address).content.decode()
    assert f'<link rel="canonical" href="http://testserver{canonical}">' in html
    assert f'<meta property="og:url" content="http://testserver{canonical}">' in html


def test_a_shared_term_shows_its_title_and_first_words(client, ecs):
    html = client.get("/terms/ecs/").content.decode()
    assert '<meta property="og:title" content="ECS">' in html
    assert '<meta property="og:description" content="Runs containers.">' in html


def test_the_command_writes_skos_for_a_site_of_any_address(tmp_path, ecs):
    call_command("export_terms", "ttl", "--base", "https://terms.example.org", "--output", str(tmp_path / "all.ttl"))
    assert "<https://terms.example.org/terms/ecs/>" in (tmp_path / "all.ttl").read_text()


@pytest.mark.parametrize("base", ["terms.example.org", "https://a b/", "https://x/> <y", "ftp://x/"])
def test_an_address_that_is_none_is_refused(base):
    with pytest.raises(CommandError, match="no address"):
        call_command("export_terms", "ttl", "--base", base)
