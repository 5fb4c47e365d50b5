"""What is joined to what in, where to draw it out: a term's neighbourhood, and terms in a column joined by arcs. Pure.

Lengths are units of the drawing, made so that a unit is about a pixel on a phone. Where a label ends is
reckoned from the width of its letters, so that none runs into another.
"""

import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Id = TypeVar("Id", bound=Hashable)

SIZE = 15  # of letters
LINE = 17
# How wide the letters of Source Serif are, in parts of their size.
_WIDTHS = {
    char: em
    for em, chars in {
        0.34: "fijltIJ.,:;'’()[]{}|!/\\- ",
        0.47: "crsz?*",
        0.54: "aegxS0123456789#$+_<>=~",
        0.62: "bdhknopquvyBEFLPZ",
        0.7: "ACDKRTVXY&",
        0.79: "GHNOQUw",
        0.96: "mMW@%—…",
    }.items()
    for char in chars
}
_SLACK = 1.04  # other fonts may run wider


def width(written: str, size: float = SIZE) -> float:
    """About how wide a text is."""
    return sum(_em(char) for char in written) * size * _SLACK


def _em(char: str) -> float:
    return _WIDTHS.get(char) or (1.0 if unicodedata.east_asian_width(char) in "WF" else 0.64)


def cut(written: str, room: float, size: float = SIZE) -> str:
    """The text, or as much of it as there is room for."""
    if width(written, size) <= room:
        return written
    while written and width(written + "…", size) > room:
        written = written[:-1]
    return written.rstrip(" ,;:-(") + "…"


def wrap(written: str, room: float, most: int = 2, size: float = SIZE) -> list[str]:
    """The text on as few lines as hold it, at most so many; what doesn't fit is cut."""
    lines = [""]
    words = written.split()
    for at, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size) <= room or not lines[-1]:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = " ".join([lines[-1], *words[at:]])
            break
    return [cut(line, room, size) for line in lines]


@dataclass(frozen=True)
class Line:
    """One line of a label."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Place(Generic[Id]):
    """Where one thing is drawn: its dot, the lines of its label, and the box that can be clicked."""

    id: Id
    x: float
    y: float
    lines: list[Line]
    left: float
    top: float
    wide: float
    high: float

    @property
    def is_cut(self) -> bool:
        """Whether the label doesn't say all of it."""
        return any(line.text.endswith("…") for line in self.lines)


@dataclass(frozen=True)
class Curve(Generic[Id]):
    """A line from one thing to another, as the data of an SVG path."""

    start: Id
    end: Id
    path: str


# ---- a term and what is around it

BOW = 360  # the drawing's width
_REACH = 50  # from the term to its neighbours' dots
_PAD = 9  # between a dot and its label
_HEAD = 24
_GAP = 10  # below a row
_ROOM = BOW / 2 - _REACH - _PAD  # for a label


@dataclass(frozen=True)
class Group(Generic[Id]):
    """A verb, and below it the neighbours it holds for."""

    verb: Line
    places: list[Place[Id]]
    is_left: bool


@dataclass(frozen=True)
class Bow(Generic[Id]):
    """A term in the middle, its neighbours in two columns beside it, each under its verb."""

    height: float
    hub: Place
    groups: list[Group[Id]]
    spokes: list[str]
    chords: list[Curve[Id]]
    width: int = BOW


@dataclass
class _Column(Generic[Id]):
    """One side of the bow while it is filled from the top."""

    is_left: bool
    height: float = 0
    groups: list[Group[Id]] = field(default_factory=list)

    @property
    def edge(self) -> float:
        return BOW / 2 - _REACH if self.is_left else BOW / 2 + _REACH

    def add(self, verb: str, members: Sequence[tuple[Id, str]], top: float) -> None:
        text_x = self.edge - _PAD if self.is_left else self.edge + _PAD
        self.height += _GAP if self.groups else 0
        head = Line(verb, text_x, top + self.height + LINE)
        self.height += _HEAD
        places = [self.row(id, title, text_x, top) for id, title in members]
        self.groups.append(Group(head, places, self.is_left))

    def row(self, id: Id, title: str, text_x: float, top: float) -> Place[Id]:
        written = wrap(title, _ROOM)
        top, high = top + self.height, LINE * len(written) + _GAP
        lines = [Line(line, text_x, top + LINE * (number + 1)) for number, line in enumerate(written)]
        self.height += high
        left = 0 if self.is_left else self.edge - _PAD
        return Place(id, self.edge, top + high / 2, lines, left, top, _ROOM + 2 * _PAD, high)


def bow(title: str, groups: Sequence[tuple[str, Sequence[tuple[Id, str]]]], chords: Iterable[tuple[Id, Id]]) -> Bow[Id]:
    """A term's neighbourhood from its neighbours (id, title) by verb, and the pairs of them that are joined too."""
    sides = _sides(groups)
    heights = [_height(side) for side in sides]
    name = wrap(title, 2 * _REACH - 2 * _PAD, most=3)
    height = max(*heights, 2 * (LINE * len(name) + 2 * _GAP))
    columns: list[_Column[Id]] = []
    for is_left, side, taken in zip((True, False), sides, heights, strict=True):
        column: _Column[Id] = _Column(is_left)
        for verb, members in side:
            column.add(verb, members, (height - taken) / 2)
        columns.append(column)
    drawn = [group for column in columns for group in column.groups]
    hub = _hub(name, height / 2)
    dots = {place.id: place for group in drawn for place in group.places}
    return Bow(
        height=round(height, 1),
        hub=hub,
        groups=drawn,
        spokes=[_spoke(hub, place) for place in dots.values()],
        chords=[Curve(a, b, _chord(dots[a], dots[b])) for a, b in chords if a in dots and b in dots],
    )


