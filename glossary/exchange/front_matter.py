"""The values between two lines of --- at the top of a Markdown file in, keys with their values and lines out. Pure.

This is the part of YAML that people write by hand there: values, quoted or not, lists in both ways, and longer texts.
What it is too much for is taken as text, since hand-kept lines such as "title: Sockets: a primer" are no YAML either.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MARK = re.compile(r"---\s*$")
_KEY = re.compile(r"(\s*)([A-Za-z_][\w -]{0,60}?)\s*:(?:\s+(.*))?$")
_ITEM = re.compile(r"\s*-(?:\s+(.*))?$")
_TEXT_FOLLOWS = re.compile(r"[|>][+-]?\d?$")
_PIECE = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,\s][^,]*""")
_COMMENT = re.compile(r"(?:^|\s)#.*$")


@dataclass
class Entry:
    """A key in lower case, its values, and the numbers of its lines."""

    key: str
    values: list[str]
    lines: list[int] = field(default_factory=list)

    @property
    def value(self) -> str:
        return " ".join(self.values)


def end(lines: list[str]) -> int:
    """How many lines the front matter takes, both marks included; 0 where there is none."""
    if not lines or not MARK.match(lines[0]):
        return 0
    return next((at + 1 for at, line in enumerate(lines[1:], 1) if MARK.match(line)), 0)


def read(lines: list[str]) -> tuple[list[Entry], list[int]]:
    """The entries between the marks, and the numbers of the lines that say nothing. The first line is number 2."""
    entries: list[Entry] = []
    silent: list[int] = []
    base: int | None = None
    for number, line in enumerate(lines, 2):
        key, item = _KEY.match(line.rstrip()), _ITEM.match(line.rstrip())
        if not line.strip() or line.lstrip().startswith("#"):
            silent.append(number)
        elif key and not item and (base is None or len(key[1]) <= base):
            base = len(key[1]) if base is None else base
            entries.append(Entry(key[2].lower(), list(_values(key[3] or "")), [number]))
        elif entries:
            entries[-1].lines.append(number)
            entries[-1].values += [_scalar(item[1] or "")] if item else [line.strip()]
        else:
            silent.append(number)
    for entry in entries:
        entry.values = [value for value in entry.values if value]
    return entries, silent


def _values(written: str) -> Iterator[str]:
    """One value, or those of a list in brackets."""
    if written.startswith("[") and (bare := _COMMENT.sub("", written).rstrip()).endswith("]"):
        yield from (_scalar(piece.strip()) for piece in _PIECE.findall(bare[1:-1]))
    elif not _TEXT_FOLLOWS.match(written):
        yield _scalar(written)


def _scalar(written: str) -> str:
    if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'":
        inner = written[1:-1]
        return (re.sub(r"\\(.)", r"\1", inner) if written[0] == '"' else inner.replace("''", "'")).strip()
    return _COMMENT.sub("", written).strip()
