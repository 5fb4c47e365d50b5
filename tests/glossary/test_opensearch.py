"""The search as browsers' address bars know it."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.glossary.factories import make_term

pytestmark = pytest.mark.django_db

SPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_a_page_leads_to_the_description_and_that_to_the_search(client: Client):
    link = 'rel="search" type="application/opensearchdescription+xml" title="Termwise" href="/opensearch.xml"'
    assert link in client.get("/").content.decode()
    answer = client.get("/opensearch.xml")
    described = ElementTree.fromstring(answer.content)
    assert answer["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    assert described.findtext(f"{SPACE}ShortName") == "Termwise"
    assert {one.get("type"): one.get("template") for one in described.iter(f"{SPACE}Url")} == {
        "text/html": "http://testserver/search/?q={searchTerms}",
        "application/x-suggestions+json": "http://testserver/search/suggestions/?q={searchTerms}",
        "application/opensearchdescription+xml": "http://testserver/opensearch.xml",
    }


def test_suggestions_are_names_with_text_and_address(client: Client):
    make_term("Simple Queue Service", "Holds messages.", labels=[("abbreviation", "SQS")])
    make_term("SQS trigger", "")
    answer = client.get("/search/suggestions/?q=sqs")
    assert answer["Content-Type"] == "application/x-suggestions+json"
    assert answer.json() == [
        "sqs",
        ["SQS", "SQS trigger"],
        ["Holds messages.", ""],
        ["http://testserver/terms/simple-queue-service/", "http://testserver/terms/sqs-trigger/"],
    ]


@pytest.mark.parametrize("query", ["", "\0", '"', "x" * 10_000])
def test_any_text_gets_suggestions(client: Client, query: str):
    answer = client.get("/search/suggestions/", {"q": query})
    assert (answer.status_code, answer.json()[1:]) == (200, [[], [], []])
