"""The site on its address, for readers: `python -m config.serve`.

Waitress reads and writes every connection in one loop and hands only whole requests to its threads,
so a slow client occupies none of them. Here whoever sends something gets other threads than whoever reads: one writes
at a time, and the others wait their turn, so that any number of them would leave readers no thread.
"""

import errno
import os
import signal
import sys
from functools import cache
from typing import Any

import django
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ErrorTask, Task, ThreadedTaskDispatcher, WSGITask

from config.middleware import HEADERS
from glossary import reach

HOST = "127.0.0.1"
REFUSED = {
    errno.EADDRINUSE: "is taken by another program. Stop that one, or choose another: PORT=8001 make run",
    errno.EACCES: "is reserved for the system. Choose one above 1023: PORT=8001 make run",
}


WRITERS = 4  # threads


@cache
def headers() -> list[tuple[str, str]]:
    """What every answer carries, also one that the server gives by itself."""
    return [*HEADERS.items(), ("Content-Security-Policy", build_policy())]


class Guarded(Task):
    def build_response_header(self) -> bytes:
        there = {name for name, _ in self.response_headers}
        self.response_headers += [header for header in headers() if header[0] not in there]
        return bytes(super().build_response_header())


class Answer(Guarded, WSGITask):
    def finish(self) -> None:
        """An answer to HEAD of unknown length ends with its headers, without the mark that ends a body."""
        self.write(b"")
        if self.request.command != "HEAD":
            super().finish()


class Refusal(Guarded, ErrorTask):
    """Of what is no request that the site could be asked."""


class Channel(HTTPChannel):
    task_class = Answer
    error_task_class = Refusal


class Lanes:
    """Requests in, each to the threads for its sort: those that send something, and the others."""

    def __init__(self, reading: ThreadedTaskDispatcher) -> None:
        self.reading, self.writing = reading, ThreadedTaskDispatcher()
        self.writing.set_thread_count(WRITERS)

    def add_task(self, channel: HTTPChannel) -> None:
        method = getattr(channel.requests[0], "command", "")  # of what is no request there is none
        lane = self.writing if method == "POST" else self.reading
        lane.add_task(channel)

    def shutdown(self) -> None:
        self.writing.shutdown()
        self.reading.shutdown()


def options() -> dict[str, Any]:
    """How waitress is to serve."""
    limits = {
        "threads": 8,  # for those who read
        "connection_limit": 1000,
        "asyncore_use_poll": True,  # select() stops at 1024 open files
        "max_request_body_size": 11 * 2**20,
        "max_request_header_size": 32 * 2**10,
        "channel_timeout": 60,
        "cleanup_interval": 10,
    }
    proxy = {
        "trusted_proxy": HOST,
        "trusted_proxy_count": settings.PROXIES,
        "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto",
    }
    return limits | (proxy if settings.PROXIES else {}) | {"clear_untrusted_proxy_headers": True, "ident": ""}


def stop(*_: Any) -> None:
    """Ends the program without a traceback, also before the server has begun to listen for its end."""
    raise SystemExit


def main() -> None:
    try:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        django.setup()
        reach.check()
        connection.close()
        from config.wsgi import application

        server = create_server(application, host=HOST, port=settings.PORT, **options())
        server.channel_class = Channel
        server.task_dispatcher = Lanes(server.task_dispatcher)
    except ImproperlyConfigured as error:
        sys.exit(f"Termwise cannot start: {error}")
    except OSError as error:
        sys.exit(f"Port {settings.PORT} {REFUSED.get(error.errno or 0, f'cannot be used: {error}.')}")
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, stop)
    print(f"Termwise is at http://{HOST}:{settings.PORT}/ (an editor's account: make admin)", flush=True)
    server.run()


if __name__ == "__main__":
    main()
