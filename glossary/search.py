"""What somebody typed in, the terms it may mean out, best first. The one place that knows which database it is on."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection
from django.db.models import Q

from glossary import text
from glossary.models import Fact, Label, LabelKind, Term

MAX_QUERY = 200
MAX_WORDS = 8
NEAREST = 3


class Why(StrEnum):
    """What of a term the query met."""

    TITLE = "title"
    ABBREVIATION = "abbreviation"
    EXPANSION = "expansion"
    SYNONYM = "synonym"
    MISSPELLING = "misspelling"
    BEGINS = "begins with"
    NAME = "in the name"
    TEXT = "in the text"


# Of names met whole, the best first.
RANK = [Why.TITLE, Why.ABBREVIATION, Why.EXPANSION, Why.SYNONYM, Why.MISSPELLING]


@dataclass(frozen=True)
class Hit:
    """A term, and the name by which it was found; empty where the name isn't for show."""

    term: Term
    why: Why
    name: str = ""


@dataclass(frozen=True)
class Results:
    """What was looked for and found; where nothing was, the terms next to it in the alphabet."""

    query: str
    hits: list[Hit]
    nearest: list[Term]


def clean_query(query: str) -> str:
    return text.clean_line(query[:MAX_QUERY])


def search(query: str, limit: int = 20) -> Results:
    query = clean_query(query)
    key = text.fold(query)
    if not key:
        return Results(query, [], [])
    hits: dict[int, Hit] = {}
    for find in (_names, _words_of_names, _words_of_texts):
        if len(hits) < limit:
            for hit in find(key, limit):
                hits.setdefault(hit.term.pk, hit)
    return Results(query, list(hits.values())[:limit], [] if hits else nearest(key))


def nearest(key: str) -> list[Term]:
    """The terms before and after a place in the alphabet."""
    before = Term.objects.filter(key__lt=key).order_by("-key")[:NEAREST]
    after = Term.objects.filter(key__gte=key).order_by("key")[:NEAREST]
    return [*reversed(before), *after]


def prefix(field: str, start: str) -> Q:
    """That a folded field begins with a text, said so that the database's index on it answers."""
    if connection.vendor == "sqlite":  # LIKE passes by an index that tells cases apart
        return Q(**{f"{field}__gte": start, f"{field}__lt": start + "\U0010ffff"})
    return Q(**{f"{field}__startswith": start})


def containing(words: list[str]) -> Q:
    """That a shown name of a term contains each of the words."""
    condition = Q()
    for word in words:
        labels = Label.objects.exclude(kind=LabelKind.MISSPELLING).filter(key__contains=word)
        condition &= Q(title_key__contains=word) | Q(pk__in=labels.values("term"))
    return condition


def _names(key: str, limit: int) -> list[Hit]:
    """Terms with a name that is the query or begins with it: whole names first, then the shorter ones."""
    terms = Term.objects.filter(prefix("title_key", key)).order_by("title_key", "key")[:limit]
    labels = Label.objects.filter(prefix("key", key)).exclude(Q(kind=LabelKind.MISSPELLING) & ~Q(key=key))
    hits = [_met(term, Why.TITLE, term.title_key == key, term.title) for term in terms]
    hits += [
        _met(label.term, Why(label.kind), label.key == key, label.text)
        for label in labels.select_related("term").order_by("key", "pk")[:limit]
    ]
    return sorted(hits, key=_rank)


def _met(term: Term, why: Why, whole: bool, name: str) -> Hit:
    if why is Why.MISSPELLING:
        return Hit(term, why)
    return Hit(term, why if whole else Why.BEGINS, name)


def _rank(hit: Hit) -> tuple[int, int, str]:
    rank = RANK.index(hit.why) if hit.why in RANK else len(RANK)
    return rank, len(hit.name), hit.term.key


def _words(key: str) -> list[str]:
    """The words to look for; a single letter stands in every text and tells nothing."""
    return [word for word in dict.fromkeys(text.words(key)) if len(word) > 1][:MAX_WORDS]


def _words_of_names(key: str, limit: int) -> Iterator[Hit]:
    """Terms whose names hold all words of the query, in whatever order."""
    words = _words(key)
    if not words:
        return
    for term in Term.objects.filter(containing(words)).by_key()[:limit]:
        yield Hit(term, Why.NAME, term.title)


def _words_of_texts(key: str, limit: int) -> Iterator[Hit]:
    """Terms whose definition and facts hold all words of the query."""
    words = _words(key)
    if len(key) < 3 or not words:
        return
    condition = Q()
    for word in words:
        facts = Fact.objects.filter(text__icontains=word).values("fact_list__term")
        condition &= Q(definition__icontains=word) | Q(pk__in=facts)
    for term in Term.objects.filter(condition).by_key()[:limit]:
        yield Hit(term, Why.TEXT)
