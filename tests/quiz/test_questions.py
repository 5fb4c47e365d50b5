import random
from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.text import fold
from quiz import masking
from quiz.questions import KINDS, Candidate, Refused, ask, compose, first_sentences, nearness, overlap

WORDS = [
    start + end
    for start in ("balm", "cord", "dusk", "fern", "gild", "hemp", "jolt")
    for end in ("ock", "urn", "ax", "em")
]


def candidate(number, definition, title="", **more):
    title = title or f"Term{number}"
    return Candidate(
        **({"id": number, "title": title, "slug": f"t{number}", "definition": definition} | {"names": (title,)} | more)
    )


def shelf(size, dice, categories=("All",)):
    """Terms with definitions of random words and of random length, some of which say their own name."""
    made = []
    for number in range(size):
        words = dice.sample(WORDS, dice.randrange(8, 16))
        title = "".join(dice.sample("bcdfghklmnprtvz", 5)).capitalize() + "u" * dice.randrange(1, 8)
        if dice.randrange(3) == 0:
            words.insert(dice.randrange(len(words)), title)
        category = categories[number % len(categories)]
        made.append(candidate(number, f"A {' '.join(words)}.", title, categories=(category,)))
    return made


@pytest.fixture(scope="module")
def many():
    """Two thousand questions over several small glossaries."""
    dice = random.Random(7)
    items = []
    for _ in range(100):
        terms = shelf(60, dice, ("One", "Two"))
        items += compose(dice.sample(terms, 30), terms, 20, dice)
    return items


def test_two_thousand_questions_are_asked_with_four_options_each(many):
    assert Counter(len(item.options) for item in many) == {4: 2000}


def test_no_two_options_of_a_question_read_the_same(many):
    assert all(len({fold(option.text) for option in item.options}) == 4 for item in many)


def test_no_stem_and_no_option_says_the_name_that_is_asked_for(many):
    for item in many:
        shown = [item.stem] if item.kind == "term" else [option.text for option in item.options]
        assert not any(masking.says(text, item.target.patterns) for text in shown)


def test_the_right_option_is_the_asked_term_and_no_other(many):
    for item in many:
        assert [option.term == item.target.id for option in item.options].index(True) == item.key - 1
        assert len({option.term for option in item.options}) == 4


def test_the_place_of_the_right_option_is_even(many):
    places = Counter(item.key for item in many)
    assert sum((places[place] - 500) ** 2 / 500 for place in (1, 2, 3, 4)) < 21.1  # p > 0.0001


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_option_is_right_no_more_often_than_chance(many, kind):
    asked = [item for item in many if item.kind == kind]
    longest = sum(
        all(len(item.options[item.key - 1].text) > len(one.text) for one in item.options if one.term != item.target.id)
        for item in asked
    )
    assert longest / len(asked) < 0.28


def test_definitions_offered_are_of_like_length(many):
    for item in (item for item in many if item.kind == "definition"):
        lengths = [len(first_sentences(option.reason, 60, 420)) for option in item.options]
        assert max(lengths) <= 3 * min(lengths)


def test_options_come_from_the_neighbourhood_where_there_are_enough(many):
    assert {item.guards["neighbourhood"] for item in many} == {"3 of 3 from the key's own"}


def test_of_the_definitions_offered_all_have_a_blank_or_none(many):
    for item in (item for item in many if item.kind == "definition"):
        blanks = [masking.BLANK in option.text for option in item.options]
        assert len(set(blanks)) == 1


def test_every_wrong_option_says_what_it_is(many):
    for item in many:
        for number, option in enumerate(item.options, start=1):
            assert option.reason.startswith(f"That is {option.title}: ") != (number == item.key)


def neighbours(count=4):
    texts = [
        "the river bends slowly",
        "seven mountains stand high",
        "bread rises overnight warm",
        "violins tune before noon",
    ]
    return [candidate(number, f"A thing by which {texts[number]} and more.") for number in range(count)]


KEY = candidate(9, "A stone that falls where nobody listens to it at all.")
FINE = candidate(8, "A pebble that any hungry fish may swallow whole.")


