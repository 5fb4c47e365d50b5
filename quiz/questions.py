"""Terms and dice in, good questions out, each with the guards it passed and a reason for every option. Pure.

A question that fails a guard is refused, never asked: then the other kind is tried, then another term.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Literal, Protocol, TypeVar

from glossary.text import fold
from quiz import masking
from quiz.masking import Masked, Pattern

Kind = Literal["term", "definition"]
KINDS: tuple[Kind, ...] = ("term", "definition")
OPTIONS = 4
# Two definitions that share half of their words or more say the same thing.
SAME_MEANING = 0.5
SHORTEST, LONGEST = 0.5, 2.0  # of a definition offered, against the key's length
MAX_STEM, MAX_OPTION, MIN_OPTION = 420, 260, 60
COMMON = 20  # a word is common when the names of one term in so many hold it, and of four at least
# Number of options, only from the key's own neighbourhood, with the key's place by length as drawn.
PASSES = (
    (OPTIONS, True, True),
    (OPTIONS, True, False),
    (OPTIONS, False, True),
    (OPTIONS, False, False),
    (3, False, False),
    (2, False, False),
)

_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\betc\.)\s+(?=[\"“(]?[A-Z0-9`])")

T = TypeVar("T")


class Dice(Protocol):
    """What is needed of random.Random; practice passes one that cannot be foretold."""

    def randrange(self, stop: int, /) -> int: ...
    def sample(self, population: Sequence[T], k: int) -> list[T]: ...
    def shuffle(self, x: list[T], /) -> None: ...


class Refused(Exception):
    """Why no good question of this kind can be asked about this term here."""


@dataclass(frozen=True)
class Candidate:
    """A term as the quiz sees it: something to ask about, or to offer beside what is asked about."""

    id: int
    title: str
    slug: str
    definition: str
    names: tuple[str, ...] = ()  # the title without its qualifier, and every label
    categories: tuple[str, ...] = ()
    above: frozenset[int] = frozenset()  # what it is a kind or a part of, all the way up
    contrasts: frozenset[int] = frozenset()

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(fold(name) for name in (self.title, *self.names))

    @cached_property
    def shelves(self) -> frozenset[str]:
        return frozenset(self.categories)

    @cached_property
    def patterns(self) -> frozenset[Pattern]:
        return frozenset(masking.pattern(name) for name in (self.title, *self.names))

    @cached_property
    def telling(self) -> frozenset[str]:
        return frozenset().union(*(masking.telling_words(name) for name in (self.title, *self.names)))

    def gives_away(self, common: frozenset[str]) -> frozenset[str]:
        """The words to hide: those of the title, which is shown, and the uncommon ones of the other names."""
        return self.telling - (common - masking.telling_words(self.title))

    @cached_property
    def content(self) -> frozenset[str]:
        return masking.content_words(self.whole)

    @cached_property
    def whole(self) -> str:
        """The definition as far as it is asked with."""
        return first_sentences(self.definition, at_least=MAX_STEM, at_most=MAX_STEM)

    @cached_property
    def gist(self) -> str:
        """The beginning of the definition: what is offered as an option and said as a reason."""
        return first_sentences(self.definition, at_least=MIN_OPTION, at_most=MAX_OPTION)


@dataclass(frozen=True)
class Option:
    text: str
    term: int
    title: str
    slug: str
    reason: str


@dataclass(frozen=True)
class Item:
    """A question ready to be asked; the key is the number of the right option, from 1."""

    kind: Kind
    target: Candidate
    stem: str
    options: tuple[Option, ...]
    key: int
    guards: dict[str, str] = field(default_factory=dict)


def first_sentences(text: str, at_least: int, at_most: int) -> str:
    """Whole sentences from the start: the first, and more while they are too short. A very long one is cut."""
    sentences = _SENTENCE_END.split(" ".join(text.split()))
    taken = sentences[0]
    for sentence in sentences[1:]:
        if len(taken) >= at_least or len(taken) + 1 + len(sentence) > at_most:
            break
        taken = f"{taken} {sentence}"
    return taken if len(taken) <= at_most else _cut(taken, at_most)


def _cut(sentence: str, at_most: int) -> str:
    """As much of a sentence as fits, up to the end of a clause if there is one, of a word otherwise."""
    room = sentence[: at_most - 2]
    clause = max(room.rfind(mark) for mark in (", ", "; ", ": "))
    return (room[:clause] if clause > at_most // 2 else room.rsplit(" ", 1)[0]).rstrip(",;:") + " …"


def compose(targets: Sequence[Candidate], pool: Sequence[Candidate], length: int, dice: Dice) -> list[Item]:
    """Up to `length` questions, each about another of the targets, with options from the pool.

    Four options where they can be had, then three or two. The key's place among the options by length
    is drawn first and kept, for each kind, until a term is found for it: so the longest option is right
    no more often than any other.
    """
    pool = _shuffled(pool, dice)
    common = common_words(pool)
    items: list[Item] = []
    waiting = list(targets)
    for size, is_near, is_ranked in PASSES:
        drawn = {kind: dice.randrange(size) for kind in KINDS}
        left = []
        for target in waiting:
            if len(items) == length:
                return items
            ranks = {kind: [drawn[kind]] if is_ranked else _shuffled(range(size), dice) for kind in KINDS}
            item = _ask_somehow(target, _nearest_first(target, pool, is_near, dice), common, size, ranks, dice)
            if item:
                items.append(item)
                drawn[item.kind] = dice.randrange(size)
            else:
                left.append(target)
        waiting = left
    return items


def common_words(pool: Sequence[Candidate]) -> frozenset[str]:
    """Words in so many names that they point to no term: "AWS", "service"."""
    carried = Counter(word for one in pool for word in one.telling)
    return frozenset(word for word, count in carried.items() if count >= max(4, len(pool) / COMMON))


def _nearest_first(target: Candidate, pool: Sequence[Candidate], is_near: bool, dice: Dice) -> list[Candidate]:
    turn = dice.randrange(len(pool))
    ranked = [(nearness(target, one), one) for one in (*pool[turn:], *pool[:turn])]
    ranked.sort(key=lambda pair: -pair[0])
    return [one for near, one in ranked if near or not is_near]


def _ask_somehow(
    target: Candidate,
    beside: Sequence[Candidate],
    common: frozenset[str],
    size: int,
    ranks: Mapping[Kind, Sequence[int]],
    dice: Dice,
) -> Item | None:
    for kind in _shuffled(KINDS, dice):
        for rank in ranks[kind]:
            try:
                return ask(target, kind, beside, dice, common=common, rank=rank, size=size)
            except Refused:
                continue
    return None


def ask(
    target: Candidate,
    kind: Kind,
    beside: Iterable[Candidate],
    dice: Dice,
    *,
    common: frozenset[str] = frozenset(),
    rank: int = 0,
    size: int = OPTIONS,
) -> Item:
    """One question of one kind about one term, with the first fitting terms beside it. Or Refused.

    As many of the other options as `rank` says are shorter than the key.
    """
    if not target.gist:
        raise Refused("there is no definition")
    if kind == "definition":
        # All options with a blank or none: otherwise a blank would tell something.
        own = _has_blank(target, target, common)
        beside = (one for one in beside if _has_blank(one, target, common) == own)
    others = _distractors(target, kind, beside, rank, size - 1)
    shown = (target, *others)
    if kind == "term":
        stem = _masked_stem(target, others, common)
        texts = {one.id: one.title for one in shown}
        hidden = f"{stem.hidden} of {stem.words} words of the stem"
    else:
        stem = Masked(target.title, 0, 1)
        masked = _masked_options(target, others, common)
        texts = {number: one.text for number, one in masked.items()}
        hidden = f"{sum(one.hidden for one in masked.values())} words of the options"
    if len({fold(text) for text in texts.values()}) < size:
        raise Refused("two options read the same")
    if sum(len(texts[one.id]) < len(texts[target.id]) for one in others) != rank:
        raise Refused("with the names masked the key has another place by length")
    order = _shuffled(shown, dice)
    return Item(
        kind=kind,
        target=target,
        stem=stem.text,
        options=tuple(_option(one, texts[one.id], target) for one in order),
        key=order.index(target) + 1,
        guards=_guards(target, others, texts, hidden),
    )


def _distractors(
    target: Candidate, kind: Kind, beside: Iterable[Candidate], rank: int, wanted: int
) -> tuple[Candidate, ...]:
    """The first of the terms that may stand beside the target, `rank` of them shorter than it."""
    room = {True: rank, False: wanted - rank}
    chosen: list[Candidate] = []
    for other in beside:
        is_shorter = _length(other, kind) < _length(target, kind)
        if room[is_shorter] and _may_stand_beside(target, other, kind) and all(_differ(other, one) for one in chosen):
            room[is_shorter] -= 1
            chosen.append(other)
            if len(chosen) == wanted:
                return tuple(chosen)
    raise Refused(f"fewer than {wanted} good options beside it")


def nearness(one: Candidate, other: Candidate) -> int:
    """How close two terms are: a contrast first, then what has the same thing above it, then the category."""
    contrast = other.id in one.contrasts or one.id in other.contrasts
    return 4 * contrast + 2 * bool(one.above & other.above) + (not one.shelves.isdisjoint(other.shelves))


def _length(candidate: Candidate, kind: Kind) -> int:
    return len(candidate.title if kind == "term" else candidate.gist)


def _may_stand_beside(target: Candidate, other: Candidate, kind: Kind) -> bool:
    """Whether another term is wrong for sure and still worth offering; what is cheap to tell is asked first."""
    if other.id in target.above or target.id in other.above:
        return False  # what is said of a kind is true of its members
    if not other.gist or (kind == "definition" and not SHORTEST <= len(other.gist) / len(target.gist) <= LONGEST):
        return False
    return _differ(target, other) and not (kind == "term" and masking.says(target.whole, other.patterns))


def _differ(one: Candidate, other: Candidate) -> bool:
    """Different terms, with no name in common, and with definitions that don't say the same."""
    return one.id != other.id and one.keys.isdisjoint(other.keys) and overlap(one, other) < SAME_MEANING


