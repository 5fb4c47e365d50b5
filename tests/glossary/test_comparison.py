"""Two texts beside each other: what only one of them says, and what both do."""

import pytest

from glossary.comparison import Segment, compare


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
