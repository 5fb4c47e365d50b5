"""Every kind of question: what is asked, what counts as an answer, what an answer is worth, and what is refused."""

import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from django.http import QueryDict
from django.utils import timezone

from glossary import importer
from glossary.linker import Linker, Target
from glossary.text import fold, singular
from quiz import composing, sampling
from quiz.grading import Name, Names
from quiz.kinds import KINDS
from quiz.kinds.base import BadAnswer, Candidate, Context, Facts, Link, Refused, Round, Written, likeness
from quiz.kinds.meaning import is_plural
from quiz.masking import BLANK, says

STARTER = Path(importer.__file__).parent / "starter" / "aws.md"
ECS, EC2, SNS, SQS, PIPE = range(1, 6)

POOL = (
    Candidate(
        ECS,
        "ECS",
        "ecs",
        "A scheduler that starts and watches over containers on a group of machines.",
        names=("ECS", "Elastic Container Service"),
        expansions=("Elastic Container Service",),
        categories=("Containers",),
        links=(Link("runs on", EC2), Link("contrasts with", SQS)),
        fact_lists=(Facts("How it starts", True, ("Read the plan.", "Pick a host.", "Pull the image.")),),
        written=(Written(7, "Who starts containers?", "The scheduler", "It does.", (("The disk", "It stores."),)),),
    ),
    Candidate(
        EC2,
        "EC2",
        "ec2",
        "Rented virtual machines of many sizes, billed by the second while they are on.",
        names=("EC2", "Elastic Compute Cloud"),
        expansions=("Elastic Compute Cloud",),
        categories=("Compute",),
        links=(Link("runs", ECS),),
    ),
    Candidate(
        SNS,
        "SNS",
        "sns",
        "A channel that pushes every message to all of its subscribers at once, unlike SQS.",
        names=("SNS", "Simple Notification Service"),
        expansions=("Simple Notification Service",),
        categories=("Messaging",),
        contrasts=frozenset({SQS}),
    ),
    Candidate(
        SQS,
        "SQS",
        "sqs",
        "A waiting line that keeps each message until one consumer has fetched and deleted it.",
        names=("SQS", "Simple Queue Service"),
        expansions=("Simple Queue Service",),
        categories=("Messaging",),
        contrasts=frozenset({SNS}),
    ),
    Candidate(
        PIPE,
        "Pipe",
        "pipe",
        "A straight path between one source and one target, with a filter in the middle.",
        names=("Pipe",),
        categories=("Messaging",),
    ),
)
NAMES = Names(Name(name, one.id) for one in POOL for name in one.names)


def in_context(pool):
    return Context(pool, {}, Linker((name, Target(one.id, one.slug)) for one in pool for name in one.names))


def make(kind, target, size=4, seed=1, pool=POOL):
    """A question of the kind about a term, whatever place by length the key has."""
    context = in_context(pool)
    beside = tuple(one for one in pool if one.id != target)
    for rank in range(size):
        try:
            return KINDS[kind].make(context.by_id[target], Round(context, beside, size, rank), random.Random(seed))
        except Refused:
            continue
    raise Refused(kind)


def answered(kind, item, query):
    return KINDS[kind].judge(item, KINDS[kind].read(QueryDict(query)), NAMES)


@pytest.mark.parametrize("kind", ["term", "definition", "apart", "true-false", "cloze", "authored"])
def test_of_several_options_one_is_right(kind):
    target = {"apart": SQS, "cloze": SQS, "definition": PIPE, "true-false": PIPE}.get(kind, ECS)
    item = make(kind, target, size=2)
    verdicts = [answered(kind, item, f"answer={number}").verdict for number in range(1, len(item.options) + 1)]
    assert verdicts.count("right") == 1
    assert verdicts.index("right") + 1 == item.key
    assert all(option.reason for option in item.options)


