"""Mentions found in a text."""

import pytest

from glossary.linker import Linker, Target

NAMES = [
    ("ECS", 1),
    ("Security groups", 2),
    ("Group", 3),
    ("Auto Scaling", 4),
    ("CI/CD", 5),
    ("SAM", 6),
    (".NET", 7),
    ("C++", 8),
    ("Lambda", 9),
    ("Lambda Service Role", 10),
    ("Service Role Manager Tool", 11),
    ("Block", 12),
    ("Block", 13),
]
LINKER = Linker((name, Target(number, name.lower())) for name, number in NAMES)


def found(line, **options):
    return [(line[one.start : one.end], *(target.id for target in one.targets)) for one in LINKER.find(line, **options)]


@pytest.mark.parametrize(
    ("line", "mentions"),
    [
        ("ECS runs it. ECS again.", [("ECS", 1)]),
        ("a security group and a group", [("security group", 2), ("group", 3)]),
        ("auto-scaling", [("auto-scaling", 4)]),
        ("the CI/CD line, not CI, CD", [("CI/CD", 5)]),
        ("Sam and SAMs and SAM's", [("SAMs", 6)]),
        ("asp.net on .NET", [(".NET", 7)]),
        ("C++ or C", [("C++", 8)]),
        ("Lambda's limits", [("Lambda", 9)]),
        ("the Lambda service role", [("Lambda service role", 10)]),
        ("Lambda Service Role Manager Tool", [("Lambda", 9), ("Service Role Manager Tool", 11)]),
        ("security\ngroups", [("security\ngroups", 2)]),
        ("see https://ecs.example/ECS/Lambda or ECS@example.org", []),
        ("a block", [("block", 12, 13)]),
        ("AECS ECSB _ECS", []),
        ("", []),
    ],
)
def test_a_mention_is_the_longest_name_at_its_first_place(line, mentions):
    assert found(line) == mentions


def test_a_term_is_never_linked_in_its_own_text_nor_a_shorter_name_inside_its_name():
    assert found("A Lambda service role is a role", own=10) == []


def test_what_was_linked_before_in_the_same_text_is_not_linked_again():
    seen = set()
    assert found("ECS", seen=seen) == [("ECS", 1)]
    assert found("ECS and Lambda", seen=seen) == [("Lambda", 9)]


def test_a_homonym_is_not_linked_from_its_twin():
    assert found("a block", own=12) == []
