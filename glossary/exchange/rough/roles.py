"""The lines of rough notes in, the cards they form and the role of each line out. Pure.

Each line gets points for and against every role from what it looks like and from its neighbours; the
sequence of roles with the most points in all is found by dynamic programming (Viterbi 1967). A point is
about a factor of e in odds; the weights were set by hand on notes of several fields.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from glossary.exchange.rough import words
from glossary.exchange.rough.layout import sights_of
from glossary.exchange.rough.lines import Sight, stands_for
from glossary.text import singular

NEVER = -1000.0


class Role(StrEnum):
    TITLE = "title"
    LIST_TITLE = "list title"  # the title of a card that is a list about another: "Lambda benefits"
    PAIR = "title and text"
    EXPANSION = "expansion"
    ALIAS = "other name"
    TEXT = "text"
    EXAMPLE = "example"
    HEADING = "heading"
    ITEM = "item"
    FIRST_ITEM = "first unmarked item"  # a role of its own, since a list of one item is none
    PLAIN_ITEM = "unmarked item"
    PLACEHOLDER = "placeholder"


# Points for the next card to begin right behind a role.
ENDS = {Role.TITLE: -2.6, Role.LIST_TITLE: -1.0, Role.HEADING: -6.0, Role.FIRST_ITEM: -2.5}
PLAIN = {Role.FIRST_ITEM, Role.PLAIN_ITEM}
OPENS_CARD = {Role.TITLE, Role.LIST_TITLE, Role.PAIR}
Points = list[tuple[float, str]]


@dataclass
class Found:
    """A card: its title line and the lines below, each with its role and the reason for it."""

    title: Sight
    role: Role
    reason: str
    lines: list[tuple[Sight, Role, str]] = field(default_factory=list)


@dataclass
class Notes:
    """The cards, the lines before the first of them, and the empty lines."""

    cards: list[Found]
    stray: list[Sight]
    blank: list[Sight]


def find_cards(lines: Sequence[str]) -> Notes:
    """The most likely cards of the notes; every line is in exactly one of the three parts."""
    sights = sights_of(lines)
    blank = [Sight(number, line, True) for number, line in enumerate(lines, 1) if not line.strip()]
    judge = _Judge(sights)
    roles = judge.best_roles()
    notes = Notes([], [], blank)
    for at, (sight, role) in enumerate(zip(sights, roles, strict=True)):
        if role in OPENS_CARD:
            notes.cards.append(Found(sight, role, judge.reason(at, role)))
        elif notes.cards:
            notes.cards[-1].lines.append((sight, role, judge.reason(at, role)))
        else:
            notes.stray.append(sight)
    return notes


class _Judge:
    def __init__(self, sights: list[Sight]) -> None:
        self.sights = sights
        short = [sight for sight in sights if _is_short(sight)]
        above = [sight for sight, below in pairwise(sights) if len(below.words) >= 6 and _is_short(sight)]
        # 1 where titles begin with a capital, 0 where the writer uses none; the same of texts.
        self.capitals = _share_of_capitals(above if len(above) >= 4 else short)
        self.text_capitals = _share_of_capitals([sight for sight in sights if len(sight.words) >= 6])
        self.has_blanks = self._is_blank_separated()
        self.pairs, self.tabs = self._share_of_pairs()
        self.bold_pairs = sum(sight.is_bold_pair and sight.pair is not None for sight in sights) > 1
        self.expands = self._expansions()
        self.starts = self._earlier_starts()
        self.mentioned = self._mentioned()
        self.heads = self._shared_heads()
        self.title_points = [self._title(at) for at in range(len(sights))]
        self.titles = [sum(value for value, _ in points) for points in self.title_points]

    # ---- what the file as a whole looks like

    def _is_blank_separated(self) -> bool:
        blocks = sum(sight.after_blank for sight in self.sights)
        return blocks >= 3 and blocks >= 0.12 * len(self.sights)

    def _share_of_pairs(self) -> tuple[bool, bool]:
        """Whether most lines that could hold both title and text do so, with a mark or with a tab."""
        able = [sight for sight in self.sights if not (sight.mark or sight.is_example or sight.is_heading)]
        tabs = sum(sight.has_tab for sight in able)
        pairs = sum(sight.pair is not None for sight in able)
        enough = max(0.4 * len(able), min(2, len(able)), 1)  # one pair may be the whole file
        return pairs >= enough, tabs >= enough

    def _expansions(self) -> dict[int, int]:
        """Line that spells out an abbreviation -> line that has it, up to four lines above."""
        found: dict[int, int] = {}
        for at, sight in enumerate(self.sights):
            if len(sight.words) > 8 or sight.is_acronym or sight.mark or sight.text.endswith("."):
                continue
            for back in range(1, min(4, at) + 1):
                title = self.sights[at - back]
                if len(title.words) <= 3 and self._spelled_out(title, sight, back):
                    found[at] = at - back
                    break
        return found

    def _spelled_out(self, title: Sight, sight: Sight, back: int) -> bool:
        if stands_for(title.text, sight.text) and " " in title.text:
            return True
        # "dna" is told from a word by what stands right below it only.
        lower = back == 1 and len(title.text) <= 4 and self.capitals < 0.5
        return any(stands_for(word, sight.text) for word in title.text.split() if lower or not word.islower())

    def _earlier_starts(self) -> dict[int, int]:
        """Short line -> an earlier short line whose words it begins with or contains."""
        seen: dict[tuple[str, ...], int] = {}
        found = {}
        for at, sight in enumerate(self.sights):
            if sight.mark or not 1 <= len(sight.folded) <= 8:
                continue
            parts = tuple(words_singular(sight))
            spans = [parts[i:j] for i in range(len(parts)) for j in range(i + 1, len(parts) + 1)]
            inner = [seen[span] for span in spans if span in seen and span != parts]
            if inner:
                found[at] = min(inner)
            if len(parts) <= 5:
                seen.setdefault(parts, at)
        return found

    def _mentioned(self) -> set[int]:
        """Short lines whose words stand within another line."""
        keys = [tuple(words_singular(sight)) for sight in self.sights]
        short: dict[tuple[str, ...], list[int]] = {}
        for at, sight in enumerate(self.sights):
            if keys[at] and len(keys[at]) <= 4 and not sight.mark:
                short.setdefault(keys[at], []).append(at)
        spans = {
            key[start:end]
            for key in keys
            for start in range(len(key))
            for end in range(start + 1, min(start + 4, len(key)) + 1)
            if end - start < len(key)
        }
        return {at for key in short.keys() & spans for at in short[key]}

    def _shared_heads(self) -> set[int]:
        """Short lines that end in the same noun as another: inner join, left join, cross join."""
        by_head: dict[str, list[int]] = {}
        for at, sight in enumerate(self.sights):
            if 2 <= len(sight.words) <= 3 and not sight.mark and not sight.opens_like_text:
                by_head.setdefault(words_singular(sight)[-1], []).append(at)
        return {at for group in by_head.values() if len(group) > 1 for at in group}

    # ---- points for each role

    def _title(self, at: int) -> Points:
        sight = self.sights[at]
        if sight.mark or sight.is_placeholder or sight.is_address:
            why = "carries the mark of an item" if sight.mark else "holds a place"
            return [(NEVER, "is an address" if sight.is_address else why)]
        points = [*self._shape(sight), *self._wording(sight), *self._surroundings(at)]
        return [(value, why) for value, why in points if value]

    def _shape(self, sight: Sight) -> Points:
        count = len(sight.words)
        by_count = {0: -6.0, 1: 2.2, 2: 2.2, 3: 2.0, 4: 1.0, 5: 0.2, 6: -0.8, 7: -2.0, 8: -3.0}
        end = sight.text[-1]
        lower = -3.2 * self.capitals if sight.is_lower else 0.3 - 2.0 * max(0.0, self.text_capitals - self.capitals)
        if sight.is_lower and sight.has_acronym and self.capitals < 1:
            lower += 0.5
        return [
            (by_count.get(count, -4.5 - 0.2 * min(count - 9, 10)), f"{count} word{'s' * (count != 1)}"),
            (-5.0 if end == "." and not sight.text.endswith(("etc.", "Inc.")) else 0, "ends with a full stop"),
            (-2.5 if end in "!;," else 0, "ends like a sentence"),
            (-2.0 if ", " in sight.text else 0, "has a comma"),
            (-4.0 if ". " in sight.text or "; " in sight.text else 0, "has several sentences"),
            (lower, "begins with a small letter" if sight.is_lower else "begins with a capital"),
            (2.2 if sight.is_acronym else 0.7 if sight.has_acronym and count <= 5 else 0, "has an abbreviation"),
            (1.2 if sight.is_title_case else 0, "capitals throughout"),
            (-0.7 if "(" in sight.text and count > 4 else 0, "has brackets"),
            (-3.0 if sight.has_formula else 0, "has a figure or a formula"),
        ]

    @staticmethod
    def _wording(sight: Sight) -> Points:
        question = sight.is_question and len(sight.words) <= 7
        clause = 0.0 if sight.is_lead_in or sight.facet or question else -1.5 * min(sight.clause_marks, 3)
        inner = (
            0.0
            if sight.is_lead_in or (sight.facet not in ("", "to do")) or sight.versus
            else -0.8 * sight.has_inner_phrase
        )
        opening = 0.0 if sight.is_lead_in or question or sight.versus else -3.5 * sight.opens_like_text
        return [
            (opening, "opens like a text"),
            (clause, "worded like a clause"),
            (inner, "says how things stand to each other"),
            (-2.0 if sight.text[0] in "-–=<>+~" else 0, "begins with a sign"),
            (4.5 if sight.is_lead_in else 0, "a clause that the next line ends"),
            (3.0 if sight.versus else 0, "sets two things side by side"),
            (2.0 if question else 0, "asks a question"),
            (1.5 if sight.facet else 0, f"names a list ({sight.facet})"),
            (-4.0 if sight.pair else 0, "has a text of its own behind a mark"),
            (-6.0 if sight.is_example else 0, "begins as an example"),
            (-4.0 if sight.is_alias else 0, "gives another name"),
        ]

    def _surroundings(self, at: int) -> Points:
        sight = self.sights[at]
        after = self.sights[at + 1] if at + 1 < len(self.sights) else None
        points = [
            (-self._heading(at), "a usual heading inside a card"),
            (5.0 if at in self.expands.values() and sight.is_acronym else 0, "an abbreviation spelled out below"),
            (
                3.0 if at in self.expands.values() and not sight.is_acronym else 0,
                "its abbreviation is spelled out below",
            ),
            (1.0 if at in self.starts else 0, "repeats an earlier title"),
            (0.8 if at in self.mentioned else 0, "other lines speak of it"),
            (0.6 if at in self.heads else 0, "ends like other titles"),
        ]
        if self.has_blanks:
            points.append(
                (
                    3.0 if sight.after_blank else -4.5,
                    "behind an empty line" if sight.after_blank else "no empty line above",
                )
            )
        if self.pairs or self.tabs:
            points.append((-2.5, "other titles stand on one line with their text"))
        if after and after.is_placeholder and at not in self.expands:
            points.append((3.0, "the next line only holds a place"))
        if sight.text.endswith("."):
            return points
        if after and not after.mark and not after.is_heading and not after.is_placeholder:
            points += self._before_text(sight, after)
        return points

    def _heading(self, at: int) -> float:
        """Points for a heading inside a card: written small or with a marked list below, it is hardly a title."""
        sight = self.sights[at]
        below = self.sights[at + 1] if at + 1 < len(self.sights) else None
        if not sight.is_heading:
            small = sight.is_small_list_title or (sight.is_lower and len(sight.words) <= 4 and below and below.mark)
            return 3.0 * max(0.0, self.capitals - 0.4) if small and at not in self.starts else 0.0
        if len(sight.words) > 2 and at in self.starts:
            return 0.0  # "when to use Neptune" is about another card
        sure = sight.is_usual_heading or (sight.is_lower and self.capitals > 0.5) or (below and below.mark)
        return 4.0 if sure else 1.5

    @staticmethod
    def _before_text(sight: Sight, after: Sight) -> Points:
        longer = len(after.words) >= len(sight.words) + 2
        return [
            (
                1.5 if after.is_lower and not sight.is_lower and longer else 0,
                "the next line goes on with a small letter",
            ),
            (1.5 * after.opens_like_text, "the next line opens like a text"),
            (0.8 if len(after.words) >= 6 and longer else 0, "the next line is longer"),
        ]

    def emissions(self, at: int) -> dict[Role, float]:
        """Points of a line for every role it may have, its neighbours' roles aside."""
        sight, title = self.sights[at], self.titles[at]
        item = self._plain_item(sight) - (0.2 if title > 0 else 0.0)
        points = {
            Role.TITLE: title,
            Role.LIST_TITLE: self._list_title(sight, title),
            Role.PAIR: self._pair(sight),
            Role.EXPANSION: 7.0 if at in self.expands else NEVER,
            Role.ALIAS: 6.0 if sight.is_alias and len(sight.words) <= 10 else NEVER,
            Role.TEXT: self._text(sight, title),
            Role.EXAMPLE: 6.0 if sight.is_example else NEVER,
            Role.HEADING: self._heading(at) or NEVER,
            Role.ITEM: 6.0 if sight.mark and not sight.is_placeholder else NEVER,
            Role.FIRST_ITEM: item,
            Role.PLAIN_ITEM: item,
            Role.PLACEHOLDER: 6.0 if sight.is_placeholder else NEVER,
        }
        possible = {role: own for role, own in points.items() if own > NEVER / 2 and self._may_be(sight, role)}
        return possible or {Role.TEXT: 0.0}

    @staticmethod
    def _may_be(sight: Sight, role: Role) -> bool:
        return sight.opens is None or sight.opens == (role in OPENS_CARD)

    @staticmethod
    def _list_title(sight: Sight, title: float) -> float:
        if sight.is_heading or not (sight.facet or sight.is_plural):
            return NEVER
        return title + (0.3 if sight.facet else -1.5)

    @staticmethod
    def _text(sight: Sight, title: float) -> float:
        if sight.is_placeholder:
            return NEVER
        if sight.mark or sight.is_heading:
            return -2.0
        short = {1: 1.0, 2: 0.3}.get(len(sight.words), 0.0)
        lists = 0.8 if sight.facet not in ("", "to do") else 0.0
        return -0.5 * max(title, 0.0) - short - lists

    def _pair(self, sight: Sight) -> float:
        if sight.pair is None:
            return NEVER
        if sight.has_tab or (sight.is_bold_pair and self.bold_pairs):
            return 9.0
        return 5.0 if self.pairs else NEVER

    @staticmethod
    def _plain_item(sight: Sight) -> float:
        if sight.mark or sight.is_placeholder or sight.is_example or sight.is_address or len(sight.words) > 14:
            return NEVER
        outside_brackets = len(sight.text.partition("(")[0].split())
        return (
            -1.0 * sight.text.endswith(".")
            - 0.4 * max(0, outside_brackets - 5)
            - 0.5 * sight.clause_marks
            - 0.7 * sight.opens_like_text
        )

    def transition(self, before: Role, role: Role, at: int) -> float:
        """Points for a role right behind another."""
        sight, last = self.sights[at], self.sights[at - 1]
        if role in OPENS_CARD:
            changes = 1.0 if before == Role.PLAIN_ITEM and sight.is_lower != last.is_lower else 0.0
            # Spelled out right below the title, its text is still to come.
            early = -1.4 if before == Role.EXPANSION and self.expands[at - 1] == at - 2 else 0.0
            return changes + early + ENDS.get(before, 0.0)
        if self.has_blanks and sight.after_blank:
            return -1.5 + self._inside_card(before, role, sight, last)
        return self._inside_card(before, role, sight, last)

    def _inside_card(self, before: Role, role: Role, sight: Sight, last: Sight) -> float:
        if role == Role.FIRST_ITEM:
            return self._first_item(before, sight, last)
        if role == Role.PLAIN_ITEM:
            return self._next_item(sight, last) if before in PLAIN else NEVER
        if role == Role.ITEM:
            return {Role.LIST_TITLE: 1.0, Role.HEADING: 2.0, Role.ITEM: 1.0}.get(before, 0.0)
        if role == Role.EXPANSION:
            return 0.0 if before in (Role.TITLE, Role.TEXT, Role.PAIR, Role.ALIAS, Role.EXAMPLE) else -3.0
        if role == Role.TEXT:
            return self._next_text(before, sight, last)
        return -2.0 if role == Role.HEADING and before == Role.HEADING else 0.0

    @staticmethod
    def _next_item(sight: Sight, last: Sight) -> float:
        """Items of a list are built alike."""
        alike = sight.is_lower == last.is_lower
        same_build = [
            1.0 * ("(" in sight.text and "(" in last.text),
            1.2 * (sight.pair is not None and last.pair is not None),
            1.0 * (sight.text[0].isdigit() and last.text[0].isdigit()),
            0.4 * (("(" in sight.text) == ("(" in last.text)),
            -0.8 * (sight.clause_marks > 0 and not last.clause_marks),
            -0.3 * (sight.has_inner_phrase and not last.has_inner_phrase),
            -0.2 * max(0, abs(len(sight.words) - len(last.words)) - 2),
        ]
        return (1.3 if alike else -0.8) + sum(same_build)

    @staticmethod
    def _first_item(before: Role, sight: Sight, last: Sight) -> float:
        if before == Role.LIST_TITLE:
            return 2.5 if words.facet(last.facet) in words.ORDERED else 1.5
        if before == Role.TITLE:
            return -2.5 if len(sight.words) <= 4 else -4.0
        return 0.5 if before == Role.HEADING else NEVER

    def _next_text(self, before: Role, sight: Sight, last: Sight) -> float:
        if before in (Role.ITEM, *PLAIN):
            return -1.5
        if before == Role.TITLE:
            return 1.2
        if before == Role.PLACEHOLDER:
            return -1.5
        if before == Role.TEXT and last.is_lower and not sight.is_lower and len(sight.words) <= 4:
            return -0.7
        return -0.5 if before == Role.LIST_TITLE else 0.0

    # ---- the best sequence

    def best_roles(self) -> list[Role]:
        best: dict[Role, float] = {}
        steps: list[dict[Role, Role]] = []
        for at in range(len(self.sights)):
            now, step = {}, {}
            for role, own in self.emissions(at).items():
                if not steps and not best:
                    now[role] = own + (5.0 if role in OPENS_CARD else 0.0)
                    continue
                before = max(best, key=lambda one: best[one] + self.transition(one, role, at))
                now[role] = best[before] + self.transition(before, role, at) + own
                step[role] = before
            if at:
                steps.append(step)
            best = now
        if not best:
            return []
        # A file that ends with a bare title ends with a stub, which is rarer than a text.
        role = max(best, key=lambda one: best[one] - (1.6 if one == Role.TITLE else 0.0))
        roles = [role]
        for step in reversed(steps):
            roles.append(step[roles[-1]])
        return roles[::-1]

    # ---- reasons

    def reason(self, at: int, role: Role) -> str:
        """Why the line has its role: the weightiest things seen."""
        sight = self.sights[at]
        if sight.opens is not None and role in (Role.TITLE, Role.LIST_TITLE, Role.TEXT):
            return "its mark opens a card" if sight.opens else "stands under the mark of its card"
        fixed = {
            Role.PAIR: "title and text on one line",
            Role.ALIAS: "gives another name of the term",
            Role.EXAMPLE: "begins as an example",
            Role.HEADING: self._why_heading(sight),
            Role.ITEM: f"marked as an item ({sight.mark})",
            Role.FIRST_ITEM: "a short line that opens a list without marks",
            Role.PLAIN_ITEM: "a short line in a list without marks",
            Role.PLACEHOLDER: "only holds a place",
        }
        if role == Role.EXPANSION:
            return f"what the letters in line {self.sights[self.expands[at]].number} stand for"
        if role in fixed:
            return fixed[role]
        speaks = [one for one in self.title_points[at] if (one[0] > 0) == (role != Role.TEXT)]
        speaks.sort(key=lambda one: -abs(one[0]))
        return ", ".join(why for _, why in speaks[:3]) or (
            "nothing speaks for a title" if role == Role.TEXT else "fits best"
        )

    @staticmethod
    def _why_heading(sight: Sight) -> str:
        if sight.is_heading:
            return "a usual heading inside a card"
        return f"written small, and names a list ({sight.facet})" if sight.facet else "written small, above a list"


def _is_short(sight: Sight) -> bool:
    return len(sight.words) <= 4 and not sight.mark and not sight.is_heading


def _share_of_capitals(sights: Sequence[Sight]) -> float:
    return sum(not sight.is_lower for sight in sights) / len(sights) if sights else 1.0


def words_singular(sight: Sight) -> list[str]:
    """The words of a line but for articles, in the singular, to compare titles by."""
    return [singular(word) for word in sight.folded if word not in words.ARTICLES]
