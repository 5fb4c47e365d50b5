"""Names, texts and queries in, the words that search compares out; and a text in parts, the words met marked. Pure."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from glossary import text

LONGEST = 64  # letters of a word that count
MOST = 8  # words of a query that count

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_INSIDE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_+")
_LINK_TARGET = re.compile(r"\]\([^()\s]*\)")


class Part(NamedTuple):
    """A stretch of a text: words that were looked for, or what stands between them."""

    text: str
    is_met: bool


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The form of a folded word in which a query meets it: no possessive, singular."""
    return text.singular(word.removesuffix("'s").removesuffix("’s"))[:LONGEST]


def of_query(key: str) -> tuple[str, ...]:
    """The words to look for; a single letter stands in every text and tells nothing."""
    stems = (stem(word) for word in text.words(key))
    return tuple(dict.fromkeys(word for word in stems if len(word) > 1))[:MOST]


def of_text(source: str) -> list[str]:
    """The words of a Markdown text, without the addresses its links lead to."""
    if "](" in source:
        source = _LINK_TARGET.sub("]", source)
    return list(map(stem, text.words(source)))


def of_names(names: Iterable[str]) -> list[str]:
    """The words of names as they are written, in the singular, and inside others: "CloudFormation" has "formation"."""
    words = _WORD.findall(" ".join(names))
    return list(dict.fromkeys(chain.from_iterable(map(_forms, words))))


def initials(names: Iterable[str]) -> list[str]:
    """What names of several words would be abbreviated to."""
    found = (text.fold(text.initials(name)) for name in names if not name.isalnum())
    return list(dict.fromkeys(one for one in found if len(one) > 1))


@lru_cache(maxsize=65_536)
def _forms(word: str) -> tuple[str, ...]:
    folded = text.fold(word)
    inside = _INSIDE.sub(" ", word).split()
    parts = [text.fold(part)[:LONGEST] for part in inside] if len(inside) > 1 else []
    return tuple(dict.fromkeys([folded[:LONGEST], stem(folded), *parts]))


def met(word: str, wanted: Sequence[str]) -> str:
    """Which of the wanted words a written word is, or begins with; empty for none."""
    forms = _forms(word)
    return next((one for one in wanted if any(form.startswith(one) for form in forms)), "")


def meets_all(name: str, wanted: Sequence[str]) -> bool:
    forms = of_names([name])
    return all(any(form.startswith(one) for form in forms) for one in wanted)


def count_met(line: str, wanted: Sequence[str]) -> int:
    """How many of the wanted words a text holds."""
    return len({one for word in _WORD.findall(line) if (one := met(word, wanted))})


def marked(line: str, wanted: Sequence[str]) -> list[Part]:
    """The whole text in parts."""
    parts, at = [], 0
    for word in _WORD.finditer(line):
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
    found = [(word.start(), one) for word in _WORD.finditer(line) if (one := met(word[0], wanted))]
    best, most = 0, 0
    for at, _ in found:
        held = len({one for place, one in found if at <= place < at + longest * 2 // 3})
        if held > most:
            best, most = at, held
    if best <= longest // 2:
        return 0
    # A little of what goes before, from the beginning of a word.
    return line.find(" ", best - longest // 4, best) + 1 or best
