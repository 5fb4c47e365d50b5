"""Log lines in, one safe line each out: UTC times, who asked, and nothing a visitor sent can start a new line."""

import logging
import time

from django.http import HttpRequest


class OneLine(logging.Formatter):
    """Escapes line breaks and other control characters of the message; a traceback keeps its lines."""

    converter = staticmethod(time.gmtime)

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record) + visitor(getattr(record, "request", None))
        return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in line)


def visitor(request: object) -> str:
    """Whose request it was: the account by number if it is known already, and the address."""
    if not isinstance(request, HttpRequest):
        return ""
    user = getattr(request, "_cached_user", None)  # the public name would ask a database that may be down
    return f" (user {getattr(user, 'pk', None) or '-'} at {request.META.get('REMOTE_ADDR', '-')})"
