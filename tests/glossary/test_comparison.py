"""Two texts beside each other: what only one of them says, and what both do."""

import pytest

from glossary.comparison import Segment, compare, rare_words


def marked(segments):
    """The text with what only it says in brackets."""
    return "".join(f"[{segment.text}]" if segment.is_only else segment.text for segment in segments)


@pytest.mark.parametrize(
    ("left", "right", "marked_left", "marked_right", "shared"),
    [
        (
            "A queue that consumers poll.",
            "A topic that pushes to consumers.",
            "A [queue] that consumers [poll].",
            "A [topic that pushes] to consumers.",
            ["consumers"],
        ),
        ("Runs containers.", "Run a container!", "Runs containers.", "Run a container!", ["Runs", "containers"]),
        ("Holds it. Then sends.", "", "[Holds] it. Then [sends].", "", []),
        ("", "", "", "", []),
        ("the of and", "the of", "the of and", "the of", []),
        ("Café, queues", "cafe; Queue", "Café, queues", "cafe; Queue", ["Café", "queues"]),
        ("Its add-ons", "It adds to", "Its [add-ons]", "It [adds] to", []),
        ("A <b>bold</b> word", "word", "A <[b>bold</b]> word", "word", ["word"]),
    ],
)
def test_only_what_the_other_lacks_is_set_apart(left, right, marked_left, marked_right, shared):
    found = compare(left, right)
    assert (marked(found.left), marked(found.right), found.shared) == (marked_left, marked_right, shared)


@pytest.mark.parametrize("written", ["a b  c", " \n x ", "0 \U0001f99c ' ’", "Ünïcode’s “quotes” (all) - of it"])
def test_no_character_is_lost(written):
    found = compare(written, "x")
    assert "".join(segment.text for segment in found.left) == written


def test_a_text_and_itself_have_no_difference():
    assert compare("It polls a queue.", "It polls a queue.").left == [Segment("It polls a queue.", False)]


@pytest.mark.parametrize(
    ("telling", "marked_left", "marked_right", "shared"),
    [
        (None, "Work [sent] at once to a [topic].", "[Holds] it for [14 days] until work is done.", ["work"]),
        ({"topic", "day"}, "Work sent at once to a [topic].", "Holds it for [14 days] until work is done.", []),
        ({"work", "hold"}, "Work sent at once to a topic.", "[Holds] it for [14] days until work is done.", ["work"]),
    ],
)
def test_only_words_that_tell_are_set_apart(telling, marked_left, marked_right, shared):
    found = compare("Work sent at once to a topic.", "Holds it for 14 days until work is done.", telling)
    assert (marked(found.left), marked(found.right), found.shared) == (marked_left, marked_right, shared)


def test_a_word_tells_if_it_is_in_more_than_one_text_and_not_in_many():
    texts = [f"A service. {'Queues' if number < 2 else ''} {'Cluster' if number < 5 else ''}" for number in range(60)]
    assert rare_words([*texts, "Straight."]) == {"queue"}
    assert rare_words(texts[:10]) is None


@pytest.mark.parametrize(
    ("texts", "telling"),
    [
        (["Something happens.", "If it happens at night."], set()),
        (["As they arrive.", "Calls arrive.", "They must arrive."], set()),
        (["A layer adds an hour.", "It adds hours."], {"hour"}),
        (["Files are uploaded.", "An uploaded file.", "Whatever is uploaded."], {"file"}),
        (["An encrypted disk.", "The encrypted disk."], {"encrypted", "disk"}),
        (["The queue feeds it.", "A queue.", "Queues wait.", "It queues the rest."], {"queue"}),
        (["A short-lived key.", "Keys are short-lived."], {"short-lived", "key"}),
        (["A cluster.", "The clusters."], {"cluster"}),
    ],
)
def test_a_word_that_stands_as_verbs_do_tells_nothing(texts, telling):
    assert rare_words([*texts, *["A service."] * 100]) == telling
