"""Propose relations between terms that mention one another; editors accept or refuse them at the desk."""

from typing import Any

from django.core.management.base import BaseCommand

from glossary import suggestions
from glossary.models import Term


class Command(BaseCommand):
    help = "Propose relations between terms that mention one another, for editors to accept or refuse."

    def handle(self, *args: Any, **options: Any) -> None:
        count = suggestions.propose(Term.objects.all())
        self.stdout.write(
            f"{count} relation{'' if count == 1 else 's'} proposed. They wait at the desk, under Relations."
        )
