"""The note format (docs/note-format.md): a whole glossary as one Markdown file, read and written. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator

from glossary import text
from glossary.exchange.drafts import (
    Card,
    Draft,
    DraftLabel,
    DraftList,
    DraftRelation,
    DraftSource,
    Line,
    ReadError,
    Reading,
    check_category,
)
from glossary.relations import READINGS

LABEL_FIELDS = ("abbreviation", "expansion", "synonym", "misspelling")
PLAIN_FIELDS = ("qualifier", "slug")

_HEADING = re.compile(r"(#{1,3}) +(.*?)\s*$")
_FIELD = re.compile(r"([a-z][a-z ]*): *(.*)$")
# A line of a definition that would be read as something else has a backslash put before it.
_ESCAPED = re.compile(r"\\+(?:#{1,3} |[a-z][a-z ]*:)")
_LIKE_HEADING = re.compile(r"#{1,3} ")
_ITEM = re.compile(r"(?:(-)|(\d{1,6})\.)(?: +(.*))?$")
_SOURCE = re.compile(r"(notes|added)(?: (?!- )(\S.*?)(?::(\d{1,9}))?)?(?: - (.*))?$")


def looks_like(source: str) -> bool:
    """Whether a file is in this format: it has the heading that opens the terms."""
    return re.search(r"^# +Terms\s*$", source, re.MULTILINE) is not None


def read(source: str) -> Reading:
    """The terms and categories of a file; ReadError names the line that breaks a rule."""
    return _Reader().read(text.clean(source))


class _Reader:
    """Walks the lines once; `take` is what the next line is given to."""

    def __init__(self) -> None:
        self.reading = Reading([], [])
        self.take: Callable[[int, str], tuple[str, str]] = self.introduction
        self.draft = Draft("")
        self.body: list[str] = []

    def read(self, source: str) -> Reading:
        for number, line in enumerate(text.lines(source), 1):
            heading = _HEADING.match(line)
            role, reason = self.heading(number, len(heading[1]), heading[2]) if heading else self.take(number, line)
            card = len(self.reading.cards) if self.reading.drafts and role != "heading" else None
            part = (card - 1, *self.part(role, line)) if card and role != "blank" else None
            self.reading.lines.append(Line(number, line, role, reason, card, part))
            if card and role not in ("title", "blank"):
                self.reading.cards[-1].lines.append(number)
        self.close()
        return self.reading

    def part(self, role: str, line: str) -> tuple[str, str]:
        """Which part of the present draft a line is."""
        facts = self.draft.fact_lists[-1].title if self.draft.fact_lists else ""
        if role == "field":
            name, _, value = line.partition(":")
            return {"because": "relation"}.get(name, name), text.fold(value)
        if role in ("list title", "placeholder"):
            return "list", text.fold(facts)
        if role == "item":
            return "item", text.fold(f"{facts}: {self.draft.fact_lists[-1].items[-1]}")
        return ("text", "") if role == "definition" else ("term", "")

    def close(self) -> None:
        """Finish the term that was being read."""
        self.draft.definition = "\n".join(self.body).strip()
        self.body = []
        if self.reading.drafts:
            self.draft.check()

    # ---- headings

    def heading(self, number: int, level: int, title: str) -> tuple[str, str]:
        if level == 1:
            self.close()
            self.take = {"Categories": self.category, "Terms": self.nothing}.get(title, self.introduction)
            return "heading", "opens a part of the file"
        if not title:
            raise ReadError("a heading without a title. Write the title behind it.", number)
        if level == 2:
            return self.term(number, title)
        return self.fact_list(number, title)

    def term(self, number: int, title: str) -> tuple[str, str]:
        if self.take not in (self.nothing, self.fields, self.definition, self.item):
            raise ReadError(f"the term “{title}” stands before the heading “# Terms”.", number)
        self.close()
        self.draft = Draft(text.clean_line(title), line=number)
        self.reading.drafts.append(self.draft)
        self.reading.cards.append(Card(len(self.reading.drafts), title, number))
        self.take = self.fields
        return "title", "a second-level heading is a term"

    def fact_list(self, number: int, title: str) -> tuple[str, str]:
        if self.take not in (self.fields, self.definition, self.item):
            raise ReadError(f"the list “{title}” stands before any term.", number)
        self.draft.fact_lists.append(DraftList(text.clean_line(title), line=number))
        self.take = self.item
        return "list title", "a third-level heading is a fact list"

    # ---- what other lines are given to

    def introduction(self, number: int, line: str) -> tuple[str, str]:
        return ("ignored", "introduction, not part of a term") if line.strip() else ("blank", "empty")

    def nothing(self, number: int, line: str) -> tuple[str, str]:
        if line.strip():
            raise ReadError("a text that belongs to no term. Put “## ” and a title before it.", number)
        return "blank", "empty"

    def category(self, number: int, line: str) -> tuple[str, str]:
        if not line.strip():
            return "blank", "empty"
        if not line.startswith("- "):
            raise ReadError("a category is written “- Name: description”.", number)
        name, description = (text.clean_line(part) for part in line[2:].partition(": ")[::2])
        check_category(name, description, number)
        self.reading.categories.append((name, description))
        return "category", "an item of the list of categories"

    def fields(self, number: int, line: str) -> tuple[str, str]:
        before = self.reading.lines[-1].role
        if not line.strip():
            self.take = self.definition if before == "field" else self.fields
            return "blank", "empty"
        found = _FIELD.match(line)
        if found and self.field(number, found[1], text.clean_line(found[2])):
            return "field", f"the term's {found[1]}"
        if before == "field" or (before == "title" and found):
            raise ReadError("no field of a term. If it is the term's text, leave an empty line before it.", number)
        self.take = self.definition
        return self.definition(number, line)

    def definition(self, number: int, line: str) -> tuple[str, str]:
        self.body.append(line[1:] if _ESCAPED.match(line) else line)
        return ("definition", "text of the term") if line.strip() else ("blank", "empty")

    def item(self, number: int, line: str) -> tuple[str, str]:
        if not line.strip():
            return "blank", "empty"
        found = _ITEM.match(line)
        if not found:
            raise ReadError("an item of a list is written “- item”, or “1. item” where the order matters.", number)
        facts = self.draft.fact_lists[-1]
        if facts.items and facts.is_ordered != bool(found[2]):
            raise ReadError("this list mixes “-” and numbers. Use one of them.", number)
        facts.is_ordered = bool(found[2])
        if found[3]:
            facts.items.append(text.clean_line(found[3]))
            return "item", "an item of the list"
        return "placeholder", "the list's items are still missing"

    # ---- fields

    def field(self, number: int, name: str, value: str) -> bool:
        """Take a field's value; False for a name that is none."""
        verb, label = name.removeprefix("proposed "), name.removeprefix("unlinked ")
        plain = (*PLAIN_FIELDS, "linked", "category", "source", "because")
        known = name in plain or label in LABEL_FIELDS or verb in READINGS
        if known and not value:
            raise ReadError(f"“{name}:” has no value. Write one, or leave the line out.", number)
        if name in PLAIN_FIELDS:
            setattr(self.draft, name, value)
        elif name == "linked":
            self.linked(number, value)
        elif label in LABEL_FIELDS:
            self.draft.labels.append(DraftLabel(label, value, is_linked=label == name))
        elif name == "category":
            self.draft.categories.append(value)
        elif name == "source":
            self.draft.sources.append(self.source(number, value))
        elif name == "because":
            self.because(number, value)
        elif verb in READINGS:
            kind, forward = READINGS[verb]
            self.draft.relations.append(DraftRelation(kind, forward, value, verb != name, "", number))
        return known

    def linked(self, number: int, value: str) -> None:
        if value not in ("yes", "no"):
            raise ReadError("“linked:” is “yes” or “no”: whether texts that mention the title link to it.", number)
        self.draft.is_linked = value == "yes"

    def source(self, number: int, value: str) -> DraftSource:
        found = _SOURCE.match(value)
        if not found:
            raise ReadError("a source is written “notes FILE:LINE” or “added”, and a remark behind “ - ”.", number)
        return DraftSource(found[1], found[2] or "", int(found[3]) if found[3] else None, found[4] or "")

    def because(self, number: int, value: str) -> None:
        if not self.draft.relations:
            raise ReadError("“because:” stands behind a relation.", number)
        last = self.draft.relations[-1]
        self.draft.relations[-1] = DraftRelation(
            last.kind, last.forward, last.other, last.is_proposed, value, last.line
        )


