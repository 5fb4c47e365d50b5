"""A typed answer, the names that are right and the names of all terms in, a verdict with its reason out. Pure.

An answer is first compared with every name as written, then more and more leniently. The strictest comparison
that any name passes decides, so that no name of another term is ever forgiven into a right answer. Only an
answer that is no name at all may be a slip of the pen, and only where no other name is as near.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from functools import lru_cache
from itertools import permutations, product
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from glossary import text
from quiz.masking import STOP_WORDS

MAX_GIVEN = 500
TITLE, EXPANSION, MISSPELLING = "title", "expansion", "misspelling"
SHORT, LONG = 4, 9  # letters: no slip is forgiven in a name up to the first, two from the second on
MOST_SLIPS = 2
MANY = 4  # terms or more carry a common word; in a large glossary one in twenty

_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_WORD = re.compile(r"[a-z0-9]+[+#]*", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_BRACKETS = re.compile(r"^(?P<outer>[^()]*[^()\s])\s*\((?P<inner>[^()]+)\)$")
_SMALL = {"a", "an", "the", "and"}
# Beginnings and ends that are a slip or two apart and turn a word into another one.
_BEGINNINGS = [
    ("sy", "asy"), ("typ", "atyp"), ("period", "aperiod"), ("hypo", "hyper"), ("endo", "exo"), ("intra", "inter"),
    ("en", "de"), ("in", "ex"), ("im", "ex"), ("in", "e"), ("ab", "ad"), ("af", "ef"), ("micro", "macro"),
    ("ante", "anti"), ("pre", "pro"), ("mega", "giga"), ("bi", "tri"),
]  # fmt: skip
_ENDINGS = [("er", "ee"), ("or", "ee"), ("ate", "ite"), ("ide", "ite"), ("ane", "ene"), ("ane", "yne"), ("ene", "yne")]

Words = tuple[str, ...]


class Verdict(StrEnum):
    RIGHT = "right"
    SLIP = "slip"
    OTHER = "other"
    WRONG = "wrong"


class Reason(StrEnum):
    """Why the verdict is what it is."""

    SAME = "same"  # a name, letter by letter
    FORGIVEN = "forgiven"  # a name but for capitals, accents, punctuation, small words, a plural or a second name
    ORDER = "order"  # all the words of an expansion in another order
    SLIP = "slip"
    MISSPELLING = "misspelling"  # one that editors have written down
    OTHER_TERM = "other term"
    OTHER_SLIP = "slip of other term"
    OWN_NAME = "own name"  # a name of the term, but not of the sort asked for
    ALIKE = "alike"  # names of two terms are told apart by just what would be forgiven here
    AS_NEAR = "as near"  # a slip, but the name of another term is about as near
    ANOTHER_WORD = "another word"  # few letters off, but it reads as a word of its own: SNS queue for SQS queue
    NUMBER = "number"
    ONE_WORD = "one word"  # all the words of a name but one: Key Management System for Key Management Service
    UNKNOWN = "unknown"
    EMPTY = "empty"
    TOO_LONG = "too long"


class Name(NamedTuple):
    """A title or a label; kind is "title" or the label's kind."""

    text: str
    term: int
    kind: str = TITLE


@dataclass(frozen=True)
class Meant:
    """The term asked for, the names that are right, and the text its question was asked with."""

    term: int
    names: tuple[Name, ...]
    stem: str = ""


@dataclass(frozen=True)
class Segment:
    """A stretch of an answer and what stands in the right one in its place."""

    given: str
    right: str
    is_same: bool


@dataclass(frozen=True)
class Grade:
    verdict: Verdict
    reason: Reason
    name: str = ""  # the right name that the answer is, or comes nearest to
    other: Name | None = None  # the name of another term that the answer is, or is as near to
    segments: tuple[Segment, ...] = ()


class Likeness(IntEnum):
    """How strict a comparison two names pass, the strictest first."""

    WRITTEN = 0
    FOLDED = 1  # but for case and accents
    MARKS = 2  # but for punctuation, hyphens and spaces
    SMALL_WORDS = 3
    PLURAL = 4


