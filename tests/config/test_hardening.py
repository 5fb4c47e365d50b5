"""What must hold for every answer of the site, whatever was asked and by whom."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from glossary.models import Category, Term

EVERYWHERE = {
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Cross-Origin-Embedder-Policy",
    "Permissions-Policy",
    "Content-Type",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
PUBLIC = ["/", "/terms/", "/terms/queue/", "/categories/messaging/", "/search/?q=queue", "/export/json", "/healthz"]


@pytest.fixture(autouse=True)
def glossary(db: None) -> None:
    messaging = Category.objects.create(name="Messaging")
    queue = Term.objects.create(title="Queue", definition="Holds messages until somebody takes them.")
    queue.categories.add(messaging)


@pytest.fixture
def strict() -> Client:
    """A client for which a form without its token is what it is on the web, and an error an answer."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/static/css/app.css", 200),
        ("/static/none.css", 404),
        ("/admin/", 302),
        ("/no/such/page/", 404),
        ("/terms", 301),
        ("/robots.txt", 200),
        ("/accounts/login/", 200),
    ],
)
def test_every_kind_of_answer_carries_the_headers(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert EVERYWHERE - set(answer.headers) - ({"Content-Type"} if status == 301 else set()) == set()
    assert set(answer.headers["Content-Security-Policy"].split("; ")) == POLICY


def test_an_unknown_host_gets_a_short_page_and_the_headers(client):
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()
    assert EVERYWHERE - set(answer.headers) == set()


def test_no_file_either_is_to_be_had_under_an_unknown_host(client):
    assert client.get("/static/css/app.css", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(("host", "status"), [("testserver", 301), ("evil.example", 400)])
def test_whoever_comes_by_http_to_a_site_on_https_gets_the_headers_too(client, settings, host, status):
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == status
    assert EVERYWHERE - {"Content-Type"} - set(answer.headers) == set()


def test_an_error_within_gets_a_short_page_and_the_headers(strict, monkeypatch):
    monkeypatch.setattr("django.db.models.query.QuerySet._fetch_all", lambda self: 1 / 0)
    answer = strict.get("/terms/queue/")
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.content.decode()
    assert EVERYWHERE - set(answer.headers) == set()


def test_a_body_in_a_strange_encoding_is_a_bad_request_and_no_breakdown(strict):
    strict.get("/accounts/login/")
    answer = strict.post("/accounts/login/", b"x=1", content_type="application/x-www-form-urlencoded; charset=utf-7")
    assert answer.status_code == 400


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "NONSENSE"])
def test_methods_that_no_page_is_made_for_are_refused(strict, method):
    answer = strict.generic(method, "/accounts/login/", headers={"cookie": "session=secret"})
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/terms/%00/",
        "/terms/a%00b/",
        "/terms/%ed%a0%80/",
        "/terms/%ff%fe/",
        "/categories/" + "x" * 10_000 + "/",
        "/quiz/00000000-0000-0000-0000-000000000000/" + "9" * 400 + "/",
        "/accounts/confirm-email/%00/",
        "/accounts/password/reset/key/1-%00/",
        "/export/%00",
        "/static/%00.css",
        "/%2e%2e/data/secret-key",
        "/.git/config",
        "/data/termwise.sqlite3",
    ],
)
def test_a_strange_address_is_not_found_or_used_up_but_never_a_breakdown(strict, path):
    assert strict.get(path).status_code in {200, 301, 302, 400, 404}


@pytest.mark.parametrize(
    "value", ["%00", "%ed%a0%80", "%ff", "x" * 10_000, "9" * 400, "-1", "%0d%0aSet-Cookie:a=b", "'\"<"]
)
@pytest.mark.parametrize("name", ["/search/?q=", "/terms/?q=", "/terms/?page=", "/terms/?letter=", "/terms/?category="])
def test_a_strange_question_is_never_a_breakdown(strict, name, value):
    answer = strict.get(name + value)
    assert answer.status_code in {200, 302, 400, 404}
    assert set(answer.cookies) <= {"csrf"}  # where nothing is found there is a form to propose it


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_give_a_guest_no_cookie(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "no-store" not in answer.headers.get("Cache-Control", "") or path == "/healthz"


@pytest.mark.parametrize("path", [*PUBLIC, "/progress/", "/quiz/", "/accounts/login/", "/accounts/password/change/"])
def test_a_page_for_somebody_with_a_session_is_kept_by_no_cache(user_client, path):
    answer = user_client.get(path)
    assert "private" in answer.headers["Cache-Control"]
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/quiz/"])
def test_a_page_with_a_form_for_a_guest_is_kept_by_no_cache(client, path):
    answer = client.get(path)
    assert "csrfmiddlewaretoken" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", [*PUBLIC, "/quiz/", "/progress/", "/accounts/login/", "/accounts/logout/"])
def test_looking_changes_nothing(client, path):
    before = (User.objects.count(), Session.objects.count(), Term.objects.count())
    client.get(path)
    client.head(path)
    assert (User.objects.count(), Session.objects.count(), Term.objects.count()) == before


def test_signing_out_takes_more_than_a_look(user_client):
    user_client.get("/accounts/logout/")
    assert "_auth_user_id" in user_client.session


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}, {"x-requested-with": "XMLHttpRequest"}])
@pytest.mark.parametrize("path", ["/quiz/", "/accounts/login/", "/accounts/signup/", "/accounts/logout/"])
def test_a_change_without_the_forms_token_is_refused(strict, path, headers):
    answer = strict.post(path, {"username": "eve", "login": "eve"}, headers=headers)
    assert answer.status_code == 403
    assert "This form was too old to send" in answer.content.decode()


def test_a_form_sent_from_another_site_is_refused(strict):
    strict.get("/accounts/login/")
    token = strict.cookies["csrf"].value
    answer = strict.post("/accounts/login/", {"csrfmiddlewaretoken": token}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/admin/", "/admin/glossary/term/", "/admin/auth/user/add/"])
def test_the_desk_is_closed_to_guests_and_readers(client, user_client, path):
    assert client.get(path, follow=True).redirect_chain[-1][0].startswith("/accounts/login/?next=")
    assert user_client.get(path, follow=True).status_code == 403


def test_an_editor_is_signed_in_for_a_working_day_and_a_reader_for_long(client, user, editor):
    ages = []
    for name in ("ada", "grace"):
        client.post("/accounts/login/", {"login": name, "password": "a long walk by the sea"})
        ages.append((client.session.get_expiry_age(), client.cookies["session"]["max-age"]))
        client.post("/accounts/logout/")
    assert ages == [(90 * 24 * 3600, 90 * 24 * 3600), (12 * 3600, 12 * 3600)]


@pytest.mark.parametrize("path", ["/accounts/email/"])
def test_a_change_of_the_account_asks_for_the_password_again(user_client, path):
    asked = user_client.post(path, {"action_add": "", "email": "new@example.org"})
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, user):
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "ada", "password": "a long walk by the sea"})
    for name in ("session", "csrf"):
        assert client.cookies[name]["httponly"] is True
        assert client.cookies[name]["samesite"] == "Lax"
