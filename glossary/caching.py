"""What is made from the glossary, kept for as long as the glossary stays the same: values, and pages for anybody."""

import hashlib
import zlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from glossary import edition

Value = TypeVar("Value")
View = Callable[..., HttpResponseBase]

KEPT = 24 * 3600  # seconds, for want of an end: a changed glossary has another key
LONGEST = 2**18  # bytes; a longer page is not kept
# A visitor with one of these gets pages of their own: with their name, a key to a form, a message to them.
PERSONAL = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")


def kept(name: str, make: Callable[[], Value]) -> Value:
    """A value made from the glossary, made anew only when the glossary has changed; nobody may change it.

    It is kept in this process as it is: every page asks for some, and a cache would copy them each time.
    """
    token = edition.token()
    found = _values.get(name)
    if found is None or found[0] != token:
        _values[name] = found = (token, make())
    return found[1]


_values: dict[str, tuple[str, Any]] = {}


@cache
def build() -> str:
    """The name of the code and templates that pages are made with."""
    digest = hashlib.blake2b(digest_size=8)
    for folder in ("glossary", "quiz", "config", "templates", "staticfiles/staticfiles.json"):
        place = Path(settings.BASE_DIR, folder)
        for file in [place] if place.suffix else sorted([*place.rglob("*.py"), *place.rglob("*.html")]):
            digest.update(f"{file} {file.stat().st_mtime_ns if file.exists() else 0}\n".encode())
    return digest.hexdigest()


def public_page(view: View) -> View:
    """A view of a page for anybody in, one that makes the page once for each state of the glossary out.

    Whoever comes with a session gets a page of their own, which is kept nowhere. The view answers only
    GET and HEAD, or says itself that it does.
    """

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with edition.held() as state:
            if settings.DEBUG or any(name in request.COOKIES for name in PERSONAL):
                return view(request, *args, **kwargs)
            key = _key(request, state.whole)
            found = caches["pages"].get(key)
            if found is None:
                response = view(request, *args, **kwargs)
                if not _is_for_anybody(response, request):
                    return response
                found = _as_kept(response)
                caches["pages"].set(key, found, timeout=KEPT)
        packed, headers = found
        whole = HttpResponse(headers=headers)
        answer = get_conditional_response(request, etag=headers["ETag"], response=whole) or whole
        if answer is whole:
            whole.content = zlib.decompress(packed)
        return answer

    return page


def _key(request: HttpRequest, token: str) -> str:
    """All that a page depends on: what was asked for and how, the glossary, the code, and the day."""
    accept = request.headers.get("Accept", "")
    if accept.startswith("text/html,"):  # any browser: HTML before all else
        accept = "text/html"
    asked = [request.headers.get(name, "") for name in ("HX-Request", "HX-History-Restore-Request")]
    parts = [request.build_absolute_uri(), accept, *asked, token, build(), str(timezone.localdate())]
    return "page:" + hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _is_for_anybody(response: HttpResponseBase, request: HttpRequest) -> TypeGuard[HttpResponse]:
    """Whether nothing of one visitor is in a page, and it is a page to keep."""
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and len(response.content) <= LONGEST
        and not response.cookies
        and not request.session.modified
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "private" not in response.get("Cache-Control", "")
    )


def _as_kept(response: HttpResponse) -> tuple[bytes, dict[str, str]]:
    patch_vary_headers(response, ["Cookie"])
    response.headers.setdefault("Cache-Control", "no-cache")  # kept by browsers, asked for again every time
    response.headers.setdefault("ETag", f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"')
    return zlib.compress(response.content, level=1), dict(response.headers)
