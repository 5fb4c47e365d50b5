"""Take back what an import brought in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from glossary import importer
from glossary.models import Import


class Command(BaseCommand):
    help = "Take back an import. Terms that were edited since are kept, and named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help="the import's number, as import_terms told it")

    def handle(self, *args: Any, **options: Any) -> None:
        batch = Import.objects.filter(pk=options["number"]).first()
        if batch is None:
            raise CommandError(f"There is no import {options['number']}.")
        kept = importer.undo(batch)
        self.stdout.write(f"Import {options['number']} is undone.")
        for name in kept:
            self.stdout.write(f"Kept, because it was edited since: {name}")
