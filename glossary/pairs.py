"""Two terms in, what they share, what tells them apart, and the way from one to the other out."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, Q
from django.urls import reverse
from django.utils.safestring import SafeString

from glossary import caching, comparison, markup, rendering, text
from glossary.models import Category, FactList, Relation, Term
from glossary.references import VERBS, cross_references
from glossary.relations import Kind

LONGEST_PATH = 6
# Where so many terms are as near as each other, a way through them says little.
MOST_AT_ONCE = 5_000
# Definitions looked at to say which words are rare.
MOST_READ = 2_000


@dataclass(frozen=True)
class Item:
    """An item of a fact list, and whether the other term's list lacks it."""

    html: SafeString
    is_only: bool


@dataclass(frozen=True)
class Listed:
    """One term's fact list."""

    is_ordered: bool
    items: list[Item]


@dataclass(frozen=True)
class Facts:
    """A fact list that one of the terms has, or both; None for the one that lacks it."""

    title: str
    left: Listed | None
    right: Listed | None


@dataclass(frozen=True)
class Shares:
    """Things that both terms have, and that only one of them has."""

    both: list[tuple[str, list[Term]]]
    left: list[tuple[str, list[Term]]]
    right: list[tuple[str, list[Term]]]


@dataclass(frozen=True)
class Step:
    """A relation on the way from one term to another, read in the direction of the way."""

    start: Term
    verb: str
    end: Term


@dataclass(frozen=True)
class Pair:
    """Two terms side by side."""

    left: Term
    right: Term
    definitions: comparison.Comparison
    facts: list[Facts]
    categories: tuple[list[Category], list[Category], list[Category]]
    direct: list[Step]
    references: Shares
    path: list[Step]


def address(one: Term, other: Term) -> str:
    """Where two terms are compared; the same whichever is named first."""
    return reverse("versus", args=sorted((one.slug, other.slug)))


def pair(left: Term, right: Term) -> Pair:
    """The comparison of two terms, which come from `Term.objects.whole()`."""
    texts = markup.plain(left.definition), markup.plain(right.definition)
    return Pair(
        left=left,
        right=right,
        definitions=comparison.compare(*texts, telling=_telling(*texts)),
        facts=_facts(left, right),
        categories=_categories(left, right),
        direct=_direct(left, right),
        references=_references(left, right),
        path=path(left, right),
    )


def _telling(*texts: str) -> frozenset[str] | None:
    """The words by which one definition can be told from others: rare ones, and mentions of other terms."""
    rare = caching.kept("rare-words", _rare_words)
    if rare is None:
        return None
    mentions = [written[one.start : one.end] for written in texts for one in rendering.linker().recognise(written)]
    return rare.union(*map(comparison.words, mentions))