def test_steps_are_right_in_the_order_of_the_list():
    item = make("order", ECS)
    assert sorted(zip(item.key, (option.text for option in item.options), strict=True)) == [
        (1, "Read the plan."),
        (2, "Pick a host."),
        (3, "Pull the image."),
    ]
    assert item.key != [1, 2, 3]
    fields = "&".join(f"order-{number}={place}" for number, place in enumerate(item.key, 1))
    assert answered("order", item, fields).verdict == "right"
    assert answered("order", item, "answer=" + ",".join(map(str, item.key))).verdict == "right"
    assert answered("order", item, "answer=1,2,3").verdict == "wrong"


def test_terms_are_matched_with_their_definitions():
    item = make("match", PIPE, size=3)
    fields = "&".join(f"term-of-{choice}={number}" for number, choice in enumerate(item.key, 1))
    assert answered("match", item, fields).verdict == "right"
    turned = "&".join(f"term-of-{choice}={number % 3 + 1}" for number, choice in enumerate(item.key, 1))
    assert answered("match", item, turned).verdict == "wrong"
    assert item.data["terms"] == [item.options[number - 1].title for number in item.key]


@pytest.mark.parametrize(
    ("given", "verdict"),
    [("ecs", "right"), ("elastic container service", "right"), ("Elastic Contaner Service", "slip"), ("SQS", "other")],
)
def test_a_typed_term_may_be_any_of_its_names(given, verdict):
    assert answered("type-term", make("type-term", ECS), f"answer={given}").verdict == verdict


def test_a_typed_expansion_is_not_the_abbreviation_again():
    item = make("type-expansion", SQS)
    assert item.stem == "SQS"
    assert answered("type-expansion", item, "answer=Simple queue service").verdict == "right"
    assert answered("type-expansion", item, "answer=SQS").verdict == "wrong"
    assert answered("type-expansion", item, "answer=Simple Notification Service").verdict == "other"


def test_a_gap_is_not_filled_by_what_the_text_names_or_is_joined_to():
    item = make("cloze", SQS, size=2)
    assert item.stem.startswith("SNS: ")
    assert not says(item.stem, POOL[3].patterns)


def about_locks(text, joined=True, title="Latch"):
    """A term whose text may name the latch, the latch, and things that are neither."""
    link = (Link("uses", 2),) if joined else ()
    said = (
        (1, "Gate", text, ("Doors",) if joined else ("Walls",), link),
        (2, title, "A bar of iron that falls into its hook when somebody pulls it shut.", ("Doors",), ()),
        (3, "Brick", "Burnt clay in the shape of a small box, laid in rows with mortar.", ("Walls",), ()),
        (4, "Chair", "Something with four legs to sit upon, alone or around a table.", ("Rooms",), ()),
    )
    return tuple(
        Candidate(number, name, name.lower(), definition, names=(name,), categories=shelves, links=links)
        for number, name, definition, shelves, links in said
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A barrier in a fence that is held by a latch at night.", "held by a(n) ____ at night"),
        ("A barrier in a fence. Latches hold it when the night has come.", "fence. ____ hold"),
    ],
)
def test_a_gap_is_a_mention_as_it_is_linked(text, shown):
    assert shown in make("cloze", 2, size=3, pool=about_locks(text)).stem


@pytest.mark.parametrize(
    "text",
    [
        "A barrier in a fence that is latched by hand at night.",
        "A barrier in a fence that is held by the latch's iron bar.",
        "A barrier in a fence with parts such as a bolt, a lock and also a latch.",
        "A barrier in a fence that is held with iron, for example by a latch.",
        "A barrier in a fence that is held by hooks, bolts or a latch at night.",
        "A barrier in a fence that is held by a latch or a bolt at night.",
        "A barrier in a fence that is held by a latch, a bolt, a lock at night.",
        "A barrier in a fence that is held by a latch and by a second latch.",
        "A barrier in a fence that is held by a night-latch of iron.",
        "A barrier in a fence that swings both ways, which a latch does not allow.",
        "A barrier in a fence that swings both ways, which a latch can't do.",
    ],
)
def test_no_gap_is_made_of_other_words_nor_in_a_list(text):
    with pytest.raises(Refused):
        make("cloze", 2, size=3, pool=about_locks(text))


