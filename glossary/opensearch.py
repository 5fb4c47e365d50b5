"""What a browser needs to search from its address bar: a description of the search, and suggestions."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from glossary import search as searching
from glossary.search import Hit
from glossary.throttle import throttle

MOST = 8
DESCRIPTION = "application/opensearchdescription+xml"
SUGGESTIONS = "application/x-suggestions+json"


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    site = request.build_absolute_uri("/").rstrip("/")
    return render(request, "glossary/opensearch.xml", {"site": site}, content_type=f"{DESCRIPTION}; charset=utf-8")


@require_safe
@throttle("search", 240, per=60)
def suggestions(request: HttpRequest) -> HttpResponse:
    """The query, then names, descriptions and addresses, each in a list, as browsers expect them."""
    results = searching.search(request.GET.get("q", ""), MOST)
    names = [hit.name or str(hit.term) for hit in results.all]
    descriptions = [described(hit) for hit in results.all]
    addresses = [request.build_absolute_uri(hit.term.get_absolute_url()) for hit in results.all]
    return JsonResponse([results.query, names, descriptions, addresses], safe=False, content_type=SUGGESTIONS)


def described(hit: Hit) -> str:
    return "".join(part.text for part in hit.excerpt)
