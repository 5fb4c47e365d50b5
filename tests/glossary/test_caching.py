"""Pages that are kept: for whom, for how long, and with how many queries."""

from datetime import datetime

import pytest
from django.contrib import messages
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from glossary import caching, edition
from glossary.models import Category, Fact, Label, Relation, Source, Term
from tests.glossary.factories import make_term, relate

pytestmark = pytest.mark.django_db

ADDRESSES = ["/", "/terms/", "/terms/?letter=e", "/terms/ecs/", "/terms/ecs/preview/", "/categories/containers/"]


@pytest.fixture
def ecs():
    term = make_term(
        "ECS",
        "Runs a task on EC2.",
        labels=[("expansion", "Elastic Container Service")],
        categories=["Containers"],
        facts={"Steps": ["Push the image to EC2."], "Benefits": []},
    )
    relate(term, "runs-on", make_term("EC2"))
    relate(make_term("Task"), "part-of", term)
    Source.objects.create(term=term, file="notes.txt", line=3)
    return term


def queries(client, address, **options):
    with CaptureQueriesContext(connection) as captured:
        client.get(address, **options)
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_that_was_made_takes_one_query(client, ecs, address):
    first = client.get(address).content
    assert len(queries(client, address)) == 1
    assert client.get(address).content == first


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_has_the_page_is_told_that_it_is_the_same(client, ecs, address):
    made = client.get(address)
    again = client.get(address, headers={"If-None-Match": made["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", made["ETag"])
    assert made["Cache-Control"] == "no-cache"
    assert "Cookie" in made["Vary"]


@pytest.mark.parametrize(
    "change",
    [
        lambda term: Term.objects.filter(pk=term.pk).update(definition="Something else."),
        lambda term: Label.objects.create(term=term, text="Containers, elastic"),
        lambda term: Fact.objects.filter(text__startswith="Push").delete(),
        lambda term: Relation.objects.all().delete(),
        lambda term: Category.objects.update(name="Boxes"),
        lambda term: connection.cursor().execute("UPDATE glossary_source SET file = 'other.txt'"),
    ],
)
def test_after_any_change_nobody_gets_the_page_from_before(client, ecs, change):
    before = client.get("/terms/ecs/")
    change(ecs)
    after = client.get("/terms/ecs/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after.content != before.content


def test_a_term_page_is_made_with_eight_queries_at_most(client, ecs):
    client.get("/terms/task/")  # what all pages share
    taken = queries(client, "/terms/ecs/")
    assert len(taken) <= 8, "\n".join(taken)


def test_a_page_for_somebody_is_kept_nowhere_and_given_to_nobody(client, editor_client, ecs):
    own = editor_client.get("/terms/ecs/")
    assert "grace" in own.content.decode()
    assert own["Cache-Control"] == "private, no-store"
    assert "grace" not in client.get("/terms/ecs/").content.decode()
    assert "grace" in editor_client.get("/terms/ecs/").content.decode()


@pytest.mark.parametrize("cookie", caching.PERSONAL)
def test_a_visitor_with_a_cookie_of_their_own_gets_a_page_made_for_them(client, ecs, cookie):
    client.get("/terms/ecs/")
    client.cookies[cookie] = "x"
    assert len(queries(client, "/terms/ecs/")) > 1


@pytest.mark.parametrize(
    "view",
    [
        lambda request: HttpResponse(get_token(request)),
        lambda request: request.session.update({"a": 1}) or HttpResponse("x"),
        lambda request: HttpResponse("x", headers={"Cache-Control": "private"}),
        lambda request: HttpResponse("x", status=404),
        lambda request: HttpResponse("x" * (caching.LONGEST + 1)),
    ],
)
def test_what_is_not_for_anybody_is_not_kept(view):
    made = []
    page = caching.public_page(lambda request: made.append(1) or view(request))
    for _ in range(2):
        request = RequestFactory().get("/x")
        request.session = Client().session
        page(request)
    assert made == [1, 1]


def test_a_message_is_shown_to_the_one_it_is_for(client, ecs):
    request = RequestFactory().get("/")
    storage = messages.storage.cookie.CookieStorage(request)
    storage.add(messages.INFO, "Only for you")
    response = HttpResponse()
    storage.update(response)
    client.get("/terms/ecs/")
    reader = Client()
    reader.cookies["messages"] = response.cookies["messages"].value
    assert "Only for you" in reader.get("/terms/ecs/").content.decode()
    assert "Only for you" not in client.get("/terms/ecs/").content.decode()


def test_every_address_and_every_way_of_asking_has_a_page_of_its_own(client, ecs):
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    page = client.get("/terms/ecs/", headers=browser)
    data = client.get("/terms/ecs/", headers={"Accept": "application/json"})
    elsewhere = client.get("/terms/ecs/", headers=browser, SERVER_NAME="localhost")
    assert [one["Content-Type"].split(";")[0] for one in (page, data)] == ["text/html", "application/json"]
    assert "http://testserver" not in elsewhere.content.decode()
    assert client.get("/terms/?letter=t").content != client.get("/terms/?letter=e").content


def test_one_browsers_page_serves_another_browser(client, ecs):
    client.get("/terms/ecs/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert len(queries(client, "/terms/ecs/", headers={"Accept": "text/html,image/avif,*/*"})) == 1


def test_a_page_lasts_a_day(client, ecs, monkeypatch):
    client.get("/")
    monkeypatch.setattr(timezone, "localdate", lambda: datetime(2031, 1, 1).date())
    assert len(queries(client, "/")) > 1


def test_many_addresses_do_not_fill_the_memory(client, ecs, settings):
    assert settings.CACHES["pages"]["OPTIONS"]["MAX_ENTRIES"] == 2_000
    assert caches["pages"] is not caches["default"]
    assert caches["pages"]._cache is not caches["default"]._cache


def test_within_a_page_the_state_is_asked_for_once(ecs):
    with CaptureQueriesContext(connection) as captured, edition.held() as state:
        assert edition.token() == edition.token() == state.whole
    assert len(captured) == 1
    Term.objects.create(title="New")
    assert edition.token() != state.whole
