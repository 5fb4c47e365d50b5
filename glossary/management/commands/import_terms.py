"""Import a file of terms or rough notes, with an account of every line."""

import json
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from glossary import importer
from glossary.exchange.drafts import ReadError
from glossary.importer import Report

# Beyond it, it is something else than notes: somebody's home, an encyclopedia.
MOST_FILES = 20_000
MOST_BYTES = 100 * 2**20
_FORMATS = ", ".join(sorted(importer.FORMATS))


class Command(BaseCommand):
    help = (
        "Bring in rough notes, a file in the note format, or a folder of Markdown files. "
        "What is there is kept; a second time changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        # What is missing or unknown is told in `handle`: argparse would answer with its usage.
        parser.add_argument("file", nargs="?", default="", help="a file or a folder; - reads standard input")
        parser.add_argument("--format", default="", help=f"{_FORMATS}; told from the text if left out")
        parser.add_argument("--category", default="", help="a category that every term of the file gets")
        parser.add_argument("--dry-run", action="store_true", help="only report; nothing is written")
        parser.add_argument("--json", action="store_true", help="the report as data")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        if not path:
            raise CommandError("Which file? Name it behind the command, or - for standard input.")
        if options["format"] not in ("", *importer.FORMATS):
            raise CommandError(f"“{options['format']}” is no format to import. There are: {_FORMATS}.")
        try:
            if Path(path).is_dir():
                reading = importer.read_folder(files(Path(path)), options["format"])
            else:
                source = decoded(sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes())
                reading = importer.read(source, options["format"])
            if not reading.drafts and not reading.categories:
                raise ReadError("no term is found in it. Nothing was written.")
            name = "standard input" if path == "-" else Path(path).resolve().name
            report = importer.bring_in(reading, name, timezone.now(), options["category"], options["dry_run"])
        except (OSError, ReadError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise CommandError(f"{path}: {reason}") from error
        show = as_json if options["json"] else as_table
        self.stdout.write(show(report, path, options["dry_run"]))


def files(folder: Path) -> list[tuple[str, str]]:
    """The name and text of every Markdown file in a folder and the folders in it, in order, but for hidden ones."""
    found: list[tuple[str, str]] = []
    size = 0
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or any(part.startswith(".") for part in name.split("/")):
            continue
        size += path.stat().st_size
        if len(found) == MOST_FILES or size > MOST_BYTES:
            raise ReadError(f"a folder may hold {MOST_FILES:,} files of {MOST_BYTES // 2**20} MB in all.")
        try:
            found.append((name, decoded(path.read_bytes())))
        except ReadError as error:
            raise error.within(name) from error
    if not found:
        raise ReadError("no Markdown file is in this folder. Their names end in .md.")
    return found


def decoded(content: bytes) -> str:
    """The text of a file as people save it: UTF-8 with or without a mark, or UTF-16 with one."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    if encoding != "utf-16" and b"\0" in content:
        raise ReadError("not a text file. Save the notes as plain text and try again.")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ReadError("not UTF-8 text. Save the file as UTF-8 and try again.", line) from error


def as_json(report: Report, path: str, dry_run: bool) -> str:
    reading = report.reading
    return json.dumps(
        {
            "file": path,
            "dry_run": dry_run,
            "import": report.batch.pk if report.batch else None,
            "lines": [line.as_json() for line in reading.lines],
            "cards": [card.as_json() for card in reading.cards],
            "terms": [outcome.as_json() for outcome in report.outcomes],
            "summary": summary(report),
        },
        ensure_ascii=False,
        indent=2,
    )


def summary(report: Report) -> dict[str, int]:
    counts = {"lines": len(report.reading.lines), "cards": len(report.reading.cards)}
    for verdict in ("new", "new stub", "added to", "there already"):
        counts[verdict] = sum(outcome.verdict == verdict for outcome in report.outcomes)
    return counts


def as_table(report: Report, path: str, dry_run: bool) -> str:
    reading = report.reading
    parts = []
    for file, lines in groupby(reading.lines, key=lambda line: line.file):
        rows: list[tuple[str, ...]] = [("line", "card", "role", "text", "why", "what comes of it")]
        rows += [
            (str(line.number), str(line.card or ""), line.role, _short(line.text, 48), line.reason, line.fate)
            for line in lines
        ]
        parts += [*([file] if file else []), _table(rows), ""]
    cards = [(f"{card.number}", _short(card.title, 44), card.outcome) for card in reading.cards if card.outcome]
    if cards:
        parts += [_table([("card", "title", "becomes"), *cards]), ""]
    terms = [(one.verdict, _short(one.name, 44), "; ".join(one.details)) for one in report.outcomes]
    parts += [_table([("verdict", "term", "details"), *terms]), "", _sentence(report, path, dry_run)]
    return "\n".join(parts)


def _sentence(report: Report, path: str, dry_run: bool) -> str:
    counts = summary(report)
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in ("new", "new stub", "added to", "there already"))
    if dry_run:
        end = "A dry run: nothing was written."
    elif report.batch:
        end = f"Undo it with: manage.py undo_import {report.batch.pk}"
    else:
        end = "Nothing changed."
    return f"{path}: {counts['lines']} lines, {counts['cards']} cards; terms: {told}. {end}"


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
