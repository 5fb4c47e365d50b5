"""Terms for machines: one in the format that was asked for, or all of them as a file written while it is sent."""

import json
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition, require_safe

from glossary import edition, exporter, linked_data
from glossary.addresses import address, from_slugs, site_address
from glossary.models import OldSlug, Term

View = Callable[..., HttpResponse]

TYPES = {
    "html": "text/html",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}
# What a term's own address answers with, the first where a visitor doesn't mind.
TERM_FORMATS = ("html", "json", "jsonld", "ttl")


def accepted(term: dict) -> dict:
    """What readers may see of a term's plain values."""
    relations = [one for one in term["relations"] if not one["is_proposed"]]
    return term | {"relations": relations}


def tag_of(request: HttpRequest, **parts: str) -> str:
    """An answer's name: it changes with the glossary, with the code, and from one form to another."""
    form = parts.get("format", "json")
    return f'"{edition.token()}-{settings.VERSION}-{form}"'


# ---- one term


def preferred(request: HttpRequest) -> str:
    """The format of a term that the visitor's `Accept` likes best; HTML where it likes none of ours."""
    try:
        chosen = request.get_preferred_type([TYPES[format].split(";")[0] for format in TERM_FORMATS])
    except ValueError:  # a header beyond reading
        return "html"
    return next((format for format in TERM_FORMATS if chosen and TYPES[format].startswith(chosen)), "html")


def negotiated(view: View) -> View:
    """A term's page in, the same address for machines out, too."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponse:
        format = preferred(request)
        response = view(request, slug) if format == "html" else term_file(request, slug=slug, format=format)
        patch_vary_headers(response, ["Accept"])
        return response

    return answer


@require_safe
@condition(etag_func=tag_of)
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
    response["Cache-Control"] = "no-cache"
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


@require_safe
@condition(etag_func=tag_of)
def export(request: HttpRequest, format: str) -> HttpResponseBase:
    if format not in FORMATS:
        raise Http404(f"No export format {format!r}.")
    pieces = FORMATS[format](site_address(request))
    response = StreamingHttpResponse(in_blocks(pieces), content_type=TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="glossary.{format}"'
    response["Cache-Control"] = "no-cache"
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
