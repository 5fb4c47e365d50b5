"""Error pages that can't fail in turn, and what machines ask of a site as a whole."""

import pytest
from django.test import RequestFactory

from config import views


def test_a_page_that_is_not_there_says_so_and_shows_a_way_on(client, db):
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "<h1>There is no page here</h1>" in answer.content.decode()
    assert 'href="/terms/"' in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "status"),
    [(views.bad_request, 400), (views.forbidden, 403), (views.not_found, 404), (views.too_many, 429)],
)
def test_each_error_has_its_status_and_its_words(rf: RequestFactory, view, status):
    arguments = (rf.get("/"),) if status == 429 else (rf.get("/"), Exception())
    answer = view(*arguments)
    assert answer.status_code == status
    assert views.ERRORS[status][0] in answer.content.decode().replace("&#x27;", "'")


def test_an_error_page_does_not_read_the_request():
    """What is wrong may be the request itself."""
    assert views.server_error(None).status_code == 500


def test_when_the_error_page_breaks_too_plain_words_are_left(monkeypatch, caplog):
    monkeypatch.setattr(views, "render_to_string", lambda *_: 1 / 0)
    answer = views.server_error(None)
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "text/plain; charset=utf-8")
    assert answer.content.decode() == ". ".join(views.ERRORS[500]) + "\n"


def test_too_many_requests_say_when_to_come_back(rf: RequestFactory):
    assert views.too_many(rf.get("/")).headers["Retry-After"] == "300"


def test_healthz_answers_while_the_database_does(client, db):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer.headers["Cache-Control"]


def test_healthz_says_so_when_the_database_cannot_be_reached(client):
    answer = client.get("/healthz")  # no test without the fixture reaches the database
    assert (answer.status_code, answer.content) == (503, b"The database or the cache cannot be reached.\n")


def test_healthz_says_so_when_the_cache_cannot_be_reached(client, db, settings):
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    settings.CACHES = {"default": redis, "pages": settings.CACHES["pages"]}
    assert client.get("/healthz").status_code == 503


def test_robots_are_kept_out_of_what_is_personal(client):
    rules = client.get("/robots.txt").content.decode().splitlines()
    assert rules == [
        "User-agent: *",
        "Disallow: /accounts/",
        "Disallow: /admin/",
        "Disallow: /progress/",
        "Disallow: /quiz/",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]
