"""Terms in, the rows of a list out: of each only what a list shows.

A list shows a hundred terms, so its rows are no model instances, and their HTML is made here and not in a
template: each at a fifth of the cost.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F
from django.db.models.functions import Substr
from django.utils.safestring import SafeString

from glossary import rendering, text
from glossary.addresses import of_slug
from glossary.counts import OTHER
from glossary.markup import fill, join
from glossary.models import Label, LabelKind, TermQuerySet

SUMMARY = 160  # characters
STUB = fill(' class="stub"')
BEGINNING = 2_000  # of a definition that may be as long as ten pages


@dataclass(frozen=True)
class Row:
    """One term of a list; `names` are the other names that readers see."""

    slug: str
    title: str
    qualifier: str
    beginning: str
    names: list[str]

    def __str__(self) -> str:
        return f"{self.title} ({self.qualifier})" if self.qualifier else self.title

    @property
    def is_stub(self) -> bool:
        return not self.beginning

    def get_absolute_url(self) -> str:
        return of_slug("term", self.slug)

    @property
    def letter(self) -> str:
        """What it stands under in the alphabet."""
        first = text.fold(self.title)[:1]
        return first.upper() if first.isalpha() else OTHER

    @property
    def html(self) -> SafeString:
        """Its item in the list."""
        return fill(
            '<li{}><h3><a href="{}">{}</a>{}</h3>{}<p class="summary">{}</p></li>\n',
            STUB if self.is_stub else "",
            self.get_absolute_url(),
            self.title,
            fill(' <span class="qualifier">({})</span>', self.qualifier) if self.qualifier else "",
            also_called(self.names),
            "No definition yet" if self.is_stub else rendering.beginning(self.beginning, SUMMARY),
        )


def by_letter(rows: Iterable[Row]) -> list[tuple[str, SafeString]]:
    """The items of a list under the letters that they begin with."""
    return [(letter, join(row.html for row in some)) for letter, some in groupby(rows, key=lambda row: row.letter)]


def also_called(names: list[str]) -> SafeString | str:
    """The line of other names below a headword; nothing where there are none."""
    if not names:
        return ""
    *others, last = names
    listed = [fill('<span class="name">{}<span class="comma">,</span></span> ', name) for name in others]
    listed.append(fill('<span class="name">{}</span>', last))
    return fill('<p class="names"><span class="visually-hidden">Also called </span>{}</p>', join(listed))


def rows(terms: TermQuerySet) -> list[Row]:
    """The terms in their order, in two queries."""
    with_beginning = terms.annotate(beginning=Substr("definition", 1, BEGINNING))
    found = list(with_beginning.values_list("pk", "slug", "title", "qualifier", F("beginning")))
    names: dict[int, list[str]] = defaultdict(list)
    labels = Label.objects.exclude(kind=LabelKind.MISSPELLING).filter(term__in=[row[0] for row in found])
    for pk, name in labels.order_by("kind", "pk").values_list("term_id", "text"):
        names[pk].append(name)
    return [Row(slug, title, qualifier, start, names[pk]) for pk, slug, title, qualifier, start in found]
