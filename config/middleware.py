"""Rules that hold for every request and response: methods, headers, and privacy where a person is named."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.views import error_page

View = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Also on answers that no middleware further in has seen.
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def security_headers(get_response: View) -> View:
    """Outermost, so that static files and redirects carry the headers too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

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
