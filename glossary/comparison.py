"""Two texts in, the same texts with what only one of them says set apart, and the words they share, out. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from glossary import text

_PIECE = re.compile(r"\w+(?:['’]\w+)*|\W+")
# Words that are in every text and tell none from another.
_SMALL = frozenset(
    text.singular(word)
    for word in text.words(
        "a an and any are as at be been being but by can each either for from had has have if in into is it its itself "
        "may more most no nor not of on one only or other own so some such than that the their them then there these "
        "they this those through to under up very was were what when where which while who whose will with within "
        "without would"
    )
)


@dataclass(frozen=True)
class Segment:
    """A stretch of a text, and whether the other text has nothing like it."""

    text: str
    is_only: bool


@dataclass(frozen=True)
class Comparison:
    """Both texts in segments, and the words that are in both as the first one writes them."""

    left: list[Segment]
    right: list[Segment]
    shared: list[str]


def compare(left: str, right: str) -> Comparison:
    keys = set(_words(left)), set(_words(right))
    shared: dict[str, str] = {}
    for piece in _PIECE.findall(left):
        key = _key(piece)
        if key in keys[0] and key in keys[1]:
            shared.setdefault(key, piece)
    return Comparison(_segments(left, keys[1]), _segments(right, keys[0]), list(shared.values()))


def _key(piece: str) -> str:
    return text.singular(text.fold(piece))


def _words(written: str) -> Iterator[str]:
    return (key for key in map(_key, _PIECE.findall(written)) if key[:1].isalnum() and key not in _SMALL)


def _segments(written: str, others: set[str]) -> list[Segment]:
    """Runs of words the other text lacks; small words between two of them belong to the run."""
    segments: list[Segment] = []
    waiting = ""  # since the last word that was set apart: part of its run only if another such word follows
    for piece in _PIECE.findall(written):
        key = _key(piece)
        if not key[:1].isalnum() or key in _SMALL:
            waiting += piece
            if re.search(r"[.!?;:]\s", piece):
                segments, waiting = _added(segments, waiting, False), ""
        elif key in others:
            segments, waiting = _added(segments, waiting + piece, False), ""
        else:
            joins = bool(segments) and segments[-1].is_only
            segments = _added(segments, waiting, joins)
            segments, waiting = _added(segments, piece, True), ""
    return _added(segments, waiting, False)


def _added(segments: list[Segment], written: str, is_only: bool) -> list[Segment]:
    """The segments with a piece behind them, joined to the last one where that is of its kind."""
    if not written:
        return segments
    if segments and segments[-1].is_only == is_only:
        return [*segments[:-1], Segment(segments[-1].text + written, is_only)]
    return [*segments, Segment(written, is_only)]
