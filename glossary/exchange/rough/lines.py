"""One line of notes in, what can be seen of it by itself out. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, Generic, TypeVar

from glossary import text
from glossary.exchange.rough import words
from glossary.text import singular

MARK = re.compile(r"^(?:(?P<bullet>[-*•–—▪◦·‣]|->|=>)|(?P<number>\(?\d{1,3}[.)]|\(?[a-z][.)]))\s+(?=\S)")
_EXAMPLE = re.compile(
    r"(?:ex|e\.?g|i\.?e|examples?|for (?:example|instance)|such as|example of)\b[.:,]?\s*", re.IGNORECASE
)
_PLACEHOLDER = re.compile(
    r"[-–—?*.…_/]+|\(?(?:todo\b.*|tbd|tba|n/a|none|empty|missing|fill in|later|\?)\)?[.:!?]*", re.IGNORECASE
)
_ALIAS = re.compile(
    r"(?:also|sometimes|often|now|formerly) (?:known as|called)|a\.?k\.?a\.?\b|short for|stands for|same as",
    re.IGNORECASE,
)
_PAIR = re.compile(r"(?P<title>[^\t]{1,60}?)\s*(?:\t+|:\s+|\s+[-–—=]\s+)(?P<text>\S.*)")
_LEAD_IN = re.compile(
    r"(?:when|if|with|while|by|to|before|after|in|once)\b.*\b(?:can|to|you|is|are|must|should|will|has|have|need|needs)\s*:?",
    re.I,
)
_VERSUS = re.compile(r"(?P<one>.+?)\s+(?:vs\.?|versus)\s+(?P<other>.+)", re.IGNORECASE)
# "Ports to memorise", "what a good review has": the list follows.
_TO_DO = re.compile(r"(?:[\w -]+s to \w+(?: \w+)*|what .+ (?:has|have|needs?|contains?|includes?))", re.IGNORECASE)
_BOLD_PAIR = re.compile(r"(\*\*|__)(?=\S)[^*_]+?(?:\1\s*(?::|[-–—=]\s)|:\1)\s*\S")
_ADDRESS = re.compile(r"(?:\w+://|www\.)\S")
_WORD = re.compile(r"[\w'’/&+#.-]*\w[\w'’/&+#-]*")


T = TypeVar("T")


class seen(Generic[T]):
    """A property that is worked out once; the one of functools takes a lock, which costs more than most of them."""

    def __init__(self, look: Callable[[Any], T]) -> None:
        self.look = look

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, sight: Any, owner: type) -> T:
        value = sight.__dict__[self.name] = self.look(sight)
        return value


@dataclass(frozen=True)
class Sight:
    """A line of the file, and what it looks like before its neighbours are asked."""

    number: int
    raw: str
    after_blank: bool
    said: str = ""  # the line without a mark that belongs to its whole card; empty where all of it counts
    opens: bool | None = None  # whether it begins a card, where the layout tells

    def seen_as(self, said: str, opens: bool | None) -> "Sight":
        return replace(self, said=said, opens=opens)

    @property
    def shown(self) -> str:
        return self.said or self.raw

    @seen
    def text(self) -> str:
        """The line without marks of Markdown; never empty, so the marks themselves where there is nothing else."""
        return " ".join(_plain(self.shown).split()) or " ".join(self.shown.split())

    @seen
    def mark(self) -> str:
        """The sign of a list item the line begins with, if any."""
        found = MARK.match(self.text)
        return found[0].strip() if found else ""

    @property
    def is_numbered(self) -> bool:
        return bool(self.mark) and any(char.isalnum() for char in self.mark)

    @seen
    def unmarked(self) -> str:
        return MARK.sub("", self.text, count=1)

    @seen
    def words(self) -> list[str]:
        return _WORD.findall(self.text)

    @seen
    def folded(self) -> list[str]:
        return _folded(self.words)

    @seen
    def is_placeholder(self) -> bool:
        if re.fullmatch(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?\s*", self.shown):
            return True  # the rule below a table's head
        if not _plain(self.shown).strip():
            return True  # a heading's sign or a table's row, and nothing in it
        return _PLACEHOLDER.fullmatch(self.text) is not None

    @seen
    def is_example(self) -> bool:
        found = _EXAMPLE.match(self.text)
        return found is not None and not (found[0].lower().strip(" .:,") in ("ie", "eg") and found[0][:2].isupper())

    @seen
    def is_alias(self) -> bool:
        """Whether it gives another name, and not a comparison: "same as a Secret but in plain text" is a text."""
        found = _ALIAS.match(self.text)
        rest = words_of(self.text[found.end() :]) if found else []
        return (
            1 <= len(rest) <= 6
            and "," not in self.text
            and (words.CLAUSE | {"but", "for", "with"}).isdisjoint(rest)
            and not any(words.is_third_person(word, following) for word, following in pairwise([*rest, ""]))
        )

    @seen
    def alias(self) -> str:
        said = _ALIAS.sub("", self.text, count=1).strip(" :.\"'“”()")
        return re.sub(r"^(?:as )?(?:a|an|the) ", "", said, flags=re.IGNORECASE)

    @seen
    def is_heading(self) -> bool:
        line = text.fold(self.text).rstrip(" :?")
        return words.is_heading(line) or (self.is_lower and words.is_small_heading(line)) or self.is_question_about_it

    @seen
    def is_usual_heading(self) -> bool:
        """Whether it is a heading wherever it stands: "Pros", "benefits", but not "Modes"."""
        line = text.fold(self.text).rstrip(" :?")
        return self.is_heading and (len(self.words) > 1 or line in words.USUAL_HEADINGS)

    @seen
    def is_question_about_it(self) -> bool:
        """Whether it asks about the term above, as "how it stores things" does."""
        return self.is_question and len(self.folded) <= 6 and not {"it", "they"}.isdisjoint(self.folded)

    @seen
    def is_question(self) -> bool:
        """Not "what the company owes": behind an article it goes on as a text."""
        return (
            bool(self.folded)
            and self.folded[0] in words.QUESTIONS
            and (self.text.endswith("?") or words.ARTICLES.isdisjoint(self.folded[1:2]))
        )

    @seen
    def is_small_list_title(self) -> bool:
        """Whether it could be a heading inside a card, if small letters are not how titles are written."""
        opens_with_verb = bool(self.folded) and words.stem(self.folded[0]) in words.VERBS and len(self.words) > 1
        asks = self.is_question and not self.has_inner_phrase
        return self.is_lower and len(self.words) <= 5 and not opens_with_verb and (bool(self.facet) or asks)

    @seen
    def has_formula(self) -> bool:
        return (
            re.search(
                r" (?:[=+<>≈×]|minus|plus|times|divided by) |^\d+(?:[.,]\d+)? [a-z]| (?:1[5-9]|20)\d\d$", self.text
            )
            is not None
        )

    @seen
    def is_lead_in(self) -> bool:
        """An unfinished clause that the next line goes on with: "When using ECS you can"."""
        return len(self.words) <= 12 and _LEAD_IN.fullmatch(self.text) is not None

    @seen
    def versus(self) -> tuple[str, str] | None:
        found = _VERSUS.fullmatch(self.text) if len(self.words) <= 9 else None
        return (found["one"], found["other"]) if found else None

    @seen
    def pair(self) -> tuple[str, str] | None:
        """Title and text of a line that holds both, such as "term: text"."""
        marked = bool(self.mark) and not self.is_bold_pair
        if self.is_placeholder or marked or self.is_example or self.is_alias or "://" in self.text.partition(" ")[0]:
            return None
        found = _PAIR.fullmatch(MARK.sub("", _plain(self.shown), count=1))
        if not found or len(found["title"].split()) > 8 or found["title"].endswith((".", "?", "!")):
            return None
        return " ".join(found["title"].split()), " ".join(found["text"].split())

    @property
    def has_tab(self) -> bool:
        return "\t" in _plain(self.shown)

    @seen
    def is_bold_pair(self) -> bool:
        """Whether a name in bold stands before the text it has on the same line."""
        return _BOLD_PAIR.match(MARK.sub("", self.shown.strip(), count=1)) is not None

    @seen
    def is_address(self) -> bool:
        return _ADDRESS.match(self.text) is not None

    @seen
    def is_lower(self) -> bool:
        """Whether its first letter is a small one."""
        return next((char.islower() for char in self.unmarked if char.isalnum()), False)

    @seen
    def is_acronym(self) -> bool:
        core = self.text.strip(" :")
        letters = [char for char in core if char.isalpha()]
        return (
            len(core) <= 10
            and " " not in core
            and len(letters) >= 2
            and sum(map(str.isupper, letters)) >= 0.6 * len(letters)
        )

    @seen
    def has_acronym(self) -> bool:
        return any(re.search(r"[A-Z].*[A-Z0-9]", word) for word in self.words)

    @seen
    def is_title_case(self) -> bool:
        main = [word for word in self.words if word.lower() not in words.SMALL and word[0].isalpha()]
        return len(main) >= 2 and all(word[0].isupper() for word in main)

    @seen
    def facet(self) -> str:
        """The noun that makes it the title of a list about something: "stages" in "Typical stages of CI/CD"."""
        if not 2 <= len(self.words) <= 9 or self.text.endswith("."):
            return ""
        if _TO_DO.fullmatch(self.text):
            return "to do"
        of = next((at for at, word in enumerate(self.folded) if word in words.ABOUT), 0)
        if not words.CLAUSE.isdisjoint(self.folded[: of or None]):
            return ""
        head = self.folded[of - 1] if of else self.folded[-1]
        several = head.endswith("s") or head in ("criteria", "process", "how") or (of and head in words.LISTED_WHOLE)
        return words.facet(head) if several else ""

    @seen
    def is_plural(self) -> bool:
        """Whether it names several things, as the title of a list does: "Mother sauces", "Laws of motion"."""
        at = next((at for at, word in enumerate(self.folded) if word in words.SMALL), len(self.folded))
        return 1 <= len(self.words) <= 5 and at > 0 and singular(self.folded[at - 1]) != self.folded[at - 1]

    @seen
    def opens_like_text(self) -> float:
        """How surely the first words open a text and not a title, from 0 to 1."""
        first, second = (*self.folded, "", "")[:2]
        if not second:
            return 0
        if first in words.QUESTIONS and second in words.ARTICLES:
            return 0.9
        if first in ("a", "an") or (first in words.ARTICLES and self.is_lower):
            return 1
        if first in ("the", "these"):
            return 0.4
        if first in words.OPENERS or first in words.CLAUSE:
            adjective = first.endswith("ed") and second not in words.ARTICLES | words.SMALL | words.OPENERS
            return 0.3 if adjective else 0.9
        return self._opens_with_verb(first, second)

    def _opens_with_verb(self, first: str, second: str) -> float:
        if words.stem(first) not in words.VERBS or self.words[0].isupper():
            return 0
        if first.endswith("ing") and second not in words.ARTICLES:
            return 0.3  # "Operating system" as well as "reading data"
        goes_on = second in words.ARTICLES | words.SMALL | words.OPENERS | words.CLAUSE or second.endswith("ly")
        lower_next = len(self.words) > 1 and self.words[1][0].islower()
        if first.endswith("s") and not first.endswith("ss"):
            return 1 if goes_on or (lower_next and len(self.words) > 2) else 0.4
        if goes_on:
            return 0.9
        return 0.6 if lower_next and len(self.words) > 3 else 0

    @seen
    def has_inner_phrase(self) -> bool:
        """Whether it goes on with an article, or with a preposition that hardly any name holds."""
        return not (words.ARTICLES | words.PLACES).isdisjoint(self.folded[1:])

    @seen
    def clause_marks(self) -> int:
        """How many words it holds that a title would not: pronouns, auxiliaries, a verb behind its subject."""
        inner = zip(self.folded[1:], [*self.folded[2:], ""], self.words[1:], strict=False)
        return sum(
            word in words.CLAUSE
            or words.is_adverb(word)
            or (raw[0].islower() and words.is_third_person(word, following))
            for word, following, raw in inner
        )


def _plain(line: str) -> str:
    """A line without the marks of Markdown: heading and quotation signs, bold and code."""
    line = re.sub(r"^\s*(?:#{1,6}|>)\s+", "", line)
    line = re.sub(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1", r"\2", line)
    cells = re.fullmatch(r"\s*\|(.+)\|\s*", line)
    return re.sub(r"\s*\|\s*", "\t", cells[1].strip()) if cells else line.strip()


def words_of(line: str) -> list[str]:
    return _folded(_WORD.findall(line))


def _folded(found: list[str]) -> list[str]:
    return [word.lower() if word.isascii() else text.fold(word).replace("’", "'") for word in found]


def capitalised(name: str) -> str:
    """A name with a capital first; names such as iSCSI stay as they are."""
    first, *others = name.split(" ")
    return " ".join([first.capitalize() if first.islower() else first, *others])


def stands_for(short: str, full: str) -> bool:
    """Whether a name may be the expansion of an abbreviation: SNS, Simple Notification Service.

    Every word but the small ones gives its first letter, further letters may come from inside the
    words in order (ATP: adenosine triphosphate).
    """
    parts = re.findall(r"[^\W_]+", text.fold(full))
    shared = [word for word in text.fold(short).split() if word in parts]
    if shared:  # Azure AD, Azure Active Directory; but not EBS, EBS snapshot
        parts = [part for part in parts if part not in shared]
        short = " ".join(word for word in short.split() if text.fold(word) not in shared)
    main = [part for part in parts if part not in words.SMALL]
    if len(" ".join(parts)) <= len(short) + 2:
        return False
    return any(
        2 <= len(letters) <= 10 and 2 <= len(some) <= len(letters) and _aligns(letters, some)
        for letters in _spellings(short)
        for some in (main, parts)
    )


@lru_cache(maxsize=4_096)
def _spellings(short: str) -> list[list[str]]:
    """The letters of an abbreviation; of one in a longer word too, and with a number spelled out (S3: SSS)."""
    runs = [short, *re.findall(r"[A-Z][A-Z\d]+", short)]
    spelled = [re.sub(r"([A-Za-z])(\d)", lambda found: found[1] * int(found[2]), run) for run in runs]
    return [[char for char in text.fold(run) if char.isalnum()] for run in dict.fromkeys(runs + spelled)]


def _aligns(letters: list[str], parts: list[str]) -> bool:
    if not parts:
        return not letters
    if not letters or not _begins(parts[0], letters[0]):
        return False
    at, used = 0, 1
    while True:
        if _aligns(letters[used:], parts[1:]):
            return True
        at = parts[0].find(letters[used], at + 1) if used < len(letters) else -1
        if at < 0:
            return False
        used += 1


def _begins(part: str, letter: str) -> bool:
    """Whether a word gives this letter: its first, or the X of "cross", "extra" and the like."""
    return part[0] == letter or (letter == "x" and part.startswith(("cross", "ex", "trans")))
