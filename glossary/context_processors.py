"""What every page's frame shows."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from glossary import caching
from glossary.models import Category

# The parts of the site that are for everybody, and what of a query makes another page of them.
PUBLIC = ("", "terms", "categories", "map", "book", "debt")
TELLING = ("category", "letter", "status", "page")


def site(request: HttpRequest) -> dict[str, object]:
    """The section for the main navigation, the page's one address, and the categories for the thumb index.

    The categories are looked for only where a template asks for them.
    """
    section = request.path.split("/")[1]
    return {
        "section": section,
        "canonical": canonical(request) if section in PUBLIC else "",
        "site_categories": SimpleLazyObject(categories),
    }


def categories() -> list[Category]:
    return caching.kept("categories", lambda: list(Category.objects.all()))


def canonical(request: HttpRequest) -> str:
    """The address by which search engines should know the page."""
    telling = {name: request.GET[name] for name in TELLING if request.GET.get(name)}
    if telling.get("page") == "1":
        del telling["page"]
    return request.build_absolute_uri(f"{request.path}?{urlencode(telling)}" if telling else request.path)