@dataclass(frozen=True)
class _Reading:
    """A line in the forms that are compared: its words come with and without the small ones."""

    line: str
    key: str
    ways: tuple[Words, ...]
    forms: frozenset[str]

    @property
    def numbers(self) -> list[str]:
        return _NUMBER.findall(self.key)


class _Near(NamedTuple):
    slips: int
    name: Name
    said: str


class _Match(NamedTuple):
    likeness: Likeness
    name: Name
    said: str  # the name, or the part of it that was said


def allowance(letters: int) -> int:
    """How many slips are forgiven in a name of so many letters."""
    return 0 if letters <= SHORT else 1 if letters < LONG else MOST_SLIPS


class Names:
    """All names of a glossary, findable by likeness and by nearness; made once for an edition.

    Names are kept in one spelling without spaces, by length: only those a slip could lead to are compared.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_form: dict[str, list[Name]] = defaultdict(list)
        terms: set[int] = set()
        carriers: dict[str, set[int]] = defaultdict(set)
        written: set[str] = set()
        for name in names:
            terms.add(name.term)
            for form in _forms_of(name):
                self._by_form[form].append(name)
            if name.kind != MISSPELLING:
                found = _words(name.text)
                written.update(found)
                for word in found:
                    carriers[_singular(word)].add(name.term)
        self._words = set(carriers)
        many = max(MANY, len(terms) / 20)
        self._common = {word for word, some in carriers.items() if len(some) >= many and word not in self._by_form}
        self._codes = {text.fold(word) for word in written if _is_code(word)}
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for form in self._by_form:
            self._by_length[len(form)].append(form)

    def sharing(self, forms: Iterable[str]) -> list[Name]:
        """The names that may be the same as an answer in these forms."""
        return list(dict.fromkeys(name for form in forms for name in self._by_form.get(form, ())))

    def near(self, forms: Iterable[str], within: Callable[[int], int]) -> list[tuple[int, Name]]:
        """The names as few slips away as is said for their length, the nearest first."""
        found: dict[Name, int] = {}
        for form in forms:
            for length, most in self._lengths_near(len(form), within):
                choices = self._by_length[length]
                for near, slips, _ in process.extract(
                    form, choices, scorer=OSA.distance, score_cutoff=most, limit=None
                ):
                    found.update((name, min(slips, found.get(name, slips))) for name in self._by_form[near])
        return sorted((slips, name) for name, slips in found.items())

    def _lengths_near(self, length: int, within: Callable[[int], int]) -> list[tuple[int, int]]:
        if length < SHORT:
            return []  # too short to be a slip of any name
        return [(one, most) for one in self._by_length if abs(one - length) <= (most := within(one))]

    def knows(self, word: str) -> bool:
        return _singular(word) in self._words

    def is_common(self, word: str) -> bool:
        """Whether a word is in the names of so many terms that it tells none of them: "AWS", "service"."""
        return _singular(word) in self._common

    def is_slip_of_code(self, typed: str, meant: str) -> bool:
        """Whether a word is a code such as SQS with two letters swapped, or one slip away from it and from no other."""
        typed, meant = text.fold(typed), text.fold(meant)
        if len(meant) < 3 or typed in self._codes:
            return False
        near = process.extract(typed, self._codes, scorer=OSA.distance, score_cutoff=1, limit=None)
        codes = {code for code, _, _ in near}
        return meant in codes and (sorted(typed) == sorted(meant) or len(codes) == 1)


def grade(given: str, meant: Meant, names: Names) -> Grade:
    """What an answer is worth. The names may hold those of the term meant."""
    if len(given) > MAX_GIVEN:
        return Grade(Verdict.WRONG, Reason.TOO_LONG)
    answer = _read(given, typed=True)
    if not answer.line:
        return Grade(Verdict.WRONG, Reason.EMPTY)
    return (
        _named(answer, meant, names)
        or _said_otherwise(answer, meant)
        or _said_with_more(answer, meant, names)
        or _nearly(answer, meant, names)
    )


def another(line: str, term: int, names: Names) -> Name | None:
    """The name of another term that a line is, or is as near to as a slip."""
    found = grade(line, Meant(term, ()), names)
    return found.other


def explain(given: str, right: str) -> tuple[Segment, ...]:
    """Two spellings side by side. Case and accents are no difference, unless they are the only one."""
    given, right = text.clean_line(given[:MAX_GIVEN]), text.clean_line(right[:MAX_GIVEN])
    by = text.fold if text.fold(given) != text.fold(right) else str
    steps = Levenshtein.opcodes([by(char) for char in given], [by(char) for char in right])
    return tuple(
        Segment(given[step.src_start : step.src_end], right[step.dest_start : step.dest_end], step.tag == "equal")
        for step in steps
    )


def _named(answer: _Reading, meant: Meant, names: Names) -> Grade | None:
    """The verdict on an answer that is somebody's name."""
    sharing = names.sharing(answer.forms)
    own = _most_alike(answer, meant.names)
    others = _most_alike(answer, [name for name in sharing if name.term != meant.term])
    is_tie = bool(own and others) and own[0].likeness == others[0].likeness
    if own and (not others or own[0].likeness < others[0].likeness or (is_tie and _are_homonyms(own, others))):
        return _right(answer, own, meant)
    if is_tie:
        return Grade(Verdict.WRONG, Reason.ALIKE, own[0].name.text, others[0].name, explain(answer.line, own[0].said))
    unasked = _most_alike(answer, [name for name in sharing if name.term == meant.term])
    if unasked and not own and (not others or unasked[0].likeness <= others[0].likeness):
        return Grade(Verdict.WRONG, Reason.OWN_NAME, unasked[0].name.text)
    return Grade(Verdict.OTHER, Reason.OTHER_TERM, other=others[0].name) if others else None