@pytest.mark.parametrize(
    "change",
    [
        {"links": (Link("uses", 2),)},
        {"definition": "Something with four legs that is held by screws and stands alone at night."},
        {"fact_lists": (Facts("Ways to lock it up", False, ("Held by a chain at night.",)),)},
        {"above": frozenset({5})},
    ],
)
def test_what_is_joined_to_the_key_or_says_what_the_sentence_says_is_not_beside_it(change):
    *others, chair = about_locks("A barrier in a fence. It is held by a latch at night.")
    others.append(Candidate(5, "Bed", "bed", "Something on legs that is held at night.", names=("Bed",)))
    assert make("cloze", 2, size=3, pool=(*others, chair))
    with pytest.raises(Refused):
        make("cloze", 2, size=3, pool=(*others, replace(chair, **change)))


def test_no_gap_is_made_where_the_name_goes_on_but_the_text_does_not():
    gate, latch, *others = about_locks(
        "A barrier in a fence with a drop latch mechanism to hold it.", title="Drop latch"
    )
    longer = replace(latch, title="Drop latch lock", names=("Drop latch lock", "drop latch"))
    assert make("cloze", 2, size=3, pool=(gate, latch, *others))
    with pytest.raises(Refused):
        make("cloze", 2, size=3, pool=(gate, longer, *others))


def test_a_name_in_the_text_of_a_term_from_elsewhere_may_mean_something_else():
    with pytest.raises(Refused):
        make("cloze", 2, size=3, pool=about_locks("A barrier that is held by a Latch at night.", joined=False))


def test_what_is_said_about_a_gap_names_the_word_that_was_there():
    item = make("cloze", 2, size=3, pool=about_locks("A barrier in a fence that is held by a latch at night."))
    reasons = {option.text: option.reason for option in item.options}
    assert reasons["Chair"] == (
        "In the text on Gate it says latch there. Chair: Something with four legs to sit upon, alone or around a table."
    )


def test_what_another_option_is_is_said_as_two_sentences():
    item = next(one for one in (make("true-false", PIPE, seed=seed) for seed in range(9)) if one.key == 2)
    other = next(one for one in POOL if one.title == item.options[0].title)
    assert [option.reason for option in item.options] == [
        f"That would be {other.title}. {other.definition}",
        "Pipe: A straight path between one source and one target, with a filter in the middle.",
    ]


def test_a_true_statement_called_false_is_answered_with_the_definition():
    item = next(one for one in (make("true-false", PIPE, seed=seed) for seed in range(9)) if one.key == 1)
    assert item.options[1].reason == f"The statement is true. Pipe: {POOL[4].definition}"


def test_a_glossary_in_a_script_without_spaces_is_asked_about():
    texts = {
        "カキ": "海で育つ二枚貝で、冬に旬を迎える食べ物である。",
        "カギ": "扉や箱を開け閉めするための金属の道具である。",
        "学校": "児童や生徒に教育を行う施設である。学校は公立と私立がある。",
        "病院": "医師が患者を診察し治療する施設である。",
        "駅": "列車が止まり乗客が乗り降りする場所である。",
    }
    pool = tuple(
        Candidate(number, title, title, text, names=(title,)) for number, (title, text) in enumerate(texts.items())
    )
    for kind in ("term", "definition", "true-false", "match", "type-term"):
        assert composing.compose(pool, in_context(pool), [kind], 2, random.Random(1))[0], kind


def test_what_is_no_set_of_options_is_told():
    for query in ("", "answer=x", "answer=1&answer=²"):
        with pytest.raises(BadAnswer):
            KINDS["relation"].read(QueryDict(query))


@pytest.mark.parametrize(
    ("kind", "query"),
    [
        ("term", ""),
        ("term", "answer=0"),
        ("term", "answer=12345678901234567890"),
        ("term", "answer=x"),
        ("term", "answer=%00"),
        ("term", "answer=²"),
        ("order", "order-1=1&order-2=1&order-3=2"),
        ("order", "answer=1,2"),
        ("order", "answer=,,"),
        ("match", "term-of-1="),
        ("match", "term-of-1=1&term-of-2=1&term-of-3=2"),
        ("match", ""),
        ("type-term", "answer=+"),
        ("type-term", "answer=" + "x" * 501),
    ],
)
def test_what_is_no_answer_is_told_and_not_judged(kind, query):
    item = make(kind, ECS if kind != "match" else PIPE, size=3)
    with pytest.raises(BadAnswer):
        answered(kind, item, query)


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("relation", ECS),
        ("related", PIPE),
        ("member", EC2),
        ("order", EC2),
        ("expansion", PIPE),
        ("cloze", PIPE),
        ("authored", EC2),
    ],
)
def test_a_kind_that_a_term_has_nothing_for_is_refused(kind, target):
    with pytest.raises(Refused):
        make(kind, target)


