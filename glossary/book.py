"""The glossary in, a book of it out: categories as chapters, numbered entries, an index of all names.

A small glossary is one book; of a large one each chapter is a book of its own, in parts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.utils.safestring import SafeString

from glossary import markup, text
from glossary.models import Category, FactList, LabelKind, Term
from glossary.references import cross_references

# As many entries as one page holds: some 100 sheets of paper.
MOST = 400


@dataclass(frozen=True)
class Line:
    """A name and where it is found; another name comes with the title, one of another book without a number."""

    name: str
    number: str
    slug: str
    title: str = ""


@dataclass(frozen=True)
class Entry:
    """A term as it is printed; its number, such as 3.12, is where the index says it is."""

    term: Term
    number: str
    definition: SafeString
    fact_lists: list[tuple[FactList, list[SafeString]]]
    references: list[tuple[str, list[Line]]]


@dataclass(frozen=True)
class Chapter:
    """A category, or None for the terms that are in none; how many terms it has, and in how many parts."""

    number: int
    category: Category | None
    count: int
    entries: tuple[Entry, ...] = ()

    @property
    def title(self) -> str:
        return self.category.name if self.category else "Other terms"

    @property
    def slug(self) -> str:
        return self.category.slug if self.category else "-"

    @property
    def parts(self) -> range:
        return range(1, 2 + (self.count - 1) // MOST)


def contents() -> list[Chapter]:
    """The chapters that have terms, without their entries. A term stands in the first of its categories."""
    counted = Term.objects.order_by().annotate(home=home()).values_list("home").annotate(Count("pk"))
    sizes = dict(counted)
    categories = [category for category in Category.objects.all() if category.pk in sizes]
    found = [Chapter(number, one, sizes[one.pk]) for number, one in enumerate(categories, 1)]
    return [*found, Chapter(len(found) + 1, None, sizes[None])] if None in sizes else found


def home() -> Subquery:
    """The first of a term's categories."""
    through = Term.categories.through.objects.filter(term=OuterRef("pk"))
    return Subquery(through.order_by("category__position", "category__key").values("category")[:1])


def whole(chapters: list[Chapter]) -> list[Chapter]:
    """All chapters with their entries, in as many queries as for one."""
    return _filled(chapters, Term.objects.annotate(home=home()).by_key().whole())


def part(chapter: Chapter, number: int) -> list[Chapter]:
    """One part of a chapter, with its entries."""
    start = (number - 1) * MOST
    members = Term.objects.annotate(home=home()).filter(home=chapter.category).by_key()
    return _filled([chapter], members[start : start + MOST].whole(), start)


def _filled(chapters: list[Chapter], terms: Iterable[Any], before: int = 0) -> list[Chapter]:
    at_home: dict[int | None, list[Term]] = {}
    for term in terms:
        at_home.setdefault(term.home, []).append(term)
    of = {chapter: at_home.get(chapter.category.pk if chapter.category else None, []) for chapter in chapters}
    numbers = {
        term.pk: f"{chapter.number}.{at}" for chapter, some in of.items() for at, term in enumerate(some, before + 1)
    }
    return [replace(chapter, entries=tuple(_entry(term, numbers) for term in some)) for chapter, some in of.items()]


def _entry(term: Term, numbers: dict[int, str]) -> Entry:
    return Entry(
        term=term,
        number=numbers[term.pk],
        definition=markup.render(term.definition),
        fact_lists=[
            (facts, [markup.render_line(fact.text) for fact in facts.facts.all()]) for facts in term.fact_lists.all()
        ],
        references=[
            (verb, [Line(str(other), numbers.get(other.pk, ""), other.slug) for other in others])
            for verb, others in cross_references(term)
        ],
    )


def index(chapters: Iterable[Chapter]) -> list[tuple[str, list[Line]]]:
    """Every name that stands in the chapters, by first letter."""
    entries = [entry for chapter in chapters for entry in chapter.entries]
    lines = sorted((line for entry in entries for line in _lines(entry)), key=lambda line: text.fold(line.name))
    return [(letter, list(some)) for letter, some in groupby(lines, key=lambda line: _letter(line.name))]


def _lines(entry: Entry) -> list[Line]:
    term = entry.term
    shown = [label.text for label in term.labels.all() if label.kind != LabelKind.MISSPELLING]
    others = [Line(name, entry.number, term.slug, str(term)) for name in shown]
    return [Line(str(term), entry.number, term.slug), *others]


def _letter(name: str) -> str:
    first = text.fold(name)[:1]
    return first.upper() if first.isalpha() else "#"
