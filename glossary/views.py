"""The glossary's pages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, Max, Min, OuterRef
from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from glossary import proposals, reading, rendering, text
from glossary import search as searching
from glossary.caching import public_page
from glossary.counts import OTHER, Counts, counts
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
    """Another term each day, the same all day long, picked without counting through the glossary."""
    defined = Term.objects.defined()
    ends = defined.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return None
    # Knuth's multiplier scatters the days that follow one another.
    start = ends["first"] + day.toordinal() * 2_654_435_761 % (ends["last"] - ends["first"] + 1)
    return defined.with_names().filter(pk__gte=start).order_by("pk").first()


@require_safe
@public_page
def term_list(request: HttpRequest) -> HttpResponse:
    present = counts()
    chosen = Choice.read(request)
    page = paged(request, chosen.terms(present), present.terms if chosen.is_all else None)
    return render(request, "glossary/terms.html", {"chosen": chosen, "page": page, "counts": present})


@dataclass(frozen=True)
class Choice:
    """Which terms of the list a reader wants to see."""

    q: str = ""
    letter: str = ""
    is_stub: bool = False
    category: Category | None = None

    @classmethod
    def read(cls, request: HttpRequest) -> "Choice":
        slug = text.clean(request.GET.get("category", ""))
        return cls(
            q=searching.clean_query(request.GET.get("q", "")),
            letter=text.fold(request.GET.get("letter", "")[:1]),
            is_stub=request.GET.get("status") == "stub",
            category=get_object_or_404(Category, slug=slug) if slug else None,
        )

    @property
    def is_all(self) -> bool:
        return self == Choice()

    def terms(self, present: Counts) -> TermQuerySet:
        terms = Term.objects.by_key()
        if self.q:
            terms = terms.filter(searching.containing([text.fold(self.q)]))
        if self.letter == OTHER:
            terms = terms.annotate(initial=Substr("key", 1, 1)).filter(initial__in=present.others)
        elif self.letter:
            terms = terms.filter(searching.prefix("key", self.letter))
        if self.is_stub:
            terms = terms.stubs()
        return within(terms, self.category) if self.category else terms


def within(terms: TermQuerySet, category: Category) -> TermQuerySet:
    """The terms of a category: a condition, not a join, so that a page of them in order needs no sorting."""
    members = Term.categories.through.objects.filter(term=OuterRef("pk"), category=category)
    return terms.filter(Exists(members))


def paged(request: HttpRequest, terms: TermQuerySet, count: int | None = None) -> Page:
    """The page of a list that was asked for; where its length is known, it isn't counted again."""
    paginator = Paginator(terms, PER_PAGE)
    if count is not None:
        paginator.count = count
    page: Any = paginator.get_page(request.GET.get("page"))
    page.object_list = rows(page.object_list)
    return page


@require_safe
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
    page = {"results": results, "most": most, "q": results.query}
    if is_fragment:
        return render(request, "glossary/_options.html", page)
    page["wish"] = None if results.is_named else proposals.wish(request, results.query)
    return render(request, "glossary/search.html", page)