def _right(answer: _Reading, own: list[_Match], meant: Meant) -> Grade:
    best = min(own, key=lambda match: match.name.kind == MISSPELLING)
    if best.name.kind == MISSPELLING:
        # Editors may have written down as a misspelling what only leaves out a space or a plural.
        proper = _most_alike(answer, [name for name in meant.names if name.kind != MISSPELLING])
        if proper:
            return Grade(Verdict.RIGHT, Reason.FORGIVEN, proper[0].said)
        return _slip(answer, best.name, best.said, meant, Reason.MISSPELLING)
    is_same = best.likeness == Likeness.WRITTEN
    return Grade(Verdict.RIGHT, Reason.SAME if is_same else Reason.FORGIVEN, best.said)


def _slip(answer: _Reading, name: Name, said: str, meant: Meant, reason: Reason) -> Grade:
    """Right with a slip, shown against what was meant, or the proper name that a known misspelling stands for."""
    if name.kind == MISSPELLING:
        proper = [one.text for one in meant.names if one.kind != MISSPELLING] or [said]
        said = min(proper, key=lambda one: OSA.distance(answer.key, text.fold(one)))
    return Grade(Verdict.SLIP, reason, said, segments=explain(answer.line, said))


def _said_otherwise(answer: _Reading, meant: Meant) -> Grade | None:
    """The verdict on two right names in one, "EC2 (Elastic Compute Cloud)", and on an expansion out of order."""
    readings = [(name, _read(name.text)) for name in meant.names if name.kind != MISSPELLING]
    joined = ["".join(reading.ways[0]) for _, reading in readings if reading.ways]
    if _joined(answer.ways[:1]) & {text.fold(one + two) for one, two in permutations(joined, 2)}:
        return Grade(Verdict.RIGHT, Reason.FORGIVEN, meant.names[0].text)
    for name, reading in readings:
        if name.kind == EXPANSION and answer.numbers == reading.numbers and _sorted(answer) & _sorted(reading):
            return Grade(Verdict.RIGHT, Reason.ORDER, name.text)
    return None


