"""Signing up, in and out, and a new password, as somebody at a browser meets them."""

import re
import threading
import time

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test import Client

from tests.conftest import PASSWORD

SIGN_UP = {"username": "alan", "password1": PASSWORD}


class CountedHasher(MD5PasswordHasher):
    count = 0

    def encode(self, password: str, salt: str) -> str:
        CountedHasher.count += 1
        return super().encode(password, salt)


def sign_in(client: Client, login: str = "ada", password: str = PASSWORD, **more: str):
    return client.post("/accounts/login/", {"login": login, "password": password}, **more)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def words(answer) -> str:
    """What a reader sees of the page's main part."""
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.S)
    assert main
    return " ".join(re.sub(r"<[^>]+>", " ", main[0]).split()).replace("&#x27;", "'")


def test_signing_up_takes_a_name_and_a_password_and_no_more(client, db):
    answer = client.post("/accounts/signup/", SIGN_UP)
    assert answer.headers["Location"] == "/progress/"
    assert is_signed_in(client)
    assert User.objects.get().username == "alan"


def test_signing_up_says_that_a_guests_progress_is_kept(client, db):
    assert "What you have done so far as a guest is kept" in words(client.get("/accounts/signup/"))


def test_nobody_makes_themselves_an_editor(client, db):
    client.post("/accounts/signup/", SIGN_UP | {"is_staff": "1", "is_superuser": "1", "groups": "1"})
    made = User.objects.get()
    assert (made.is_staff, made.is_superuser) == (False, False)


@pytest.mark.parametrize(
    "password",
    [
        *("a" * 9, "password123", "1234567890", "alanalanalan"),
        *("termwise12", "Termwise-2026!", "quizglossary", "1glossary.quiz", " " * 12, "\u2003" * 12),
    ],
)
def test_a_weak_password_is_refused(client, db, password):
    client.post("/accounts/signup/", {"username": "alanalan", "password1": password})
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "password",
    ["four words and spaces", "termwise on a train", " lead and trail ", "密碼很長而且很難猜得到", "x" * 64 + "y" * 64],
)
def test_any_long_password_is_taken_as_it_is(client, db, password):
    client.post("/accounts/signup/", {"username": "alan", "password1": password})
    assert User.objects.get().check_password(password)


def test_a_password_may_be_pasted_and_filled_in_by_a_manager(client, db):
    page = client.get("/accounts/signup/").content.decode()
    assert 'autocomplete="new-password"' in page
    assert 'autocomplete="username"' in page
    assert "onpaste" not in page


@pytest.mark.parametrize("name", ["admin", "Root", "ada", "ADA"])
def test_a_reserved_or_taken_name_is_refused_in_words(client, user, name):
    answer = client.post("/accounts/signup/", {"username": name, "password1": PASSWORD})
    assert "Please choose another." in words(answer)
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_take_a_name_at_the_same_moment_get_one_account_and_one_page_that_says_so():
    start, statuses = threading.Barrier(4), []

    def sign_up():
        client = Client(raise_request_exception=False)
        start.wait()
        statuses.append(client.post("/accounts/signup/", SIGN_UP).status_code)
        connection.close()

    threads = [threading.Thread(target=sign_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 200, 200, 302]
    assert User.objects.count() == 1


@pytest.mark.parametrize("login", ["ada", "ada@example.org"])
def test_signing_in_takes_the_name_or_the_address(client, user, login):
    assert sign_in(client, login).headers["Location"] == "/progress/"
    assert is_signed_in(client)


def test_a_wrong_password_and_an_unknown_name_get_the_same_words(client, user):
    wrong, unknown = sign_in(client, password="not it at all"), sign_in(client, "nobody")
    assert words(wrong) == words(unknown)
    assert "The name or the password is not right." in words(wrong)


def test_a_wrong_password_and_an_unknown_name_take_the_same_work(client, user, settings):
    """The slow hash is nearly all of the time, so counting it is measuring it, without a clock."""
    settings.PASSWORD_HASHERS = ["tests.config.test_accounts.CountedHasher"]
    hashes = []
    for login in ("ada", "ada@example.org", "nobody", "nobody@example.org"):
        CountedHasher.count = 0
        sign_in(client, login, "not it at all")
        hashes.append(CountedHasher.count)
    assert hashes == [1, 1, 1, 1]


def test_after_a_few_wrong_passwords_a_page_asks_to_wait(client, user):
    statuses = [sign_in(client, password="not it at all").status_code for _ in range(6)]
    assert statuses == [200, 200, 200, 200, 200, 429]
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "300")
    assert "Please wait a few minutes" in words(answer)
    assert not is_signed_in(client)


def test_the_limit_on_wrong_passwords_is_not_dodged_by_another_name_or_a_forged_address(db):
    for number in range(10):
        answer = sign_in(Client(), f"name{number}", headers={"x-forwarded-for": f"192.0.2.{number}"})
        assert answer.status_code == 200
    assert sign_in(Client(), "name11", headers={"x-forwarded-for": "192.0.2.99"}).status_code == 429


def test_the_desks_door_is_the_same_door(client, editor):
    answer = client.get("/admin/login/?next=/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2F"


@pytest.mark.parametrize(
    "there",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "http:evil.example",
        "https:/evil.example",
        "javascript:alert(1)",
        " //evil.example",
        "/\t/evil.example/",
        "//evil.example@127.0.0.1/",
        "http://testserver@evil.example/",
    ],
)
def test_after_signing_in_one_stays_on_the_site(client, user, there):
    answer = client.post("/accounts/login/", {"login": "ada", "password": PASSWORD, "next": there})
    assert answer.headers["Location"] == "/progress/"


