"""Build the search index afresh."""

from typing import Any

from django.core.management.base import BaseCommand

from glossary import search_index


class Command(BaseCommand):
    help = "Build the search index afresh. It keeps itself up to date; this is for when that is in doubt."

    def handle(self, *args: Any, **options: Any) -> None:
        count = search_index.rebuild()
        self.stdout.write(f"The search index holds {count} term{'' if count == 1 else 's'}.")