def _said_with_more(answer: _Reading, meant: Meant, names: Names) -> Grade | None:
    """The verdict on a name with common words before or after it, "AWS SNS": it is that of the name, as it is written.

    Where one term's name is another's with such a word, that one was found before.
    """
    words = _words(answer.line)
    before = next((at for at, word in enumerate(words) if not names.is_common(word)), len(words))
    after = next((at for at, word in enumerate(reversed(words)) if not names.is_common(word)), len(words))
    cuts = sorted(product(range(before + 1), range(after + 1)), key=sum)
    for first, last in cuts[1:]:
        rest = _read(" ".join(words[first : len(words) - last]), typed=True)
        found = _named(rest, meant, names) if rest.ways else None
        if found and found.reason in (Reason.SAME, Reason.FORGIVEN):
            return replace(found, reason=Reason.FORGIVEN)
        if found and found.reason == Reason.OWN_NAME:
            return _off_by_a_word(answer, meant) or found
        if found and found.reason == Reason.OTHER_TERM:
            return found
    return None


def _nearly(answer: _Reading, meant: Meant, names: Names) -> Grade:
    """The verdict on an answer that is nobody's name: a slip of the one meant, or of another, or neither."""
    own = min((near for name in meant.names if (near := _slips(answer, name))), default=None)
    if own is None:
        return _nearly_another(answer, meant, names)
    # Another name must be more than one slip away from an answer with one slip, and four from one with two.
    rivals = _rivals(names.near(answer.forms, lambda _: 2 * own.slips - 1), meant)
    if rivals and rivals[0][0] < own.slips:
        return _nearly_another(answer, meant, names)
    if rivals:
        return Grade(Verdict.WRONG, Reason.AS_NEAR, own.said, rivals[0][1])
    if reason := _why_no_slip(answer, _read(own.said), names, meant.stem):
        return Grade(Verdict.WRONG, reason, own.said, segments=explain(answer.line, own.said))
    return _slip(answer, own.name, own.said, meant, Reason.SLIP)


def _nearly_another(answer: _Reading, meant: Meant, names: Names) -> Grade:
    """Wrong; and if it is a slip of one other term's name, that one is told."""
    found = _rivals(names.near(answer.forms, allowance), meant)
    rivals = [near for _, name in found if (near := _slips(answer, name))]
    fewest = min((near.slips for near in rivals), default=0)
    nearest = [
        near.name
        for near in rivals
        if near.slips == fewest and not _why_no_slip(answer, _read(near.said), names, meant.stem)
    ]
    if len({name.term for name in nearest}) == 1:
        return Grade(Verdict.OTHER, Reason.OTHER_SLIP, other=nearest[0])
    return _off_by_a_word(answer, meant) or Grade(Verdict.WRONG, Reason.UNKNOWN)


def _off_by_a_word(answer: _Reading, meant: Meant) -> Grade | None:
    """Wrong; but of a name of three words or more all are there but one, which is shown beside the one typed."""
    for name in (name for name in meant.names if name.kind != MISSPELLING):
        for typed, right in product(answer.ways, _read(name.text).ways):
            same = list(map(_same_word, typed, right)) if len(typed) == len(right) >= 3 else []
            if same.count(False) == 1:
                words = [Segment(*three) for three in zip(typed, right, same, strict=True)]
                spaced = [Segment(" ", " ", is_same=True)] * (2 * len(words) - 1)
                spaced[::2] = words
                return Grade(Verdict.WRONG, Reason.ONE_WORD, name.text, segments=tuple(spaced))
    return None


def _rivals(near: Iterable[tuple[int, Name]], meant: Meant) -> list[tuple[int, Name]]:
    """Names of other terms, without those that the term meant has too."""
    own = {text.fold(said) for name in meant.names for said, _ in _sayings(name.text)}
    return [
        (slips, name)
        for slips, name in near
        if name.term != meant.term and not any(text.fold(said) in own for said, _ in _sayings(name.text))
    ]


def _slips(answer: _Reading, name: Name) -> _Near | None:
    """How near an answer is to a name, if that may be forgiven by the number of slips alone."""
    found = []
    for said, _ in _sayings(name.text) if answer.ways else ():
        reading = _read(said)
        allowed = allowance(max((len("".join(words)) for words in reading.ways), default=0))
        if allowed:
            slips = min(
                OSA.distance(one, two, score_cutoff=allowed) for one, two in product(answer.forms, reading.forms)
            )
            found += [_Near(max(1, slips), name, said)] if slips <= allowed else []
    return min(found, default=None)


