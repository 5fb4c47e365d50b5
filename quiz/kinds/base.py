"""What every kind of question is made of: terms as the quiz sees them, items, refusals, verdicts. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol, TypeVar

from glossary.linker import Linker, Mention
from glossary.text import fold, words
from quiz import masking
from quiz.masking import Pattern

OPTIONS = 4
# Two definitions that share half of their words or more say the same thing.
SAME_MEANING = 0.5
MAX_STEM, MAX_OPTION, MIN_OPTION = 420, 260, 60

# Not after one letter (e.g., i.e., z. B.); and where no space follows, by the mark itself.
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\b[^\W\d]\.)(?<!\bvs\.)(?<!\betc\.)\s+(?=[\"“„«(]?[A-ZÀ-ÞΑ-ΩЁА-Я0-9`])"
    r"|(?<=[。！？])(?![」』）\s]|$)"
)

T = TypeVar("T")


class Dice(Protocol):
    """What is needed of random.Random; practice passes one that cannot be foretold."""

    def randrange(self, stop: int, /) -> int: ...
    def sample(self, population: Sequence[T], k: int) -> list[T]: ...
    def shuffle(self, x: list[T], /) -> None: ...


class Refused(Exception):
    """Why no good question of a kind can be asked about a term here; the cause is what refusals are counted by."""


class BadAnswer(ValueError):
    """Why what was sent is no answer, in words for the learner."""


@dataclass(frozen=True)
class Facts:
    """A fact list of a term."""

    title: str
    is_ordered: bool
    items: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """A relation as one of its terms reads it."""

    verb: str
    other: int


@dataclass(frozen=True)
class Written:
    """A question that an editor wrote about a term."""

    id: int
    stem: str
    right: str
    why: str
    wrong: tuple[tuple[str, str], ...]  # an answer, and why it is wrong


@dataclass(frozen=True)
class Candidate:
    """A term as the quiz sees it: something to ask about, or to offer beside what is asked about."""

    id: int
    title: str
    slug: str
    definition: str
    names: tuple[str, ...] = ()  # the title alone, then with its qualifier, and every label but misspellings
    abbreviations: tuple[str, ...] = ()
    expansions: tuple[str, ...] = ()
    misspellings: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    above: frozenset[int] = frozenset()  # what it is a kind or a part of, all the way up
    contrasts: frozenset[int] = frozenset()
    links: tuple[Link, ...] = ()
    fact_lists: tuple[Facts, ...] = ()
    written: tuple[Written, ...] = ()
    # Found over the whole glossary, not only over what is offered here.
    is_alone: bool = True  # no other definition says the same
    ambiguous: frozenset[str] = frozenset()  # folded names of it that are another term's too

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(fold(name) for name in (self.title, *self.names))

    @cached_property
    def shelves(self) -> frozenset[str]:
        return frozenset(self.categories)

    @cached_property
    def patterns(self) -> frozenset[Pattern]:
        names = (self.title, *self.names)
        return frozenset(map(masking.pattern, names)).union(*map(masking.initials_of, names))

    @cached_property
    def telling(self) -> frozenset[str]:
        return frozenset().union(*(masking.telling_words(name) for name in (self.title, *self.names)))

    @cached_property
    def headwords(self) -> frozenset[str]:
        """The telling words of the title, which is shown."""
        return frozenset(masking.telling_words(self.title))

    def gives_away(self, common: frozenset[str]) -> frozenset[str]:
        """The words to hide: those of the title, and the uncommon ones of the other names."""
        return self.telling - (common - self.headwords)

    @cached_property
    def content(self) -> frozenset[str]:
        return masking.content_words(self.whole)

    @cached_property
    def said(self) -> frozenset[str]:
        """The content words of all that is said of it."""
        return masking.content_words(
            " ".join([self.definition, *(item for one in self.fact_lists for item in one.items)])
        )

    @cached_property
    def plain_words(self) -> frozenset[str]:
        return frozenset(words(self.definition))

    @cached_property
    def whole(self) -> str:
        """The definition as far as it is asked with."""
        return first_sentences(self.definition, at_least=MAX_STEM, at_most=MAX_STEM)

    @cached_property
    def gist(self) -> str:
        """The beginning of the definition: what is offered as an option and said as a reason."""
        return first_sentences(self.definition, at_least=MIN_OPTION, at_most=MAX_OPTION)

    @cached_property
    def linked(self) -> frozenset[int]:
        return frozenset(link.other for link in self.links)


@dataclass(frozen=True)
class Context:
    """What there is to make questions from, beside the terms asked about."""

    pool: tuple[Candidate, ...]
    # Of each term, what this learner took it for and how often.
    confused: Mapping[int, Mapping[int, float]] = field(default_factory=dict)
    linker: Linker = field(default_factory=lambda: Linker([]))  # of the names of the whole glossary
    expansions: tuple[str, ...] = ()  # in use in the glossary: where words for others come from

    @cached_property
    def _mentions(self) -> dict[int, list[Mention]]:
        return {}

    def mentions(self, one: Candidate) -> list[Mention]:
        """Which terms the definition of a term names, and where."""
        if one.id not in self._mentions:
            self._mentions[one.id] = self.linker.recognise(one.whole)
        return self._mentions[one.id]

    @cached_property
    def by_id(self) -> dict[int, Candidate]:
        return {one.id: one for one in self.pool}

    @cached_property
    def common(self) -> frozenset[str]:
        """Words in so many names that they point to no term: "AWS", "service"."""
        return self._in_many(one.telling for one in self.pool)

    @cached_property
    def usual(self) -> frozenset[str]:
        """Words in so many texts that two texts with one of them may be about anything."""
        return self._in_many(one.content for one in self.pool)

    def _in_many(self, sets: Iterable[frozenset[str]]) -> frozenset[str]:
        carried = Counter(word for some in sets for word in some)
        return frozenset(word for word, count in carried.items() if count >= max(4, len(self.pool) / 20))

    @cached_property
    def names(self) -> frozenset[str]:
        """The folded names of all terms here, and every expansion in use."""
        return frozenset(map(fold, self.expansions)).union(*(one.keys for one in self.pool))


@dataclass(frozen=True)
class Round:
    """One try at a question: what may stand beside the target, nearest first, and the shape it should have.

    As many of the wrong options as `rank` says should be shorter than the right one: drawn before, so
    that the length of an option tells nothing. Without ties, none may be as long as the right one: that
    would make it one of the longest.
    """

    context: Context
    beside: tuple[Candidate, ...]
    size: int = OPTIONS
    rank: int = 0
    has_ties: bool = True


@dataclass(frozen=True)
class Option:
    text: str
    term: int | None
    title: str
    slug: str
    reason: str


@dataclass(frozen=True)
class Item:
    """A question ready to be asked; what the key looks like is the business of its kind."""

    kind: str
    target: Candidate
    stem: str
    key: Any
    options: tuple[Option, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    guards: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """right, slip, other or wrong; and what grading has to say beside it."""

    verdict: str
    feedback: dict[str, Any] = field(default_factory=dict)


class Asked(Protocol):
    """A question as it was asked: an item, or the row that keeps it."""

    stem: str
    key: Any
    data: dict[str, Any]


class Kind(Protocol):
    """One kind of question: how it is made, what counts as an answer, and what an answer is worth."""

    name: str
    label: str  # in the menu of kinds: "What a term means"
    question: str  # above the stem: "Which term is this?"
    template: str
    answered_template: str

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        """A question about the target. Or Refused."""

    def read(self, fields: Any) -> Any:
        """The answer in the fields of a form (a QueryDict). Or BadAnswer."""

    def judge(self, asked: Asked, answer: Any, names: Any) -> Verdict:
        """What the answer is worth; names is the index of all names, for typed answers."""


def first_sentences(text: str, at_least: int, at_most: int) -> str:
    """Whole sentences from the start: the first, and more while they are too short. A very long one is cut."""
    text = " ".join(text.split())
    ends = [*(end.start() for end in _SENTENCE_END.finditer(text)), len(text)]
    taken = ends[0]
    for end in ends[1:]:
        if taken >= at_least or end > at_most:
            break
        taken = end
    return text[:taken] if taken <= at_most else _cut(text[:taken], at_most)


def _cut(sentence: str, at_most: int) -> str:
    """As much of a sentence as fits, up to the end of a clause if there is one, of a word otherwise."""
    room = sentence[: at_most - 2]
    clause = max(room.rfind(mark) for mark in (", ", "; ", ": ", "、"))
    return (room[:clause] if clause > at_most // 2 else room.rsplit(" ", 1)[0]).rstrip(",;:、") + " …"


def nearness(one: Candidate, other: Candidate, confused: Mapping[int, Mapping[int, float]] | None = None) -> float:
    """How close two terms are: mixed up or in contrast first, then below or joined to the same, then on one shelf."""
    contrast = other.id in one.contrasts or one.id in other.contrasts
    mixed = min(1.0, (confused or {}).get(one.id, {}).get(other.id, 0.0))
    shared = bool(one.above & other.above)
    alike = min(1.0, 5 * overlap(one.content, other.content)) + (not one.linked.isdisjoint(other.linked))
    return 4 * max(contrast, mixed) + 2 * shared + (1 + alike) * (not one.shelves.isdisjoint(other.shelves))


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the words of two texts that are in both (Jaccard's index)."""
    return len(one & other) / max(1, len(one | other))


def likeness(one: Candidate, other: Candidate) -> float:
    """How much two definitions say the same, by their words and by their stems alone."""
    return max(overlap(one.content, other.content), overlap(one.plain_words, other.plain_words))


def differ(one: Candidate, other: Candidate) -> bool:
    """Different terms, with no name in common, and with definitions that don't say the same."""
    return one.id != other.id and one.keys.isdisjoint(other.keys) and likeness(one, other) < SAME_MEANING


def in_one_line(one: Candidate, other: Candidate) -> bool:
    """Whether one is above the other: what is said of a kind is true of its members."""
    return one.id in other.above or other.id in one.above


def that_would_be(title: str) -> str:
    """Whose an option is. A sentence of its own, and "would be": names come in both numbers."""
    return f"That would be {title}."


def that_is(candidate: Candidate) -> str:
    """Why an option that stands for another term is wrong."""
    return f"{that_would_be(candidate.title)} {candidate.gist}"


def shuffled(things: Iterable[T], dice: Dice) -> list[T]:
    order = list(things)
    dice.shuffle(order)
    return order
