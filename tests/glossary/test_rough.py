"""Rough notes read: the right cards, every line accounted for, and what the cards become."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from glossary.exchange import rough
from glossary.exchange.rough.lines import stands_for

NOTES = Path(__file__).parents[1] / "notes"
FILES = sorted(path.stem for path in NOTES.glob("*.txt"))


def cards(name):
    """The cards that were found, and those a careful reader marked: {(title, line, lines)}."""
    reading = rough.read((NOTES / f"{name}.txt").read_text())
    gold = json.loads((NOTES / f"{name}.json").read_text())["cards"]
    found = {(card.title, card.line, *card.lines) for card in reading.cards}
    return found, {(card["title"], card["line"], *card["lines"]) for card in gold}


def becomes(source):
    return [(card.title, card.outcome) for card in rough.read(source).cards]


def test_all_cards_of_the_first_notes_are_found():
    found, gold = cards("aws-notes")
    assert found == gold


def test_of_the_cards_in_notes_from_many_fields_nineteen_in_twenty_are_found():
    results = [cards(name) for name in FILES]
    right = sum(len(found & gold) for found, gold in results)
    assert right / sum(len(gold) for _, gold in results) >= 0.95


@pytest.mark.parametrize("name", FILES)
def test_at_least_four_in_five_cards_are_found_whoever_wrote_them(name):
    found, gold = cards(name)
    assert len(found & gold) / len(gold) >= 0.8


@pytest.mark.parametrize("name", FILES)
def test_every_line_has_a_role_and_a_reason(name):
    source = (NOTES / f"{name}.txt").read_text()
    lines = rough.read(source).lines
    assert [line.text for line in lines] == source.split("\n")
    assert all(line.role and line.reason for line in lines)


@given(some.text(max_size=300))
def test_no_notes_however_odd_are_refused_or_lose_a_line(source):
    reading = rough.read(source)
    assert [line.number for line in reading.lines] == list(range(1, len(reading.lines) + 1))
    in_cards = [number for card in reading.cards for number in (card.line, *card.lines)]
    assert in_cards == [line.number for line in reading.lines if line.card]


@pytest.mark.parametrize("mark", ["#", "# ", "## \t", ">", "> ", "| |", "| | |", "#\x85", "**", "- ", "-", "1. "])
def test_a_mark_with_nothing_behind_it_holds_a_place(mark):
    lines = rough.read(f"Queue\nHolds messages until a worker takes them.\n{mark}\nTopic").lines
    assert lines[2].text == mark
    assert lines[2].role and lines[2].reason


def test_what_the_cards_of_the_first_notes_become():
    outcomes = dict(becomes((NOTES / "aws-notes.txt").read_text()))
    assert outcomes["SNS"] == "term, also called Simple Notification Service"
    assert outcomes["IAM"] == "stub, also called Identity and Access Management"
    assert outcomes["Lambda Benefits"] == "fact list “Benefits” of Lambda, without items yet"
    assert outcomes["Typical stages of CI/CD pipeline"] == "fact list “Typical stages” of CI/CD, in order"
    assert outcomes["When using ECS you can"] == "proposed: ECS runs on EC2, ECS runs on Fargate"
    assert outcomes["Lambda Service Role"] == "stub, also called execution role"


def test_two_terms_set_side_by_side_become_a_list_and_a_proposed_relation():
    source = "TCP\nmakes sure that everything arrives\nUDP\nsends and forgets\nTCP vs UDP\nUDP is the faster one\n"
    tcp = rough.read(source).drafts[0]
    assert [(one.title, one.items) for one in tcp.fact_lists] == [("Compared with UDP", ["UDP is the faster one"])]
    assert [(one.kind.verb, one.other, one.is_proposed) for one in tcp.relations] == [("contrasts with", "UDP", True)]


def test_marked_layouts_are_told_from_the_notes_themselves():
    expected = [("Queue", "term"), ("Topic", "term")]
    assert becomes("Queue: a line of messages\nTopic: a channel for many readers\n") == expected
    assert becomes("Queue - a line of messages\nTopic - a channel for many readers\n") == expected
    assert becomes("Queue\ta line of messages\nTopic\ta channel for many readers\n") == expected
    assert becomes("Queue\na line of messages\n\nTopic\na channel for many readers\n") == expected


@pytest.mark.parametrize(
    ("line", "names", "definition"),
    [
        ("SNS: Simple Notification Service", ["Simple Notification Service"], ""),
        ("S3\tSimple Storage Service", ["Simple Storage Service"], ""),
        ("SQS - Simple Queue Service, holds messages", ["Simple Queue Service"], "holds messages"),
        (
            "IAM: Identity and Access Management. Decides who may do what",
            ["Identity and Access Management"],
            "Decides who may do what",
        ),
        ("Queue: a line of messages", [], "a line of messages"),
    ],
)
def test_a_title_spelled_out_on_its_own_line_gets_a_name_and_no_false_text(line, names, definition):
    mark = next(one for one in (": ", " - ", "\t") if one in line)
    first = rough.read(f"{line}\nTopic{mark}a channel\n").drafts[0]
    assert ([label.text for label in first.labels], first.definition) == (names, definition)


def test_a_tab_in_some_lines_does_not_hide_other_marks():
    source = "Monopoly\tone seller\nCartel\tsome who agree\nElasticity: how demand reacts\nTariff: a tax on imports\n"
    assert [title for title, _ in becomes(source)] == ["Monopoly", "Cartel", "Elasticity", "Tariff"]


def test_marks_of_markdown_are_no_part_of_titles_and_a_table_is_read_as_pairs():
    source = (
        "| Term | Meaning |\n|---|---|\n| **Osmosis** | through a membrane |\n| `Diffusion` | from much to little |\n"
    )
    reading = rough.read(source)
    assert [draft.title for draft in reading.drafts] == ["Term", "Osmosis", "Diffusion"]
    assert reading.lines[1].role == "placeholder"


def test_a_remark_to_oneself_and_a_clause_are_no_headings():
    drafts = rough.read(
        "Chlorophyll\ntakes place in the chloroplasts\nTODO ask the teacher\naka the green stuff\n"
    ).drafts
    assert [(one.title, one.definition, [label.text for label in one.labels], one.fact_lists) for one in drafts] == [
        ("Chlorophyll", "takes place in the chloroplasts", ["green stuff"], [])
    ]


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("SNS", "Simple Notification Service"),
        ("IAM", "Identity and Access Management"),
        ("CI/CD", "Continuous Integration / Continuous Delivery"),
        ("S3", "Simple Storage Service"),
        ("EC2", "Elastic Compute Cloud"),
        ("ATP", "Adenosine triphosphate"),
        ("XSS", "Cross Site Scripting"),
        ("DDoS", "Distributed Denial of Service"),
        ("CloudHSM", "Hardware Security Module"),
    ],
)
def test_an_abbreviation_is_recognised_in_what_it_stands_for(short, full):
    assert stands_for(short, full)


@pytest.mark.parametrize(
    ("short", "full"), [("SNS", "Simple Queue Service"), ("SNS", "Notification"), ("EC2", "Runs code"), ("A", "Apple")]
)
def test_another_s_words_are_not_taken_for_an_expansion(short, full):
    assert not stands_for(short, full)
