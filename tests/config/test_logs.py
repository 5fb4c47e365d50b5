"""One safe line for each event."""

import logging

from django.contrib.auth.models import User

from config.logs import OneLine


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
