"""A query string in, which terms of the list a reader wants to see out, in words and as rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from glossary import search, text
from glossary.counts import OTHER, Counts
from glossary.models import Category, Term, TermQuerySet


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
            q=search.clean_query(request.GET.get("q", "")),
            letter=text.fold(request.GET.get("letter", "")[:1]),
            is_stub=request.GET.get("status") == "stub",
            category=get_object_or_404(Category, slug=slug) if slug else None,
        )

    @property
    def is_all(self) -> bool:
        return self == Choice()

    @property
    def sentence(self) -> str:
        return " ".join(["Terms", *(words for _, words, _ in self._filters())])

    @property
    def filters(self) -> list[tuple[str, str]]:
        """What is chosen, each in words and with the address of the list without it."""
        every = {name: value for name, _, value in self._filters()}
        return [
            (words, f"{reverse('terms')}?{urlencode(rest)}" if rest else reverse("terms"))
            for name, words, _ in self._filters()
            for rest in [{other: value for other, value in every.items() if other != name}]
        ]

    def _filters(self) -> Iterator[tuple[str, str, str]]:
        """Of each thing that is chosen its name in the address, its words, and its value in the address."""
        if self.q:
            yield "q", f"with “{self.q}”", self.q
        if self.letter:
            yield "letter", f"under {self.letter.upper()}", self.letter
        if self.category:
            yield "category", f"in {self.category}", self.category.slug
        if self.is_stub:
            yield "status", "without a definition", "stub"

    def terms(self, present: Counts) -> TermQuerySet:
        terms = Term.objects.by_key()
        if self.q:
            terms = terms.filter(search.containing([text.fold(self.q)]))
        if self.letter == OTHER:
            terms = terms.annotate(initial=Substr("key", 1, 1)).filter(initial__in=present.others)
        elif self.letter:
            terms = terms.filter(search.prefix("key", self.letter))
        if self.is_stub:
            terms = terms.stubs()
        return within(terms, self.category) if self.category else terms


def within(terms: TermQuerySet, category: Category) -> TermQuerySet:
    """The terms of a category: a condition, not a join, so that a page of them in order needs no sorting."""
    members = Term.categories.through.objects.filter(term=OuterRef("pk"), category=category)
    return terms.filter(Exists(members))