def _why_no_slip(answer: _Reading, name: _Reading, names: Names, stem: str) -> Reason | None:
    """What makes the difference more than a slip: a number, or a word that reads as another one."""
    if answer.numbers != name.numbers:
        return Reason.NUMBER
    stem_words = {_singular(word) for word in _words(stem)}
    typed, meant = min(
        product(answer.ways, name.ways), key=lambda pair: OSA.distance(*(text.fold("".join(way)) for way in pair))
    )
    if len(typed) == len(meant):
        pairs = [(one, two) for one, two in zip(typed, meant, strict=True) if not _same_word(one, two)]
        is_another = any(_is_another(one, two, names, stem_words) for one, two in pairs)
    else:
        # Words were run together or split: what is a piece of the name is no other word.
        is_another = any(_is_known(word, names, stem_words) for word in _not_within(typed, meant))
        is_another = is_another or any(_is_code(word) for word in _not_within(meant, typed))
    return Reason.ANOTHER_WORD if is_another else None


def _not_within(words: Words, others: Words) -> list[str]:
    whole = text.fold("".join(others))
    return [word for word in words if text.fold(word) not in whole]


def _is_another(typed: str, meant: str, names: Names, stem_words: set[str]) -> bool:
    if _are_opposed(typed, meant) or (_is_code(meant) and not names.is_slip_of_code(typed, meant)):
        return True
    return _singular(typed) != _singular(meant) and _is_known(typed, names, stem_words)


def _is_known(word: str, names: Names, stem_words: set[str]) -> bool:
    return text.fold(word) not in STOP_WORDS and (names.knows(word) or _singular(word) in stem_words)


def _is_code(word: str) -> bool:
    """Whether a word is short and stands for something letter by letter: SQS, EC2, the B of Plan B."""
    return len(word) <= SHORT and (word.isupper() or any(char.isdigit() for char in word))


def _are_opposed(one: str, two: str) -> bool:
    """Whether words differ in a way that makes two words of them: encryption and decryption, lessor and lessee."""
    one, two = text.fold(one), text.fold(two)
    short, long = sorted((one, two), key=len)
    if long.endswith(short) and len(long) - len(short) > 1:
        return True
    return any(
        (one.startswith(a) and two.startswith(b) and one[len(a) :] == two[len(b) :])
        for pair in _BEGINNINGS
        for a, b in permutations(pair)
    ) or any(
        (one.endswith(a) and two.endswith(b) and one[: -len(a)] == two[: -len(b)])
        for pair in _ENDINGS
        for a, b in permutations(pair)
    )


def _most_alike(answer: _Reading, names: Iterable[Name]) -> list[_Match]:
    """The names that pass the strictest comparison that any of them passes."""
    found = [match for name in names if (match := _match(answer, name))]
    strictest = min((match.likeness for match in found), default=None)
    return [match for match in found if match.likeness == strictest]


def _match(answer: _Reading, name: Name) -> _Match | None:
    found = [
        _Match(max(likeness, strictest), name, said)
        for said, strictest in _sayings(name.text)
        if (likeness := _compare(answer, _read(said))) is not None
    ]
    return min(found, default=None)


def _are_homonyms(own: list[_Match], others: list[_Match]) -> bool:
    """Whether each of the others is the same name as one of the own, or differs by less than the answer does."""
    return all(any(_differ_less(mine, other) for mine in own) for other in others)


def _differ_less(mine: _Match, other: _Match) -> bool:
    likeness = _compare(_read(mine.said), _read(other.said))
    return likeness is not None and (likeness == Likeness.WRITTEN or likeness < mine.likeness)


def _sayings(name: str) -> list[tuple[str, Likeness]]:
    """A name, and what is said for it: without what stands in brackets, or the abbreviation that does."""
    sayings = [(name, Likeness.WRITTEN)]
    if name.endswith(")") and (brackets := _BRACKETS.match(name)):
        sayings.append((brackets["outer"], Likeness.MARKS))
        if " " not in brackets["inner"] and sum(char.isupper() for char in brackets["inner"]) > 1:
            sayings.append((brackets["inner"], Likeness.MARKS))
    return sayings


