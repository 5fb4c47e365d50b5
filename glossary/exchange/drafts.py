"""What a reader found in a file: terms not yet in the glossary, and what became of every line. Pure."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from glossary import text
from glossary.relations import Kind


class ReadError(ValueError):
    """A file that cannot be read; says which line, and what to do."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(f"line {line}: {message}" if line else message)
        self.line = line

    def within(self, file: str) -> "ReadError":
        return ReadError(f"{file}, {self}" if self.line else f"{file}: {self}")


@dataclass(frozen=True)
class DraftLabel:
    kind: str
    text: str
    is_linked: bool = True


@dataclass
class DraftList:
    title: str
    is_ordered: bool = False
    items: list[str] = field(default_factory=list)
    line: int = 0


@dataclass(frozen=True)
class DraftRelation:
    """A relation of the draft it stands in; forward means that this draft is the subject."""

    kind: Kind
    forward: bool
    other: str
    is_proposed: bool = False
    reason: str = ""
    line: int = 0


@dataclass(frozen=True)
class DraftSource:
    origin: str
    file: str = ""
    line: int | None = None
    remark: str = ""

    @property
    def written(self) -> str:
        """As the note format has it: "notes FILE:LINE - remark"."""
        place = f" {self.file}" if self.file else ""
        line = f":{self.line}" if self.line is not None else ""
        remark = f" - {self.remark}" if self.remark else ""
        return f"{self.origin}{place}{line}{remark}"


@dataclass
class Draft:
    """A term as a file tells it; without a definition it becomes a stub."""

    title: str
    qualifier: str = ""
    slug: str = ""
    is_linked: bool = True
    definition: str = ""
    labels: list[DraftLabel] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    fact_lists: list[DraftList] = field(default_factory=list)
    relations: list[DraftRelation] = field(default_factory=list)
    sources: list[DraftSource] = field(default_factory=list)
    line: int = 0
    file: str = ""  # in a folder of several

    @property
    def name(self) -> str:
        return f"{self.title} ({self.qualifier})" if self.qualifier else self.title

    @property
    def key(self) -> str:
        return text.fold(self.name)

    def check(self) -> None:
        """Raise ReadError for what no row could keep."""
        for what, value, longest in [
            ("title", self.title, text.MAX_TITLE),
            ("qualifier", self.qualifier, text.MAX_NAME),
            ("slug", self.slug, text.MAX_SLUG),
            ("definition", self.definition, text.MAX_TEXT),
            *[("name", label.text, text.MAX_TITLE) for label in self.labels],
            *[("list title", one.title, text.MAX_TITLE) for one in self.fact_lists],
            *[("list item", item, text.MAX_ITEM) for one in self.fact_lists for item in one.items],
            *[("related term", one.other, text.MAX_TITLE) for one in self.relations],
            *[("reason", one.reason, text.MAX_ITEM) for one in self.relations],
            *[("source's file name", one.file, text.MAX_FILE) for one in self.sources],
            *[("source's remark", one.remark, text.MAX_ITEM) for one in self.sources],
        ]:
            check_length(what, value, longest, self.line)
        if self.slug and not re.fullmatch(text.SLUG, self.slug):
            raise ReadError(
                f"“{self.slug}” is no slug. Use letters, digits and single hyphens between them.", self.line
            )
        for name in self.categories:
            check_category(name, line=self.line)


def check_length(what: str, value: str, longest: int, line: int = 0) -> None:
    """Raise ReadError for a text that no column could keep, as it is or folded: a letter may fold to eighteen."""
    if len(value) > longest:
        raise ReadError(f"this {what} has {len(value)} characters; at most {longest} fit.", line)
    if longest <= text.MAX_TITLE and not value.isascii() and len(text.fold(value)) > text.MAX_KEY:
        raise ReadError(f"this {what} is too long once its letters are taken apart. Shorten it.", line)


def check_category(name: str, description: str = "", line: int = 0) -> None:
    """Raise ReadError for what is no category's name, or more description than fits."""
    if not name:
        raise ReadError("a category needs a name.", line)
    check_length("category", name, text.MAX_NAME, line)
    check_length("description", description, text.MAX_ITEM, line)
    if ": " in name:
        raise ReadError(f"the category “{name}” cannot hold a colon and a space in its name.", line)


# A part of a draft that a line became: the draft's place among the drafts, the sort of part, and which of them.
Part = tuple[int, str, str]


@dataclass
class Line:
    """One line of the file, what it turned out to be, and what came of that when it was brought in."""

    number: int
    text: str
    role: str
    reason: str
    card: int | None = None
    part: Part | None = None
    fate: str = ""
    file: str = ""

    def as_json(self) -> dict[str, Any]:
        return ({"file": self.file} if self.file else {}) | {
            "line": self.number,
            "text": self.text,
            "role": self.role,
            "card": self.card,
            "reason": self.reason,
            "fate": self.fate,
        }


@dataclass
class Card:
    """A title and the lines below it, as the file has them, and what they became."""

    number: int
    title: str
    line: int
    lines: list[int] = field(default_factory=list)
    outcome: str = ""
    file: str = ""

    def as_json(self) -> dict[str, Any]:
        return ({"file": self.file} if self.file else {}) | {
            "card": self.number,
            "title": self.title,
            "line": self.line,
            "lines": self.lines,
            "outcome": self.outcome,
        }


@dataclass
class Reading:
    """All that was found in a file."""

    drafts: list[Draft]
    lines: list[Line]
    cards: list[Card] = field(default_factory=list)
    categories: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: "Reading", file: str) -> None:
        """Put what was found in another file behind; its lines and terms know whose they are."""
        drafts, cards = len(self.drafts), len(self.cards)
        for line in other.lines:
            line.file = file
            line.card = line.card and line.card + cards
            line.part = line.part and (line.part[0] + drafts, *line.part[1:])
        for card in other.cards:
            card.file, card.number = file, card.number + cards
        for draft in other.drafts:
            draft.file = file
            draft.sources = [replace(one, file=one.file or file) if one.line else one for one in draft.sources]
        self.drafts += other.drafts
        self.lines += other.lines
        self.cards += other.cards
        self.categories += other.categories
