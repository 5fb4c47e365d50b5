"""A quiz put together: every term once, kinds in turn, and an end whatever there is to ask about."""

import random
from dataclasses import replace

import pytest

from quiz import composing
from quiz.kinds import KINDS
from quiz.kinds.base import Candidate, Context, Facts, Link


def term(number, definition=None, **fields):
    words = f"alpha{number} beta{number} gamma{number} delta{number} epsilon{number} zeta{number}"
    text = definition or f"It has {words}, {'o' * number}."
    return Candidate(number, f"Name{'x' * number}", f"name-{number}", text, **fields)


def compose(pool, kinds=tuple(KINDS), length=20):
    return composing.compose(pool, Context(tuple(pool)), list(kinds), length, random.Random(1))


def test_no_term_is_asked_about_twice_and_kinds_take_turns():
    items, _ = compose([term(number) for number in range(1, 21)], kinds=("term", "definition"), length=10)
    assert len({item.target.id for item in items}) == 10
    assert {item.kind for item in items} == {"term", "definition"}


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_few_terms_give_fewer_options_or_no_question(count):
    items, _ = compose([term(number) for number in range(1, count + 1)], kinds=("term", "definition"))
    assert [len(item.options) for item in items] == [min(count, 4)] * (count if count > 1 else 0)


def test_with_one_term_it_can_still_be_typed():
    items, _ = compose([term(1)], kinds=("term", "type-term"))
    assert [item.kind for item in items] == ["type-term"]


@pytest.mark.parametrize("seed", range(5))
def test_where_there_are_few_terms_every_kind_has_its_turn_with_fewer_options(seed):
    pool = [term(number) for number in range(1, 4)]
    items, _ = composing.compose(pool, Context(tuple(pool)), list(KINDS), 3, random.Random(seed))
    assert len({item.kind for item in items}) == 3
    assert [len(item.options) for item in items if item.kind in ("term", "definition", "match")] != []


def test_terms_that_say_the_same_are_not_offered_beside_one_another():
    same = [term(number, "One text for all of them, word by word.") for number in range(1, 6)]
    items, refusals = compose(same, kinds=("term", "definition"))
    assert items == []
    assert refusals["term: too few options that are wrong for sure"] > 0


def test_homonyms_are_not_offered_beside_one_another():
    one = Candidate(1, "Block (storage)", "a", "A numbered piece of a disk that is read at once.", names=("Block",))
    two = Candidate(2, "Block (chain)", "b", "A bundle of transfers sealed by a hash of another.", names=("Block",))
    assert compose([one, two], kinds=("term", "definition"))[0] == []


def test_what_is_above_a_term_is_not_offered_beside_it():
    kind = term(1)
    member = term(2, above=frozenset({1}))
    assert compose([kind, member], kinds=("term", "definition"))[0] == []


def test_what_a_learner_mixes_up_is_offered_first():
    pool = [term(number) for number in range(1, 30)]
    context = Context(tuple(pool), {1: {25: 2.0, 26: 1.0}})
    for seed in range(10):
        (item,), _ = composing.compose(pool[:1], context, ["definition"], 1, random.Random(seed))
        assert {25, 26} & {option.term for option in item.options}


NEAR = [term(number, categories=("Shelf",)) for number in range(1, 13)]
OTHERS = [
    replace(
        one,
        fact_lists=(
            Facts("Steps", True, tuple(f"It takes {word}{one.id} away" for word in ("first", "second", "third"))),
            Facts("Parts", True, tuple(f"A piece of {word}{one.id}" for word in ("iron", "wood", "glass"))),
        ),
        links=(Link("runs on", one.id % 12 + 1),),
    )
    for one in NEAR
]


def about_one(target, kinds, length=10, seed=1):
    context = Context((target, *OTHERS[1:]))
    return composing.about_one([target], context, list(kinds), length, random.Random(seed))


@pytest.mark.parametrize("seed", range(8))
def test_about_one_term_no_question_tells_what_another_asks(seed):
    target = replace(OTHERS[0], title="NTR", names=("NTR", "Number Table Run"), expansions=("Number Table Run",))
    items = about_one(target, KINDS, seed=seed)
    kinds = {item.kind for item in items}
    assert len(kinds & composing.MEANING) <= 1
    assert len(kinds & composing.LETTERS) <= 1
    assert not ("type-expansion" in kinds and kinds & composing.MEANING)  # whose verdict says what the term means
    told = [value for item in items for name, value in item.data.items() if name in ("list", "verb")]
    assert len(told) == len(set(told))
    assert len(items) >= 3


def test_about_one_term_a_kind_is_asked_as_often_as_the_term_has_lists():
    items = about_one(OTHERS[0], ["order"])
    assert sorted(item.data["list"] for item in items) == ["Parts", "Steps"]
    assert len(about_one(OTHERS[0], ["order"], length=1)) == 1
