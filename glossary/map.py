"""The glossary in, what its map shows out: categories and how many relations join them, the terms of each.

All of it is derived from the glossary and kept for as long as that stays the same.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from glossary import drawing
from glossary.caching import kept
from glossary.counts import counts
from glossary.models import Category, Relation, Term, TermQuerySet
from glossary.relations import HIERARCHICAL, Kind

# A glossary of up to so many terms is drawn whole, a larger one by categories only.
WHOLE = 300
# Of a category, the most connected terms, so that the drawing can still be followed.
MOST = 150
# Of the categories that one is joined to, those it is joined to most: with all of them drawn, none can be followed.
STRONGEST = 3
# Of the categories that a category's terms are joined to, so many have a place for marks behind the titles.
MARKS = 9
# The category, in an address and below, of terms that are in none.
NONE = "-"


@dataclass(frozen=True)
class Shelf:
    """A category on the map: how many terms it has, and how many relations join them to each category."""

    category: Category | None
    terms: int
    within: int
    others: list[tuple["Category | None", int]]
    place: drawing.Place[int]
    radius: float

    @property
    def slug(self) -> str:
        return self.category.slug if self.category else NONE


@dataclass(frozen=True)
class Tie:
    """The relations between two categories, drawn as one arc."""

    curve: drawing.Curve[int]
    count: int
    weight: float


@dataclass(frozen=True)
class Overview:
    """The categories of the glossary in a column, joined by arcs."""

    arcs: drawing.Arcs[int]
    shelves: list[Shelf]
    ties: list[Tie]
    is_cut: bool


@dataclass(frozen=True)
class Mark:
    """That a term is joined to another category, drawn where all marks for that category are."""

    x: float
    y: float
    category: Category | None
    count: int


@dataclass(frozen=True)
class Node:
    """A term on the map, what it is to others of its category, and how often it is joined to which others."""

    pk: int
    title: str
    address: str
    is_stub: bool
    place: drawing.Place[int]
    marks: list[Mark]
    others: list[tuple[Category | None, int]]
    says: list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Edge:
    """A relation within a category, drawn as an arc; its look tells the hierarchy and contrasts from the rest."""

    curve: drawing.Curve[int]
    look: str
    sentence: str


@dataclass(frozen=True)
class Block:
    """A category's terms in a column, joined by arcs; the other categories with where the marks for them are."""

    category: Category | None
    count: int
    slots: list[tuple[float, Category | None]]
    arcs: drawing.Arcs[int]
    nodes: list[Node]
    edges: list[Edge]

    @property
    def slug(self) -> str:
        return self.category.slug if self.category else NONE


# ---- by category


def overview() -> Overview:
    return kept("map:categories", _overview)


def _overview() -> Overview:
    shelved: dict[int, tuple[Category | None, int]] = {
        one.pk: (one, counts().categories.get(one.pk, 0)) for one in Category.objects.all()
    }
    if loose := Term.objects.filter(categories=None).count():
        shelved[0] = (None, loose)
    ties = _ties()
    pairs = _strongest(ties)
    named = [(pk, one.name if one else "In no category", 3) for pk, (one, _) in shelved.items()]
    arcs = drawing.column(named, pairs)
    largest = max((count for _, count in shelved.values()), default=0) or 1
    shelves = [
        Shelf(
            category=shelved[place.id][0],
            terms=shelved[place.id][1],
            within=ties[place.id, place.id],
            others=_others(place.id, ties, shelved),
            place=place,
            radius=round(3 + 8 * (shelved[place.id][1] / largest) ** 0.5, 1),
        )
        for place in arcs.rows
    ]
    return Overview(arcs, shelves, _weighed(arcs, ties), is_cut=len(pairs) < sum(one != other for one, other in ties))


def _ties() -> Counter[tuple[int, int]]:
    """How many relations join each two categories, the lower id first; 0 stands for none."""
    joined = Relation.objects.accepted().order_by().values_list("subject__categories", "object__categories")
    ties: Counter[tuple[int, int]] = Counter()
    for one, other, count in joined.annotate(count=Count("pk")):
        ties[min(one or 0, other or 0), max(one or 0, other or 0)] += count
    return ties


