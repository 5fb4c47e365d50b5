"""A text and the names it must not say in, the text with those names blanked out. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from glossary.text import MARKS, UNSPACED, fold, initials, singular

BLANK = "____"
# A word's keys: how it is looked up, in capitals for an acronym, as a word stem otherwise. A key with a star at its
# end stands alone and is how a word begins.
Pattern = tuple[str, ...]

_LETTERS = rf"(?:[^\W_{UNSPACED}]|[{MARKS}])+"
# Where words have no spaces between them, each letter is one.
_TOKEN = re.compile(rf"[{UNSPACED}]|{_LETTERS}(?:['’]{_LETTERS})*")
# "an" before a blank would say how the answer begins.
_ARTICLE = re.compile(rf"\b([Aa])n? (?={BLANK})")
_HYPHENS = frozenset("-‐‑")
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_OWNER = re.compile(r"['’]s?$|(?<=[A-Z0-9])s$")
_SUFFIXES = tuple(
    "ization isation ation ment ness less able ible ing ate ion ers ive ity er or ed at al ly e y i".split()  # noqa: SIM905
)
_SMALL = """
a about all also an and any are as at be because been before but by can each few for from has have how if in into is
it its many may more most no not of off on one only or other others out over own per same several so some such than
that the their them then there these they this those to too under until up use used uses using very was what when
where whether which while who will with without you your
"""
_SHORT = ("er", "or", "ed", "at", "al", "ly", "y", "i")
STOP_WORDS = frozenset(_SMALL.split())
# A word of so many letters is met in every word that begins with it, Größe in Größen; of a long one as many of the
# last letters as are given here don't count, so that idempotence is met in idempotent, Kündigung in kündigt.
BEGINNING, LONG, ENDING = 4, 8, 5


@dataclass(frozen=True)
class Masked:
    """A text with blanks, how many of its words they hide, and how many words it had."""

    text: str
    hidden: int
    words: int

    @property
    def is_readable(self) -> bool:
        """Whether enough is left to be asked about: two thirds of the words, and five of them (or such letters)."""
        return self.hidden * 3 <= self.words and self.words - self.hidden >= 5


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What the inflections of a word have in common: scale, scales, scaled and scaling give "scal".

    Crude on purpose: hiding a word too many costs less than giving the answer away.
    """
    base = singular(_fold(word))
    for _ in range(3):
        shorter = _without_suffix(base)
        if shorter == base:
            break
        base = shorter
    return base


def _fold(word: str) -> str:
    return word.lower() if word.isascii() else fold(word)


