"""A Markdown file with front matter, one term to a file as site generators have it, in; a draft out. Pure."""

import re
from collections.abc import Mapping, Sequence

from glossary import text
from glossary.exchange import front_matter
from glossary.exchange.drafts import Card, Draft, DraftLabel, DraftRelation, DraftSource, Line, Reading
from glossary.exchange.front_matter import Entry
from glossary.exchange.rough.cards import name_in_brackets
from glossary.exchange.rough.lines import stands_for
from glossary.linker import Linker, Target
from glossary.relations import Kind

NAMES = {"aka", "alias", "aliases", "synonym", "synonyms", "abbreviation", "abbreviations", "acronym", "also known as"}
CATEGORIES = {"category", "categories", "tag", "tags"}
SUMMARIES = {"description", "short_description", "summary"}
# Headings that open the definition itself, and those of a list of other terms.
_OPENS = {"what it is", "definition", "description", "overview", "summary"}
_RELATED = {"related terms", "related", "related entries", "see also"}

_HEADING = re.compile(r"#{1,6}\s+(.*)$")
_FENCE = re.compile(r"\s*(```|~~~)")
_SHORTCODE = re.compile(r"\{\{[<%][^{}]*[%>]\}\}")
_SAYS = re.compile(r'\btext="([^"]*)"')
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_WITHIN = re.compile(r"\[([^\[\]]*)\]\((?![a-z][a-z0-9+.-]*:)([^()]*)\)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")
_ITEM_LINK = re.compile(r"\s*[-*+]\s+\[([^\[\]]+)\]\(([^()]+)\)\s*$")
_TEXT = ("definition", "text of the term", ("text", ""))  # what becomes of a line of which nothing else is told
_THERE = Target(0, "")

# The names of the term in each file of a folder, its title first, by the file's address.
Known = Mapping[str, Sequence[str]]


def looks_like(source: str) -> bool:
    """Whether a file begins with front matter, and not just with a line of three strokes."""
    lines = source.lstrip("\ufeff").split("\n")
    entries, _ = front_matter.read(lines[1 : max(front_matter.end(lines) - 1, 1)])
    return bool(entries)


def read(source: str, known: Known | None = None) -> Reading:
    """The term in a file, or none with the reason why; known are the names of the terms in the files beside it."""
    return _Reader(text.clean(source.lstrip("\ufeff")), known or {}).read()


