"""Write the whole glossary to a file or to standard output."""

import re
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from glossary.addresses import site_address
from glossary.downloads import FORMATS

_FORMATS = ", ".join(sorted(FORMATS))


def address(value: str) -> str:
    if not re.fullmatch(r"https?://[\w.:\[\]-]+(?:/[\w./~%-]*)?", value, re.ASCII):
        raise ArgumentTypeError(f"{value!r} is no address such as https://example.org/")
    return value if value.endswith("/") else f"{value}/"


class Command(BaseCommand):
    help = "Write the whole glossary as a file."

    def add_arguments(self, parser: CommandParser) -> None:
        # What is missing or unknown is told in `handle`: argparse would answer with its usage.
        parser.add_argument("format", nargs="?", default="", help=_FORMATS)
        parser.add_argument("--base", type=address, default=site_address(), help="where the site is, for SKOS")
        parser.add_argument("--output", default="-", help="the file to write; standard output if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["format"] not in FORMATS:
            told = f"“{options['format']}” is no format to export." if options["format"] else "Which format?"
            raise CommandError(f"{told} There are: {_FORMATS}.")
        pieces = FORMATS[options["format"]](options["base"])
        if options["output"] == "-":
            for piece in pieces:
                self.stdout.write(piece, ending="")
            return
        try:
            with Path(options["output"]).open("w", encoding="utf-8") as file:
                file.writelines(pieces)
        except OSError as error:
            raise CommandError(f"{options['output']}: {error.strerror}") from error