def _without_suffix(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= (4 if suffix in _SHORT else 3):
            rest = word[: -len(suffix)]
            doubled = suffix in ("ing", "er", "ed") and rest[-1] == rest[-2] and rest[-1] not in "aeiouls"
            return rest[:-1] if doubled else rest
    return word


def _is_capitals(word: str) -> bool:
    return word.isupper() and len(word) >= 2


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    """The one key of a word in a name: SNS must be met in capitals, Lambda in any case."""
    word = _OWNER.sub("", word)
    return word if _is_capitals(word) else stem(word)


@lru_cache(maxsize=20_000)
def _keys(word: str) -> tuple[str, ...]:
    """All the keys a word in a text answers to: its stem, itself folded and in capitals, and those of its parts."""
    word = _OWNER.sub("", word)
    parts = _PARTS.findall(word)
    capitals = (word.upper(),) if _is_capitals(word) or sum(map(str.isupper, word)) >= 2 else ()
    return (stem(word), _fold(word), *capitals, *(map(_key, parts) if len(parts) > 1 else ()))


def pattern(name: str) -> Pattern:
    """How a whole name is found in a text, plurals and inflections included."""
    return tuple(_key(word) for word in _TOKEN.findall(name))


def initials_of(name: str) -> set[Pattern]:
    """How a name of several words is found abbreviated, whether or not it is known to be: SRE, CaaS, PoP."""
    every = "".join(word[0] for word in _TOKEN.findall(name)).upper()
    return {(letters,) for letters in (initials(name), every) if len(letters) >= 2}


def telling_words(name: str) -> set[str]:
    """The keys of the words that would give a name away, CodeBuild's "code" and "build" included.

    A long word has two: its stem, and how its other forms begin.
    """
    return {key for word in _TOKEN.findall(name) for key in _telling_parts(word)}


@lru_cache(maxsize=20_000)
def _telling_parts(word: str) -> tuple[str, ...]:
    parts = _PARTS.findall(word)
    keys = [_key(part) for part in [word, *(parts if len(parts) > 1 else [])] if _is_telling(part)]
    return (*keys, *_beginning(word)) if keys else ()


def _beginning(word: str) -> tuple[str, ...]:
    folded = _fold(word)
    if _is_capitals(word) or len(folded) < BEGINNING:
        return ()
    return (f"{folded[: max(LONG - 2, len(folded) - ENDING)] if len(folded) >= LONG else folded}*",)


def _is_telling(word: str) -> bool:
    return _is_capitals(word) or (len(word) >= 3 and not word.isdigit() and _fold(word) not in STOP_WORDS)


def content_words(text: str) -> frozenset[str]:
    """The stems of what a text says, small words left out: two texts that share most of them mean the same."""
    return frozenset(keys[0] for _, _, keys in _tokens(text)) - _small_stems()


@cache
def _small_stems() -> frozenset[str]:
    return frozenset(map(stem, STOP_WORDS))


@lru_cache(maxsize=4_000)
def _tokens(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """The words of a text: from where, to where, and the keys each answers to."""
    return [(match.start(), match.end(), _keys(match.group())) for match in _TOKEN.finditer(text)]


def says(text: str, patterns: Iterable[Pattern]) -> bool:
    """Whether a text holds any of the names."""
    return bool(_hits([keys for _, _, keys in _tokens(text)], patterns))


def blank(text: str, patterns: Iterable[Pattern]) -> Masked:
    """The text with every name blanked out; neighbouring blanks become one, a compound with hyphens is one word."""
    tokens = _tokens(text)
    hits = _whole_compounds(_hits([keys for _, _, keys in tokens], patterns), text)
    parts, done = [], 0
    for start, end, _ in (tokens[number] for number in sorted(hits)):
        parts += [text[done:start], BLANK]
        done = end
    shown = re.sub(rf"{BLANK}(?:[\s/‐‑-]*{BLANK}|\s*\({BLANK}\))+", BLANK, "".join(parts) + text[done:])
    return Masked(_ARTICLE.sub(r"\1(n) ", shown), len(hits), len(tokens))


def leave_out(text: str, start: int, end: int) -> str:
    """The text with a gap in place of a stretch of it."""
    return _ARTICLE.sub(r"\1(n) ", f"{text[:start]}{BLANK}{text[end:]}")


def _whole_compounds(hits: set[int], text: str) -> set[int]:
    """The hits and the words joined to them by hyphens: of single sign-on, a blank and "-on" would tell."""
    tokens = _tokens(text)
    joined = {at for at in range(1, len(tokens)) if text[tokens[at - 1][1] : tokens[at][0]] in _HYPHENS}
    found = set(hits)
    for at in sorted(joined):
        found |= {at} if at - 1 in found else set()
    for at in sorted(joined, reverse=True):
        found |= {at - 1} if at in found else set()
    return found


def _hits(words: list[tuple[str, ...]], patterns: Iterable[Pattern]) -> set[int]:
    """The numbers of the words that belong to any of the names."""
    patterns = list(patterns)
    heads = {key for keys in words for key in keys}
    begin = tuple(one[0][:-1] for one in patterns if one and one[0].endswith("*"))
    hits = {at for at, keys in enumerate(words) if begin and keys[1].startswith(begin)}
    for one in patterns:
        if not one or one[0] not in heads:
            continue
        for start in range(len(words) - len(one) + 1):
            if all(key in words[start + step] for step, key in enumerate(one)):
                hits.update(range(start, start + len(one)))
    return hits
