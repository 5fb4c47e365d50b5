"""Error pages and what machines ask of a site as a whole."""

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.busy import is_busy
from glossary import reach

logger = logging.getLogger("termwise.errors")

# Status -> heading and what to do.
ERRORS = {
    400: ("That request could not be read", "Go back and try again. If it happens again, please tell us what you did."),
    403: ("This page is not open to you", "Signing in with another account may help."),
    404: ("There is no page here", "It may have moved, or the address has a slip in it. Searching usually finds it."),
    405: ("That can’t be done here", "Go back and try the page’s own buttons."),
    429: ("That was a lot in a short time", "Please wait a few minutes, then try again."),
    500: ("Something broke on our side", "Nothing you had saved is lost. Please try again in a moment."),
    503: ("Busy right now", "Nothing was lost. Go back and try again in a moment."),
}


def error_page(status: int, heading: str = "", advice: str = "") -> HttpResponse:
    """A short page that touches neither the request nor the database, so that it can't fail in turn."""
    usual_heading, usual_advice = ERRORS[status]
    context = {"status": status, "heading": heading or usual_heading, "advice": advice or usual_advice}
    try:
        return HttpResponse(render_to_string("error.html", context), status=status)
    except Exception:
        logger.exception("The error page itself failed")
        text = f"{context['heading']}. {context['advice']}\n"
        return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(404)


def too_many(request: HttpRequest) -> HttpResponse:
    response = error_page(429)
    response.headers["Retry-After"] = "300"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the error is being handled; a busy database is no fault."""
    if not is_busy(sys.exception()):
        return error_page(500)
    response = error_page(503)
    response.headers["Retry-After"] = "5"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(
        403,
        "This form was too old to send",
        "Go back, reload the page and send it again. Cookies must be on for this site.",
    )


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the site answers and its database and cache do, 503 while one of them does not."""
    status, told = 200, "ok"
    try:
        reach.ping()
    except Exception as error:  # every driver has errors of its own
        logger.error("healthz: %s", error)
        status, told = 503, "The database or the cache cannot be reached."
    return HttpResponse(f"{told}\n", status=status, content_type="text/plain; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    rules = "User-agent: *\nDisallow: /accounts/\nDisallow: /admin/\nDisallow: /progress/\nDisallow: /quiz/\n"
    rules += f"\nSitemap: {request.build_absolute_uri('/sitemap.xml')}\n"
    return HttpResponse(rules, content_type="text/plain; charset=utf-8")
