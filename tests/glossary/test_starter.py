"""The starter glossary is written as running text is: common nouns are small inside a sentence."""

import re
from pathlib import Path

from glossary import importer

STARTER = (Path(importer.__file__).parent / "starter" / "aws.md").read_text()
# Names that are spelled in small letters only where they are part of code.
NAMES = {"Lambda"}


def capitalised(notes: str) -> list[str]:
    """Titles that stand capitalised after an article, though the notes also use them as common nouns."""
    titles = set(re.findall(r"^#+ ([A-Z][a-z]+(?: [a-z]+)*)$", notes, re.M)) - NAMES
    nouns = sorted(title for title in titles if re.search(rf"\b{title.lower()}\b", notes))
    return [title for title in nouns if re.search(rf"\b(?:a|an|the|its|each|one) {title}\b", notes)]


def test_no_common_noun_is_capitalised_in_a_sentence():
    assert capitalised(STARTER) == []


def test_a_capitalised_common_noun_would_be_found():
    assert capitalised("# Container\nA box.\n# Image\nRuns in a Container. One container.\n") == ["Container"]
