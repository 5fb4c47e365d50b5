"""The glossary in, what it still owes its readers out: missing texts, words without an entry; the most needed first.

Texts are read through for it, which takes two seconds for every ten thousand terms. So no more than twenty
thousand terms are read, evenly spread; it is done once for a state of the glossary, and after a change not
before twenty times as long has passed as it took.
"""

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import F
from django.utils import timezone

from glossary import caching, edition, rendering, wording
from glossary.models import Fact, FactList, Relation, SetAside, Term
from glossary.wording import Word

SHOWN = 50  # of each kind
WHERE = 3  # terms named as an example
MOST_READ = 20_000  # terms
CHUNK = 2_000
REST = 20  # times as long as it took
MOST_WORDS = 200_000  # looked at at once; beyond that those seen only once are dropped

_lock = threading.Lock()


@dataclass(frozen=True)
class Need:
    """A term that lacks something: how many others mention it, are related to it, and some that do."""

    term: int
    mentions: int = 0
    relations: int = 0
    where: list[int] = field(default_factory=list)
    list_title: str = ""


@dataclass(frozen=True)
class Unknown:
    """A word without an entry, how many terms' texts it stands in, and some of those."""

    written: str
    look: str
    count: int
    where: list[int]


@dataclass(frozen=True)
class Debt:
    """The most needed of each kind, how many there are in all, and of which state of the glossary that is true."""

    stubs: list[Need]
    stub_count: int
    lists: list[Need]
    list_count: int
    words: list[Unknown]
    word_count: int
    read: int
    term_count: int
    token: str
    made: datetime
    took: float

    @property
    def terms(self) -> set[int]:
        """The ids of every term that is named."""
        needs = [*self.stubs, *self.lists]
        examples = [need.where for need in needs] + [word.where for word in self.words]
        return {need.term for need in needs} | {pk for some in examples for pk in some}


def debt() -> Debt:
    """The present debt, or for a while after a change the one from before it."""
    present = edition.token()
    if (found := _kept()) and _will_do(found, present):
        return found
    with _lock:
        if (found := _kept()) and _will_do(found, present):
            return found
        made = _debt(present)
        cache.set(f"debt:{caching.build()}", made, timeout=caching.KEPT)
        return made


def _kept() -> Debt | None:
    return cache.get(f"debt:{caching.build()}")


def _will_do(found: Debt, present: str) -> bool:
    return found.token == present or timezone.now() - found.made < timedelta(seconds=REST * found.took - 1)


def _debt(token: str) -> Debt:
    began = time.perf_counter()
    stubs = set(Term.objects.stubs().values_list("pk", flat=True))
    lists = list(FactList.objects.filter(facts=None).order_by("pk").values_list("term_id", "title"))
    survey = Survey(stubs | {term for term, _ in lists})
    count = Term.objects.count()
    for term, texts in _texts(step=-(-count // MOST_READ) or 1):
        survey.read(term, texts)
    related = _related(survey.wanted)
    needs = [survey.need(term, related[term]) for term in sorted(stubs)]
    gaps = [survey.need(term, related[term], title) for term, title in lists]
    words = survey.words()
    return Debt(
        stubs=_first(needs),
        stub_count=len(needs),
        lists=_first(gaps),
        list_count=len(gaps),
        words=words[:SHOWN],
        word_count=len(words),
        read=survey.read_count,
        term_count=count,
        token=token,
        made=timezone.now(),
        took=time.perf_counter() - began,
    )


def _first(needs: list[Need]) -> list[Need]:
    return sorted(needs, key=lambda need: (-need.mentions - need.relations, need.term))[:SHOWN]


def _related(wanted: set[int]) -> Counter[int]:
    """How many accepted relations each of the terms has."""
    ends = Relation.objects.accepted().values_list("subject_id", "object_id").iterator(CHUNK)
    return Counter(pk for pair in ends for pk in pair if pk in wanted)


def _texts(step: int) -> Iterator[tuple[int, list[str]]]:
    """The definition and facts of every so many terms."""
    terms = Term.objects.annotate(turn=F("pk") % step).filter(turn=0).order_by("pk").values_list("pk", "definition")
    last = 0
    while rows := list(terms.filter(pk__gt=last)[:CHUNK]):
        facts = Fact.objects.filter(fact_list__term__in=[term for term, _ in rows])
        items: dict[int, list[str]] = defaultdict(list)
        for term, item in facts.values_list("fact_list__term", "text"):
            items[term].append(item)
        for term, definition in rows:
            yield term, [definition, *items[term]]
        last = rows[-1][0]


def set_aside() -> set[str]:
    """The words that need no entry, as they are compared."""
    return {wording.key(word) for word in SetAside.objects.values_list("text", flat=True)}


class Survey:
    """Reads text after text, and keeps what is mentioned and what has no entry."""

    def __init__(self, wanted: set[int]) -> None:
        self.wanted = wanted
        self.read_count = 0
        self.mentions: Counter[int] = Counter()
        self.where: dict[int, list[int]] = defaultdict(list)
        self.seen: dict[str, _Seen] = {}
        self.singles: Counter[str] = Counter()  # in how many terms each word of a phrase stands in any phrase
        self.linker = rendering.linker()

    def read(self, term: int, texts: Iterable[str]) -> None:
        self.read_count += 1
        mentioned: set[int] = set()
        found: dict[str, Word] = {}
        for source in filter(None, texts):
            mentions = self.linker.recognise(source)
            mentioned.update(target.id for mention in mentions for target in mention.targets)
            found |= wording.unknown(source, [(mention.start, mention.end) for mention in mentions])
        for pk in mentioned & self.wanted - {term}:
            self.mentions[pk] += 1
            if len(self.where[pk]) < WHERE:
                self.where[pk].append(term)
        for key, word in found.items():
            self.seen.setdefault(key, _Seen(word)).at(term)
        self.singles.update({part for word in found.values() if word.look == "phrase" for part in word.key.split()})
        if len(self.seen) > MOST_WORDS:
            self.seen = {key: seen for key, seen in self.seen.items() if seen.count > 1}

    def need(self, term: int, relations: int, list_title: str = "") -> Need:
        return Need(term, self.mentions[term], relations, self.where.get(term, []), list_title)

    def words(self) -> list[Unknown]:
        """The words worth an entry; a phrase that stands in every tenth text is a manner of speaking."""
        aside = set_aside()
        fitting = [seen for seen in self.seen.values() if seen.count >= wording.enough(seen.word)]
        fitting = [seen for seen in fitting if wording.key(seen.word.written) not in aside]
        fitting = [seen for seen in fitting if seen.word.look != "phrase" or self._is_name(seen)]
        fitting.sort(key=lambda seen: (-seen.count, seen.word.key))
        return [Unknown(seen.word.written, seen.word.look, seen.count, seen.where) for seen in fitting]

    def _is_name(self, seen: "_Seen") -> bool:
        first, second = (self.singles[part] for part in seen.word.key.split())
        return seen.count <= max(20, self.read_count / 10) and wording.holds_together(seen.count, first, second)


class _Seen:
    """A word without an entry while texts are read."""

    __slots__ = ("count", "where", "word")

    def __init__(self, word: Word) -> None:
        self.word, self.count = word, 0
        self.where: list[int] = []

    def at(self, term: int) -> None:
        self.count += 1
        if len(self.where) < WHERE:
            self.where.append(term)
