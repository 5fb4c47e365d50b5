"""Rules that hold for every request and response: methods, headers, and privacy where a person is named."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse

from config.views import error_page

logger = logging.getLogger("termwise.desk")

View = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Also on answers that no middleware further in has seen.
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def security_headers(get_response: View) -> View:
    """On the outside, so that static files and redirects carry the headers too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def headers_alone(get_response: View) -> View:
    """Whoever asks with HEAD gets the headers. The server would send a body as well, and the next answer after it
    would be taken for more of it; a download is not even begun."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD":
            if response.streaming:
                response.streaming_content = ()  # type: ignore[attr-defined]
            else:
                response.headers.setdefault("Content-Length", str(len(response.content)))
                response.content = b""
        return response

    return middleware


def known_hosts(get_response: View) -> View:
    """Under another name than the site's own nothing is to be had, static files included."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.get_host()
        return get_response(request)

    return middleware


def known_methods(get_response: View) -> View:
    """TRACE and other methods that no page is made for are refused in one place."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in METHODS:
            return get_response(request)
        response = error_page(405)
        response.headers["Allow"] = ", ".join(METHODS)
        return response

    return middleware


def desk_log(get_response: View) -> View:
    """Who changed what at the editors' desk, and how many rows: a line for every form sent there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        if request.method == "POST" and match and match.app_name == "admin" and response.status_code < 400:
            logger.info("%s: %s", request.path, asked_of_desk(request), extra={"request": request})
        return response

    return middleware


def asked_of_desk(request: HttpRequest) -> str:
    """The action with the number of rows that were ticked for it; of a single row, the address says what and which."""
    action = request.POST.get("action", "")[:50]
    ticked = "all" if request.POST.get("select_across") == "1" else len(request.POST.getlist(ACTION_CHECKBOX_NAME))
    return f"{action} {ticked}" if action else "sent"


def private_pages(get_response: View) -> View:
    """A page made for one person is kept by no cache, shared or in the browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if is_personal(request):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return middleware


def is_personal(request: HttpRequest) -> bool:
    """Whether somebody's session or their key to a form went into the answer."""
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES or request.session.modified
    return has_session or bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))
