"""Where things are drawn: inside the drawing, none over another, the same every time."""

import random
from itertools import combinations

import pytest

from glossary import drawing

LONG = "IAM RestrictAccessToAllowedRegionsAndServices"


def boxes(bow):
    """The box of every label and verb: left, right, top, bottom."""
    for group in bow.groups:
        for line in [group.verb, *(line for place in group.places for line in place.lines)]:
            wide = drawing.width(line.text)
            left = line.x - wide if group.is_left else line.x
            yield left, left + wide, line.y - 12, line.y + 4


def overlap(one, other):
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


@pytest.mark.parametrize(
    ("written", "room", "lines"),
    [
        ("ECS", 100, ["ECS"]),
        ("Application Load Balancer", 110, ["Application", "Load Balancer"]),
        ("One two three four five six seven", 70, ["One two", "three f…"]),
        ("Donaudampfschifffahrtsgesellschaft", 60, ["Dona…"]),
        ("", 60, [""]),
        ("容器编排容器编排", 65, ["容器编…"]),
    ],
)
def test_a_label_is_wrapped_and_cut_to_its_room(written, room, lines):
    assert drawing.wrap(written, room) == lines
    assert all(drawing.width(line) <= room for line in lines)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 12])
@pytest.mark.parametrize("verbs", [1, 3, 5])
def test_no_two_labels_of_a_neighbourhood_touch(count, verbs):
    members = [(number, [LONG, "EC2", "Elastic Load Balancing"][number % 3]) for number in range(count)]
    groups = [(f"verb {verb}", members[verb::verbs]) for verb in range(verbs) if members[verb::verbs]]
    bow = drawing.bow(LONG, groups, [])
    assert [pair for pair in combinations(boxes(bow), 2) if overlap(*pair)] == []
    assert all(
        left >= 0 and right <= bow.width and top >= 0 and bottom <= bow.height
        for left, right, top, bottom in boxes(bow)
    )
    assert sorted(place.id for group in bow.groups for place in group.places) == list(range(count))


def test_the_two_sides_of_a_neighbourhood_are_as_even_as_its_verbs_allow():
    groups = [("uses", [(1, "A"), (2, "B")]), ("runs on", [(3, "C")]), ("secures", [(4, "D"), (5, "E"), (6, "F")])]
    bow = drawing.bow("X", groups, [])
    assert [(group.verb.text, group.is_left) for group in bow.groups] == [
        ("uses", True),
        ("runs on", True),
        ("secures", False),
    ]


def test_only_neighbours_that_are_drawn_are_joined():
    bow = drawing.bow("X", [("uses", [(1, "A"), (2, "B")])], [(1, 2), (2, 3)])
    assert [(curve.start, curve.end) for curve in bow.chords] == [(1, 2)]
    assert len(bow.spokes) == 2


def test_a_column_has_a_row_for_each_thing_and_an_arc_for_each_two_that_are_joined():
    members = [("a", "ECS", 0), ("b", "CI/CD and developer tools", 9), ("c", "EC2", 0)]
    arcs = drawing.column(members, [("a", "c"), ("c", "b"), ("c", "gone")])
    assert [(row.id, row.y, row.high) for row in arcs.rows] == [("a", 15, 30), ("b", 53.5, 47), ("c", 92, 30)]
    assert [(curve.start, curve.end) for curve in arcs.arcs] == [("a", "c"), ("c", "b")]
    assert arcs.height == 107
    assert [line.text for line in arcs.rows[1].lines] == ["CI/CD and", "developer tools"]


def test_a_label_of_a_column_leaves_room_for_its_marks():
    lines = drawing.column([("a", LONG, 3)], []).rows[0].lines
    assert lines[-1].text.endswith("…")
    assert all(line.x + drawing.width(line.text) <= drawing.COLUMN - 3 * drawing.MARK for line in lines)


def test_no_arc_leaves_the_drawing():
    arcs = drawing.column([(number, "T", 0) for number in range(150)], [(0, 149), (3, 4), (10, 90)])
    reaches = [float(curve.path.split("A")[1].split()[0]) for curve in arcs.arcs]
    assert reaches[1] < reaches[2] < reaches[0] < 100


def total(order, joined):
    return sum(abs(order.index(a) - order.index(b)) for a, b in joined)


def test_what_is_joined_is_put_close_together():
    dice = random.Random(7)
    ids = list(range(60))
    dice.shuffle(ids)
    chains = [(number, number + 1) for number in range(59) if number % 10 != 9]
    order = drawing.arranged(ids, chains)
    assert sorted(order) == sorted(ids)
    assert total(order, chains) == len(chains)
    assert total(ids, chains) > 10 * len(chains)


def test_what_is_joined_to_nothing_comes_last_in_its_order():
    assert drawing.arranged([5, 1, 9, 3], [(1, 9)]) == [1, 9, 5, 3]


def test_an_arrangement_is_the_same_every_time():
    dice = random.Random(3)
    joined = [(dice.randrange(150), dice.randrange(150)) for _ in range(400)]
    assert drawing.arranged(range(150), joined) == drawing.arranged(range(150), joined)
    assert drawing.arranged([], []) == []