def _compare(one: _Reading, two: _Reading) -> Likeness | None:
    """The strictest comparison two lines pass; numbers are the same in each."""
    if one.forms.isdisjoint(two.forms):
        return None
    if one.line == two.line:
        return Likeness.WRITTEN
    if one.key == two.key:
        return Likeness.FOLDED
    if one.numbers != two.numbers:
        return None
    if _joined(one.ways[:1]) & _joined(two.ways[:1]):
        return Likeness.MARKS
    if _joined(one.ways) & _joined(two.ways):
        return Likeness.SMALL_WORDS
    return Likeness.PLURAL if any(_same_words(*pair) for pair in product(one.ways, two.ways)) else None


def _joined(ways: Iterable[Words]) -> set[str]:
    return {text.fold("".join(words)) for words in ways}


def _same_words(one: Words, two: Words) -> bool:
    if len(one) == len(two):
        return all(map(_same_word, one, two))
    return _same_word("".join(one), "".join(two))


def _same_word(one: str, two: str) -> bool:
    """Whether two words are the same but for a plural; that of an abbreviation is a small s: VPCs, but not HTTPS."""
    if text.fold(one) == text.fold(two):
        return True
    if _is_abbreviation(one) or _is_abbreviation(two):
        return _without_s(one) == _without_s(two)
    return _singular(one) == _singular(two)


def _is_abbreviation(word: str) -> bool:
    return len(word) <= 6 and any(char.isupper() or char.isdigit() for char in word[1:])


def _without_s(word: str) -> str:
    stem = word[:-1]
    is_plural = word.endswith("s") and len(stem) > 1 and stem.isalpha() and stem.isupper()
    return text.fold(stem if is_plural else word)


def _sorted(reading: _Reading) -> set[Words]:
    return {tuple(sorted(map(_singular, words))) for words in reading.ways}


@lru_cache(maxsize=4_000)
def _read(line: str, typed: bool = False) -> _Reading:
    line = text.clean_line(line)
    key = text.fold(line)
    ways = _ways(_words(line), typed)
    return _Reading(line, key, ways, frozenset(_forms(ways) or [key]))


def _forms_of(name: Name) -> set[str]:
    sayings = [said for said, _ in _sayings(name.text)]
    return {form for said in sayings for form in _forms(_ways(_words(said))) or [text.fold(said)]}


def _ways(words: Words, typed: bool = False) -> tuple[Words, ...]:
    """All words; then without the small ones, as long as others are left.

    The last word is never small ("Vitamin A"), nor is a capital A in a name ("A record"): but somebody who types
    it at the start may mean the article.
    """
    small = [_is_small(word, typed) for word in words[:-1]]
    if not any(small):
        return (words,) if words else ()
    without = (*(word for word, is_small in zip(words, small, strict=False) if not is_small), words[-1])
    return (words, words[1:], without) if typed and small[0] else (words, without)


def _is_small(word: str, typed: bool) -> bool:
    is_capitals = word.isupper() and not (typed and word == "A")
    return word.lower() in _SMALL and not is_capitals


def _forms(ways: Iterable[Words]) -> list[str]:
    """Each way in one piece, as it is and in the singular, that of abbreviations included: AZs."""
    return ["".join(map(form, words)) for words in ways for form in (_folded, _singular, _without_s)]


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return text.fold(word)


@lru_cache(maxsize=20_000)
def _singular(word: str) -> str:
    return text.singular(text.fold(word))


def _words(line: str) -> Words:
    """The words of a line as they are written; + and # belong to the word before them, as in C++."""
    line = _APOSTROPHES.sub("", line)
    if line.isascii():
        return tuple(_WORD.findall(line))
    words = "".join(char if _is_of_word(char) else " " for char in line).split()
    return tuple(word for word in words if word.strip("+#"))


def _is_of_word(char: str) -> bool:
    return char in "+#" or unicodedata.category(char)[0] in "LMN"