def _strongest(ties: Counter[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of each category the pairs with those it is joined to most."""
    drawn: Counter[int] = Counter()
    pairs = []
    for (one, other), _ in sorted(ties.items(), key=lambda tie: (-tie[1], tie[0])):
        if one != other and (drawn[one] < STRONGEST or drawn[other] < STRONGEST):
            drawn.update((one, other))
            pairs.append((one, other))
    return pairs


def _others(
    pk: int, ties: Counter[tuple[int, int]], shelved: dict[int, tuple[Category | None, int]]
) -> list[tuple[Category | None, int]]:
    """The categories one is joined to, the most joined first."""
    counted = ((other, ties[min(pk, other), max(pk, other)]) for other in shelved if other != pk)
    found = [(shelved[other][0], count) for other, count in counted if count]
    return sorted(found, key=lambda one: -one[1])


def _weighed(arcs: drawing.Arcs[int], ties: Counter[tuple[int, int]]) -> list[Tie]:
    """The arcs, the more relations they stand for the wider."""
    weights = [ties[curve.start, curve.end] for curve in arcs.arcs]
    least, most = min(weights, default=0), max(weights, default=0)
    span = (most - least) or 1
    return [
        Tie(curve, count, round(1 + 4 * (count - least) / span, 1))
        for curve, count in zip(arcs.arcs, weights, strict=True)
    ]


# ---- by term


@dataclass(frozen=True)
class _Graph:
    """Some terms, the relations between them, and the relations that lead from them to terms elsewhere."""

    terms: list[Term]
    relations: list[tuple[int, str, int]]
    outward: dict[int, Counter[int]]
    categories: dict[int, Category]


def whole() -> list[Block]:
    """Every term of the glossary, category after category; nothing for one that is too large to be drawn so."""
    return kept("map:terms", _whole) if counts().terms <= WHOLE else []


def block(category: Category | None) -> Block:
    """The terms of one category, or of none."""
    return kept(f"map:{category.pk if category else 0}", lambda: _block(category))


def _whole() -> list[Block]:
    categories = {one.pk: one for one in Category.objects.all()}
    terms = {term.pk: term for term in Term.objects.by_key()}
    relations = list(Relation.objects.accepted().values_list("subject", "kind", "object"))
    homes: dict[int, list[int]] = defaultdict(list)
    for pk, home in Term.categories.through.objects.values_list("term", "category"):
        homes[pk].append(home)
    members: dict[int, list[Term]] = {pk: [] for pk in (*categories, 0)}
    for term in terms.values():
        for pk in homes.get(term.pk, [0]):
            members[pk].append(term)
    blocks = []
    for pk, some in members.items():
        if some:
            ids = {term.pk for term in some}
            outward = _outward(relations, ids, homes)
            blocks.append(_drawn(categories.get(pk), len(some), _Graph(some, relations, outward, categories)))
    return blocks


def _outward(
    relations: Iterable[tuple[int, str, int]], ids: set[int], homes: dict[int, list[int]]
) -> dict[int, Counter[int]]:
    outward: dict[int, Counter[int]] = defaultdict(Counter)
    for subject, _, object_ in relations:
        for one, other in ((subject, object_), (object_, subject)):
            if one in ids and other not in ids:
                outward[one].update(homes.get(other, [0]))
    return outward


def _block(category: Category | None) -> Block:
    inside = Term.objects.filter(categories=category)
    count = inside.count()
    if count > MOST:
        inside = Term.objects.filter(pk__in=_most_connected(inside))
    terms = list(inside.by_key())
    ids = [term.pk for term in terms]
    relations = Relation.objects.accepted().filter(subject__in=ids, object__in=ids)
    outward: dict[int, Counter[int]] = defaultdict(Counter)
    for here, there in (("subject", "object"), ("object", "subject")):
        elsewhere = Relation.objects.accepted().order_by().filter(**{f"{here}__in": ids})
        elsewhere = elsewhere.exclude(**{f"{there}__categories": category})
        for pk, other, number in elsewhere.values_list(here, f"{there}__categories").annotate(Count("pk")):
            outward[pk][other or 0] += number
    categories = {one.pk: one for one in Category.objects.all()}
    values = list(relations.values_list("subject", "kind", "object"))
    return _drawn(category, count, _Graph(terms, values, outward, categories))


def _most_connected(terms: TermQuerySet) -> list[int]:
    """The ids of the terms with the most relations to others of them, then with the most of all."""
    some = terms.values("pk")
    within: Counter[int] = Counter()
    anywhere: Counter[int] = Counter()
    for here, there in (("subject", "object"), ("object", "subject")):
        ends = Relation.objects.accepted().order_by().filter(**{f"{here}__in": some})
        anywhere.update(dict(ends.values_list(here).annotate(Count("pk"))))
        within.update(dict(ends.filter(**{f"{there}__in": some}).values_list(here).annotate(Count("pk"))))
    return sorted(anywhere, key=lambda pk: (-within[pk], -anywhere[pk], pk))[:MOST]


def _drawn(category: Category | None, count: int, graph: _Graph) -> Block:
    terms = {term.pk: term for term in graph.terms}
    inner = [one for one in graph.relations if one[0] in terms and one[2] in terms]
    joined = {(subject, object_): kind for subject, kind, object_ in inner}
    order = drawing.arranged(list(terms), joined)
    slots = _slots(graph)
    named = [(pk, str(terms[pk]), _room(graph.outward.get(pk, ()), slots)) for pk in order]
    arcs = drawing.column(named, joined)
    says = _says(terms, inner)
    return Block(
        category=category,
        count=count,
        slots=[(_x(at) + 3.5, graph.categories.get(pk)) for pk, at in slots.items()],
        arcs=arcs,
        nodes=[_node(terms[place.id], place, graph, slots, says[place.id]) for place in arcs.rows],
        edges=[_edge(curve, terms, joined[curve.start, curve.end]) for curve in arcs.arcs],
    )


def _slots(graph: _Graph) -> dict[int, int]:
    """The categories that terms are joined to, in their order, each with its place from the right; of many, the most
    joined."""
    joined: Counter[int] = Counter()
    for others in graph.outward.values():
        joined.update(others)
    drawn = {pk for pk, _ in joined.most_common(MARKS)}
    order = [pk for pk in (*graph.categories, 0) if pk in drawn]
    return {pk: len(order) - at for at, pk in enumerate(order)}


def _room(others: Iterable[int], slots: dict[int, int]) -> int:
    """How many places a title has to leave free: as far as the leftmost of its marks."""
    return max((slots.get(pk, 0) for pk in others), default=0)


def _x(slot: int) -> float:
    return drawing.COLUMN - drawing.MARK * slot


def _node(
    term: Term,
    place: drawing.Place[int],
    graph: _Graph,
    slots: dict[int, int],
    says: list[tuple[str, list[tuple[str, str]]]],
) -> Node:
    others = graph.outward.get(term.pk, Counter()).most_common()
    marks = [Mark(_x(slots[pk]), place.y - 5, graph.categories.get(pk), count) for pk, count in others if pk in slots]
    said = [(graph.categories.get(pk), count) for pk, count in others]
    return Node(term.pk, str(term), term.get_absolute_url(), term.is_stub, place, marks, said, says)


def _edge(curve: drawing.Curve[int], terms: dict[int, Term], name: str) -> Edge:
    kind = Kind(name)
    look = "hierarchy" if kind in HIERARCHICAL else "contrast" if kind == Kind.CONTRASTS else "other"
    return Edge(curve, look, f"{terms[curve.start]} {kind.verb} {terms[curve.end]}")


def _says(
    terms: dict[int, Term], relations: list[tuple[int, str, int]]
) -> dict[int, list[tuple[str, list[tuple[str, str]]]]]:
    """What each term is to others of the block, each relation said once: verb, and title and address of each."""
    said: dict[int, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, kind, object_ in relations:
        said[subject][Kind(kind).verb].append(terms[object_])
    return {
        pk: [
            (verb, [(str(other), other.get_absolute_url()) for other in sorted(others, key=lambda one: one.key)])
            for verb, others in said.get(pk, {}).items()
        ]
        for pk in terms
    }
