"""Known names and a text in, the mentions of those names out: longest first, first mention only. Pure."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from glossary import text

_TOKEN = re.compile(r"\w+[+#]*|[^\w\s]")
_HYPHENS = {"-", "‐", "‑", "–"}
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


class _Token(NamedTuple):
    key: str
    start: int
    end: int


class _Name(NamedTuple):
    written: str
    exact: bool
    target: Target


def _tokens(line: str) -> list[_Token]:
    """Words in the singular and marks; hyphens count as spaces, so "auto-scaling" is "auto scaling"."""
    return [
        _Token(text.singular(text.fold(found[0])), found.start(), found.end())
        for found in _TOKEN.finditer(line)
        if found[0] not in _HYPHENS
    ]


class Linker:
    """An index of names by their words.

    Finding looks up each position of the text once for every length a name with that first word has,
    so it costs the same for a hundred names and a hundred thousand.
    """

    def __init__(self, names: Iterable[tuple[str, Target]]) -> None:
        self._phrases: dict[tuple[str, ...], list[_Name]] = {}
        lengths: dict[str, set[int]] = {}
        for written, target in names:
            phrase = tuple(token.key for token in _tokens(written))
            if phrase:
                self._phrases.setdefault(phrase, []).append(_Name(written, text.is_acronym(written), target))
                lengths.setdefault(phrase[0], set()).add(len(phrase))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def find(
        self, line: str, own: int | None = None, seen: set[int] | None = None, without: int | None = None
    ) -> list[Mention]:
        """The mentions to link in a text, in its order, none overlapping another.

        own is the id of the term whose text it is: its names are recognised, so that no shorter name
        inside them is linked, but never linked themselves. seen holds the ids that were linked before
        in the same text; it is added to. The names of the term `without` are not recognised at all.
        """
        seen = set() if seen is None else seen
        taken = bytearray(len(line))  # a byte for each character: whether it is spoken for
        for chunk in _CHUNK.finditer(line):
            if "://" in chunk[0] or ("@" in chunk[0].strip("@") and "." in chunk[0]):
                # An address is no prose: nothing in it is linked.
                taken[chunk.start() : chunk.end()] = b"\1" * len(chunk[0])
        chosen = []
        for mention in sorted(self._candidates(line, without), key=lambda one: (one.start - one.end, one.start)):
            if not any(taken[mention.start : mention.end]):
                taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
                chosen.append(mention)
        return [mention for mention in sorted(chosen) if self._is_new(mention, own, seen)]

    @staticmethod
    def _is_new(mention: Mention, own: int | None, seen: set[int]) -> bool:
        ids = {target.id for target in mention.targets}
        if own in ids or ids <= seen:
            return False
        seen.update(ids)
        return True

    def _candidates(self, line: str, without: int | None) -> Iterable[Mention]:
        tokens = _tokens(line)
        keys = [token.key for token in tokens]
        for at, token in enumerate(tokens):
            for length in self._lengths.get(token.key, ()):
                if at + length > len(tokens):
                    continue
                names = self._phrases.get(tuple(keys[at : at + length]), [])
                if without is not None:
                    names = [name for name in names if name.target.id != without]
                if names and (targets := self._meant(names, line, tokens[at : at + length])):
                    yield Mention(token.start, tokens[at + length - 1].end, targets)

    @staticmethod
    def _meant(names: Sequence[_Name], line: str, tokens: Sequence[_Token]) -> tuple[Target, ...]:
        start, end = tokens[0].start, tokens[-1].end
        written = line[start:end]
        if not written[0].isalnum() and start and not line[start - 1].isspace():
            return ()  # ".NET" is no part of "asp.net"
        fitting = {name.target for name in names if not name.exact or written in (name.written, name.written + "s")}
        return tuple(sorted(fitting))
