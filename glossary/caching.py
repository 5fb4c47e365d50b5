"""What is made from the glossary, kept for as long as the glossary stays the same: values, and pages for anybody."""

import gzip
import hashlib
import re
import secrets
from collections.abc import Callable
from copy import copy
from functools import cache, wraps
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.safestring import SafeString

from glossary import edition, markup

Value = TypeVar("Value")
View = Callable[..., HttpResponseBase]

KEPT = 24 * 3600  # seconds, for want of an end: a changed glossary has another key
LONGEST = 2**18  # bytes, packed; a longer page is not kept
# A visitor with one of these has things of their own on a page: their name, a message to them.
PERSONAL = (settings.SESSION_COOKIE_NAME, settings.MESSAGES_COOKIE_NAME)
# Around the parts of a page that are a visitor's own, while it is made. Nobody can write it in a text.
_MARK = secrets.token_hex(16)
_FRAME = f"<!--{_MARK} {{}}-->{{}}<!--{_MARK}-->"
_PART = re.compile(rf"<!--{_MARK} (\S+)-->(.*?)<!--{_MARK}-->".encode(), re.DOTALL)
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


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


class Hole(NamedTuple):
    """A part of a page that is a visitor's own: from where to where it is in the page, and its template."""

    start: int
    end: int
    template: str


class Kept(NamedTuple):
    """A page as anybody may see it, packed, and where a visitor's own parts go."""

    packed: bytes
    holes: tuple[Hole, ...]
    headers: dict[str, str]


def public_page(view: View) -> View:
    """A view of a page for anybody in, one that makes the page once for each state of the glossary out.

    The page is always made as for a stranger, so nothing of one visitor can be in what others get. What is a
    visitor's own, the parts that templates mark with `{% personal %}`, is put in afterwards. Editors, who see
    links to the desk in many places, get pages made for them. The view answers only GET and HEAD, or says
    itself that it does.
    """

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with edition.held() as state:
            is_personal = any(name in request.COOKIES for name in PERSONAL)
            if settings.DEBUG or (is_personal and getattr(request.user, "is_staff", False)):
                return view(request, *args, **kwargs)
            key = _key(request, state.whole)
            found: Kept | None = caches["pages"].get(key)
            if found is None:
                anybody = _stranger(request)
                response = view(anybody, *args, **kwargs)
                if not _is_for_anybody(response, anybody):
                    return view(request, *args, **kwargs) if response.status_code == 200 else response
                found = _as_kept(response)
                if len(found.packed) <= LONGEST:
                    caches["pages"].set(key, found, timeout=KEPT)
        return _filled(found, request) if is_personal else _as_it_is(found, request)

    return page


def part(context: dict[str, Any], template: str) -> SafeString:
    """A part of a page that is a visitor's own, marked where the page is made to be kept."""
    request = context.get("request")
    html = render_to_string(template, {}, request)
    return markup.fill(_FRAME, template, html) if hasattr(request, "kept") else html


def _stranger(request: HttpRequest) -> HttpRequest:
    """The same request from somebody of whom nothing is known."""
    other = copy(request)
    other.META = {name: value for name, value in request.META.items() if name not in ("HTTP_COOKIE", "CSRF_COOKIE")}
    other.COOKIES = {}
    other.session = SessionStore()
    other.user = AnonymousUser()
    vars(other).update(_messages=[], kept=True)
    return other


def _key(request: HttpRequest, token: str) -> str:
    """All that a page depends on: what was asked for and how, the glossary, the code, and the day."""
    accept = request.headers.get("Accept", "")
    if accept.startswith("text/html,"):  # any browser: HTML before all else
        accept = "text/html"
    asked = [request.headers.get(name, "") for name in ("HX-Request", "HX-History-Restore-Request")]
    parts = [request.build_absolute_uri(), accept, *asked, token, build(), str(timezone.localdate())]
    return "page:" + hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _is_for_anybody(response: HttpResponseBase, stranger: HttpRequest) -> TypeGuard[HttpResponse]:
    """Whether a page is one to keep: found, whole, and made without remembering who asked for it."""
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and not stranger.session.modified
        and not stranger.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "private" not in response.get("Cache-Control", "")
    )


def _as_kept(response: HttpResponse) -> Kept:
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    response.headers.setdefault("Cache-Control", "no-cache")  # kept by browsers, asked for again every time
    pieces: list[bytes] = []
    holes = []
    at = length = 0
    for found in _PART.finditer(response.content):
        pieces += [response.content[at : found.start()], found[2]]
        start = length + len(pieces[-2])
        length = start + len(found[2])
        holes.append(Hole(start, length, found[1].decode()))
        at = found.end()
    whole = b"".join([*pieces, response.content[at:]])
    response.headers.setdefault("ETag", f'W/"{hashlib.blake2b(whole, digest_size=12).hexdigest()}"')
    return Kept(gzip.compress(whole, compresslevel=2, mtime=0), tuple(holes), dict(response.headers))


def _as_it_is(found: Kept, request: HttpRequest) -> HttpResponseBase:
    """The page for a visitor of whom nothing is known: sent as it is kept, or not at all to who has it."""
    whole = HttpResponse(headers=found.headers)
    answer = get_conditional_response(request, etag=found.headers["ETag"], response=whole) or whole
    if answer is whole and _GZIP.search(request.headers.get("Accept-Encoding", "")):
        whole.content = found.packed
        whole.headers["Content-Encoding"] = "gzip"
    elif answer is whole:
        whole.content = gzip.decompress(found.packed)
    return answer


def _filled(found: Kept, request: HttpRequest) -> HttpResponse:
    """The page with the visitor's own parts. It is not packed: who can guess at one part could learn another."""
    whole = gzip.decompress(found.packed)
    pieces: list[bytes] = []
    at = 0
    for hole in found.holes:
        pieces += [whole[at : hole.start], render_to_string(hole.template, {}, request).encode()]
        at = hole.end
    headers = {name: value for name, value in found.headers.items() if name != "ETag"}
    return HttpResponse(b"".join([*pieces, whole[at:]]), headers=headers | {"Cache-Control": "private, no-store"})
