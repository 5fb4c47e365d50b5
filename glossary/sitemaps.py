"""Every public page for search engines: an index, and parts of so many addresses each."""

from collections.abc import Iterator
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from glossary import downloads
from glossary.addresses import address, from_slugs, site_address
from glossary.counts import counts
from glossary.models import Category, Term

# The protocol allows 50,000; a part should be made quickly.
PER_PART = 10_000
PAGES = ("front", "terms", "map", "book")
OPEN = '<?xml version="1.0" encoding="utf-8"?>\n<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


@require_safe
@downloads.conditional
def index(request: HttpRequest) -> HttpResponseBase:
    """Part 0 is everything but terms."""
    base = site_address(request)
    parts = [urljoin(base, reverse("sitemap-part", args=[part])) for part in range(_parts() + 1)]
    return _xml("sitemapindex", (_located("sitemap", part) for part in parts))


@require_safe
@downloads.conditional
def part(request: HttpRequest, number: int) -> HttpResponseBase:
    if number > _parts():
        raise Http404(f"No part {number} of the sitemap.")
    base = site_address(request)
    return _xml("urlset", _terms(base, number) if number else _others(base))


def _parts() -> int:
    """How many parts the terms need."""
    return -(-counts().terms // PER_PART)


def _others(base: str) -> Iterator[str]:
    for name in PAGES:
        yield _located("url", address(name, base))
    where = from_slugs("category", base)
    for slug in Category.objects.values_list("slug", flat=True):
        yield _located("url", where(slug))


def _terms(base: str, number: int) -> Iterator[str]:
    rows = Term.objects.order_by("pk").values_list("slug", "updated")
    where = from_slugs("term", base)
    for slug, updated in rows[(number - 1) * PER_PART : number * PER_PART].iterator():
        yield _located("url", where(slug), f"{updated:%Y-%m-%d}")


def _located(tag: str, where: str, changed: str = "") -> str:
    lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<{tag}><loc>{escape(where)}</loc>{lastmod}</{tag}>\n"


def _xml(root: str, lines: Iterator[str]) -> HttpResponseBase:
    def pieces() -> Iterator[str]:
        yield OPEN.format(root)
        yield from lines
        yield f"</{root}>\n"

    return StreamingHttpResponse(downloads.in_blocks(pieces()), content_type="application/xml")