def _rare_words() -> frozenset[str] | None:
    """Counted in no more than so many definitions, evenly spread."""
    step = -(-Term.objects.count() // MOST_READ) or 1
    some = Term.objects.defined().annotate(turn=F("pk") % step).filter(turn=0).order_by()
    return comparison.rare_words(map(markup.plain, some.values_list("definition", flat=True)))


def _facts(left: Term, right: Term) -> list[Facts]:
    """The fact lists side by side: those of the same title beside each other, those of both first."""
    ours, theirs = (
        {one.key: (one, items) for one, items in rendering.entry(term).fact_lists} for term in (left, right)
    )
    keys = sorted({**ours, **theirs}, key=lambda key: key not in ours or key not in theirs)
    return [Facts((ours.get(key) or theirs[key])[0].title, *_sides(ours.get(key), theirs.get(key))) for key in keys]


Shown = tuple[FactList, list[SafeString]]


def _sides(ours: Shown | None, theirs: Shown | None) -> tuple[Listed | None, Listed | None]:
    return ours and _listed(ours, theirs), theirs and _listed(theirs, ours)


def _listed(shown: Shown, other: Shown | None) -> Listed:
    fact_list, html = shown
    others = {text.fold(fact.text) for fact in other[0].facts.all()} if other else set()
    pairs = zip(fact_list.facts.all(), html, strict=True)
    return Listed(fact_list.is_ordered, [Item(one, text.fold(fact.text) not in others) for fact, one in pairs])


def _categories(left: Term, right: Term) -> tuple[list[Category], list[Category], list[Category]]:
    ours, theirs = left.categories.all(), right.categories.all()
    return (
        [one for one in ours if one in theirs],
        [one for one in ours if one not in theirs],
        [one for one in theirs if one not in ours],
    )


def _direct(left: Term, right: Term) -> list[Step]:
    """What the first is to the second."""
    return [Step(left, verb, right) for verb, others in cross_references(left) if right in others]


def _references(left: Term, right: Term) -> Shares:
    ours, theirs = (
        {(verb, other) for verb, others in cross_references(term) for other in others if other not in (left, right)}
        for term in (left, right)
    )
    return Shares(_grouped(ours & theirs), _grouped(ours - theirs), _grouped(theirs - ours))


def _grouped(references: set[tuple[str, Term]]) -> list[tuple[str, list[Term]]]:
    ordered = sorted(references, key=lambda one: (VERBS.index(one[0]), one[1].key))
    return [(verb, [other for _, other in group]) for verb, group in groupby(ordered, key=lambda one: one[0])]


# ---- the way from one to the other


def path(start: Term, goal: Term) -> list[Step]:
    """The shortest way over other terms; empty where there is none, or none short enough to tell anything.

    What joins the two directly is left out. The search goes out from both ends a step at a time, from
    the smaller of the two fronts, so that a glossary of any size takes at most one query for each step.
    """
    sides: list[Side] = [{start.pk: None}, {goal.pk: None}]
    fronts = [{start.pk}, {goal.pk}]
    for _ in range(LONGEST_PATH):
        here = 0 if len(fronts[0]) <= len(fronts[1]) else 1
        fronts[here] = _reached(sides[here], fronts[here], {start.pk, goal.pk})
        meeting = [pk for pk in fronts[here] if pk in sides[1 - here]]
        if meeting:
            return _steps(sides, min(meeting, key=lambda pk: (len(_trail(sides[1 - here], pk)), pk)))
        if not 0 < len(fronts[here]) <= MOST_AT_ONCE:
            break
    return []


# From a term's id to the relation that led to it: None for the end the search began at.
Link = tuple[int, str, int]
Side = dict[int, Link | None]


def _reached(side: Side, front: set[int], ends: set[int]) -> set[int]:
    """The terms one relation further on than the front; the side learns how each was reached."""
    relations = (
        Relation.objects.accepted()
        .filter(Q(subject__in=front) | Q(object__in=front))
        .exclude(subject__in=ends, object__in=ends)
        .order_by("pk")
        .values_list("subject", "kind", "object")
    )
    new = set()
    for subject, kind, object_ in relations:
        for one, other in ((subject, object_), (object_, subject)):
            if one in front and other not in side:
                side[other] = (subject, kind, object_)
                new.add(other)
    return new


def _trail(side: Side, pk: int) -> list[tuple[int, int, Link]]:
    """From a term back to the end the search began at: (the nearer term, the further one, what joins them)."""
    trail = []
    while link := side[pk]:
        nearer = link[0] if link[2] == pk else link[2]
        trail.append((nearer, pk, link))
        pk = nearer
    return trail


def _steps(sides: list[Side], meeting: int) -> list[Step]:
    hops = [*reversed(_trail(sides[0], meeting))]
    hops += [(further, nearer, link) for nearer, further, link in _trail(sides[1], meeting)]
    terms = Term.objects.in_bulk([pk for hop in hops for pk in hop[:2]])
    return [Step(terms[start], _verb(link, start), terms[end]) for start, end, link in hops]


def _verb(link: Link, start: int) -> str:
    kind = Kind(link[1])
    return kind.verb if link[0] == start else kind.inverse_verb
