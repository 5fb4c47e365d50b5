"""The terms that changed last, as an Atom feed."""

import re
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import require_safe

from glossary import downloads, rendering
from glossary.models import Term

LATEST = 50
# What XML has no way to say.
_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class LatestTerms(Feed):
    """New and changed terms, those without a definition left out: there is nothing to read in them."""

    feed_type = Atom1Feed
    title = "Termwise: new and changed terms"
    subtitle = "What was added to the glossary or rewritten, the newest first."
    author_name = "Termwise"

    def link(self) -> str:
        return reverse("terms")

    def items(self) -> QuerySet[Term]:
        return Term.objects.defined().prefetch_related("categories").order_by("-updated", "-pk")[:LATEST]

    def item_guid(self, item: Term) -> str:
        """For good, though the term's address may change."""
        return uuid5(NAMESPACE_URL, f"{item.pk} {item.created.isoformat()}").urn

    def item_title(self, item: Term) -> str:
        return speakable(str(item))

    def item_description(self, item: Term) -> str:
        return escape(speakable(rendering.summary(item, 400)))

    def item_pubdate(self, item: Term) -> datetime:
        return item.created

    def item_updateddate(self, item: Term) -> datetime:
        return item.updated

    def item_categories(self, item: Term) -> list[str]:
        return [speakable(category.name) for category in item.categories.all()]


def speakable(text: str) -> str:
    return _UNSPEAKABLE.sub("", text)


_latest_terms = LatestTerms()


@require_safe
@downloads.conditional
def feed(request: HttpRequest) -> HttpResponse:
    return _latest_terms(request)
