"""Markdown in, sanitised HTML with links to mentioned terms out, or the plain text. Pure."""

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from glossary.linker import Linker, Mention, Span

_NO_TAG = {ord(char): f"\\u{ord(char):04x}" for char in "<>&"}

Href = Callable[[Mention, str], str]
# Every piece of text that was looked through, where in it links may be (None for all of it), and the mentions there.
Found = list[tuple[str, list[Span] | None, list[Mention]]]

TAGS = set(
    "a blockquote br code del em h2 h3 h4 h5 h6 hr li ol p pre s strong table tbody td th thead tr ul".split()  # noqa: SIM905
)

# Whatever may be read as a mark; most definitions hold none and need no parser to be read out.
_MARKS = re.compile(r"[\\`*_\[\]<>&~|\n\t]|^\s*(?:[#>+-]|\d+[.)]|    )")
# What else a parser or the sanitiser would write in another way.
_RESPELLED = re.compile(r"[^\S ]|^\s|\s$|\0")

# What is plainly code, or plainly stressed, whatever stands around it.
_SIMPLE = re.compile(r"(?<!`)`(?=[^`\s])([^`\\\n]*[^`\\\s])`(?!`)|(?<![^\s(])(\*\*?)(?=\w)([^*`_\\\n]*\w)\2(?![\w*])")

