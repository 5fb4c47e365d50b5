"""The words that search compares, and the parts of a text in which they are marked."""

import pytest

from glossary import search_words
from glossary.search_words import Part
from glossary.spelling import Names


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("CloudFormation", ["cloudformation", "cloud", "formation"]),
        ("Load balancers", ["load", "balancers", "balancer", "loadbalancer"]),
        ("snake_case", ["snake_case", "snake_cas", "snake", "case"]),
        ("IPv6", ["ipv6"]),
        ("Café", ["cafe"]),
        ("C++", ["c"]),
    ],
)
def test_a_name_has_its_words_their_stems_what_is_inside_and_two_in_one(name: str, words: list[str]):
    assert search_words.of_names([name]) == words


def test_a_query_keeps_each_word_that_tells_something_once():
    assert search_words.of_query("What is the end of a queue's VMs? s") == ("end", "queue", "vm")
    assert search_words.of_query("to be or to be") == ("to", "be", "or")


def test_the_names_that_a_query_may_hold_are_its_runs_of_words():
    assert search_words.names_in("what is an IAM-role of users?") == {
        "whatisaniamroleofuser?": True,
        "iamroleofuser": True,
        "iam": False,
        "iamrole": False,
        "role": False,
        "roleofuser": False,
        "user": False,
    }


def test_initials_come_from_names_of_several_words():
    assert search_words.initials(["Simple Queue Service", "Lambda", "Internet of Things"]) == ["sqs", "it"]


def test_words_are_marked_as_they_are_written():
    parts = [Part("A ", False), Part("Café’s", True), Part(" queues", False)]
    assert search_words.marked("A Café’s queues", ["cafe"]) == parts


def test_nothing_is_lost_by_marking():
    line = "  <b>x</b> & “quoted” CloudWatch, 東京  "
    for wanted in ([], ["watch"], ["x", "quoted"], ["東"]):
        assert "".join(part.text for part in search_words.marked(line, wanted)) == line


def test_an_excerpt_begins_where_most_of_the_words_are():
    line = "One word here. " * 20 + "Both the word and the other are here. " + "Nothing more. " * 20
    shown = "".join(part.text for part in search_words.excerpt(line, ["word", "other"], 100))
    assert "word and the other" in shown
    assert shown.startswith("… ") and shown.endswith(" …") and len(shown) <= 104


@pytest.mark.parametrize(
    ("typed", "found"),
    [("lamdba", "lambda"), ("lamda", "lambda"), ("lambdaa", "lambda"), ("kinesys", "kinesis"), ("sq", ""), ("sqs", "")],
)
def test_a_slip_leads_to_the_nearest_name(typed: str, found: str):
    names = Names((name, at) for at, name in enumerate(["sns", "lambda", "kinesis", "lambda layer"]))
    assert [name for name, _ in names.alike(typed)][:1] == ([found] if found else [])


@pytest.mark.parametrize(
    ("piece", "owners"),
    [("mbd", [1, 3]), ("n", [0, 2]), ("sns", [0]), ("r", [3]), ("zz", []), ("lambda layer", [3])],
)
def test_a_piece_is_found_in_every_name_that_holds_it_once_each(piece: str, owners: list[int]):
    names = Names([("sns", 0), ("lambda", 1), ("kinesis", 2), ("lambda layer", 3), ("lambda layers", 3)])
    assert names.holding(piece, 9) == owners
    assert names.holding(piece, 1) == owners[:1]
