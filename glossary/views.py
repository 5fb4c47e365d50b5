"""The glossary's pages."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import wraps
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from glossary import proposals, reading, rendering, search_words, text
from glossary import search as searching
from glossary.caching import public_page
from glossary.choosing import Choice, within
from glossary.counts import counts
from glossary.downloads import export, negotiated, term_file
from glossary.models import Category, Import, OldSlug, Term, TermQuerySet
from glossary.neighbourhood import confusable, neighbourhood
from glossary.references import cross_references
from glossary.rows import rows
from glossary.throttle import throttle

__all__ = ["category", "export", "front", "preview", "search", "term", "term_file", "term_list"]

PER_PAGE = 100
RECENT = 6
# Hits shown below the search box, and on the page of results.
FEW, MANY = 7, 50


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@require_safe
@public_page
def front(request: HttpRequest) -> HttpResponse:
    present = counts()
    shelf = [(one, present.categories.get(one.pk, 0)) for one in Category.objects.all()]
    page = {
        "counts": present,
        "shelf": shelf,
        "today": term_of_the_day(timezone.localdate()),
        "recent": lately_added()[:RECENT],
    }
    return render(request, "glossary/front.html", page)


def lately_added() -> TermQuerySet:
    """What came after the first import, the newest first: what a site begins with is no news."""
    first = Import.objects.order_by("created", "pk").values("pk")[:1]
    return Term.objects.defined().exclude(batch__in=first).order_by("-pk")


def term_of_the_day(day: date) -> Term | None:
    """Another term each day, the same all day long: what is added in the course of it has no part in it."""
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    terms = Term.objects.order_by("pk").only("pk", "updated")
    first, last = terms.first(), terms.last()
    if first is None or last is None:
        return None
    if last.updated >= midnight:
        last = terms.filter(updated__lt=midnight).last() or last
    start = first.pk + place_of(day.toordinal(), last.pk - first.pk + 1)
    defined = Term.objects.defined().with_names().order_by("pk")
    return defined.filter(pk__range=(start, last.pk)).first() or defined.first()


def place_of(number: int, places: int) -> int:
    """One of so many places for a number, the same for nearly all numbers when there is one place more.

    Lamping and Veach's jump hash: each new place takes its share of the numbers, and the others stay where they are.
    """
    place, following = -1, 0
    while following < places:
        place = following
        number = (number * 2_862_933_555_777_941_757 + 1) % 2**64
        following = int((place + 1) * 2**31 / ((number >> 33) + 1))
    return place


class NoSuchPage(Http404):
    """Asked for was a page that a list doesn't have; how many it has."""

    def __init__(self, pages: int) -> None:
        super().__init__("No such page of this list.")
        self.pages = pages


def in_pages(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view of a list that says how many pages there are when it is asked for one more."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NoSuchPage as error:
            told = {"pages": error.pages, "canonical": ""}
            return render(request, "glossary/no_such_page.html", told, status=404)

    return page


@require_safe
@in_pages
@public_page
def term_list(request: HttpRequest) -> HttpResponse:
    present = counts()
    chosen = Choice.read(request)
    page = {
        "chosen": chosen,
        "page": paged(request, chosen.terms(present), present.terms if chosen.is_all else None),
        "counts": present,
        "most": searching.MAX_QUERY,
    }
    return render(request, "glossary/terms.html", page)


def paged(request: HttpRequest, terms: TermQuerySet, count: int | None = None) -> Page:
    """The page of a list that was asked for; where its length is known, it isn't counted again."""
    paginator = Paginator(terms, PER_PAGE)
    if count is not None:
        paginator.count = count
    try:
        page: Any = paginator.page(request.GET.get("page") or 1)
    except InvalidPage as error:
        raise NoSuchPage(paginator.num_pages) from error
    page.object_list = rows(page.object_list)
    return page


@require_safe
@in_pages
@public_page
def category(request: HttpRequest, slug: str) -> HttpResponse:
    one = get_object_or_404(Category, slug=slug)
    page = paged(request, within(Term.objects.by_key(), one), counts().categories.get(one.pk, 0))
    return render(request, "glossary/category.html", {"category": one, "page": page, "here": [one.pk]})


@require_safe
@public_page
@negotiated
def term(request: HttpRequest, slug: str) -> HttpResponse:
    one = reading.term(slug)
    if one is None:
        return moved("term", slug)
    references = cross_references(one)
    page = {
        "term": one,
        "entry": rendering.entry(one),
        "references": references,
        "around": neighbourhood(one, references),
        "confusable": confusable(one, references),
        "here": [category.pk for category in one.categories.all()],
    }
    return render(request, "glossary/term.html", page)


@require_safe
@public_page
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    one = Term.objects.with_names().filter(slug=slug).first()
    if one is None:
        return moved("preview", slug)
    return render(request, "glossary/_preview.html", {"term": one})


def moved(view: str, slug: str) -> HttpResponse:
    """The way from an old address to the present one; 404 where there never was one."""
    old = get_object_or_404(OldSlug.objects.select_related("term"), slug=slug)
    return redirect(view, old.term.slug, permanent=True)


@require_safe
@throttle("search", 240, per=60)
@vary_on_headers("HX-Request")
def search(request: HtmxRequest) -> HttpResponse:
    is_fragment = bool(request.htmx) and not request.htmx.history_restore_request
    most = FEW if is_fragment else MANY
    results = searching.search(request.GET.get("q", ""), most)
    page: dict[str, Any] = {"results": results, "most": most, "q": results.query}
    if is_fragment:
        return render(request, "glossary/_options.html", page)
    page["namesakes"] = same = namesakes(results)
    page["sections"] = results.sections
    if same:
        besides = [hit for hit in results.hits if hit not in same]
        page["sections"] = [("Found besides", besides)] if besides else []
    page["wish"] = None if results.is_answered else proposals.wish(request, search_words.core(results.query))
    return render(request, "glossary/search.html", page)


def namesakes(results: searching.Results) -> list[searching.Hit]:
    """The terms that are called exactly what was looked for, one or many of it, where there is more than one such."""
    key = text.singular(text.fold(results.query))
    same = [hit for hit in results.hits if text.singular(text.fold(hit.name)) == key]
    return same if len(same) > 1 else []
