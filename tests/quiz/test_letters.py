"""Abbreviations and what they stand for: nothing in the options shows the right one without knowing it."""

import random

import pytest

from quiz.kinds import KINDS
from quiz.kinds.base import Candidate, Context, Refused, Round
from quiz.kinds.letters import spelled_out

NAMES = {
    "SQS": "Simple Queue Service",
    "SNS": "Simple Notification Service",
    "SES": "Secure Export System",
    "SPS": "Static Print Store",
    "SDS": "Shared Disk Storage",
    "SRM": "Site Query Monitor",
    "EC2": "Elastic Compute Cloud",
    "CI/CD": "Continuous Integration / Continuous Delivery",
    "CI/CC": "Continuous Inspection / Constant Control",
}
POOL = tuple(
    Candidate(at, short, short.lower(), f"Text {at}.", names=(short, full), expansions=(full,))
    for at, (short, full) in enumerate(NAMES.items(), 1)
)
CONTEXT = Context(POOL)


def made(kind, short, size=4):
    """Questions about an abbreviation, whatever the dice."""
    target = next(one for one in POOL if one.title == short)
    beside = tuple(one for one in POOL if one is not target)
    for seed in range(60):
        try:
            yield KINDS[kind].make(target, Round(CONTEXT, beside, size, seed % size), random.Random(seed))
        except Refused:
            continue


def shared(item, text):
    """How many words of an option the other options have."""
    others = [option.text.split() for option in item.options if option.text != text]
    return sum(word in other for word in text.split() for other in others)


def test_no_expansion_shares_more_words_with_the_others_than_the_rest():
    items = list(made("expansion", "SQS"))
    assert len(items) > 20
    assert {len({shared(item, option.text) for option in item.options}) for item in items} == {1}


def test_a_made_expansion_has_words_in_use_where_they_stand_and_none_twice():
    in_use = {(at, word) for full in NAMES.values() for at, word in enumerate(full.split())}
    for item in made("expansion", "SQS"):
        for text in (option.text for option in item.options):
            assert {(at, word) for at, word in enumerate(text.split())} <= in_use
            assert len(set(text.split())) == 3
            assert text == "Simple Queue Service" or text not in NAMES.values()


def test_without_words_in_use_there_is_no_question_what_letters_stand_for():
    lone = Candidate(1, "SQS", "sqs", "A line.", names=("SQS",), expansions=("Simple Queue Service",))
    with pytest.raises(Refused, match="too few words"):
        KINDS["expansion"].make(lone, Round(Context((lone,)), ()), random.Random(1))


@pytest.mark.parametrize("short", ["SQS", "CI/CD"])
def test_what_can_be_read_off_the_first_letters_is_not_asked(short):
    assert list(made("abbreviation", short)) == []


@pytest.mark.parametrize(
    ("short", "title"),
    [
        ("GWLB", "Gateway Load Balancer"),
        ("DLQ", "Dead-letter queue"),
        ("EIP", "Elastic IP address"),
        ("IaC", "Infrastructure as code"),
        ("IC", "Infrastructure as Code"),
    ],
)
def test_a_title_that_holds_its_abbreviation_in_order_is_what_it_stands_for(short, title):
    assert spelled_out(Candidate(1, title, "x", "A line.", abbreviations=(short,))) == (short, title)


@pytest.mark.parametrize(
    ("short", "title"),
    [
        ("PoLP", "Least privilege"),
        ("DX", "Direct Connect"),
        ("IMDS", "Instance metadata"),
        ("K8s", "Kubernetes"),
    ],
)
def test_a_title_is_not_said_to_be_what_other_letters_stand_for(short, title):
    with pytest.raises(Refused):
        spelled_out(Candidate(1, title, "x", "A line.", abbreviations=(short,)))


@pytest.mark.parametrize(("short", "fit"), [("SQS", True), ("EC2", False), ("CI/CD", True)])
def test_letters_are_said_to_fit_only_where_they_do(short, fit):
    reasons = {
        option.reason for item in made("expansion", short, size=2) for option in item.options if option.term is None
    }
    assert {reason.startswith("The letters would fit, but in ") for reason in reasons} == {fit}
    assert all(f"n {short} it is " in reason for reason in reasons)


def test_an_abbreviation_that_is_not_the_first_letters_is_asked_beside_its_letters():
    items = list(made("abbreviation", "EC2"))
    assert {item.options[item.key - 1].text for item in items} == {"EC2"}
    texts = {option.text for item in items for option in item.options}
    assert "ECC" in texts
    assert texts.isdisjoint(NAMES.keys() - {"EC2"})