def write(categories: Iterable[tuple[str, str]], drafts: Iterable[Draft]) -> Iterator[str]:
    """The file's text, in pieces; what `read` makes of it are the same categories and drafts."""
    yield "# Categories\n\n"
    for name, description in categories:
        yield f"- {name}: {description}\n" if description else f"- {name}\n"
    yield "\n# Terms\n"
    for draft in drafts:
        yield "\n" + "\n".join(_term(draft)) + "\n"


def _term(draft: Draft) -> Iterator[str]:
    yield f"## {draft.title}"
    fields = list(_fields(draft))
    if fields:
        yield ""
        yield from fields
    if draft.definition:
        yield ""
        first, *others = draft.definition.split("\n")
        yield _escaped(first, _ESCAPED, _LIKE_HEADING, _FIELD)
        for line in others:
            yield _escaped(line, _ESCAPED, _LIKE_HEADING)
    for facts in draft.fact_lists:
        yield f"\n### {facts.title}\n"
        items = facts.items or [""]
        for number, item in enumerate(items, 1):
            yield (f"{number}. {item}" if facts.is_ordered else f"- {item}").rstrip()


def _escaped(line: str, *patterns: re.Pattern[str]) -> str:
    return f"\\{line}" if any(pattern.match(line) for pattern in patterns) else line


def _fields(draft: Draft) -> Iterator[str]:
    if draft.qualifier:
        yield f"qualifier: {draft.qualifier}"
    if draft.slug:
        yield f"slug: {draft.slug}"
    if not draft.is_linked:
        yield "linked: no"
    for label in draft.labels:
        yield f"{'' if label.is_linked else 'unlinked '}{label.kind}: {label.text}"
    for category in draft.categories:
        yield f"category: {category}"
    for source in draft.sources:
        yield f"source: {source.written}"
    for relation in draft.relations:
        verb = relation.kind.verb if relation.forward else relation.kind.inverse_verb
        yield f"{'proposed ' if relation.is_proposed else ''}{verb}: {relation.other}"
        if relation.reason:
            yield f"because: {relation.reason}"