def test_every_kind_has_its_words_and_its_templates():
    from django.template.loader import get_template

    for name, kind in KINDS.items():
        assert (kind.name, bool(kind.label), bool(kind.question)) == (name, True, True)
        get_template(kind.template)
        get_template(kind.answered_template)


# ---- over a whole glossary


@pytest.fixture
def questions(db):
    """Four hundred questions over the starter glossary, with the definitions behind their options."""
    importer.bring_in(importer.read(STARTER.read_text()), "aws.md", timezone.now())
    dice = random.Random(5)
    found = []
    for _ in range(20):
        targets, context = sampling.draw(categories=(), terms=None, length=30, dice=dice)
        items, _ = composing.compose(targets, context, list(KINDS), 20, dice)
        found += [(item, context) for item in items]
    return found


def test_over_the_starter_glossary_every_question_keeps_every_promise(questions):
    assert len(questions) == 400
    assert {item.kind for item, _ in questions} == set(KINDS) - {"authored"}
    for item, context in questions:
        texts = [option.text.casefold() for option in item.options]
        assert len(set(texts)) == len(texts)
        assert all(option.reason for option in item.options)
        assert item.guards
        if item.kind in ("term", "cloze", "apart", "type-term"):
            assert not says(item.stem, item.target.patterns)
        shown = [context.by_id[option.term] for option in item.options if option.term in context.by_id]
        assert all(likeness(one, other) < 0.5 for one in shown for other in shown if one is not other)


def test_over_the_starter_glossary_a_gap_hides_a_name_of_the_key_and_options_have_its_number(questions):
    gaps = [item for item, _ in questions if item.kind == "cloze"]
    for item in gaps:
        before, after = item.stem.split(BLANK)
        shown = re.escape(re.sub(r"\ba\(n\) $", "", before, flags=re.IGNORECASE)) + "(?:an? )?(.+)" + re.escape(after)
        hidden = fold(re.fullmatch(shown, item.options[item.key - 1].reason, re.IGNORECASE)[1])
        names = {fold(name) for name in (item.target.title, *item.target.names)}
        assert names & {hidden, " ".join(map(singular, hidden.split()))}, item.stem
        assert len({is_plural(option.text) for option in item.options}) == 1
    assert len(gaps) > 5


def test_over_the_starter_glossary_no_statement_to_judge_has_a_hole_or_names_its_term(questions):
    said = [item for item, _ in questions if item.kind == "true-false"]
    assert not any(BLANK in item.stem or says(item.data["statement"], item.target.patterns) for item in said)


def test_over_the_starter_glossary_words_shared_by_stem_and_option_strike_out_none(questions):
    for item, context in questions:
        if item.kind in ("term", "apart"):
            words = [context.by_id[option.term].headwords for option in item.options]
            some = frozenset().union(*words) - frozenset.intersection(*words)
            assert not says(item.stem, [(word,) for word in some]), (item.stem, [one.text for one in item.options])


def test_the_place_and_the_length_of_the_right_option_tell_nothing(questions):
    single = [item for item, _ in questions if isinstance(item.key, int) and len(item.options) == 4]
    places = Counter(item.key for item in single)
    expected = len(single) / 4
    assert sum((places[number] - expected) ** 2 / expected for number in (1, 2, 3, 4)) < 16.3  # p = 0.001
    for extreme in (min, max):
        lengths = [[len(option.text) for option in item.options] for item in single]
        found = sum(some[item.key - 1] == extreme(some) for item, some in zip(single, lengths, strict=True))
        assert found / len(single) < 0.31
