"""Categories and dice in, terms to ask about and terms to offer beside them out, at a cost that doesn't grow."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Count, Q, QuerySet

from glossary import rendering
from glossary.markup import plain
from glossary.models import Category, Fact, Label, LabelKind, Relation, Term
from glossary.relations import HIERARCHICAL, Kind
from quiz import alike, naming
from quiz.kinds.base import Candidate, Context, Dice, Facts, Link, Written
from quiz.models import AuthoredQuestion

# Up to so many rows are read whole; from more, some are picked by random ids.
FEW = 300
# How far up "is a kind of" and "is part of" are followed, and how many relations of one sort are read.
LEVELS, MOST = 6, 400
# Terms to offer beside those asked about; more where what is asked is how they belong together.
BESIDE, BESIDE_JOINED = 60, 180
OF_RELATIONS = {"related", "relation", "cloze"}
TYPED = {"type-term", "type-expansion"}
EXPANSIONS = 2_000  # so many are read for the words in them

Links = Term.categories.through

_SPELLED_OUT = Q(labels__kind=LabelKind.EXPANSION)
_ABBREVIATED = _SPELLED_OUT | Q(labels__kind=LabelKind.ABBREVIATION)  # a title may be what the letters stand for
_LISTED = Q(fact_lists__isnull=False)
_JOINED = (Kind.IS_A, Kind.PART_OF, Kind.RUNS_ON)


def _joined_to(least: int) -> Q:
    """Terms that stand in one relation, read from one side, to so many defined others."""
    found = Q()
    for side, other in (("subject", "object"), ("object", "subject")):
        rows = Relation.objects.accepted().filter(kind__in=_JOINED).exclude(**{f"{other}__definition": ""}).order_by()
        counted = rows.values(side, "kind").annotate(others=Count("pk"))
        found |= Q(pk__in=counted.filter(others__gte=least).values(side))
    return found


# What a term must have for kinds of questions that few terms make.
MADE_FROM = {
    "authored": Q(authored_questions__isnull=False),
    "order": Q(fact_lists__is_ordered=True),
    "member": _LISTED,
    "odd": _LISTED,
    "related": _joined_to(1),
    "relation": _joined_to(2),
    "expansion": _ABBREVIATED,
    "abbreviation": _ABBREVIATED,
    "type-expansion": _SPELLED_OUT,
}


def draw(
    *,
    categories: Sequence[Category],
    terms: Collection[int] | None,
    length: int,
    dice: Dice,
    learner_confusions: Mapping[int, Mapping[int, float]] | None = None,
    kinds: Collection[str] = (),
    without: Collection[int] = (),
) -> tuple[list[Candidate], Context]:
    """Up to `length` terms to ask about, of any of the categories, and what there is to offer beside them.

    With `terms`, only those are asked about; with `kinds`, only terms that have what these kinds are made
    from, if all of them need something; never those without which it is to be. What the learner mixes up with the
    terms is offered too.
    """
    confused = learner_confusions or {}
    if terms is None:
        targets = _targets(categories, kinds, without, length, dice)
    else:
        targets = _of_those(set(terms).difference(without), categories, kinds, length, dice)
    if not targets:
        return [], Context(())
    hierarchy = _Hierarchy()
    hierarchy.climb(targets, levels=1)
    contrasts = _contrasts(targets)
    room = BESIDE_JOINED if kinds and OF_RELATIONS.issuperset(kinds) else BESIDE
    mixed_up = [other for one in targets for other in confused.get(one, ())]
    nearest_first = [
        *mixed_up,
        *contrasts,
        *_joined(targets, room // 2),
        *hierarchy.siblings(targets, dice),
        *_category_mates(targets, categories, dice),
    ]
    beside = [one for one in dict.fromkeys(nearest_first) if one not in targets][:room]
    hierarchy.climb([*targets, *beside], LEVELS)
    pool = _read([*targets, *beside], hierarchy, contrasts)
    place = {pk: number for number, pk in enumerate(targets)}
    asked = sorted((one for one in pool if one.id in place), key=lambda one: place[one.id])
    if not kinds or TYPED & set(kinds):
        asked = _compared(asked)
    expansions = _expansions() if not kinds or "expansion" in kinds else ()
    return asked, Context(tuple(pool), confused, rendering.linker(), expansions)


def _compared(targets: Sequence[Candidate]) -> list[Candidate]:
    """With what the whole glossary says about each: whoever types an answer may think of any term of it."""
    said_elsewhere, shared = alike.said_elsewhere(targets), alike.shared_names(targets)
    return [replace(one, is_alone=one.id not in said_elsewhere, ambiguous=shared[one.id]) for one in targets]


def _expansions() -> tuple[str, ...]:
    rows = Label.objects.filter(kind=LabelKind.EXPANSION).order_by("pk")
    return tuple(rows.values_list("text", flat=True)[:EXPANSIONS])


def _of_those(
    terms: Collection[int], categories: Sequence[Category], kinds: Collection[str], wanted: int, dice: Dice
) -> list[int]:
    rows = Term.objects.defined().filter(pk__in=terms)
    if categories:
        rows = rows.filter(pk__in=Links.objects.filter(category__in=categories).values("term"))
    if (has_enough := _has_material(kinds)) is not None:
        rows = rows.filter(pk__in=has_enough)
    found = list(rows.order_by().values_list("pk", flat=True))
    return dice.sample(found, min(wanted, len(found)))


def _joined(targets: Collection[int], most: int) -> list[int]:
    """Other terms that a relation joins to one of these."""
    pairs = Relation.objects.accepted().filter(Q(subject__in=targets) | Q(object__in=targets)).order_by()
    found = pairs.values_list("subject_id", "object_id")[:MOST]
    return list({one for pair in found for one in pair}.difference(targets))[:most]


def _targets(
    categories: Sequence[Category], kinds: Collection[str], without: Collection[int], wanted: int, dice: Dice
) -> list[int]:
    has_enough = _has_material(kinds)
    if not categories:
        terms = Term.objects.exclude(definition="").exclude(pk__in=without)
        return _some(terms if has_enough is None else terms.filter(pk__in=has_enough), "pk", wanted, dice)
    links = Links.objects.filter(category__in=categories).exclude(term__definition="").exclude(term__in=without)
    links = links if has_enough is None else links.filter(term__in=has_enough)
    return list(dict.fromkeys(_some(links, "term_id", wanted, dice)))


def _has_material(kinds: Collection[str]) -> QuerySet[Any] | None:
    """The terms that have what one of these kinds is made from; none if any term may do for one of them."""
    if not kinds or not MADE_FROM.keys() >= set(kinds):
        return None
    enough = Q()
    for kind in kinds:
        enough |= MADE_FROM[kind]
    return Term.objects.filter(enough).order_by().values("pk")


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
    if not (chosen or links.filter(term__in=targets).exists()):
        return _some(Term.objects.exclude(definition=""), "pk", BESIDE, dice)
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
    labels: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for term, kind, name in Label.objects.filter(term__in=ids).order_by("pk").values_list("term_id", "kind", "text"):
        labels[term][kind].append(name)
    categories: dict[int, list[str]] = defaultdict(list)
    of_categories = Links.objects.filter(term__in=ids).order_by("category__position", "category__key")
    for term, name in of_categories.values_list("term_id", "category__name"):
        categories[term].append(name)
    links, facts, written = _links(ids), _facts(ids), _written(ids)
    rows = Term.objects.defined().filter(pk__in=ids).order_by()
    return [
        Candidate(
            id=pk,
            title=f"{title} ({qualifier})" if qualifier else title,
            slug=slug,
            definition=plain(definition),
            names=(
                *naming.titled(title, qualifier),
                *(name for kind, some in labels[pk].items() if kind != LabelKind.MISSPELLING for name in some),
            ),
            abbreviations=tuple(labels[pk][LabelKind.ABBREVIATION]),
            expansions=tuple(labels[pk][LabelKind.EXPANSION]),
            misspellings=tuple(labels[pk][LabelKind.MISSPELLING]),
            categories=tuple(categories[pk]),
            above=hierarchy.above(pk),
            contrasts=frozenset(contrasts.get(pk, ())),
            links=tuple(links[pk]),
            fact_lists=tuple(facts[pk]),
            written=tuple(written[pk]),
        )
        for pk, title, qualifier, slug, definition in rows.values_list("pk", "title", "qualifier", "slug", "definition")
    ]


def _links(ids: Collection[int]) -> dict[int, list[Link]]:
    """Every relation of the terms, read from each side."""
    links: dict[int, list[Link]] = defaultdict(list)
    rows = Relation.objects.accepted().filter(Q(subject__in=ids) | Q(object__in=ids)).order_by()
    for subject, kind, object_ in rows.values_list("subject_id", "kind", "object_id"):
        links[subject].append(Link(Kind(kind).verb, object_))
        links[object_].append(Link(Kind(kind).inverse_verb, subject))
    return links


def _facts(ids: Collection[int]) -> dict[int, list[Facts]]:
    lists: dict[tuple[int, int, str, bool], list[str]] = defaultdict(list)
    rows = Fact.objects.filter(fact_list__term__in=ids).order_by(
        "fact_list__position", "fact_list_id", "position", "pk"
    )
    for term, pk, title, is_ordered, item in rows.values_list(
        "fact_list__term_id", "fact_list_id", "fact_list__title", "fact_list__is_ordered", "text"
    ):
        lists[term, pk, title, is_ordered].append(plain(item))
    found: dict[int, list[Facts]] = defaultdict(list)
    for (term, _, title, is_ordered), items in lists.items():
        found[term].append(Facts(title, is_ordered, tuple(items)))
    return found


def _written(ids: Collection[int]) -> dict[int, list[Written]]:
    found: dict[int, list[Written]] = defaultdict(list)
    for one in AuthoredQuestion.objects.filter(term__in=ids).order_by("pk"):
        found[one.term_id].append(Written(one.pk, one.stem, one.right, one.why, tuple(one.wrong_options())))
    return found
