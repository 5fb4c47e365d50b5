"""What somebody typed and all names there are in, those it may be a slip of, or a piece of, out. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from operator import add

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST, LONGEST = 4, 64  # letters of what was typed, for a slip to be told

_WORD = re.compile(r"\w+")


def slips_allowed(typed: str) -> int:
    """Letters left out, put in, changed or swapped: one in a short name, three in a long one."""
    return 1 if len(typed) < 6 else 2 if len(typed) < 12 else 3


class Names:
    """Folded names, each with the id of what it names, ready to be gone through in a few milliseconds.

    They are kept in order of their length, so that only those of a fitting length are compared, and joined
    to one text, so that a piece is found in all of them at once.
    """

    def __init__(self, names: Iterable[tuple[str, int]] = ()) -> None:
        ordered = sorted(sorted(names), key=lambda one: len(one[0]))
        self._names = [name for name, _ in ordered]
        self._owners = [owner for _, owner in ordered]
        self._joined = "\n".join(self._names)

    @cached_property
    def words(self) -> "Names":
        """The single words of the names, and every two side by side in one, with no id of their own."""
        words: set[str] = set()
        for name in self._names:
            parts = _WORD.findall(name)
            words.update(parts, map(add, parts, parts[1:]))
        return Names((word, 0) for word in words)

    def alike(self, typed: str, most: int = 3) -> list[tuple[str, int]]:
        """The names nearest to what was typed, the nearest first; none where that is too short to tell."""
        if not SHORTEST <= len(typed) <= LONGEST:
            return []
        slips = slips_allowed(typed)
        first = bisect_left(self._names, len(typed) - slips, key=len)
        last = bisect_right(self._names, len(typed) + slips, key=len)
        found = process.extract(typed, self._names[first:last], scorer=OSA.distance, score_cutoff=slips, limit=most)
        return [(name, self._owners[first + place]) for name, _, place in found]

    def holding(self, piece: str, most: int) -> list[int]:
        """The ids of what has a name with the piece anywhere in it, the shortest names first."""
        found: dict[int, None] = {}
        place, line = 0, 0
        while (at := self._joined.find(piece, place)) >= 0 and len(found) < most:
            line += self._joined.count("\n", place, at)
            found[self._owners[line]] = None
            end = self._joined.find("\n", at)
            if end < 0:
                break
            place = end
        return list(found)