def test_after_signing_in_one_is_where_one_wanted_to_be(client, user):
    answer = client.post("/accounts/login/?next=/quiz/", {"login": "ada", "password": PASSWORD, "next": "/quiz/"})
    assert answer.headers["Location"] == "/quiz/"


def test_signing_in_gives_a_new_session(client, user):
    sign_in(client)
    first = client.session.session_key
    client.post("/accounts/logout/")
    sign_in(client)
    assert client.session.session_key != first


def test_signing_out_ends_the_session_on_the_server(client, user):
    sign_in(client)
    stolen = client.cookies["session"].value
    assert client.post("/accounts/logout/").headers["Location"] == "/"
    thief = Client()
    thief.cookies["session"] = stolen
    assert thief.get("/accounts/password/change/").status_code == 302


def test_changing_the_password_asks_for_the_present_one(user_client, user):
    new = "another walk by the sea"
    change = {"oldpassword": "not it at all", "password1": new, "password2": new}
    assert "That is not your present password." in words(user_client.post("/accounts/password/change/", change))
    user_client.post("/accounts/password/change/", change | {"oldpassword": PASSWORD})
    user.refresh_from_db()
    assert user.check_password(new)


def test_changing_the_password_signs_out_everywhere_else(user_client, user):
    elsewhere = Client()
    elsewhere.force_login(user)
    new = "another walk by the sea"
    change = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    user_client.post("/accounts/password/change/", change)
    assert user_client.get("/accounts/password/change/").status_code == 200
    assert elsewhere.get("/accounts/password/change/").status_code == 302


def test_changing_the_address_asks_for_the_password_first(client, user):
    client.force_login(user)
    answer = client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"}, follow=True)
    assert "please give your password once more" in words(answer)


def test_asking_for_a_new_password_says_the_same_for_a_known_and_an_unknown_address(client, user):
    known = client.post("/accounts/password/reset/", {"email": "ada@example.org"}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "eve@example.org"}, follow=True)
    assert words(known) == words(unknown)
    assert "Look at your mail" in words(known)
    assert [one.subject for one in mail.outbox] == [
        "Termwise: Choose a new password",
        "Termwise: No account for this address",
    ]


def test_a_forgotten_password_is_replaced_by_way_of_the_mail(client, user):
    client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)
    assert link
    page = client.get(link[1], follow=True)
    assert "Choose a new password" in words(page)
    new = "another walk by the sea"
    done = client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True)
    assert "Your password is changed" in words(done)
    user.refresh_from_db()
    assert user.check_password(new)
    assert "This link is used up" in words(Client().get(link[1], follow=True))


def test_the_mail_is_in_our_words(client, user):
    client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    lines = mail.outbox[0].body.splitlines()
    assert lines[0] == "Hello,"
    assert 'asked to choose a new password for your account "ada"' in lines[2]
    assert lines[-1] == "Termwise"


def test_signing_up_with_an_address_sends_a_link_that_confirms_it(client, db):
    client.post("/accounts/signup/", SIGN_UP | {"email": "alan@example.org"})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)
    assert link
    assert "Does alan@example.org belong to the account alan ?" in words(client.get(link[1]))
    client.post(link[1])
    assert list(User.objects.get().emailaddress_set.values_list("email", "verified")) == [("alan@example.org", True)]


def test_an_address_that_two_accounts_name_belongs_to_the_one_that_confirms_it(db):
    names, answers = ["alan", "eve"], []
    for name in names:
        answers.append(Client().post("/accounts/signup/", SIGN_UP | {"username": name, "email": "alan@example.org"}))
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    for message in mail.outbox[:2]:
        link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", message.body)
        assert link
        Client().post(link[1])
    owners = EmailAddress.objects.filter(email="alan@example.org", verified=True)
    assert list(owners.values_list("user__username", flat=True)) == ["alan"]
    mail.outbox.clear()
    Client().post("/accounts/password/reset/", {"email": "alan@example.org"})
    assert ['your account "alan"' in message.body for message in mail.outbox] == [True]


def test_an_account_that_is_switched_off_is_told_so_after_the_right_password(client, user):
    user.is_active = False
    user.save()
    assert "This account is switched off" in words(sign_in(client, follow=True))
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "path", ["password/set/", "email/", "logout/", "inactive/", "confirm-email/", "confirm-email/no:such:key/"]
)
def test_every_page_of_the_account_is_on_the_sites_own_frame(user_client, path):
    page = user_client.get(f"/accounts/{path}", follow=True).content.decode()
    assert 'class="masthead"' in page
    assert page.count("<h1") == 1


def test_the_log_says_who_came_and_went_and_never_what_was_typed(client, user, caplog):
    caplog.set_level("INFO", "termwise.accounts")
    sign_in(client, "a password in the wrong field", "not it at all")
    sign_in(client)
    client.post("/accounts/logout/")
    assert [record.getMessage() for record in caplog.records if record.name == "termwise.accounts"] == [
        "user - at 127.0.0.1: wrong name or password",
        f"user {user.pk} at 127.0.0.1: signed in",
        f"user {user.pk} at 127.0.0.1: signed out",
    ]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("login", "No name and no address is that long."),
        ("password", "A password has up to 1,000 characters."),
    ],
)
def test_a_huge_name_or_password_is_answered_at_once(client, user, field, said):
    began = time.monotonic()
    answer = client.post("/accounts/login/", {"login": "ada", "password": PASSWORD} | {field: "x" * 2_000_000})
    assert said in words(answer)
    assert time.monotonic() - began < 2
