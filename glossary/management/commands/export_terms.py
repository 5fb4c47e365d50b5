"""Write the whole glossary to a file or to standard output."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from glossary.downloads import FORMATS


class Command(BaseCommand):
    help = "Write the whole glossary as a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("format", choices=sorted(FORMATS))
        parser.add_argument("--output", default="-", help="the file to write; standard output if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        _, _, write = FORMATS[options["format"]]
        if options["output"] == "-":
            for piece in write():
                self.stdout.write(piece, ending="")
            return
        try:
            with Path(options["output"]).open("w", encoding="utf-8") as file:
                file.writelines(write())
        except OSError as error:
            raise CommandError(f"{options['output']}: {error.strerror}") from error
