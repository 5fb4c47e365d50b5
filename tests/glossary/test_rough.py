"""Rough notes read: the right cards, every line accounted for, and what the cards become."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from glossary.exchange import rough
from glossary.exchange.drafts import DraftList
from glossary.exchange.rough.lines import Sight, stands_for

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
    assert [line.text for line in lines] == source.splitlines()
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


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_file_has_as_many_lines_as_an_editor_counts(end):
    lines = rough.read(f"Queue\na line of messages\n\nTopic{end}").lines
    assert [(line.number, line.text) for line in lines] == [
        (1, "Queue"),
        (2, "a line of messages"),
        (3, ""),
        (4, "Topic"),
    ]


def test_a_list_whose_subject_has_no_card_makes_a_stub_of_it_and_keeps_its_order():
    source = (
        "Placebo\na pill to compare with, nothing in it\nStages of drug development\nPreclinical\nPhase 1\nPhase 2\n"
    )
    stub = rough.read(source).drafts[1]
    assert (stub.title, stub.definition) == ("Drug development", "")
    assert stub.fact_lists == [DraftList("Stages", True, ["Preclinical", "Phase 1", "Phase 2"], 3)]


@pytest.mark.parametrize(
    ("owner", "card", "title"),
    [
        ("NSAIDs", "NSAID side effects", "Side effects"),
        ("Lambda", "Common Lambda Use Cases", "Common use cases"),
        ("Service", "When exposing a Service you can", "When exposing a Service you can"),
        ("Cluster", "Steps for a Cluster on AWS", "Steps for a Cluster on AWS"),
    ],
)
def test_a_list_s_title_leaves_out_its_term_and_keeps_the_capitals_of_names(owner, card, title):
    source = f"{owner}\nsomething that stands for many of its kind\n{card}\n- one\n- two\n"
    assert [facts.title for facts in rough.read(source).drafts[0].fact_lists] == [title]


def test_without_a_verb_that_says_more_two_terms_are_related_and_no_more():
    source = "Switch\njoins the machines of a network\nVLAN\nsplits them\nWhen using VLANs you can\nSplit one switch\n"
    relations = rough.read(source).drafts[1].relations
    assert [(one.kind.verb, one.other, one.is_proposed) for one in relations] == [("related to", "Switch", True)]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Also known as etcd store", ["etcd store"]),
        ("Now called Entra ID", ["Entra ID"]),
        ("same as a ConfigMap", ["ConfigMap"]),
        ("Same as ConfigMap but for sensitive data, base64 encoded", []),
        ("same as what the server keeps", []),
        ("Same as the client holds", []),
    ],
)
def test_another_name_is_a_few_words_and_a_comparison_is_a_text(line, names):
    draft = rough.read(f"Secret\n{line}\nIngress\nroutes what comes from outside to services\n").drafts[0]
    assert [label.text for label in draft.labels] == names
    assert draft.definition == ("" if names else line)


def test_marked_layouts_are_told_from_the_notes_themselves():
    expected = [("Queue", "term"), ("Topic", "term")]
    assert becomes("Queue: a line of messages\nTopic: a channel for many readers\n") == expected
    assert becomes("Queue - a line of messages\nTopic - a channel for many readers\n") == expected
    assert becomes("Queue\ta line of messages\nTopic\ta channel for many readers\n") == expected
    assert becomes("Queue\na line of messages\n\nTopic\na channel for many readers\n") == expected


@pytest.mark.parametrize(
    "source",
    [
        "- Router: forwards packets\n- Switch: forwards frames\n",
        "* Router: forwards packets\n* Switch: forwards frames\n",
        "1. Router: forwards packets\n2. Switch: forwards frames\n",
        "**Router**: forwards packets\n**Switch**: forwards frames\n",
        "- **Router:** forwards packets\n- **Switch:** forwards frames\n",
        "• Router\n   forwards packets\n• Switch\n   forwards frames\n",
        "- Router\n  forwards packets\n\n- Switch\n  forwards frames\n",
        "Q: What is a router?\nA: forwards packets\nQ: What is the switch?\nA: forwards frames\n",
        "Question 1: what is Router?\nAnswer 1: forwards packets\nQ2. Define Switch.\nA2. forwards frames\n",
    ],
)
def test_a_mark_that_every_card_has_is_a_card_s_mark(source):
    drafts = rough.read(source).drafts
    expected = [("Router", "forwards packets"), ("Switch", "forwards frames")]
    assert [(draft.title, draft.definition) for draft in drafts] == expected


@pytest.mark.parametrize(
    "line", ["Router: forwards packets", "Router - forwards packets", "- Router: forwards packets"]
)
def test_one_pair_may_be_all_there_is(line):
    assert [(draft.title, draft.definition) for draft in rough.read(line).drafts] == [("Router", "forwards packets")]


@pytest.mark.parametrize("title", ["https://example.org/", "?", "- -", "1. x", "TODO"])
def test_what_can_be_no_title_breaks_nothing_under_a_card_s_mark(title):
    reading = rough.read(f"- Router\n  forwards packets\n- {title}\n  more\n")
    assert reading.drafts[0].title == "Router"
    assert [line.number for line in reading.lines] == [1, 2, 3, 4]


def test_a_list_below_an_unmarked_line_stays_a_list():
    source = "Router\n- forwards packets\n- knows the way: a table\nSwitch\nforwards frames\n"
    assert becomes(source) == [("Router", "term"), ("Switch", "term")]


def test_a_question_that_asks_for_more_than_a_name_is_the_title_itself():
    assert becomes("Q: Why TCP?\nA: Nothing gets lost.\n") == [("Why TCP?", "term")]


def test_an_address_on_the_web_is_never_a_title():
    source = "Nginx\na web server and reverse proxy\nhttps://nginx.org/en/docs/\nApache\na web server\nwww.apache.org\n"
    assert [title for title, _ in becomes(source)] == ["Nginx", "Apache"]
    assert not rough.read("https://nginx.org/\n").drafts


def test_a_dash_within_a_line_is_no_mark():
    assert Sight(1, "Link - cables and frames", True).unmarked == "Link - cables and frames"
    assert Sight(1, "- Link - cables and frames", True).unmarked == "Link - cables and frames"


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
        ("Azure AD", "Azure Active Directory"),
    ],
)
def test_an_abbreviation_is_recognised_in_what_it_stands_for(short, full):
    assert stands_for(short, full)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("SNS", "Simple Queue Service"),
        ("SNS", "Notification"),
        ("EC2", "Runs code"),
        ("A", "Apple"),
        ("EBS", "EBS Snapshot"),
    ],
)
def test_another_s_words_are_not_taken_for_an_expansion(short, full):
    assert not stands_for(short, full)
