"""Categories and dice in, terms to ask about and terms to offer beside them out, at a cost that doesn't grow."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from glossary.markup import plain
from glossary.models import Category, Label, Relation, Term
from glossary.relations import HIERARCHICAL, Kind
from quiz.questions import Candidate, Dice

# Up to so many rows are read whole; from more, some are picked by random ids.
FEW = 300
# How far up "is a kind of" and "is part of" are followed, and how many relations of one sort are read.
LEVELS, MOST = 6, 400
# Terms to offer beside those asked about.
BESIDE = 60

Links = Term.categories.through


def candidates(categories: Sequence[Category], wanted: int, dice: Dice) -> tuple[list[Candidate], list[Candidate]]:
    """Up to `wanted` terms to ask about, from any of the categories, and a pool of terms to offer beside them."""
    targets = _targets(categories, wanted, dice)
    hierarchy = _Hierarchy()
    hierarchy.climb(targets, levels=1)
    contrasts = _contrasts(targets)
    nearest_first = [
        *contrasts,
        *hierarchy.siblings(targets, dice),
        *_category_mates(targets, categories, dice),
    ]
    beside = [one for one in dict.fromkeys(nearest_first) if one not in targets][:BESIDE]
    hierarchy.climb([*targets, *beside], LEVELS)
    pool = _read([*targets, *beside], hierarchy, contrasts)
    place = {pk: number for number, pk in enumerate(targets)}
    return sorted((one for one in pool if one.id in place), key=lambda one: place[one.id]), pool


def _targets(categories: Sequence[Category], wanted: int, dice: Dice) -> list[int]:
    if not categories:
        return _some(Term.objects.exclude(definition=""), "pk", wanted, dice)
    links = Links.objects.filter(category__in=categories).exclude(term__definition="")
    return list(dict.fromkeys(_some(links, "term_id", wanted, dice)))


def _some(rows: QuerySet[Any], field: str, wanted: int, dice: Dice) -> list[int]:
    """The field of up to `wanted` of the rows, in random order."""
    rows = rows.order_by()
    few = list(rows.values_list(field, flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return dice.sample(few, min(wanted, len(few)))
    ids = rows.model._default_manager.order_by("pk").values_list("pk", flat=True)
    first, last = ids[0], ids.reverse()[0]
    picks = {first + dice.randrange(last - first + 1) for _ in range(wanted * 3)}
    found = list(rows.filter(pk__in=picks).values_list(field, flat=True))
    if len(found) < wanted:
        # A small share of a large table: a run of rows from a random place on, and round to the start.
        turn = first + dice.randrange(last - first + 1)
        found += rows.filter(pk__gte=turn).order_by("pk").values_list(field, flat=True)[:wanted]
        found += few[:wanted]
    found = list(dict.fromkeys(found))
    return dice.sample(found, min(wanted, len(found)))


def _category_mates(targets: Collection[int], chosen: Sequence[Category], dice: Dice) -> list[int]:
    links = Links.objects.all()
    categories = chosen or links.filter(term__in=targets).order_by().values_list("category", flat=True).distinct()
    mates = links.filter(category__in=list(categories)).exclude(term__definition="")
    return _some(mates, "term_id", BESIDE, dice)


def _contrasts(targets: Collection[int]) -> dict[int, set[int]]:
    contrasts: dict[int, set[int]] = defaultdict(set)
    pairs = Relation.objects.accepted().filter(kind=Kind.CONTRASTS).order_by()
    of_targets = pairs.filter(Q(subject__in=targets) | Q(object__in=targets))
    for one, other in of_targets.values_list("subject_id", "object_id")[:MOST]:
        contrasts[one].add(other)
        contrasts[other].add(one)
    return contrasts


class _Hierarchy:
    """What terms are a kind or a part of, read level by level."""

    def __init__(self) -> None:
        self.parents: dict[int, set[int]] = {}

    def climb(self, terms: Iterable[int], levels: int) -> None:
        level = set(terms)
        for _ in range(levels):
            unread = level - self.parents.keys()
            self.parents.update({one: set() for one in unread})
            if unread:
                pairs = _hierarchy().filter(subject__in=unread).values_list("subject_id", "object_id")
                for narrower, broader in pairs:
                    self.parents[narrower].add(broader)
            level = {broader for one in level for broader in self.parents[one]}

    def above(self, term: int) -> frozenset[int]:
        """Everything above a term, as far as it was read."""
        found: set[int] = set()
        waiting = [term]
        while waiting:
            fresh = self.parents.get(waiting.pop(), set()) - found
            found |= fresh
            waiting += fresh
        return frozenset(found)

    def siblings(self, terms: Iterable[int], dice: Dice) -> list[int]:
        """Terms that share a parent with one of these."""
        parents = {parent for one in terms for parent in self.parents[one]}
        found = list(_hierarchy().filter(object__in=parents).values_list("subject_id", flat=True)[:MOST])
        return dice.sample(found, min(len(found), BESIDE // 2))


def _hierarchy() -> QuerySet[Relation]:
    return Relation.objects.accepted().filter(kind__in=HIERARCHICAL).order_by()


def _read(ids: Collection[int], hierarchy: _Hierarchy, contrasts: dict[int, set[int]]) -> list[Candidate]:
    """The terms as the quiz sees them; those without a definition drop out."""
    names: dict[int, list[str]] = defaultdict(list)
    for term, name in Label.objects.filter(term__in=ids).order_by().values_list("term_id", "text"):
        names[term].append(name)
    categories: dict[int, list[str]] = defaultdict(list)
    links = Links.objects.filter(term__in=ids).order_by("category__position", "category__key")
    for term, name in links.values_list("term_id", "category__name"):
        categories[term].append(name)
    terms = Term.objects.defined().filter(pk__in=ids).order_by()
    return [
        Candidate(
            id=pk,
            title=f"{title} ({qualifier})" if qualifier else title,
            slug=slug,
            definition=plain(definition),
            names=(title, *names[pk]),
            categories=tuple(categories[pk]),
            above=hierarchy.above(pk),
            contrasts=frozenset(contrasts.get(pk, ())),
        )
        for pk, title, qualifier, slug, definition in terms.values_list(
            "pk", "title", "qualifier", "slug", "definition"
        )
    ]
