"""The lines of rough notes in, what can be seen of each out, with the marks that only say where a card begins. Pure."""

import re
from collections.abc import Sequence

from glossary.exchange.rough.lines import MARK, Sight, capitalised

_ASKED = re.compile(r"\s*(?:(?P<question>q|question)|a|answer)\s*\d{0,3}\s*[:.)]\s+(?=\S)", re.IGNORECASE)
_WHAT_IS = re.compile(r"(?:what(?:'s|’s| is| are)|define)\s+(?:(?:an?|the)\s+)?(?P<name>[^?]+?)\s*[?.]*", re.IGNORECASE)


def sights_of(lines: Sequence[str]) -> list[Sight]:
    """The lines that are not empty."""
    sights = [
        Sight(number, line, number == 1 or not lines[number - 2].strip())
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    return _questions(sights) or _outer_marks(sights) or sights


def _questions(sights: list[Sight]) -> list[Sight]:
    """Questions as titles and answers as texts, where nearly all lines are one or the other."""
    found = [_ASKED.match(sight.raw) for sight in sights]
    asked = sum(one is not None and one["question"] is not None for one in found)
    told = sum(one is not None for one in found) - asked
    if not (asked and told and asked + told >= 0.6 * len(sights)):
        return []
    return [
        sight
        if one is None
        else sight.seen_as(_subject(sight.raw[one.end() :]), opens=True)
        if one["question"]
        else sight.seen_as(sight.raw[one.end() :], opens=False)
        for sight, one in zip(sights, found, strict=True)
    ]


def _subject(question: str) -> str:
    """What a question is about: DNS, for "What is DNS?"."""
    found = _WHAT_IS.fullmatch(question)
    if not found:
        return question
    return capitalised(found["name"]) if question[0].isupper() else found["name"]


def _outer_marks(sights: list[Sight]) -> list[Sight]:
    """Where nothing unmarked stands above a list or as far to the left, its marks are those of cards."""
    indents = [len(sight.raw) - len(sight.raw.lstrip()) for sight in sights]
    marks = [MARK.match(sight.raw.lstrip()) for sight in sights]
    if not sights or marks[0] is None or any(indent < indents[0] for indent in indents):
        return []
    outer = [at for at, indent in enumerate(indents) if indent == indents[0]]
    if sum(marks[at] is not None for at in outer) < 0.9 * len(outer):
        return []
    # With lines further in, those further out are the titles; else the lines themselves have to tell.
    nested = len(outer) < len(sights)
    return [
        sight.seen_as(
            sight.raw.lstrip()[mark.end() :] if mark and is_outer else sight.raw, is_outer if nested else None
        )
        for sight, mark, is_outer in zip(sights, marks, (indent == indents[0] for indent in indents), strict=True)
    ]
