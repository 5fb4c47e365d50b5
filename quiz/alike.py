"""Terms in, those whose definition another term's says too, anywhere in the glossary, and the names they share, out.

The terms that hold each word of a definition are kept in this process until the glossary changes: for 100,000 terms
some 30 megabytes.
"""

import threading
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from heapq import nlargest

from glossary import edition
from glossary.markup import plain
from glossary.models import Label, LabelKind, Term
from glossary.text import fold, words
from quiz.kinds.base import SAME_MEANING, Candidate, likeness

MOST = 50  # definitions that are compared with one in full, those that share most of their words first
TELLING = 5_000  # more terms than that with a word, and it is not looked up


class Holders:
    """Which definitions hold a word."""

    def __init__(self, definitions: Iterable[tuple[int, str]]) -> None:
        self._terms: dict[str, array[int]] = defaultdict(lambda: array("q"))
        self._sizes: dict[int, int] = {}
        for term, definition in definitions:
            some = set(words(definition))
            self._sizes[term] = len(some)
            for word in some:
                self._terms[word].append(term)

    def near(self, candidate: Candidate) -> list[int]:
        """The terms whose definitions share most of their words with its; words that very many hold are left out."""
        held = (self._terms.get(word, ()) for word in candidate.plain_words)
        shared = Counter(term for some in held if len(some) <= TELLING for term in some)
        del shared[candidate.id]
        own = len(candidate.plain_words)
        return nlargest(MOST, shared, key=lambda term: shared[term] / (own + self._sizes[term] - shared[term]))


_lock = threading.Lock()
_kept: tuple[str, Holders] = ("", Holders([]))


def holders() -> Holders:
    global _kept
    present = edition.token()
    with _lock:
        if _kept[0] != present:
            rows = Term.objects.exclude(definition="").order_by().values_list("pk", "definition")
            _kept = (present, Holders(rows.iterator()))
        return _kept[1]


def said_elsewhere(candidates: Collection[Candidate]) -> set[int]:
    """Those whose definition another term's says too."""
    kept = holders()
    near = {one.id: kept.near(one) for one in candidates}
    ids = {other for some in near.values() for other in some}
    rows = Term.objects.filter(pk__in=ids).values_list("pk", "title", "slug", "definition")
    others = {pk: Candidate(pk, title, slug, plain(definition)) for pk, title, slug, definition in rows}
    return {
        one.id
        for one in candidates
        if any(likeness(one, others[other]) >= SAME_MEANING for other in near[one.id] if other in others)
    }


def shared_names(candidates: Collection[Candidate]) -> dict[int, frozenset[str]]:
    """The folded abbreviations and titles of each that are another term's too."""
    own = {one.id: {fold(name) for name in (*one.abbreviations, *one.names[:1])} for one in candidates}
    keys = set().union(*own.values())
    labels = Label.objects.filter(key__in=keys).exclude(kind=LabelKind.MISSPELLING).values_list("key", "term_id")
    titles = Term.objects.filter(title_key__in=keys).values_list("title_key", "pk")
    held: dict[str, set[int]] = defaultdict(set)
    for key, term in [*labels, *titles]:
        held[key].add(term)
    return {pk: frozenset(key for key in some if held[key] - {pk}) for pk, some in own.items()}
