"""The site on its address, for readers: `python -m config.serve`.

Waitress reads and writes every connection in one loop and hands only whole requests to its threads,
so a slow client occupies none of them.
"""

import errno
import signal
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from waitress.server import create_server

HOST = "127.0.0.1"
REFUSED = {
    errno.EADDRINUSE: "is taken by another program. Stop that one, or choose another: PORT=8001 make run",
    errno.EACCES: "is reserved for the system. Choose one above 1023: PORT=8001 make run",
}


def options() -> dict[str, Any]:
    """How waitress is to serve."""
    limits = {
        "threads": 8,
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
        from config.wsgi import application

        server = create_server(application, host=HOST, port=settings.PORT, **options())
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
