"""Text in, the forms that glossary work compares out: folded keys, slugs, words, singulars. Pure."""

import re
import unicodedata

MAX_TITLE = 200
MAX_ITEM = 500
MAX_TEXT = 20_000

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
# What a word ends in -> what its singular ends in; the first that fits is taken.
_PLURALS = [
    (re.compile(r"(?<=[^aeiou\W]{1})ies$"), "y"),
    (re.compile(r"(?<=(?:ch|sh|ss))es$"), ""),
    (re.compile(r"(?<=[xz])es$"), ""),
    (re.compile(r"(?<=[a-z0-9])(?<![sui])s$"), ""),
]


def clean(text: str) -> str:
    """Text that any database and format keeps: NFC, no control characters, no lone surrogates, ends as newlines."""
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """The same on one line: every run of white space is one space, none at the ends."""
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """The key under which two spellings are the same name: case, accents and spacing don't count.

    Punctuation does, so that C, C++ and C# stay three names.
    """
    if text.isascii():
        return " ".join(_CONTROLS.sub("", text).lower().split())
    decomposed = unicodedata.normalize("NFKD", clean_line(text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def slugify(text: str, longest: int = 80) -> str:
    """The part of an address made from a title: words of letters and digits, joined by hyphens.

    Letters of any script are kept. A title without a letter or a digit gives "term".
    """
    folded = fold(text).replace("+", " plus ").replace("#", " sharp ")
    slug = "-".join(re.findall(r"[^\W_]+", folded))[:longest].strip("-")
    return slug or "term"


def words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return _WORD.findall(fold(text))


def singular(word: str) -> str:
    """The singular of an English plural; any other word as it is. Works on folded words.

    A rule of thumb that is applied to both sides of a comparison, so that a wrong singular
    ("serie") still meets itself.
    """
    if len(word) <= 3 or word[-1] != "s":
        return word
    for ending, instead in _PLURALS:
        if ending.search(word):
            return ending.sub(instead, word)
    return word


def is_acronym(text: str) -> bool:
    """Whether a name is written in capitals, such as SNS, CI/CD or EC2, so that its case matters."""
    letters = [char for char in text if char.isalpha()]
    return len(text) <= 12 and len(letters) >= 2 and " " not in text and all(char.isupper() for char in letters)


def initials(text: str) -> str:
    """The first letters of the words of a name, as capitals: "Simple Notification Service" -> "SNS"."""
    small = {"of", "the", "and", "for", "to", "a", "an", "in", "on"}
    parts = re.findall(r"[^\W_]+", text)
    return "".join(part[0] for part in parts if part not in small).upper()
