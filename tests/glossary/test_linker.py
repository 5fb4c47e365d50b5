"""Mentions found in a text."""

import time

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
    ("VM", 14),
    ("Cache", 15),
    ("Node.js", 16),
    ("Sam", 17),
    ("REST", 18),
    ("Rest", 19),
    ("Don't repeat yourself", 20),
    ("/proc", 21),
]
LINKER = Linker((name, Target(number, name.lower())) for name, number in NAMES)


def found(line, linker=LINKER, **options):
    return [(line[one.start : one.end], *(target.id for target in one.targets)) for one in linker.find(line, **options)]


@pytest.mark.parametrize(
    ("line", "mentions"),
    [
        ("ECS runs it. ECS again.", [("ECS", 1)]),
        ("a security group and a group", [("security group", 2), ("group", 3)]),
        ("auto-scaling", [("auto-scaling", 4)]),
        ("the CI/CD line, not CI, CD", [("CI/CD", 5)]),
        ("Sam and SAMs and SAM's", [("Sam", 17), ("SAMs", 6)]),
        ("asp.net on .NET", [(".NET", 7)]),
        ("C++ or C", [("C++", 8)]),
        ("Lambda's limits", [("Lambda", 9)]),
        ("the Lambda service role", [("Lambda service role", 10)]),
        ("Lambda Service Role Manager Tool", [("Lambda", 9), ("Service Role Manager Tool", 11)]),
        ("security\ngroups", [("security\ngroups", 2)]),
        ("see https://ecs.example/ECS/Lambda or ECS@example.org", []),
        ("a block", [("block", 12, 13)]),
        ("AECS ECSB _ECS", []),
        ("a SECURITY GROUP's rules", [("SECURITY GROUP", 2)]),
        ("the security‑group", [("security‑group", 2)]),
        ("ECS’s limits, the SAM's", [("ECS", 1), ("SAM", 6)]),
        ("ecs and Ecs", []),
        ("non-Lambda and Lambda-like", [("Lambda", 9)]),
        ("Two VMs run", [("VMs", 14)]),
        ("the caches", [("caches", 15)]),
        ("stop the node. JS runs", []),
        ("Node.js-based, on Node.js", [("Node.js", 16)]),
        ("SAM is not Sam", [("SAM", 6), ("Sam", 17)]),
        ("Rest first. A REST call", [("Rest", 19), ("REST", 18)]),
        ("don’t repeat yourself", [("don’t repeat yourself", 20)]),
        ("cache.py, my.cache, cache.get() and www.cache-server.example", []),
        ("(/var/cache/x), ./cache, src/cache/redis.yml, C:\\cache and ~/cache", []),
        ("Cache/Lambda, and/or ECS.", [("Cache", 15), ("Lambda", 9), ("ECS", 1)]),
        ("/proc, not /proc/cache", [("/proc", 21)]),
        ("arn:aws:lambda:eu:fn, arn:aws:ecs:::group/cache*, (AWS::Lambda::Function) and cache::map", []),
        ("Two: Lambda, ECS:group and Cache:", [("Lambda", 9), ("ECS", 1), ("group", 3), ("Cache", 15)]),
        ("--lambda, -ECS, (-cache) and --cache=group or --service-group", []),
        ("auto-scaling - Lambda – ECS -- cache", [("auto-scaling", 4), ("Lambda", 9), ("ECS", 1), ("cache", 15)]),
        ("Lambda-\nECS and block-", [("Lambda", 9), ("ECS", 1), ("block", 12, 13)]),
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


def test_a_silent_name_leads_nowhere_and_hides_the_shorter_ones_inside_it():
    linker = Linker([("Host", Target(1, "host")), ("ECS", Target(2, "ecs"))], silent=["Host name"])
    assert found("A host name on ECS", linker) == [("ECS", 2)]
    assert found("A host", linker) == [("host", 1)]


def test_a_name_that_is_silent_for_one_term_leads_to_the_other():
    linker = Linker([("Block", Target(1, "block"))], silent=["Blocks"])
    assert found("two blocks", linker) == [("blocks", 1)]


def test_marks_that_fold_to_spaces_break_nothing():
    linker = Linker([("a \u00a8 b", Target(1, "a")), ("\u00b4", Target(2, "b"))])
    assert found("x a \u00a8 b \u00b4", linker) == [("a \u00a8 b", 1), ("\u00b4", 2)]


def test_finding_looks_up_as_much_in_a_large_index_as_in_a_small_one():
    """Counted, not timed: how often the index is asked while a text is walked."""

    class Counted(dict):
        asked = 0

        def get(self, key, default=None):
            Counted.asked += 1
            return super().get(key, default)

    asked = []
    for size in (10, 10_000):
        linker = Linker((f"Name{number} thing", Target(number, "x")) for number in range(size))
        linker._lengths, linker._phrases = Counted(linker._lengths), Counted(linker._phrases)
        Counted.asked = 0
        assert len(linker.find("Name1 thing, name2 thing and much else " * 20)) == 2
        asked.append(Counted.asked)
    assert asked[0] == asked[1] < 20 * 12


@pytest.mark.parametrize(
    "line",
    [
        "a/" * 10_000,
        "a." * 10_000,
        "cache/cache." * 1_600,
        "a" * 10_000 + "/" + "a." * 5_000,
        "a/" + "!/" * 10_000,
        "a:" * 10_000,
        "-a" * 10_000,
    ],
)
def test_a_long_stretch_without_a_space_is_looked_through_once(line):
    began = time.process_time()
    Linker([("a", Target(1, "a")), ("cache", Target(2, "cache"))]).find(line)
    assert time.process_time() - began < 2


def test_a_mention_is_linked_where_it_stands_within_a_span():
    assert found("ECS, ECS and Lambda service role", within=[(0, 2), (5, 24)]) == [("ECS", 1)]