class _Reader:
    def __init__(self, source: str, known: Known) -> None:
        self.lines = source.split("\n")
        self.known = known
        self.body = front_matter.end(self.lines)
        self.entries, silent = front_matter.read(self.lines[1 : max(self.body - 1, 1)])
        self.draft = Draft(text.clean_line(self.first("title")))
        self.told: dict[int, tuple[str, str, tuple[str, str] | None]] = dict.fromkeys(
            [*silent, 1, self.body], ("blank", "not part of the term", None)
        )
        self.kept: list[str] = []
        self.links: dict[str, DraftRelation] = {}  # in the text, by the other term

    def read(self) -> Reading:
        has_text = any(line.strip() for line in self.lines[self.body :])
        if reason := self.why_no_term(has_text):
            lines = [
                Line(number, line, *(("ignored", reason) if line.strip() else ("blank", "empty")))
                for number, line in enumerate(self.lines, 1)
            ]
            return Reading([], lines)
        self.draft.line = next(entry.lines[0] for entry in self.entries if entry.key == "title")
        title = self.draft.title
        name_in_brackets(self.draft)
        for entry in self.entries:
            self.take(entry, has_text)
        self.take_body(title)
        self.draft.definition = self.draft.definition or "\n".join(self.kept).strip()
        self.draft.sources.append(DraftSource("notes", line=self.draft.line, remark=self.remark()))
        self.draft.check()
        return self.reading()

    def why_no_term(self, has_text: bool) -> str:
        if not self.draft.title:
            return "the file has no title, so it is no term"
        if not has_text and self.first("layout"):
            return f"a page of the site, not a term: its layout is “{self.first('layout')}” and it has no text"
        if not has_text and self.first("draft").lower() == "true":
            return "a draft without a text"
        return ""

    def reading(self) -> Reading:
        lines = []
        for number, line in enumerate(self.lines, 1):
            role, reason, part = self.told.get(number, _TEXT)
            if not line.strip():
                role, reason, part = "blank", "empty", None
            lines.append(Line(number, line, role, reason, 1, (0, *part) if part else None))
        inside = [line.number for line in lines if line.part and line.number != self.draft.line]
        outcome = "term" if self.draft.definition else "stub"
        return Reading([self.draft], lines, [Card(1, self.draft.title, self.draft.line, inside, outcome)])

    def first(self, key: str) -> str:
        return next((entry.value for entry in self.entries if entry.key == key), "")

    def remark(self) -> str:
        """What the file says of how far it is."""
        status, is_draft = text.clean_line(self.first("status")), self.first("draft").lower() == "true"
        said = [f"status: {status}" if status else "", "marked as a draft" if is_draft else ""]
        return ", ".join(filter(None, said))[: text.MAX_ITEM]

    def tell(self, numbers: list[int], role: str, reason: str, sort: str = "", which: str = "") -> None:
        for number in numbers:
            self.told[number] = (role, reason, (sort, text.fold(which)) if sort else None)

    # ---- the front matter

    def take(self, entry: Entry, has_text: bool) -> None:
        if entry.key == "title":
            self.tell(entry.lines, "title", "the file's title", "term")
        elif entry.key in NAMES:
            self.names(entry)
        elif entry.key in CATEGORIES:
            self.categories(entry)
        elif entry.key in ("status", "draft"):
            self.tell(entry.lines, "field", "a remark on where the term is from", "term")
        elif entry.key in SUMMARIES and not has_text and not self.draft.definition:
            self.draft.definition = entry.value
            self.tell(entry.lines, "definition", "the only text in the file", "text")
        else:
            why = "the text below says it" if entry.key in SUMMARIES else f"“{entry.key}” says nothing about the term"
            self.tell(entry.lines, "ignored", why)

    def names(self, entry: Entry) -> None:
        taken = [text.clean_line(value) for value in entry.values if not value.startswith("/")]
        self.draft.labels += [DraftLabel(self.kind_of(name, entry.key), name) for name in taken]
        if taken:
            self.tell(entry.lines, "field", "other names of the term", self.draft.labels[-1].kind, taken[-1])
        else:
            self.tell(entry.lines, "ignored", "an address, not a name" if entry.values else "no value")

    def kind_of(self, name: str, key: str) -> str:
        if key.startswith(("abbreviation", "acronym")) or stands_for(name, self.draft.title):
            return "abbreviation"
        return "expansion" if stands_for(self.draft.title, name) else "synonym"

    def categories(self, entry: Entry) -> None:
        names = [_category(value) for value in entry.values]
        there = {text.fold(name) for name in self.draft.categories}
        self.draft.categories += [name for name in dict.fromkeys(names) if text.fold(name) not in there]
        if names:
            self.tell(entry.lines, "field", "the term's categories", "category", names[-1])
        else:
            self.tell(entry.lines, "ignored", "no value")

    # ---- the text

    def take_body(self, title: str) -> None:
        in_code = is_related = False
        for number, line in enumerate(self.lines[self.body :], self.body + 1):
            heading = None if in_code else _HEADING.match(line)
            if _FENCE.match(line):
                in_code = not in_code
            if in_code:
                self.kept.append(line)
            elif heading:
                is_related = self.heading(number, text.fold(heading[1].rstrip(" #:")), text.fold(title), line)
            elif not (is_related and self.related(number, line)):
                self.line(number, line)
        self.drop_empty_heading()
        self.propose()

    def heading(self, number: int, name: str, title: str, line: str) -> bool:
        """Whether the heading opens a list of related terms."""
        self.drop_empty_heading()
        is_first = not any(kept.strip() for kept in self.kept)
        if is_first and name in {title, text.fold(self.draft.title), *_OPENS}:
            self.tell([number], "ignored", "a heading right above the definition")
            return False
        self.open = number, len(self.kept)
        self.kept.append(line.rstrip())
        return name in _RELATED

    open: tuple[int, int] | None = None  # the number of the last heading, and its place in what is kept

    def drop_empty_heading(self) -> None:
        """A heading with nothing left below it."""
        if self.open and not any(line.strip() for line in self.kept[self.open[1] + 1 :]):
            self.tell([self.open[0]], "ignored", "a heading with no text of the term below it")
            del self.kept[self.open[1] :]
        self.open = None

    def related(self, number: int, line: str) -> bool:
        """Take an item that names another file of the folder as a relation."""
        found = _ITEM_LINK.match(line)
        other = self.title_at(found[2]) if found else ""
        if other:
            self.draft.relations.append(DraftRelation(Kind.RELATED, True, other, line=number))
            self.tell([number], "relation", "named as a related term", "relation", other)
        return bool(other)

    def title_at(self, link: str) -> str:
        return next(iter(self.known.get(_address(link), ())), "")

    def line(self, number: int, line: str) -> None:
        """A line of the definition: without what only the site generator understands, and links as mentions."""
        left_out = [*_SHORTCODE.findall(line), *_COMMENT.findall(line), *_IMAGE.findall(line)]
        rest = _SHORTCODE.sub(_said, _COMMENT.sub("", _IMAGE.sub("", line)))
        for found in _WITHIN.finditer(rest):
            self.link(number, found)
        rest = _WITHIN.sub(r"\1", rest)
        if left_out and not rest.strip():
            self.tell([number], "ignored", "a command, a comment or a picture of the site it is from")
            return
        if left_out:
            self.tell([number], "definition", f"text of the term, without {' '.join(left_out)}"[:500], "text")
        self.kept.append(rest.rstrip())

    def link(self, number: int, found: re.Match[str]) -> None:
        """Keep a link whose words don't name the term it leads to: nothing would link them."""
        names, words = self.known.get(_address(found[2]), ()), text.clean_line(found[1])
        if not names or not words or names[0] == self.draft.title or names[0] in self.links:
            return
        if not Linker((name, _THERE) for name in names).recognise(words):
            reason = f"{self.draft.title} links “{words}” to {names[0]}: {_sentence(found)}"[: text.MAX_ITEM]
            self.links[names[0]] = DraftRelation(Kind.RELATED, True, names[0], True, reason, number)

    def propose(self) -> None:
        """A relation for each such link, unless the file relates the two itself."""
        related = {one.other for one in self.draft.relations}
        for link in self.links.values():
            if link.other not in related:
                self.draft.relations.append(link)
                _, reason, part = self.told.get(link.line, _TEXT)
                reason = f"{reason}; link to “{link.other}” proposed as a relation"[:500]
                self.told[link.line] = "definition", reason, part


def _sentence(found: re.Match[str]) -> str:
    """The sentence of a line that a link is in, or what fits of it, with all links as mentions."""
    before = found.string[max(found.start() - text.MAX_ITEM, 0) : found.start()]
    after = found.string[found.end() : found.end() + text.MAX_ITEM]
    first = _SENTENCE_END.split(_WITHIN.sub(r"\1", before))[-1]
    last = _SENTENCE_END.split(_WITHIN.sub(r"\1", after))[0]
    return text.clean_line(f"{first}{found[1]}{last}")


def _said(shortcode: re.Match[str]) -> str:
    """The words that a command shows within a sentence."""
    found = _SAYS.search(shortcode[0])
    return found[1] if found else ""


def _category(value: str) -> str:
    name = text.clean_line(re.sub(r"[-_]+", " ", value) if value.islower() else value)
    return name[:1].upper() + name[1:] if name.islower() else name


def _address(link: str) -> str:
    """The last part of an address, by which a file is known: "/horizontal-scaling/" is horizontal-scaling."""
    return link.split("#")[0].split("?")[0].strip().rstrip("/").rpartition("/")[2].removesuffix(".md")