def overlap(one: Candidate, other: Candidate) -> float:
    """The share of the words of two definitions that are in both."""
    return len(one.content & other.content) / max(1, len(one.content | other.content))


def _masked_stem(target: Candidate, others: Sequence[Candidate], common: frozenset[str]) -> Masked:
    """The definition without its term's names, and without the words that point to few of the options."""
    carried = Counter(word for one in (target, *others) for word in one.telling)
    few = {word for word in target.gives_away(common) if carried[word] * 2 <= len(others) + 1}
    stem = masking.blank(target.whole, target.patterns | _as_patterns(few))
    if not stem.is_readable:
        raise Refused("too little of the definition is left once the term's names are masked")
    return stem


def _masked_options(target: Candidate, others: Sequence[Candidate], common: frozenset[str]) -> dict[int, Masked]:
    """Every definition without its own names and the asked ones, all by one rule."""
    masked = {one.id: _masked_option(one, target, common) for one in (target, *others)}
    if not all(one.is_readable for one in masked.values()):
        raise Refused("too little of a definition is left once the names are masked")
    return masked


def _masked_option(one: Candidate, target: Candidate, common: frozenset[str]) -> Masked:
    asked = {word for word in target.gives_away(common) if masking.says(target.gist, [(word,)])}
    return masking.blank(one.gist, one.patterns | target.patterns | _as_patterns(asked | one.gives_away(common)))


