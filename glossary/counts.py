"""The glossary in, how many terms there are by first letter and by category out; kept while it stays the same."""

from dataclasses import dataclass
from string import ascii_lowercase

from django.db.models import Count
from django.db.models.functions import Substr

from glossary import caching
from glossary.models import Relation, Term

# Where digits and signs stand in the index.
OTHER = "#"


@dataclass(frozen=True)
class Counts:
    """How many terms begin with each character, are in each category (by id), are stubs; how many relations."""

    initials: dict[str, int]
    categories: dict[int, int]
    stubs: int
    relations: int

    @property
    def terms(self) -> int:
        return sum(self.initials.values())

    @property
    def others(self) -> list[str]:
        """The first characters that are no letters."""
        return [initial for initial in self.initials if not initial.isalpha()]

    @property
    def letters(self) -> dict[str, int]:
        """The index: "#", a to z whether used or not, and what letters of other scripts are used."""
        used = {initial for initial in self.initials if initial.isalpha()}
        index = {OTHER: sum(self.initials[initial] for initial in self.others)}
        return index | {letter: self.initials.get(letter, 0) for letter in sorted(used | set(ascii_lowercase))}


def counts() -> Counts:
    return caching.kept("counts", _count)


def _count() -> Counts:
    by_initial = Term.objects.order_by().values_list(Substr("key", 1, 1)).annotate(Count("pk"))
    by_category = Term.categories.through.objects.values_list("category").annotate(Count("pk"))
    return Counts(
        initials=dict(by_initial),
        categories=dict(by_category),
        stubs=Term.objects.stubs().count(),
        relations=Relation.objects.accepted().count(),
    )
