"""Two texts in, the same texts with what only one of them speaks of set apart, and the words they share, out. Pure."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from glossary import text

_PIECE = re.compile(r"\w+(?:['’-]\w+)*|\W+")
# Words that are in every text and tell none from another.
_SMALL = frozenset(
    text.singular(word)
    for word in text.words(
        "a about after again all also an and any are as at be because been before being between both but by can did do "
        "does done down during each either every few for from get gets give given gives had has have how if in instead "
        "into is it its itself like made make makes many may more most much must no nor not of off on once one only or "
        "other over own same so some something soon such take taken takes than that the their them then there these "
        "they this those through to too unlike until up upon very was way were what when where whether which while who "
        "whose will with within without would you your"
    )
)
# What stands right after one of these is a verb: "as they arrive", "something happens".
_SUBJECTS = frozenset(
    text.words(
        "i you he she it we they who which anybody anyone anything everybody everyone everything nobody nothing "
        "somebody someone something can cannot could do does did may might must never not should will would"
    )
)
# And what stands right before one of these: "adds a", "leaves its".
_ARTICLES = frozenset(text.words("a an the its their your this these each every no it them whether"))
# A word tells a text from others if it is in two texts at least, and in no more than this part of them: what is in
# only one is a turn of phrase, what is in many is the language they are all written in. A verb tells what every text
# could: a third of its places or more are those of a verb.
_RARE = 0.04
# With fewer texts, nothing can be said about how rare a word is.
_ENOUGH = 50


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


def rare_words(texts: Iterable[str]) -> frozenset[str] | None:
    """The words that tell some of the texts from the rest, folded; None where the texts are too few to say."""
    seen: Counter[str] = Counter()
    places: Counter[str] = Counter()
    as_verb: Counter[str] = Counter()
    count = 0
    for written in texts:
        count += 1
        seen.update(set(words(written)))
        places.update(words(written))
        as_verb.update(_verbs(written))
    if count < _ENOUGH:
        return None
    rare = (word for word, times in seen.items() if 2 <= times <= count * _RARE)
    return frozenset(word for word in rare if 3 * as_verb[word] < places[word])


def _verbs(written: str) -> Iterator[str]:
    """The words of a text that stand as verbs do, folded, as often as they stand so."""
    pieces = [text.fold(piece) for piece in _PIECE.findall(written) if not piece.isspace()]
    for before, word, after in zip(["", *pieces], pieces, [*pieces[1:], ""], strict=False):
        is_past = word.endswith("ed") and not word.endswith("eed") and "-" not in word and before not in _ARTICLES
        if is_past or before in _SUBJECTS or (after in _ARTICLES and before not in _ARTICLES):
            yield text.singular(word)


def compare(left: str, right: str, telling: Container[str] | None = None) -> Comparison:
    """The comparison, by the telling words alone where they are given, folded."""
    ours, theirs = ({word for word in words(written) if _tells(word, telling)} for written in (left, right))
    shared: dict[str, str] = {}
    for piece in _PIECE.findall(left):
        if _key(piece) in ours & theirs:
            shared.setdefault(_key(piece), _as_within(piece, left, right))
    return Comparison(_segments(left, ours - theirs), _segments(right, theirs - ours), list(shared.values()))


def _tells(word: str, telling: Container[str] | None) -> bool:
    return telling is None or word in telling or word.isdecimal()


def _as_within(word: str, *texts: str) -> str:
    """The word as it is written within a sentence, if it is written so anywhere."""
    small = word[:1].lower() + word[1:]
    return small if any(re.search(rf"\b{re.escape(small)}\b", written) for written in texts) else word


def _key(piece: str) -> str:
    return text.singular(text.fold(piece))


def words(written: str) -> Iterator[str]:
    """The words of a text that are more than grammar, folded."""
    return (key for key in map(_key, _PIECE.findall(written)) if key[:1].isalnum() and key not in _SMALL)


def _segments(written: str, only: set[str]) -> list[Segment]:
    """The text in runs of words that only it has, and the rest; small words between two of a run belong to it."""
    segments: list[Segment] = []
    waiting = ""  # since the last word that was set apart: part of its run only if another such word follows
    for piece in _PIECE.findall(written):
        key = _key(piece)
        if not key[:1].isalnum() or key in _SMALL:
            waiting += piece
            if re.search(r"[.!?;:]\s", piece):
                segments, waiting = _added(segments, waiting, False), ""
        elif key not in only:
            segments, waiting = _added(segments, waiting + piece, False), ""
        else:
            joins = bool(segments) and segments[-1].is_only and _is_short(waiting)
            segments = _added(segments, waiting, joins)
            segments, waiting = _added(segments, piece, True), ""
    return _added(segments, waiting, False)


def _is_short(between: str) -> bool:
    """Whether no more than one small word is between."""
    return len(between.split()) <= 1


def _added(segments: list[Segment], written: str, is_only: bool) -> list[Segment]:
    """The segments with a piece behind them, joined to the last one where that is of its kind."""
    if not written:
        return segments
    if segments and segments[-1].is_only == is_only:
        return [*segments[:-1], Segment(segments[-1].text + written, is_only)]
    return [*segments, Segment(written, is_only)]
