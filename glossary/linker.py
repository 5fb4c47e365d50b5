"""Known names and a text in, the mentions of those names out: longest first, first mention only. Pure."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from glossary import text

# Words and marks, but for hyphens: they count as spaces, so that "auto-scaling" is "auto scaling".
_TOKEN = re.compile(r"\w+[+#]*|[^\w\s\-‐‑–]")
_CHUNK = re.compile(r"\S+")


class Target(NamedTuple):
    """A term that a name leads to."""

    id: int
    slug: str


class Mention(NamedTuple):
    """A stretch of the text that names a term, or several that share the name."""

    start: int
    end: int
    targets: tuple[Target, ...]


class _Name(NamedTuple):
    """A name as it is written, where its case matters, and where it leads, if anywhere."""

    exact: str
    target: Target | None


@lru_cache(maxsize=65_536)
def word_key(word: str) -> str:
    """The form in which words are compared: folded, in the singular."""
    return text.singular(text.fold(word)).replace(" ", "")


class Linker:
    """An index of names by their words.

    Finding looks up each position of the text once for every length a name with that first word has,
    so it costs the same for a hundred names and a hundred thousand. Silent names are recognised, so
    that no shorter name inside them is linked, but lead nowhere.
    """

    def __init__(self, names: Iterable[tuple[str, Target]], silent: Iterable[str] = ()) -> None:
        self._phrases: dict[str, list[_Name]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        shared: dict[tuple[int, ...], tuple[int, ...]] = {}
        for written, target in chain(names, ((name, None) for name in silent)):
            words = list(map(word_key, _TOKEN.findall(written)))
            if not words:
                continue
            lengths = self._lengths.get(words[0], ())
            if len(words) not in lengths:
                longer = tuple(sorted((*lengths, len(words)), reverse=True))
                self._lengths[words[0]] = shared.setdefault(longer, longer)
            name = _Name(written if written.isupper() and text.is_acronym(written) else "", target)
            self._phrases.setdefault(" ".join(words), []).append(name)

    def find(
        self, line: str, own: int | None = None, seen: set[int] | None = None, without: int | None = None
    ) -> list[Mention]:
        """The mentions to link in a text, in its order, none overlapping another.

        own is the id of the term whose text it is: its names are recognised, so that no shorter name
        inside them is linked, but never linked themselves. seen holds the ids that were linked before
        in the same text; it is added to. The names of the term `without` are not recognised at all.
        """
        seen = set() if seen is None else seen
        return [mention for mention in self.recognise(line, without) if self._is_new(mention, own, seen)]

    def recognise(self, line: str, without: int | None = None) -> list[Mention]:
        """Every mention of every name in a text, in its order; of two that overlap the longer, then the earlier."""
        found = list(self._candidates(line, without))
        if not found:
            return found
        taken = bytearray(len(line))  # a byte for each character: whether it is spoken for
        if "://" in line or "@" in line:
            for start, end in addresses(line):
                taken[start:end] = b"\1" * (end - start)
        chosen = []
        for mention in sorted(found, key=lambda one: (one.start - one.end, one.start)):
            if taken.find(1, mention.start, mention.end) < 0:
                taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
                chosen.append(mention)
        return sorted(chosen)

    @staticmethod
    def _is_new(mention: Mention, own: int | None, seen: set[int]) -> bool:
        ids = {target.id for target in mention.targets}
        if own in ids or ids <= seen:
            return False
        seen.update(ids)
        return True

    def _candidates(self, line: str, without: int | None) -> Iterator[Mention]:
        tokens = list(_TOKEN.finditer(line))
        keys = [word_key(token[0]) for token in tokens]
        for at, key in enumerate(keys):
            for length in self._lengths.get(key, ()):
                names = self._phrases.get(" ".join(keys[at : at + length]), ())
                if names and at + length <= len(keys):
                    start, end = tokens[at].start(), tokens[at + length - 1].end()
                    yield from _meant(names, line, start, end, without)


def _meant(names: list[_Name], line: str, start: int, end: int, without: int | None) -> Iterator[Mention]:
    """The mention that a stretch of the text is, if the names that have its words fit."""
    written = line[start:end]
    if not written[0].isalnum() and start and not line[start - 1].isspace():
        return  # ".NET" is no part of "asp.net"
    fitting = [
        name.target
        for name in names
        if (not name.exact or written in (name.exact, name.exact + "s"))
        and not (name.target and name.target.id == without)
    ]
    if fitting:
        yield Mention(start, end, tuple(sorted({target for target in fitting if target})))


def addresses(line: str) -> Iterator[tuple[int, int]]:
    """Where in a text web and mail addresses stand: they are no prose, and nothing in them is linked."""
    for chunk in _CHUNK.finditer(line):
        if "://" in chunk[0] or ("@" in chunk[0].strip("@") and "." in chunk[0]):
            yield chunk.span()
