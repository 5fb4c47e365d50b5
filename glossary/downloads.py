"""Terms for machines: one in the format that was asked for, or all of them as a file."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from glossary import caching, edition, exporter, exports, linked_data
from glossary.addresses import address, from_slugs, site_address
from glossary.models import OldSlug, Term
from glossary.throttle import throttle

View = Callable[..., HttpResponseBase]

TYPES = {
    "html": "text/html",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}
# What a term's own address answers with, the first where a visitor doesn't mind.
TERM_FORMATS = ("html", "json", "jsonld", "ttl")
_QUOTED = re.compile(r'"[^"]*"')  # may hold a comma
_LIKED = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def accepted(term: dict) -> dict:
    """What readers may see of a term's plain values."""
    relations = [one for one in term["relations"] if not one["is_proposed"]]
    return term | {"relations": relations}


def tag_of(request: HttpRequest, format: str = "") -> str:
    """An answer's name: it changes with the glossary and the code, and is another for every address and format."""
    where = f"{request.build_absolute_uri()}\n{format}"
    digest = hashlib.blake2b(f"{edition.token()}\n{caching.build()}\n{where}".encode(), digest_size=12)
    return f'"{digest.hexdigest()}"'


def conditional(view: View) -> View:
    """A view in, one that answers 304 to whoever has its answer out.

    Only who was answered before knows the tag of an address, so there is something at it, and a 304 costs one query.
    `*` stands for anything that is there: for that, the view looks first.
    """

    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        tag = tag_of(request, str(parts.get("format", "")))
        is_known = tag in request.headers.get("If-None-Match", "")
        response = HttpResponseNotModified() if is_known else view(request, **parts)
        if response.status_code not in (200, 304):
            return response
        if shorter := get_conditional_response(request, etag=tag):
            empty(response, shorter.status_code)
        response["ETag"], response["Cache-Control"] = tag, "no-cache"
        return response

    return answer


def empty(response: HttpResponseBase, status: int) -> None:
    """Leave its headers of an answer. Another in its place would let no go of a file that the first holds open."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = ()
    elif isinstance(response, HttpResponse):
        response.content = b""
    response.status_code = status
    del response["Content-Length"]


# ---- one term


def preferred(request: HttpRequest) -> str:
    """The format of a term that the visitor's `Accept` likes best; HTML where it likes none of ours.

    Of two that are liked equally, one that is named goes before one that `*` stands for.
    """
    ranges = dict(_ranges(request.headers.get("Accept", "*/*")))

    def liking(format: str) -> tuple[float, int]:
        kind = TYPES[format].split(";")[0]
        names = (kind, f"{kind.split('/')[0]}/*", "*/*")
        return next(((ranges[name], -at) for at, name in enumerate(names) if name in ranges), (0.0, 0))

    best = max(TERM_FORMATS, key=liking)
    return best if liking(best)[0] else "html"


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Every kind of file that an `Accept` names, and how much it is liked; other parameters tell none of ours apart."""
    for part in _QUOTED.sub("", accept).split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        liked = [found[1] for one in parameters if (found := _LIKED.fullmatch(one))]
        yield kind, float(liked[0]) if liked else 1.0


def negotiated(view: View) -> View:
    """A term's page in, the same address for machines out, too."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponseBase:
        format = preferred(request)
        response = view(request, slug) if format == "html" else term_file(request, slug=slug, format=format)
        patch_vary_headers(response, ["Accept"])
        return response

    return answer


@require_safe
@conditional
def term_file(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    """One term; proposed relations are for editors and left out."""
    if format not in TERM_FORMATS[1:]:
        raise Http404(f"No format {format!r}.")
    term = Term.objects.whole().filter(slug=slug).first()
    if term is None:
        old = get_object_or_404(OldSlug.objects.select_related("term"), slug=slug)
        return redirect("term-file", old.term.slug, format, permanent=True)
    text = term_json(term) if format == "json" else "".join(linked_data.document(term, format, site_address(request)))
    response = HttpResponse(text, content_type=TYPES[format])
    response["Content-Location"] = reverse("term-file", args=[term.slug, format])
    return response


def term_json(term: Term) -> str:
    return json.dumps(accepted(exporter.as_json(term)), ensure_ascii=False, indent=2)


def defined_term(term: Term, description: str, base: str) -> dict[str, Any]:
    """The term in schema.org's words, for what reads pages by machine."""
    here = from_slugs("term", base)(term.slug)
    names = [label.text for label in term.labels.all() if label.kind != "misspelling"]
    return {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": here,
        "url": here,
        "name": str(term),
        "termCode": term.slug,
        **({"alternateName": names} if names else {}),
        **({"description": description} if description else {}),
        "inDefinedTermSet": term_set(base),
    }


def term_set(base: str) -> dict[str, Any]:
    here = address("terms", base)
    return {"@type": "DefinedTermSet", "@id": here, "url": here, "name": "Termwise"}


# ---- all of them


def whole_json() -> Iterator[str]:
    """The whole glossary as one JSON object, in pieces."""
    yield '{"terms": ['
    for number, term in enumerate(exporter.terms()):
        yield (",\n" if number else "\n") + json.dumps(accepted(exporter.as_json(term)), ensure_ascii=False)
    yield "\n]}\n"


# Name in the address -> what writes it, given where the site is.
FORMATS: dict[str, Callable[[str], Iterator[str]]] = {
    "json": lambda base: whole_json(),
    "jsonld": lambda base: linked_data.whole("jsonld", base),
    "md": lambda base: exporter.markdown(),
    "ttl": lambda base: linked_data.whole("ttl", base),
}


# These name the site's address, so there is a file for each.
PLACED = ("jsonld", "ttl")
AGAIN = 15  # seconds


@require_safe
@conditional
@throttle("export", 20, per=600)
def export(request: HttpRequest, format: str) -> HttpResponseBase:
    if format not in FORMATS:
        raise Http404(f"No export format {format!r}.")
    base = site_address(request)
    try:
        file = exports.opened(format, base if format in PLACED else "", lambda: FORMATS[format](base))
    except exports.Busy:
        return being_made(request)
    return FileResponse(file, content_type=TYPES[format], as_attachment=True, filename=f"glossary.{format}")


def being_made(request: HttpRequest) -> HttpResponse:
    advice = f"The whole glossary is being put into a file right now. Please try again in {AGAIN} seconds."
    page = {"status": 503, "heading": "Almost there", "advice": advice}
    response = render(request, "error.html", page, status=503)
    response["Retry-After"] = str(AGAIN)
    return response


def in_blocks(pieces: Iterator[str], size: int = 65_536) -> Iterator[str]:
    """The same text in fewer, larger pieces: a server sends each piece by itself."""
    block: list[str] = []
    length = 0
    for piece in pieces:
        block.append(piece)
        length += len(piece)
        if length >= size:
            yield "".join(block)
            block, length = [], 0
    yield "".join(block)
