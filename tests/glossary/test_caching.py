"""Pages that are kept: for whom, for how long, and with how many queries."""

import gzip
import random
import re
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


def test_an_editor_gets_pages_with_links_to_the_desk_that_nobody_else_gets(client, editor_client, ecs):
    own = editor_client.get("/terms/ecs/")
    assert own["Cache-Control"] == "private, no-store"
    for page, has in ((own, True), (client.get("/terms/ecs/"), False), (editor_client.get("/terms/ecs/"), True)):
        assert ("grace" in page.content.decode(), "/admin/" in page.content.decode()) == (has, has)


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_is_signed_in_gets_the_kept_page_with_their_name_in_it(client, user_client, address, ecs):
    client.get(address)
    taken = queries(user_client, address)
    assert len([sql for sql in taken if "glossary_" in sql]) == 1  # its name, and nothing that is in it
    own = user_client.get(address)
    assert own["Cache-Control"] == "private, no-store"
    assert "ETag" not in own
    assert ("ada" in own.content.decode()) == ("<html" in own.content.decode())
    assert "ada" not in client.get(address).content.decode()


def test_who_comes_first_leaves_nothing_of_theirs_in_what_is_kept(client, user_client, ecs):
    own = user_client.get("/terms/ecs/").content.decode()
    others = client.get("/terms/ecs/").content.decode()
    assert "ada" in own and "Sign out" in own
    assert "ada" not in others and "Sign in" in others
    assert "csrfmiddlewaretoken" not in others
    assert len(queries(client, "/terms/ecs/")) == 1


def test_parts_of_ones_own_are_as_in_a_page_made_from_the_start(user_client, ecs, settings):
    kept = user_client.get("/terms/ecs/").content.decode()
    settings.DEBUG = True
    made = user_client.get("/terms/ecs/").content.decode()

    def alike(html):
        return re.sub(r'value="\w{64}"', "", html)

    assert alike(kept) == alike(made)


def test_a_guest_with_a_key_to_a_form_gets_the_page_that_anybody_gets(client, ecs):
    first = client.get("/terms/ecs/")
    client.cookies["csrf"] = "x" * 32
    again = client.get("/terms/ecs/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [("gzip, deflate, br", True), ("br, gzip;q=0.5", True), ("br", False), ("gzip;q=0, br", False), ("", False)],
)
def test_a_kept_page_is_sent_packed_to_who_takes_it(client, ecs, accepted, is_packed):
    plain = client.get("/terms/ecs/").content
    sent = client.get("/terms/ecs/", headers={"Accept-Encoding": accepted})
    assert (sent.get("Content-Encoding") == "gzip") == is_packed
    assert (gzip.decompress(sent.content) if is_packed else sent.content) == plain
    assert "Accept-Encoding" in sent["Vary"]


@pytest.mark.parametrize(
    "view",
    [
        lambda request: HttpResponse(get_token(request)),
        lambda request: request.session.update({"a": 1}) or HttpResponse("x"),
        lambda request: HttpResponse("x", headers={"Cache-Control": "private"}),
        lambda request: HttpResponse("x", status=404),
        lambda request: HttpResponse(random.randbytes(caching.LONGEST + 1)),
    ],
)
def test_what_is_not_for_anybody_is_not_kept(view):
    made = []
    page = caching.public_page(lambda request: made.append(request) or view(request))

    def times_made():
        request = RequestFactory().get("/x")
        request.session = Client().session
        page(request)
        return len(made)

    first = times_made()
    assert times_made() == 2 * first


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
