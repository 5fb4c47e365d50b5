"""One safe line for each event."""

import logging
import sqlite3
import sys

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client

from config.logs import OneLine
from glossary.models import Import, Term


def line(message: str, *args: object, **extra: object) -> str:
    record = logging.LogRecord("termwise", logging.INFO, "", 0, message, args, None)
    record.__dict__ |= {"created": 0.0, "msecs": 0.0} | extra
    return OneLine("{asctime}Z {levelname} {name}: {message}", style="{").format(record)


def test_what_a_visitor_sent_cannot_start_a_line_of_its_own():
    assert line("Not Found: %s", "/a\r\n1970 INFO forged\x1b[2J") == (
        "1970-01-01 00:00:00,000Z INFO termwise: Not Found: /a\\r\\n1970 INFO forged\\x1b[2J"
    )


def test_letters_of_any_script_stay_as_they_are():
    assert line("Größe 大小").endswith("Größe 大小")


def test_a_line_about_a_request_says_who_and_from_where(rf):
    request = rf.get("/", REMOTE_ADDR="192.0.2.7")
    assert line("Forbidden", request=request).endswith("Forbidden (user - at 192.0.2.7)")
    request._cached_user = User(pk=5)
    assert line("Forbidden", request=request).endswith("Forbidden (user 5 at 192.0.2.7)")


def logged(caplog: pytest.LogCaptureFixture, logger: str) -> list[str]:
    """The lines of one logger, as they are written."""
    return [OneLine("{message}", style="{").format(record) for record in caplog.records if record.name == logger]


def test_a_form_that_is_refused_is_logged_with_who_sent_it(user, caplog):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    client.post("/quiz/", {"length": "5"})
    assert logged(caplog, "django.security.csrf") == [
        f"Forbidden (CSRF cookie not set.): /quiz/ (user {user.pk} at 127.0.0.1)"
    ]


@pytest.mark.parametrize(
    ("address", "form", "told"),
    [
        ("/debt/set-aside/", {"word": "TLS"}, "Forbidden (Permission denied): /debt/set-aside/"),
        ("/quiz/", dict.fromkeys(map(str, range(3_000)), "x"), "The number of GET/POST parameters exceeded"),
    ],
)
def test_a_refusal_takes_one_line(client, db, caplog, address, form, told):
    assert client.post(address, form).status_code in (400, 403)
    (record,) = (record for record in caplog.records if record.name.startswith("django."))
    assert record.exc_info
    (written,) = OneLine("{message}", style="{").format(record).splitlines()
    assert written.startswith(told)


def test_a_request_whose_session_cannot_be_read_is_logged_all_the_same(rf):
    request = rf.get("/", REMOTE_ADDR="192.0.2.7", headers={"cookie": "session=x"})
    request.session = None
    assert line("Forbidden", request=request).endswith("Forbidden (user - at 192.0.2.7)")


def test_what_is_deleted_and_undone_at_the_desk_is_logged_with_who_did_it_and_how_many(editor, editor_client, caplog):
    caplog.set_level("INFO", "termwise")
    terms = [Term.objects.create(title=title) for title in ("One", "Two", "Three")]
    batch = Import.objects.create(name="notes\r\nforged", created=terms[0].created)
    ticked = {"action": "delete_selected", "_selected_action": [terms[0].pk, terms[1].pk], "post": "yes"}
    editor_client.post("/admin/glossary/term/", ticked)
    editor_client.post(f"/admin/glossary/term/{terms[2].pk}/delete/", {"post": "yes"})
    editor_client.post("/admin/glossary/import/", {"action": "undo", "_selected_action": [batch.pk]})
    who = f" (user {editor.pk} at 127.0.0.1)"
    assert not Term.objects.exists()
    assert logged(caplog, "termwise.imports") == [f"import {batch.pk}: undone, 0 terms kept"]
    assert logged(caplog, "termwise.desk") == [
        f"/admin/glossary/term/: delete_selected 2{who}",
        f"/admin/glossary/term/{terms[2].pk}/delete/: sent{who}",
        f"/admin/glossary/import/: undo 1{who}",
    ]


def test_a_database_that_is_busy_takes_one_line_and_another_error_its_traceback(tmp_path):
    busy = OperationalError("database is locked")
    with sqlite3.connect(tmp_path / "a", isolation_level=None) as one, sqlite3.connect(tmp_path / "a", 0) as other:
        one.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as refused:
            other.execute("BEGIN IMMEDIATE")
    busy.__cause__ = refused.value
    for error, told in ((busy, ["OperationalError: database is locked"]), (ValueError("odd"), ["ValueError: odd"])):
        try:
            raise error
        except Exception:
            record = logging.LogRecord("termwise", logging.ERROR, "", 0, "Failed", (), sys.exc_info())
        lines = OneLine("{message}", style="{").format(record).splitlines()
        assert (lines == ["Failed", *told]) is (error is busy)
