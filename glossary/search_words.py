"""Names, texts and queries in, the words that search compares out; and a text in parts, the words met marked. Pure."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, groupby, pairwise
from typing import NamedTuple

from glossary import linker, text

LONGEST = 64  # letters of a word that count
MOST = 8  # words of a query that count
MOST_JOINED = 12  # words and marks of a query in which names are looked for

# What is asked around a name; where other words remain, these tell nothing.
SMALL = frozenset(
    text.words(
        "a about an and any are as at be between by can define definition describe did difference do does explain for "
        "from has have how i in into is it its mean meaning means me my of on or stand stands than that the their "
        "there these they this those to use used versus vs was we were what when where which who why will with would "
        "you your"
    )
)

_INSIDE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_+")
_NO_LETTER = re.compile(r"[\W_]+")
_POINTS = "?.,;:？"  # and no exclamation mark, as it may belong to a name
_LINK_TARGET = re.compile(r"\]\([^()\s]*\)")


class Part(NamedTuple):
    """A stretch of a text: words that were looked for, or what stands between them."""

    text: str
    is_met: bool


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The form of a folded word in which a query meets it: no possessive, singular."""
    return text.singular(word.removesuffix("'s").removesuffix("’s"))[:LONGEST]


def of_query(query: str) -> tuple[str, ...]:
    """The words to look for, folded; a single letter stands in every text and tells nothing."""
    typed = (word.removesuffix("'s").removesuffix("’s") for word in text.words(text.unplural(query)))
    words = list({stem(word): word[:LONGEST] for word in typed if len(word) > 1}.values())
    return tuple([word for word in words if word not in SMALL] or words)[:MOST]


def runs(query: str) -> list[str]:
    """The stretches of a query between its small words, as they are typed."""
    groups = groupby(query.split(), _is_small)
    return [" ".join(some).rstrip(_POINTS) for is_small, some in groups if not is_small] or [query]


def core(query: str) -> str:
    """What a query asks for: all of it but the small words at its ends."""
    parts = query.split()
    large = [at for at, part in enumerate(parts) if not _is_small(part)]
    return " ".join(parts[large[0] : large[-1] + 1]).rstrip(_POINTS) if large else query


def _is_small(part: str) -> bool:
    word = text.fold(part.strip(_POINTS)).removesuffix("'s").removesuffix("’s")
    return not word or word in SMALL


def whole(name: str) -> str:
    """The form in which a whole name is met, however its number and its spaces are written: "Load-balancers" is
    "loadbalancer"."""
    return linker.phrase_key(name).replace(" ", "")


def as_word(name: str) -> str:
    """What the index can hold of that: a word without marks. C and C# share it."""
    return _NO_LETTER.sub("", name)[:LONGEST]


def names_in(query: str) -> dict[str, bool]:
    """The names that a query may hold, as `whole` makes them, each with whether the query is about nothing else.

    Those are its runs of words; small words at either end, such as "what is a", don't count.
    """
    written = linker.words(query)[:MOST_JOINED]
    keys = list(map(linker.word_key, written))
    is_small = [text.fold(word) in SMALL for word in written]
    start, end = 0, len(keys)
    while end and (is_small[end - 1] or not _NO_LETTER.sub("", keys[end - 1])):
        end -= 1
    while start < end and is_small[start]:
        start += 1
    found = {"".join(keys): True, "".join(keys[start:end]): True}
    for first in range(start, end):
        for last in range(first, end):
            if not is_small[first] and not is_small[last]:
                found.setdefault("".join(keys[first : last + 1]), False)
    return found


def of_text(source: str) -> list[str]:
    """The words of a Markdown text, without the addresses its links lead to."""
    if "](" in source:
        source = _LINK_TARGET.sub("]", source)
    return list(map(stem, text.words(text.unplural(source))))


def of_names(names: Iterable[str]) -> list[str]:
    """The words of names as they are written, in the singular, inside others ("CloudFormation" has "formation"), and
    two in one ("load balancer" may be typed without its space)."""
    found: list[str] = []
    for name in names:
        words = text.WORD.findall(name)
        found += chain.from_iterable(map(_forms, words))
        found += [(_forms(first)[0] + stem(text.fold(second)))[:LONGEST] for first, second in pairwise(words)]
    return list(dict.fromkeys(found))


def initials(names: Iterable[str]) -> list[str]:
    """What names of several words would be abbreviated to."""
    found = (text.fold(text.initials(name)) for name in names if not name.isalnum())
    return list(dict.fromkeys(one for one in found if len(one) > 1))


@lru_cache(maxsize=65_536)
def _forms(word: str) -> tuple[str, ...]:
    folded = text.fold(word)
    inside = _INSIDE.sub(" ", word).split()
    parts = [text.fold(part)[:LONGEST] for part in inside] if len(inside) > 1 else []
    return tuple(dict.fromkeys([folded[:LONGEST], stem(text.fold(text.unplural(word))), *parts]))


def met(word: str, wanted: Sequence[str]) -> str:
    """Which of the wanted words a written word is, or begins with; empty for none."""
    forms = _forms(word)
    for one in wanted:
        if _is_met(forms, one):
            return one
    return ""


def meets_all(name: str, wanted: Sequence[str]) -> bool:
    return count_held(name, wanted) == len(wanted)


def count_held(name: str, wanted: Sequence[str]) -> int:
    """How many of the wanted words a name holds, also as a part of one of its words or as two of them."""
    forms = of_names([name])
    return sum(_is_met(forms, one) for one in wanted)


def _is_met(forms: Sequence[str], wanted: str) -> bool:
    # Every word of every hit comes here, and a generator takes three times as long.
    for form in forms:
        if form.startswith(wanted):
            return True
    return stem(wanted) in forms


def count_met(line: str, wanted: Sequence[str]) -> int:
    """How many of the wanted words a text holds."""
    return len({one for word in text.WORD.findall(line) if (one := met(word, wanted))})


def marked(line: str, wanted: Sequence[str]) -> list[Part]:
    """The whole text in parts."""
    parts, at = [], 0
    for word in text.WORD.finditer(line):
        if met(word[0], wanted):
            parts += [Part(line[at : word.start()], False), Part(word[0], True)]
            at = word.end()
    return [part for part in [*parts, Part(line[at:], False)] if part.text]


def excerpt(line: str, wanted: Sequence[str], longest: int = 160) -> list[Part]:
    """As much of a text as may be shown, from where most of the wanted words are, in parts."""
    if len(line) <= longest:
        return marked(line, wanted)
    start = _start(line, wanted, longest)
    shown = line[start : start + longest]
    if start + longest < len(line):
        shown = shown.rsplit(" ", 1)[0].rstrip(",;:") + " …"
    return marked(("… " if start else "") + shown, wanted)


def _start(line: str, wanted: Sequence[str], longest: int) -> int:
    found = [(word.start(), one) for word in text.WORD.finditer(line) if (one := met(word[0], wanted))]
    best, most = 0, 0
    for at, _ in found:
        held = len({one for place, one in found if at <= place < at + longest * 2 // 3})
        if held > most:
            best, most = at, held
    if best <= longest // 2:
        return 0
    # A little of what goes before, from the beginning of a word.
    return line.find(" ", best - longest // 4, best) + 1 or best
