"""The kinds of relation between two terms, each readable both ways and mapped to SKOS. Pure."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple

from django.db import models


class Reading(NamedTuple):
    """One way to read a kind of relation: the kind, and whether it runs from subject to object."""

    kind: "Kind"
    forward: bool


class Kind(models.TextChoices):
    """The value is the name in files and addresses, the label the verb from subject to object."""

    IS_A = "is-a", "is a kind of"
    PART_OF = "part-of", "is part of"
    RUNS_ON = "runs-on", "runs on"
    TRIGGERS = "triggers", "triggers"
    USES = "uses", "uses"
    SECURES = "secures", "secures"
    CONTRASTS = "contrasts-with", "contrasts with"
    RELATED = "related-to", "related to"

    @property
    def verb(self) -> str:
        """How it reads from the subject: ECS "runs on" EC2."""
        return str(self.label)

    @property
    def inverse_verb(self) -> str:
        """How it reads from the object: EC2 "runs" ECS."""
        return _INVERSE.get(self, self.verb)

    @property
    def is_symmetric(self) -> bool:
        """Whether it says the same from both sides; it is then stored in one direction only."""
        return self in SYMMETRIC

    @property
    def is_hierarchical(self) -> bool:
        """Whether its subject is the narrower term of the two, so that a circle makes no sense."""
        return self in HIERARCHICAL

    @property
    def skos(self) -> str:
        """The SKOS property from subject to object."""
        return "broader" if self.is_hierarchical else "related"

    @property
    def inverse_skos(self) -> str:
        """The SKOS property from object to subject."""
        return "narrower" if self.is_hierarchical else "related"


_INVERSE = {
    Kind.IS_A: "has kind",
    Kind.PART_OF: "has part",
    Kind.RUNS_ON: "runs",
    Kind.TRIGGERS: "is triggered by",
    Kind.USES: "is used by",
    Kind.SECURES: "is secured by",
}
SYMMETRIC = frozenset({Kind.CONTRASTS, Kind.RELATED})
HIERARCHICAL = frozenset({Kind.IS_A, Kind.PART_OF})

# Every verb, either way -> how to read it.
READINGS: dict[str, Reading] = {kind.inverse_verb: Reading(kind, False) for kind in Kind} | {
    kind.verb: Reading(kind, True) for kind in Kind
}


class Hierarchy:
    """Which term is directly below which, to keep it free of circles while it grows."""

    def __init__(self, edges: Iterable[tuple[int, int]]) -> None:
        self._above: dict[int, set[int]] = {}
        for narrower, broader in edges:
            self.add(narrower, broader)

    def add(self, narrower: int, broader: int) -> None:
        self._above.setdefault(narrower, set()).add(broader)

    def would_close_circle(self, narrower: int, broader: int) -> bool:
        """Whether the broader term is the narrower one itself, or already below it."""
        return narrower == broader or self.is_below(broader, narrower)

    def is_below(self, term: int, other: int) -> bool:
        """Whether a term is below another, by one step or by many."""
        return other in self.above(term)

    def are_in_line(self, one: int, other: int) -> bool:
        """Whether one of two terms is below the other. Both are walked up in turn: the short way is found soon."""
        return any(pair[0] == other or pair[1] == one for pair in zip_longest(self.above(one), self.above(other)))

    def above(self, term: int) -> Iterator[int]:
        """Every term above one, each once, the nearest first."""
        seen: set[int] = set()
        waiting = deque([term])
        while waiting:
            new = self._above.get(waiting.popleft(), set()) - seen
            yield from new
            seen |= new
            waiting.extend(new)
