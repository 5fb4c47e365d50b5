"""A text and where the known names stand in it in, the words that look like terms but are none out. Pure."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from glossary import text
from glossary.linker import word_key

# How a word looks, and from how many texts on it is worth asking for: two lower-case words stand side by side often.
LOOKS = {"abbreviation": 1, "name": 2, "phrase": 4}

_NO_PROSE = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)|\S+://\S+|\S+@\S+", re.DOTALL)
_WALL = "¦"  # stands where a known name stood
_ABBREVIATION = re.compile(r"(?<![\w/&-])([A-Z][A-Z0-9]+(?:[/&][A-Z0-9]+)*)s?(?![\w-])")
# Capitalised within a sentence, or anywhere with a capital inside, as GitHub has.
_NAME = re.compile(r"(?:(?<=[a-z0-9,;] )[A-Z][a-z]+\w*|\b[A-Z][a-z]+[A-Z]\w*)(?: [A-Z]\w+)*")
_LOWER = re.compile(r"\b[a-z]+(?: [a-z]+)+\b")


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


# Words that no headword begins or ends with.
_SMALL = _words(
    "about above across after again against all almost along already also although always among and another any "
    "are around because been before behind being below best better between both but came can cannot come comes could "
    "did does doing done down during each either else enough even ever every few first for from get gets give gives "
    "goes gone had has have having hence here how however into its itself just keep keeps kept know known last later "
    "least less let lets like long made make makes making many may might more most much must need needs neither never "
    "new next nor not nothing now off often once one only onto other others our out over own part per put puts rather "
    "same see sees seen several shall should since small some something soon still such take takes taken than that the "
    "their them themselves then there these they thing things this those through thus time times together too toward "
    "two three turn under until upon use used uses using usually very was way ways well were what whatever when where "
    "whether which while who whole whose why will with within without would yet you your"
)
_DATES = _words(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday"
)


# After one of these the word before them was a verb: "an application running on", "which makes the".
_ARTICLES = _words("a an the its their your this that these those each every all")
_PREPOSITIONS = _words("about across against as at by for from in inside into of on onto over through to under with")
_BEFORE = re.compile(r"([\w¦]+) $")


class Word(NamedTuple):
    """What looks like a term: the key under which it is counted, how it is written, and how it looks."""

    key: str
    written: str
    look: str


def unknown(source: str, known: Iterable[tuple[int, int]]) -> dict[str, Word]:
    """The words of a Markdown text that look like terms, each once; known holds the starts and ends of known names."""
    line = _prose(source, known)
    found = {word.key: word for word in _phrases(line)}
    for pattern, look in ((_NAME, "name"), (_ABBREVIATION, "abbreviation")):
        for match in pattern.finditer(line):
            written = match[match.lastindex or 0]
            key = text.fold(written)
            if key in _SMALL or key in _DATES or len(written) > 60 or _belongs(written, line[: match.start()]):
                continue
            found[key] = Word(key, written, look)
    return found


def key(written: str) -> str:
    """The form in which two spellings of a word are the same: folded, each part in the singular."""
    return " ".join(map(word_key, written.split()))


def enough(word: Word) -> int:
    """In how many texts it has to stand; two letters alone may mean anything."""
    return max(LOOKS[word.look], 2 if len(word.written) <= 2 else 1)


def _belongs(written: str, before: str) -> bool:
    """Whether an abbreviation is a part of what stands before it: a unit in "20 GB", no term in "access key ID"."""
    found = _BEFORE.search(before[-80:])
    if not found or not written.isupper():
        return False
    return found[1].isdecimal() or (len(written) <= 2 and text.fold(found[1]) not in _SMALL | _ARTICLES)


def _prose(source: str, known: Iterable[tuple[int, int]]) -> str:
    """The text with walls in place of known names, code and addresses."""
    parts, at = [], 0
    for start, end in known:
        parts.append(source[at:start])
        at = end
    line = _WALL.join([*parts, source[at:]])
    return _NO_PROSE.sub(_WALL, line) if "`" in line or "](" in line or "@" in line or "://" in line else line


def _phrases(line: str) -> Iterator[Word]:
    """Two words in lower case, side by side, that could be the name of a thing."""
    for run in _LOWER.findall(line):
        words = run.split()
        for first, second, after in zip(words, words[1:], [*words[2:], ""], strict=False):
            if len(first) > 2 < len(second) and not _SMALL & {first, second} and not _has_verb(first, second, after):
                yield Word(f"{word_key(first)} {word_key(second)}", f"{first} {second}", "phrase")


def _has_verb(first: str, second: str, after: str) -> bool:
    """Whether one of two words is a verb, or the second cannot be what the first says more about."""
    if first[-1] == "s" and text.singular(first) != first:  # "allows organizations"; compounds begin in the singular
        return True
    if second.endswith("ed") and not second.endswith("eed"):  # "tightly coupled"
        return True
    return after in _ARTICLES or (second.endswith("ing") and after in _PREPOSITIONS)


def holds_together(together: int, first: int, second: int) -> bool:
    """Whether two words that stand side by side in some texts are one name, by the texts that each stands in at all."""
    return together >= 0.3 * min(first, second)