Groups = Sequence[tuple[str, Sequence[tuple[Id, str]]]]


def _sides(groups: "Groups[Id]") -> tuple["Groups[Id]", "Groups[Id]"]:
    """The groups in two columns, in their order, cut where the columns are nearest to equal."""
    cuts = range(len(groups), 0, -1)
    best = min(cuts, key=lambda at: max(_height(groups[:at]), _height(groups[at:])))
    return groups[:best], groups[best:]


def _height(side: "Groups[Id]") -> float:
    rows = sum(LINE * len(wrap(title, _ROOM)) + _GAP for _, members in side for _, title in members)
    return rows + _HEAD * len(side) + _GAP * max(len(side) - 1, 0)


def _hub(name: list[str], middle: float) -> Place:
    lines = [Line(line, BOW / 2, middle + 8 + LINE * (number + 1)) for number, line in enumerate(name)]
    return Place(None, BOW / 2, middle, lines, 0, 0, 0, 0)


def _spoke(hub: Place, place: Place) -> str:
    half = (hub.x + place.x) / 2
    return f"M{hub.x:g} {hub.y:g}C{half:g} {hub.y:g} {half:g} {place.y:g} {place.x:g} {place.y:g}"


def _chord(a: Place, b: Place) -> str:
    """A curve that bends towards the middle, less where the two are near one another."""
    bend = min(_REACH * 0.8, abs(a.y - b.y) / 2 + 6)
    start, end = (place.x + (bend if place.x < BOW / 2 else -bend) for place in (a, b))
    return f"M{a.x:g} {a.y:g}C{start:g} {a.y:g} {end:g} {b.y:g} {b.x:g} {b.y:g}"


# ---- things in a column, joined by arcs

COLUMN = 340  # the drawing's width
ROW = 30
_DOT = 100  # the column's place; the arcs are left of it
_LABEL = 116
MARK = 9  # what one mark behind a label takes


@dataclass(frozen=True)
class Arcs(Generic[Id]):
    """A column of things with arcs beside it."""

    height: int
    rows: list[Place[Id]]
    arcs: list[Curve[Id]]
    width: int = COLUMN


def column(members: Sequence[tuple[Id, str, int]], joined: Iterable[tuple[Id, Id]]) -> Arcs[Id]:
    """Things (id, title, how many marks the label leaves room for) from top to bottom, and the pairs that are joined.

    A title that is too long for its room takes two lines, and its row is higher.
    """
    rows: dict[Id, Place[Id]] = {}
    top = 0
    for id, title, marks in members:
        written = wrap(title, COLUMN - _LABEL - marks * MARK - 4)
        high = ROW + LINE * (len(written) - 1)
        lines = [Line(line, _LABEL, top + ROW / 2 + 5 + LINE * at) for at, line in enumerate(written)]
        rows[id] = Place(id, _DOT, top + high / 2, lines, _DOT - _PAD, top, COLUMN - _DOT, high)
        top += high
    pairs = [(rows[a], rows[b]) for a, b in joined if a in rows and b in rows]
    longest = max((abs(a.y - b.y) for a, b in pairs), default=1)
    arcs = [Curve(a.id, b.id, _arc(a.y, b.y, longest)) for a, b in pairs]
    return Arcs(top, list(rows.values()), arcs)


def _arc(y1: float, y2: float, longest: float) -> str:
    """Half an ellipse to the left; a long one is flatter, so that all stay in the drawing."""
    top, bottom = sorted((y1, y2))
    half = (bottom - top) / 2
    reach = min(half, (_DOT - 6) * ((bottom - top) / longest) ** 0.5)
    return f"M{_DOT} {top:g}A{reach:.1f} {half:g} 0 0 0 {_DOT} {bottom:g}"


def arranged(ids: Sequence[Id], joined: Iterable[tuple[Id, Id]]) -> list[Id]:
    """The ids in an order that puts what is joined close together; what is joined to nothing comes last.

    Cuthill and McKee's: from each thing on to its neighbours, the least joined first. Then a few rounds in
    which everything moves to the mean place of its neighbours; the order with the shortest arcs stands.
    """
    near: dict[Id, set[Id]] = {id: set() for id in ids}
    for a, b in joined:
        if a in near and b in near and a != b:
            near[a].add(b)
            near[b].add(a)
    rank = {id: (len(near[id]), at) for at, id in enumerate(ids)}
    best = order = _walk(ids, near, rank)
    for _ in range(12):
        means = _means(order, near)
        order = sorted(order, key=means.__getitem__)
        best = min(best, order, key=lambda one: _length(one, near))
    return best


def _walk(ids: Sequence[Id], near: dict[Id, set[Id]], rank: dict[Id, tuple[int, int]]) -> list[Id]:
    order: dict[Id, None] = {}
    for start in sorted(ids, key=lambda id: (not near[id], rank[id])):
        waiting = [] if start in order else [start]
        for id in waiting:  # grows while it is walked
            order[id] = None
            waiting += sorted(near[id] - set(order) - set(waiting), key=lambda one: rank[one])
    return list(order)


def _means(order: Sequence[Id], near: dict[Id, set[Id]]) -> dict[Id, tuple[bool, float]]:
    """The mean place of each thing and its neighbours; what has none stays behind all others."""
    place = {id: at for at, id in enumerate(order)}
    return {id: (not near[id], (place[id] + sum(place[one] for one in near[id])) / (1 + len(near[id]))) for id in order}


def _length(order: Sequence[Id], near: dict[Id, set[Id]]) -> int:
    """How long all arcs are together, counted from both ends."""
    place = {id: at for at, id in enumerate(order)}
    return sum(abs(place[id] - place[one]) for id in order for one in near[id])