# An address without a host, so on this site. The parser has escaped white space and backslashes.
_OWN = re.compile(r"(?!//|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)

# What stands in a line for what is no text there, such as code: no name goes over it.
_WALL = "\n¦\n"
# Characters that the addresses and titles of all links in a text may have. Of a long one that is defined once and
# used in every word, a page of 13 MB could be made.
LONGEST_LINKS = 50_000

_markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href", "title", "rel"}, "ol": {"start"}},
    allowed_classes={"a": {"term-link"}},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


class Links:
    """How the mentions in one text are linked; the same object over several calls makes them one text."""

    def __init__(self, linker: Linker, href: Href, own: int | None = None) -> None:
        self.linker, self.href, self.own = linker, href, own
        self.seen: set[int] = set()
        self.found: Found = []

    def find(self, content: str, spans: list[Span] | None = None) -> list[Mention]:
        mentions = self.linker.find(content, self.own, self.seen, within=spans)
        self.found.append((content, spans, mentions))
        return mentions

    def find_again(self, found: Found) -> Found:
        """What there is to find now in texts that were looked through before."""
        for content, spans, _ in found:
            self.find(content, spans)
        return self.found

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens of a line, with links in those of plain text; a name stressed in part is not linked."""
        content, spans = _read(tokens)
        mentions = self.find(content, [span for span in spans if span])
        linked: list[Token] = []
        for token, span in zip(tokens, spans, strict=True):
            own = [one for one in mentions if span and span[0] <= one.start < span[1]]
            linked += self._parts(token, span[0], own) if span and own else [token]
        return linked

    def _parts(self, token: Token, start: int, mentions: list[Mention]) -> Iterator[Token]:
        at = 0
        for mention in mentions:
            written = token.content[mention.start - start : mention.end - start]
            yield from (_text(token.content[at : mention.start - start]), *self._link(written, mention))
            at = mention.end - start
        yield _text(token.content[at:])

    def _link(self, written: str, mention: Mention) -> list[Token]:
        attributes: dict[str, str | int | float] = {"href": self.href(mention, written), "class": "term-link"}
        return [Token("link_open", "a", 1, attrs=attributes), _text(written), Token("link_close", "a", -1)]


def render(source: str, links: Links | None = None) -> SafeString:
    """A text of several paragraphs as HTML. Its headings begin below the page's own, and skip no level."""
    paragraphs = source.split("\n\n")
    if all(map(_is_simple, paragraphs)):
        return mark_safe("\n".join(f"<p>{_simple(paragraph, links)}</p>" for paragraph in paragraphs))
    return _html(_markdown.parse(source), links)


def render_line(source: str, links: Links | None = None) -> SafeString:
    """A single line as HTML without a paragraph around it."""
    if _is_simple(source):
        return mark_safe(_simple(source, links))
    return _html(_markdown.parseInline(source), links)


def _is_simple(line: str) -> bool:
    """Whether a text has nothing in it to parse or to clean, as most have."""
    return bool(line) and not _MARKS.search(line) and not _RESPELLED.search(line)


def _simple(line: str, links: Links | None) -> str:
    """What parsing, linking and cleaning make of such a text, at a tenth of the cost."""
    pieces, at = [], 0
    for mention in links.find(line) if links else []:
        written = line[mention.start : mention.end]
        href = html.escape(links.href(mention, written)) if links else ""
        pieces.append(f'{line[at : mention.start]}<a href="{href}" class="term-link">{written}</a>')
        at = mention.end
    return "".join([*pieces, line[at:]])


@lru_cache(maxsize=128)  # a term's page asks for its first words in several places
def plain(source: str) -> str:
    """What a reader would read, without any marks, on one line."""
    simple = _SIMPLE.sub(_content, source)
    if not _MARKS.search(simple):
        return " ".join(simple.split())
    return _parsed(source)


def _content(found: re.Match[str]) -> str:
    return found[1] or found[3]


def _parsed(source: str) -> str:
    parts = []
    for token in _markdown.parse(source):
        if token.type == "inline":
            parts.append("".join(_spoken(token.children or [])))
        elif token.content:
            parts.append(token.content)
    return re.sub(r"\s+", " ", " ".join(parts)).strip()


def opening(source: str, enough: int) -> str:
    """The same of as many first paragraphs as hold so many characters; of a short text, all of it."""
    if "]:" in source:  # a link may lead where a later paragraph says
        return plain(source)
    said = ""
    for paragraph in source.split("\n\n"):
        said = f"{said} {plain(paragraph)}".strip()
        if len(said) > enough:
            break
    return said


def fill(template: str, *values: object) -> SafeString:
    """HTML with values in its places, escaped unless they are HTML: `format_html` for where a page has hundreds."""
    return mark_safe(template.format(*map(_escaped, values)))


def join(pieces: Iterable[SafeString], between: str = "") -> SafeString:
    """Pieces of HTML as one."""
    return mark_safe(between.join(map(_escaped, pieces)))


def _escaped(value: object) -> str:
    return value if isinstance(value, SafeString) else html.escape(str(value))


def json_data(values: Any) -> SafeString:
    """Values as JSON for a block of data in a page, which no text in them can end."""
    return mark_safe(json.dumps(values, ensure_ascii=False).translate(_NO_TAG))


def _spoken(children: list[Token]) -> Iterator[str]:
    for child in children:
        yield " " if child.type in ("softbreak", "hardbreak") else child.content


def _html(tokens: list[Token], links: Links | None) -> SafeString:
    in_heading = False
    level = 1
    _unlink_if_too_long(tokens)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            in_heading = token.nesting == 1
            if in_heading:
                level = min(int(token.tag[1]) + 1, level + 1, 6)
            token.tag = f"h{level}"
        elif token.type == "inline" and token.children:
            token.children = _linked(token.children, None if in_heading else links)
    made = _markdown.renderer.render(tokens, _markdown.options, {})
    return mark_safe(_cleaner.clean(made).strip())


def _unlink_if_too_long(tokens: list[Token]) -> None:
    """Links that would make more of a text than anybody wrote are left out; their words stay."""
    linking = [child for token in tokens for child in token.children or [] if child.type == "link_open"]
    if sum(len(str(value)) for child in linking for value in child.attrs.values()) > LONGEST_LINKS:
        for token in tokens:
            token.children = [child for child in token.children or [] if not child.type.startswith("link_")]


def _linked(children: list[Token], links: Links | None) -> list[Token]:
    tokens = _joined(children)
    for token in tokens:
        if token.type == "link_open" and not _OWN.match(str(token.attrGet("href"))):
            token.attrSet("rel", "nofollow noopener")
    return links.apply(tokens) if links else tokens


def _read(tokens: list[Token]) -> tuple[str, list[Span | None]]:
    """A line as it reads, with a wall for what is no text; and for each token where in it links may be, if anywhere."""
    spans: list[Span | None] = []
    content, depth = "", 0
    for token in tokens:
        depth += token.nesting if token.type.startswith("link_") else 0
        start = len(content)
        content += token.content if token.type == "text" else "" if token.nesting else _WALL
        spans.append((start, len(content)) if token.type == "text" and not depth else None)
    return content, spans


def _joined(children: list[Token]) -> list[Token]:
    """Text on both sides of a line break as one token, so that a name may run over the line's end."""
    joined: list[Token] = []
    for child in children:
        if child.type == "softbreak":
            child = _text("\n")
        if child.type == "text" and joined and joined[-1].type == "text":
            joined[-1] = _text(joined[-1].content + child.content)
        else:
            joined.append(child)
    return joined


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
