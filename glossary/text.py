"""Text in, the forms that glossary work compares out: folded keys, slugs, words, singulars. Pure."""

import re
import unicodedata

MAX_TITLE = 200
MAX_ITEM = 500
MAX_TEXT = 20_000
MAX_NAME = 80
MAX_SLUG = 90
MAX_KEY = 450
MAX_FILE = 255
# What a slug is: letters and digits of any script, single hyphens between them.
SLUG = r"[^\W_]+(?:-[^\W_]+)*"

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
# Signs that are written on letters or after them, vowels of Hindi and Thai among them; \\w leaves them out.
MARKS = "".join(chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
# Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Japanese and Chinese.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff66-\uff9f\U00020000-\U0003ffff"
)
_MARKED = re.compile(f"[{MARKS}]")
WORD = re.compile(rf"[\w{MARKS}]+(?:['’][\w{MARKS}]+)*")
# Signs that make no other name: accents on Latin and Greek letters, the dots and stresses of Russian vowels, and
# the vowel signs of Arabic and Hebrew. Others do: й is no и, ガ is no カ.
_ACCENTS = re.compile(
    "(?<=[a-z\u00df-\u02af\u0370-\u03ff])[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff]+"
    "|(?<=е)\u0308|(?<=[аеиоуыэюя])\u0301|[\u064b-\u0652\u0670]|[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7]"
)
# After capitals a small s is a plural, however short the word: VMs, AZs, EC2s, OSes.
_CAPITALS_PLURAL = re.compile(r"(?:(?<=[A-Z]{2})|(?<=[A-Z]{2}[0-9]))e?s\b")
# What a word ends in -> what all its forms have instead; the first that fits and leaves three letters is taken.
_ENDINGS = [
    (re.compile(r"(?<=[^aeiou\W])ies?$"), "y"),
    (re.compile(r"(lys|thes|gnos|cris|mphas)es$"), r"\1is"),
    (re.compile(r"(kni|\bwi|\bli|\blea|\bhal|shel|sel|wol|loa|thie)ves$"), r"\1f"),
    (re.compile(r"ife$"), "if"),
    (re.compile(r"zz(?:es)?$"), "z"),
    (re.compile(r"(?<=(?:ch|sh))es?$|(?<=[sxzo])es?$"), ""),
    (re.compile(r"(?<=[a-z0-9])(?<![sui])(?<!ia|va)(?<!tla)(?<!\blen)s$"), ""),
]


def clean(text: str) -> str:
    """Text that any database and format keeps: NFC, no control characters, no lone surrogates, ends as newlines."""
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", text)


def lines(text: str) -> list[str]:
    """The lines of a clean text, as many as an editor counts: what ends the last one begins no other."""
    return text.removesuffix("\n").split("\n") if text else []


def clean_line(text: str) -> str:
    """The same on one line: every run of white space is one space, none at the ends."""
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """The key under which two spellings are the same name: case, accents and spacing don't count.

    Punctuation does, so that C, C++ and C# stay three names, and so do the marks of scripts that know no accents.
    """
    if text.isascii():
        plain = text if text.isprintable() else _CONTROLS.sub("", text)
        return " ".join(plain.lower().split())
    decomposed = unicodedata.normalize("NFKD", clean_line(text).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))


def slugify(text: str, longest: int = 80) -> str:
    """The part of an address made from a title: words of letters and digits, joined by hyphens.

    Letters of any script are kept. A title without a letter or a digit gives "term".
    """
    folded = _MARKED.sub("", fold(text)).replace("+", " plus ").replace("#", " sharp ")
    slug = "-".join(re.findall(r"[^\W_]+", folded))[:longest].strip("-")
    return slug or "term"


def words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return WORD.findall(fold(text))


def unplural(text: str) -> str:
    """A text in which abbreviations in capitals are in the singular; folded, "vms" would be no other than "dns"."""
    return _CAPITALS_PLURAL.sub("", text)


def singular(word: str) -> str:
    """The form that an English word and its plural have in common: "cach", "box", "policy", "status".

    Works on folded words. Often the singular, but where the plural leaves open what that is (caches, batches;
    cases, aliases), the singular itself is cut: both sides of a comparison go through here.
    """
    if len(word) <= 3 or word[-1] not in "sez":
        return word
    for ending, instead in _ENDINGS:
        if (shared := ending.sub(instead, word)) != word and len(shared) >= 3:
            return shared
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
