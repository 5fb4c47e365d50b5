"""Relations: one right answer is chosen, several are ticked, and what is wrong is of the same sort and surely wrong."""

import random

import pytest
from django.http import QueryDict

from quiz.grading import Names
from quiz.kinds import KINDS
from quiz.kinds.base import Candidate, Context, Link, Refused, Round

SHIP, HULL, MAST, KEEL = range(1, 5)


def term(number, title, verb="", *others, shelf="Sea", **more):
    text = f"It has alpha{number} beta{number} gamma{number} delta{number} and {'o' * number}."
    links = tuple(Link(verb, other) for other in others)
    return Candidate(number, title, title.lower(), text, names=(title,), categories=(shelf,), links=links, **more)


POOL = (
    term(SHIP, "Vessel", "has part", HULL, MAST),
    term(HULL, "Hull", "is part of", SHIP),
    term(MAST, "Mast", "is part of", SHIP),
    term(KEEL, "Boat", "has part", 5, 6, 7),
    *(term(at, title, "is part of", KEEL) for at, title in enumerate(("Oar", "Rowlock", "Tiller"), 5)),
    *(term(at, title) for at, title in enumerate(("Tide", "Current", "Harbour", "Gale"), 8)),
    *(term(at, title, shelf="Land") for at, title in enumerate(("Plough", "Barn", "Fence"), 12)),
)


def make(kind, target, size=4, seed=1):
    context = Context(POOL)
    beside = tuple(one for one in POOL if one.id != target)
    for rank in range(size):
        try:
            return KINDS[kind].make(context.by_id[target], Round(context, beside, size, rank), random.Random(seed))
        except Refused:
            continue
    raise Refused(kind)


def verdict(item, *numbers):
    kind = KINDS[item.kind]
    fields = QueryDict("&".join(f"answer={number}" for number in numbers))
    return kind.judge(item, kind.read(fields), Names([])).verdict


@pytest.mark.parametrize("seed", range(5))
def test_where_a_relation_holds_for_one_term_one_is_chosen(seed):
    item = make("related", HULL, seed=seed)
    assert item.stem == "Hull: what is it a part of?"
    assert (item.options[item.key - 1].text, verdict(item, item.key)) == ("Vessel", "right")
    assert KINDS["related"].template == "quiz/kinds/choice.html"
    with pytest.raises(Refused):
        make("related", SHIP, seed=seed)


@pytest.mark.parametrize("seed", range(5))
def test_where_it_holds_for_several_all_of_them_are_to_be_ticked(seed):
    item = make("relation", SHIP, seed=seed)
    assert item.stem == "Vessel: which of these are parts of it?"
    assert {item.options[number - 1].text for number in item.key} == {"Hull", "Mast"}
    everything = range(1, len(item.options) + 1)
    assert (verdict(item, *item.key), verdict(item, item.key[0]), verdict(item, *everything)) == (
        "right",
        "wrong",
        "wrong",
    )
    with pytest.raises(Refused):
        make("relation", HULL, seed=seed)


def test_what_is_wrong_is_of_the_neighbourhood_and_stands_in_such_a_relation_elsewhere():
    item = make("relation", SHIP)
    wrong = {option.text for number, option in enumerate(item.options, 1) if number not in item.key}
    assert wrong <= {"Oar", "Rowlock", "Tiller"}


def test_the_right_one_has_the_place_by_length_that_was_drawn():
    context = Context(POOL)
    for rank in (0, 1, 2):
        round_ = Round(context, POOL[1:], 3, rank, has_ties=False)
        try:
            item = KINDS["related"].make(context.by_id[5], round_, random.Random(1))
        except Refused:
            continue
        right = len(item.options[item.key - 1].text)
        assert sum(len(option.text) < right for option in item.options) == rank
