"""Pages about how terms hang together: the map, and two terms side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from glossary import map as mapping
from glossary import pairs, text
from glossary.caching import public_page
from glossary.counts import counts
from glossary.models import Category, OldSlug, Term


@require_safe
@public_page
def glossary_map(request: HttpRequest) -> HttpResponse:
    """The whole glossary, or with ?category= the terms of one category."""
    slug = text.clean(request.GET.get("category", ""))
    if slug:
        return category_map(request, None if slug == mapping.NONE else get_object_or_404(Category, slug=slug))
    page = {
        "overview": mapping.overview(),
        "blocks": mapping.whole(),
        "counts": counts(),
    }
    return render(request, "glossary/map.html", page)


def category_map(request: HttpRequest, category: Category | None) -> HttpResponse:
    page = {
        "drawn": mapping.block(category),
        "category": category,
        "here": [category.pk] if category else [],
    }
    return render(request, "glossary/map_category.html", page)


@require_safe
@public_page
def versus(request: HttpRequest, one: str, other: str) -> HttpResponse:
    """Two terms side by side; the address names the one of the lower slug first."""
    slugs = sorted({present(one), present(other)})
    if len(slugs) == 1:
        return redirect("term", *slugs, permanent=True)
    if [one, other] != slugs:
        return redirect("versus", *slugs, permanent=True)
    terms = Term.objects.whole().in_bulk(slugs, field_name="slug")
    return render(request, "glossary/vs.html", {"pair": pairs.pair(*(terms[slug] for slug in slugs))})


def present(slug: str) -> str:
    """The slug a term has now; 404 where no term has or had it."""
    if Term.objects.filter(slug=slug).exists():
        return slug
    return get_object_or_404(OldSlug.objects.select_related("term"), slug=slug).term.slug
