"""What belongs to a list and what does not: beside items of lists of the same sort, and nothing that may be true."""

import random

import pytest

from quiz.kinds import KINDS
from quiz.kinds.base import Candidate, Context, Facts, Link, Refused, Round
from quiz.kinds.lists import sort_of

DISK, TAPE, ROAD, SOAP, KIND, HARP, SAIL = range(1, 8)


def term(number, title, definition, *lists, shelf="Things", **more):
    return Candidate(
        number, title, title.lower(), definition, names=(title,), categories=(shelf,), fact_lists=lists, **more
    )


POOL = (
    term(
        DISK,
        "Disk",
        "A plate that spins and keeps bits by magnetism.",
        Facts("Types", False, ("Floppy, in a sleeve.", "Hard, in a sealed case.", "Optical, read by laser.")),
    ),
    term(
        TAPE,
        "Tape",
        "A long ribbon wound on reels, slow to search.",
        Facts("Kinds of reel", False, ("Cartridge, one spool.", "Open, threaded by hand.", "Hard, in a sealed case.")),
        Facts("Benefits", False, ("Cheap for each metre.", "Lasts for decades.")),
    ),
    term(
        ROAD,
        "Road",
        "A paved strip for wheels between two towns.",
        Facts("Types", False, ("Motorway, without crossings.", "Lane, for one car.", "Names Disk, by mistake.")),
    ),
    term(
        SOAP,
        "Soap",
        "A cake that foams with water and takes grease off.",
        Facts("How it works", True, ("Water wets the skin.", "Grease clings to it.", "Both rinse away.")),
    ),
    term(
        KIND,
        "Drum",
        "A cylinder that was used before plates came up.",
        Facts("Types", False, ("Fixed heads, always ready.", "Moving heads, much cheaper.")),
        links=(Link("is a kind of", DISK),),
    ),
    term(
        HARP,
        "Harp",
        "A wooden frame with strings to pluck.",
        Facts("Types", False, ("Pedal, for the concert hall.", "Lever, held on a knee.")),
        shelf="Music",
    ),
    term(
        SAIL,
        "Sail",
        "A cloth that catches wind on a mast.",
        Facts("Categories of check", False, ("Seams, before every trip.", "Colour, once a year.")),
        Facts("Engines", False, ("Wind, from behind or abeam.", "Rowers, on calm days.")),
    ),
)


def made(kind, target, size=4):
    context = Context(POOL)
    beside = tuple(one for one in POOL if one.id != target)
    for seed in range(40):
        try:
            yield KINDS[kind].make(
                context.by_id[target], Round(context, beside, size, seed % size), random.Random(seed)
            )
        except Refused:
            continue


@pytest.mark.parametrize("kind", ["member", "odd"])
def test_beside_a_list_stand_items_of_the_same_sort_that_are_not_true_of_it(kind):
    items = list(made(kind, DISK, size=3))
    foreign = {option.text for item in items for option in item.options if option.title != "Disk"}
    assert items
    assert foreign <= {
        "Cartridge, one spool.",
        "Open, threaded by hand.",
        "Motorway, without crossings.",
        "Lane, for one car.",
    }


def test_one_item_of_the_list_is_right():
    for item in made("member", DISK):
        assert [option.title == "Disk" for option in item.options].index(True) + 1 == item.key


def test_the_one_that_does_not_belong_is_right_and_the_others_are_of_the_list():
    items = list(made("odd", DISK))
    assert items
    for item in items:
        titles = [option.title for option in item.options]
        assert (titles.count("Disk"), titles[item.key - 1] != "Disk") == (3, True)


def test_a_reason_says_where_an_item_belongs():
    item = next(made("member", DISK, size=2))
    reason = next(option.reason for option in item.options if option.title != "Disk")
    assert reason in ("It belongs to Tape, under “Kinds of reel”.", "It belongs to Road, under “Types”.")


@pytest.mark.parametrize(
    ("title", "sort"),
    [
        ("Types of volume", "kinds"),
        ("Common kinds of state", "kinds"),
        ("Families", "kinds"),
        ("Engines", "engines"),
        ("Categories of check", "categories of check"),
        ("Main parts", "parts"),
        ("Parts of a statement", "parts"),
        ("What it consists of", "parts"),
        ("How it works", "course"),
        ("Stages of a migration", "course"),
        ("How to use it", "doing"),
        ("From source to running container", "doing"),
        ("Benefits", ""),
        ("Characteristics", ""),
        ("When to choose it", ""),
        ("Common use cases", ""),
        ("What it takes care of", ""),
        ("What it does", ""),
        ("What it sets", ""),
        ("What tells it apart from other engines", ""),
        ("How the rules behave", ""),
        ("Colours", "colours"),
    ],
)
def test_lists_are_of_one_sort_by_their_titles(title, sort):
    assert sort_of(title) == sort


def test_without_lists_of_the_same_sort_there_is_no_question():
    assert list(made("member", SOAP, size=2)) == []
