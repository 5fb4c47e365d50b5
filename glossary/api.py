"""The read-only JSON interface under /api/v1/: a request in, plain values out (docs/api.md)."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt

from glossary import downloads, exporter, text
from glossary import search as searching
from glossary.choosing import Choice
from glossary.counts import counts
from glossary.models import Category, OldSlug, Relation, Term, TermQuerySet
from glossary.relations import Kind
from glossary.throttle import throttle

DOCUMENT = Path(__file__).parent / "openapi.json"
USUAL, MOST = 50, 200
STATUSES = ("defined", "stub")


class Refusal(Exception):
    """A request that cannot be answered: the status, what is wrong, and with which parameter."""

    def __init__(self, status: int, message: str, parameter: str = "") -> None:
        super().__init__(message)
        self.status, self.message, self.parameter = status, message, parameter


def answers(*parameters: str) -> Callable[[Callable[..., Any]], Callable[..., HttpResponseBase]]:
    """A function that finds values in, a view that tells them as JSON out: the values, a 304 or an error."""

    def decorate(find: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
        @downloads.conditional
        def told(request: HttpRequest, **parts: str) -> HttpResponse:
            return _json(find(request, **parts))

        @csrf_exempt  # nothing is changed here, and a POST shall be told so in JSON
        @throttle("api", 600, per=60, refuse=_too_many)
        @wraps(find)
        def answer(request: HttpRequest, **parts: str) -> HttpResponseBase:
            try:
                _check(request, parameters)
                return told(request, **parts)
            except Refusal as refusal:
                return _error(refusal)

        return answer

    return decorate


def _check(request: HttpRequest, parameters: tuple[str, ...]) -> None:
    if request.method not in ("GET", "HEAD"):
        raise Refusal(405, "This interface is for reading: use GET.")
    for name in request.GET:
        if name not in parameters:
            known = f"It knows {', '.join(parameters)}." if parameters else "It has none."
            raise Refusal(400, f"This address has no such parameter. {known}", name[:80])


def _json(values: Any, status: int = 200) -> HttpResponse:
    if isinstance(values, HttpResponse):
        return values
    return JsonResponse(values, status=status, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _error(refusal: Refusal) -> HttpResponse:
    error = {"status": refusal.status, "message": refusal.message}
    response = _json({"error": error | ({"parameter": text.clean(refusal.parameter)} if refusal.parameter else {})})
    response.status_code = refusal.status
    response["Cache-Control"] = "no-store"
    if refusal.status == 405:
        response["Allow"] = "GET, HEAD"
    return response


def _too_many(request: HttpRequest, wait: int) -> HttpResponse:
    response = _error(Refusal(429, f"That was a lot at once. Please wait {wait} seconds."))
    response["Retry-After"] = str(wait)
    return response


# ---- addresses


@answers()
def index(request: HttpRequest) -> dict[str, Any]:
    present = counts()
    return {
        "terms": _address(request, "api-terms"),
        "categories": _address(request, "api-categories"),
        "relations": _address(request, "api-relations"),
        "openapi": _address(request, "api-openapi"),
        "counts": {"terms": present.terms, "stubs": present.stubs, "relations": present.relations},
    }


@answers()
def openapi(request: HttpRequest) -> dict[str, Any]:
    return _document() | {"servers": [{"url": _address(request, "api-index")}]}


@cache
def _document() -> dict[str, Any]:
    return json.loads(DOCUMENT.read_text(encoding="utf-8"))


@answers("after", "category", "letter", "limit", "q", "status", "updated_since")
def terms(request: HttpRequest) -> dict[str, Any]:
    """Terms by title, each with all that belongs to it."""
    limit = _limit(request)
    found = _chosen(request)
    if after := _given(request, "after"):
        found = found.filter(key__gt=after)
    page = list(found.whole()[: limit + 1])
    values = [downloads.accepted(exporter.as_json(term)) for term in page[:limit]]
    return {"terms": values, "next": _next(request, page[limit - 1].key if len(page) > limit else "")}


@answers()
def term(request: HttpRequest, slug: str) -> dict[str, Any] | HttpResponse:
    found = Term.objects.whole().filter(slug=slug).first()
    if found:
        return downloads.accepted(exporter.as_json(found))
    old = OldSlug.objects.select_related("term").filter(slug=slug).first()
    if old is None:
        raise Refusal(404, "There is no term at this address.")
    return redirect("api-term", old.term.slug, permanent=True)


@answers()
def categories(request: HttpRequest) -> dict[str, Any]:
    sizes = counts().categories
    return {
        "categories": [
            {"slug": one.slug, "name": one.name, "description": one.description, "terms": sizes.get(one.pk, 0)}
            for one in Category.objects.all()
        ]
    }


@answers("after", "kind", "limit", "term")
def relations(request: HttpRequest) -> dict[str, Any]:
    """Accepted relations in the order they were made."""
    limit = _limit(request)
    found = Relation.objects.accepted().select_related("subject", "object").order_by("pk")
    if after := _given(request, "after"):
        found = found.filter(pk__gt=_whole_number(after, "after", 2**63 - 1))
    if kind := _given(request, "kind"):
        found = found.filter(kind=_one_of(kind, Kind.values, "kind"))
    if slug := _given(request, "term"):
        one = _named(Term, slug, "term")
        found = found.filter(subject=one) | found.filter(object=one)
    page = list(found[: limit + 1])
    values = [_relation(one) for one in page[:limit]]
    return {"relations": values, "next": _next(request, str(page[limit - 1].pk) if len(page) > limit else "")}


def _relation(one: Relation) -> dict[str, Any]:
    kind = Kind(one.kind)
    return {
        "subject": {"slug": one.subject.slug, "term": str(one.subject)},
        "kind": one.kind,
        "verb": kind.verb,
        "inverse_verb": kind.inverse_verb,
        "object": {"slug": one.object.slug, "term": str(one.object)},
        "skos": kind.skos,
    }


@answers()
def nowhere(request: HttpRequest, rest: str) -> Any:
    raise Refusal(404, f"There is nothing at this address. What there is stands at {reverse('api-index')}.")


# ---- what a request asks for


def _given(request: HttpRequest, name: str) -> str:
    """A parameter as any database takes it."""
    value = request.GET.get(name, "")[:450]
    return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _chosen(request: HttpRequest) -> TermQuerySet:
    """The list of terms on the site has the same filters."""
    status, category = _given(request, "status"), _given(request, "category")
    if status:
        _one_of(status, STATUSES, "status")
    choice = Choice(
        q=searching.clean_query(request.GET.get("q", "")),
        letter=text.fold(_given(request, "letter")[:1]),
        is_stub=status == "stub",
        category=_named(Category, category, "category") if category else None,
    )
    found = choice.terms(counts())
    if status == "defined":
        found = found.defined()
    if since := _given(request, "updated_since"):
        found = found.filter(updated__gte=_moment(since))
    return found


def _named(model: Any, slug: str, parameter: str) -> Any:
    found = model.objects.filter(slug=slug).first()
    if found is None:
        raise Refusal(400, f"There is no {parameter} of this slug.", parameter)
    return found


def _one_of(value: str, values: Any, parameter: str) -> str:
    if value not in values:
        raise Refusal(400, f"This is one of {', '.join(values)}.", parameter)
    return value


def _limit(request: HttpRequest) -> int:
    given = _given(request, "limit")
    return _whole_number(given, "limit", MOST, lowest=1) if given else USUAL


def _whole_number(value: str, parameter: str, highest: int, lowest: int = 0) -> int:
    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 20 else -1
    if not lowest <= number <= highest:
        raise Refusal(400, f"This is a whole number from {lowest} to {highest}.", parameter)
    return number


def _moment(value: str) -> datetime:
    """A date, or a time; one without a zone is UTC. A plus that was not escaped has become a space."""
    try:
        moment = parse_datetime(value.replace(" ", "+")) or datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refusal(400, "This is a time such as 2026-05-01T12:00:00Z.", "updated_since") from error


def _address(request: HttpRequest, name: str) -> str:
    return request.build_absolute_uri(reverse(name))


def _next(request: HttpRequest, after: str) -> str | None:
    if not after:
        return None
    query = request.GET.copy()
    query["after"] = after
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