def _has_blank(one: Candidate, target: Candidate, common: frozenset[str]) -> bool:
    return bool(_masked_option(one, target, common).hidden)


def _as_patterns(words: Iterable[str]) -> set[Pattern]:
    return {(word,) for word in words}


def _option(candidate: Candidate, text: str, target: Candidate) -> Option:
    reason = target.whole if candidate is target else f"That is {candidate.title}: {_continued(candidate.gist)}"
    return Option(text, candidate.id, candidate.title, candidate.slug, reason)


def _continued(sentence: str) -> str:
    """A sentence as it goes on after a colon."""
    is_article = sentence.split(" ", 1)[0] in ("A", "An", "The")
    return sentence[0].lower() + sentence[1:] if is_article else sentence


def _guards(target: Candidate, others: Sequence[Candidate], texts: dict[int, str], hidden: str) -> dict[str, str]:
    """What was checked, and what was found."""
    length = len(texts[target.id])
    ratios = sorted(len(texts[one.id]) / length for one in others)
    shorter = sum(ratio < 1 for ratio in ratios)
    meanings = max(overlap(one, other) for one, other in combinations((target, *others), 2))
    near = sum(nearness(target, one) > 0 for one in others)
    return {
        "options": f"{len(texts)}, no two with the same text or a name in common",
        "meaning": f"definitions share {meanings:.2f} of their words at most",
        "masked": hidden,
        "hierarchy": "no option is above or below the key",
        "neighbourhood": f"{near} of {len(others)} from the key's own",
        "length": f"{shorter} shorter than the key, {ratios[0]:.1f} to {ratios[-1]:.1f} times its length",
    }


def _shuffled(things: Iterable[T], dice: Dice) -> list[T]:
    order = list(things)
    dice.shuffle(order)
    return order