def can_ask(key, kind, beside):
    """Whether a question can be asked with exactly these terms beside the key."""
    for rank in range(4):
        try:
            return bool(ask(key, kind, beside, random.Random(1), rank=rank))
        except Refused:
            continue
    return False


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("key", "other"),
    [
        (replace(KEY, above=frozenset({8})), FINE),
        (KEY, replace(FINE, above=frozenset({9}))),
        (replace(KEY, names=("Term9", "Rock")), replace(FINE, names=("Term8", "rock"))),
        (KEY, replace(FINE, definition="Any stone that falls where nobody ever listens.")),
        (KEY, replace(FINE, definition="")),
        (KEY, KEY),
    ],
    ids=["above", "below", "namesake", "same meaning", "stub", "itself"],
)
def test_what_might_be_right_too_is_no_option(kind, key, other):
    assert can_ask(KEY, kind, [*neighbours(2), FINE])
    assert not can_ask(key, kind, [*neighbours(2), other])


def test_what_the_stem_names_is_no_option():
    key = replace(KEY, definition="A stone that, unlike a Boulder, fits into the hand of a child.")
    assert can_ask(key, "term", [*neighbours(2), FINE])
    assert not can_ask(key, "term", [*neighbours(2), replace(FINE, title="Boulder", names=("Boulder",))])


def test_definitions_of_very_different_length_do_not_stand_side_by_side():
    assert not can_ask(KEY, "definition", [*neighbours(2), replace(FINE, definition="A tiny pebble rolls.")])


def test_a_definition_made_of_its_own_name_is_not_asked_for():
    key = candidate(9, "Registry containers: a container registry of registry containers.", "Container registry")
    with pytest.raises(Refused, match="too little"):
        ask(key, "term", neighbours(3), random.Random(1), rank=3)


def test_a_word_of_the_title_is_masked_unless_other_options_have_it_too():
    key = candidate(9, "A server that keeps every container image people push to it.", "Container registry")
    item = ask(key, "term", neighbours(3), random.Random(1), rank=3)
    assert item.stem == "A server that keeps every ____ image people push to it."
    others = [candidate(one.id, one.definition, f"Container {one.id}") for one in neighbours(3)]
    assert "container image" in ask(key, "term", others, random.Random(1), rank=3).stem


@pytest.mark.parametrize(("terms", "options"), [(4, 4), (3, 3), (2, 2)])
def test_with_few_terms_there_are_fewer_options(terms, options):
    made = neighbours(terms)
    items = compose(made, made, 5, random.Random(3))
    assert [len(item.options) for item in items] == [options] * terms


@pytest.mark.parametrize("terms", [0, 1])
def test_nothing_is_asked_where_there_is_only_one_answer(terms):
    made = neighbours(terms)
    assert compose(made, made, 5, random.Random(3)) == []


def test_a_contrast_is_nearer_than_a_sibling_and_a_sibling_than_the_same_category():
    key = candidate(1, "One.", above=frozenset({7}), contrasts=frozenset({2}), categories=("A",))
    contrast, sibling = candidate(2, "Two."), candidate(3, "Three.", above=frozenset({7}))
    same, stranger = candidate(4, "Four.", categories=("A",)), candidate(5, "Five.")
    assert sorted([stranger, same, sibling, contrast], key=lambda one: -nearness(key, one)) == [
        contrast,
        sibling,
        same,
        stranger,
    ]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("One here. Two there.", "One here. Two there."),
        (
            "A first sentence, e.g. this one, is long enough for it. Then comes another.",
            "A first sentence, e.g. this one, is long enough for it.",
        ),
        ("", ""),
        (f"{'long ' * 30}and so on, {'longer ' * 30}end.", f"{'long ' * 30}and so on …"),
        ("word " * 60, f"{'word ' * 51}…"),
    ],
)
def test_whole_sentences_are_taken_from_the_start(text, taken):
    assert first_sentences(text, at_least=40, at_most=260) == taken


@given(st.lists(st.text(max_size=80), max_size=8), st.integers())
def test_no_text_whatever_breaks_the_making_of_questions(texts, seed):
    terms = [candidate(number, text, title=text[:9] or "x") for number, text in enumerate(texts)]
    items = compose(terms, terms, 5, random.Random(seed))
    for item in items:
        assert all(
            overlap(*pair) < 0.5
            for pair in combinations([one for one in terms if one.id in {o.term for o in item.options}], 2)
        )
