"""How many calls are let in, and when there is room again."""

import pytest

from glossary.throttle import admit

MOST, PER = 240, 60


def let_in(calls: int, at: float) -> int:
    return [admit("key", MOST, PER, at) for _ in range(calls)].count(0)


def test_no_more_than_the_limit_are_let_in():
    assert (let_in(300, at=30), let_in(1, at=59)) == (240, 0)


def test_the_turn_of_a_minute_gives_no_second_helping():
    assert (let_in(300, at=59.5), let_in(300, at=60.5)) == (240, 2)


def test_room_comes_back_little_by_little():
    let_in(300, at=59.5)
    assert [let_in(300, at=at) for at in (75, 90, 120)] == [60, 60, 120]


@pytest.mark.parametrize(("first", "second"), [(0, 10), (59, 59.5), (30, 61), (59, 118)])
def test_who_waits_as_long_as_told_is_let_in_and_not_much_earlier(first: float, second: float):
    let_in(230, at=first)
    let_in(300, at=second)
    wait = admit("key", MOST, PER, second)
    assert (admit("key", MOST, PER, second + wait - 1.1) > 0, admit("key", MOST, PER, second + wait)) == (True, 0)


def test_refused_calls_do_not_lengthen_the_wait():
    let_in(240, at=10)
    wait = admit("key", MOST, PER, 20)
    let_in(1000, at=20)
    assert admit("key", MOST, PER, 20) == wait == 41
