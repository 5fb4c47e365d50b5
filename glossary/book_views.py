"""The pages of the glossary as a book."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from glossary import book
from glossary.caching import public_page


@require_safe
@public_page
def whole(request: HttpRequest) -> HttpResponse:
    """The book, or its contents alone where it is too long for one page."""
    chapters = book.contents()
    terms = sum(chapter.count for chapter in chapters)
    filled = book.whole(chapters) if terms <= book.MOST else []
    page = {"contents": chapters, "chapters": filled, "index": book.index(filled), "terms": terms}
    return render(request, "glossary/book.html", page)


@require_safe
@public_page
def chapter(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """One part of a chapter."""
    chapters = book.contents()
    one = next((chapter for chapter in chapters if chapter.slug == slug), None)
    if one is None or number not in one.parts:
        raise Http404(f"No part {number} of a chapter {slug!r}.")
    filled = book.part(one, number)
    page = {"one": one, "number": number, "chapters": filled, "index": book.index(filled)}
    return render(request, "glossary/book.html", page)
