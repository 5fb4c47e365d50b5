"""Known names and a text in, the mentions of those names out: longest first, first mention only. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from glossary import text

# Words and marks, but for hyphens: they count as spaces, so that "auto-scaling" is "auto scaling".
_TOKEN = re.compile(rf"[\w{text.MARKS}]+[+#]*|[^\w{text.MARKS}\s\-‐‑–]")
# What prose seldom has: a mark right before a word. Then what around it is a path, an option of a command, or an
# identifier with dots or colons.
_MARK = re.compile(r"""[-./\\@:](?=-?\w)(?<![^\s(\["'“‘]-)""")
_REST = re.compile(r"\S+")
_PATH = re.compile(r"""[(\["'“‘]*(?:~|\.\.?|\w:)?[/\\]\w|.*(?:\\\w|/[^/]*\w\.\w+\W*$|\w/\W*$)""")
_OPTION = re.compile(r"""[(\["'“‘]*-""")
_DOTTED = re.compile(r"[\w-]+(?:\.[\w-]+)+")
JOINTS = "./\\:@"
_JOINT = re.compile(rf"[{re.escape(JOINTS)}]|(?<![\w-])-")

Span = tuple[int, int]


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
    """A name as it is written, where its case matters, what touches what in it, and where it leads, if anywhere."""

    exact: str
    phrase: str
    target: Target | None


@lru_cache(maxsize=65_536)
def word_key(word: str) -> str:
    """The form in which words are compared: folded, in the singular; an apostrophe is one, however it is set."""
    return text.singular(text.fold(text.unplural(word))).replace(" ", "").replace("’", "'")


def words(written: str) -> list[str]:
    """The words and marks of a text, hyphens left out."""
    return _TOKEN.findall(written)


def phrase_key(written: str) -> str:
    """The form in which names are compared: the keys of the words, with a space where the name has one or a hyphen."""
    tokens = list(_TOKEN.finditer(written))
    return _phrase(tokens, [word_key(token[0]) for token in tokens])


def _phrase(tokens: list[re.Match[str]], keys: list[str]) -> str:
    """A mark touches what stands beside it, or not, as it does in the name: "node. JS" is no Node.js."""
    parts = keys[:1]
    for before, token, key in zip(tokens, tokens[1:], keys[1:], strict=False):
        parts.append(key if before.end() == token.start() else f" {key}")
    return "".join(parts)


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
            tokens = list(_TOKEN.finditer(written))
            words = [word_key(token[0]) for token in tokens]
            if not words:
                continue
            lengths = self._lengths.get(words[0], ())
            if len(words) not in lengths:
                longer = tuple(sorted((*lengths, len(words)), reverse=True))
                self._lengths[words[0]] = shared.setdefault(longer, longer)
            exact = written if written.isupper() and text.is_acronym(written) else ""
            self._phrases.setdefault(" ".join(words), []).append(_Name(exact, _phrase(tokens, words), target))

    def find(
        self,
        line: str,
        own: int | None = None,
        seen: set[int] | None = None,
        without: int | None = None,
        within: Sequence[Span] | None = None,
    ) -> list[Mention]:
        """The mentions to link in a text, in its order, none overlapping another.

        own is the id of the term whose text it is: its names are recognised, so that no shorter name
        inside them is linked, but never linked themselves. seen holds the ids that were linked before
        in the same text; it is added to. The names of the term `without` are not recognised at all.
        A mention is linked where it stands in one of the spans `within`, if such are given.
        """
        seen = set() if seen is None else seen
        mentions = self.recognise(line, without)
        if within is not None:
            mentions = [one for one in mentions if any(start <= one.start and one.end <= end for start, end in within)]
        return [mention for mention in mentions if self._is_new(mention, own, seen)]

    def recognise(self, line: str, without: int | None = None) -> list[Mention]:
        """Every mention of every name in a text, in its order; of two that overlap the longer, then the earlier."""
        found = list(self._candidates(line, without))
        if not found:
            return found
        taken = bytearray(len(line))  # for each character: whether it is spoken for (1), or joined to others (2)
        joined = [(*span, *_joints(line, *span)) for span in no_prose(line)]
        for start, end, _, _ in joined:
            taken[start:end] = b"\2" * (end - start)
        chosen = []
        for mention in sorted(found, key=lambda one: (one.start - one.end, one.start)):
            is_joined = joined and taken.find(2, mention.start, mention.end) >= 0
            if taken.find(1, mention.start, mention.end) < 0 and not (is_joined and _is_part(mention, joined)):
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
                    if length > 1:
                        phrase = _phrase(tokens[at : at + length], keys[at : at + length])
                        names = [name for name in names if name.phrase == phrase]
                    yield from _meant(names, line, tokens[at].start(), tokens[at + length - 1].end(), without)


def _meant(names: Sequence[_Name], line: str, start: int, end: int, without: int | None) -> Iterator[Mention]:
    """The mention that a stretch of the text is, if the names that have its words fit."""
    written = line[start:end]
    if not written[0].isalnum() and start and not line[start - 1].isspace():
        return  # ".NET" is no part of "asp.net"
    if without is not None:
        names = [name for name in names if not (name.target and name.target.id == without)]
    if len(names) > 1 or (names and names[0].exact):
        one = text.unplural(written)
        # Who writes SAM means SAM, also where there is a Sam; who writes Sam doesn't.
        names = [name for name in names if name.exact == one] or [name for name in names if not name.exact]
    if names:
        yield Mention(start, end, tuple(sorted({name.target for name in names if name.target})))


def no_prose(line: str) -> Iterator[Span]:
    """Where in a text addresses, paths, options, and identifiers with dots or two colons stand."""
    for start, end in _marked(line):
        whole = line[start:end]
        is_address = "://" in whole or ("@" in whole.strip("@") and "." in whole)
        if is_address or _PATH.match(whole) or _OPTION.match(whole) or _has_colons(whole):
            yield start, end
        else:
            for dotted in _DOTTED.finditer(whole):
                yield start + dotted.start(), start + dotted.end()


def _has_colons(whole: str) -> bool:
    """Whether two colons or more join its parts, as in an ARN; prose may have one."""
    return whole.rstrip(":.,;)").count(":") >= 2


def _marked(line: str) -> Iterator[Span]:
    """The stretches without white space that have a mark before a word."""
    start = end = 0
    for mark in _MARK.finditer(line):
        if mark.start() >= end:
            start, floor = mark.start(), end
            while start > floor and not line[start - 1].isspace():
                start -= 1
            if rest := _REST.match(line, mark.start()):
                end = rest.end()
            yield start, end


def _joints(line: str, start: int, end: int) -> Span:
    """The first and the last mark that joins the parts of such a stretch."""
    first = _JOINT.search(line, start, end)
    return first.start() if first else end, max(line.rfind(mark, start, end) for mark in JOINTS)


def _is_part(mention: Mention, joined: list[tuple[int, int, int, int]]) -> bool:
    """Whether a mention is in such a stretch and not, as Node.js is, all that is joined there."""
    after = bisect_left(joined, (mention.end,))
    return any(
        mention.start < end and (first < mention.start or mention.end <= last)
        for _, end, first, last in joined[max(0, after - 2) : after]
    )
