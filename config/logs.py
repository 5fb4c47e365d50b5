"""Log lines in, one safe line each out: UTC times, who asked, and nothing a visitor sent can start a new line."""

import copy
import logging
import time
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest

from config.busy import is_busy


class OneLine(logging.Formatter):
    """Escapes line breaks and other control characters of the message; a traceback keeps its lines."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        """A request that is refused is no fault in the code: its line says all there is to say."""
        if record.exc_info and 400 <= getattr(record, "status_code", 0) < 500:
            record = copy.copy(record)
            record.exc_info = record.exc_text = None
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record) + visitor(getattr(record, "request", None))
        return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in line)

    def formatException(self, ei: Any) -> str:
        """One line for a busy database, which is no fault in the code: many may be turned away at a time."""
        return f"{type(ei[1]).__name__}: {ei[1]}" if is_busy(ei[1]) else super().formatException(ei)


def visitor(request: object) -> str:
    """Whose request it was: the account by number, and the address."""
    if not isinstance(request, HttpRequest):
        return ""
    return f" (user {account(request) or '-'} at {request.META.get('REMOTE_ADDR', '-')})"


def account(request: HttpRequest) -> Any:
    """As it is known already, or as the session says, where one comes with the request and the database answers."""
    if hasattr(request, "_cached_user"):
        return request._cached_user.pk
    if settings.SESSION_COOKIE_NAME in request.COOKIES and hasattr(request, "session"):
        with suppress(Exception):  # the line may be about a database that is down
            return request.session.get(SESSION_KEY)
    return None
