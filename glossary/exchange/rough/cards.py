"""Cards of rough notes in, drafts of terms out, with what became of every card and line. Pure.

A card becomes a term, a stub, a fact list of another term, or proposed relations of another term.
"""

import re

from glossary import text
from glossary.exchange.drafts import Card, Draft, DraftLabel, DraftList, DraftRelation, DraftSource, Line, Reading
from glossary.exchange.rough import words
from glossary.exchange.rough.lines import Sight, capitalised, stands_for
from glossary.exchange.rough.roles import Found, Notes, Role
from glossary.linker import Linker, Target
from glossary.relations import Kind

ITEMS = {Role.ITEM, Role.FIRST_ITEM, Role.PLAIN_ITEM}

# The beginning of a text that may spell out its title: up to the first comma, full stop, dash or bracket.
_FIRST_CLAUSE = re.compile(r"(?P<name>[^,.;:()–—]{3,80}?)\s*(?:[,.;:–—]\s*|\s-\s|$)")

# A list that says what it is about, though that has no card: "Stages of drug development".
_LIST_OF = re.compile(r"(?P<list>.+?) of (?:(?:a|an|the) )?(?P<owner>.{2,80})", re.IGNORECASE)

# What a text says right before it names another term -> the relation it suggests.
HINTS = [
    (
        re.compile(r"\b(?:runs?|running|hosted|deployed)\b(?: \S+){0,4}? (?:on|in|inside)\b[^.]*$", re.I),
        Kind.RUNS_ON,
        True,
    ),
    (re.compile(r"\btrigger(?:s|ed|ing)?(?! by)\b(?: \S+){0,2}$", re.I), Kind.TRIGGERS, True),
    (re.compile(r"\b(?:is )?(?:a |one )?(?:kind|type|form|sort) of(?: (?:a|an|the))?$", re.I), Kind.IS_A, True),
    (re.compile(r"\bpart of(?: (?:a|an|the))?$", re.I), Kind.PART_OF, True),
    (re.compile(r"\b(?:secures?|protects?|guards?)(?: (?:a|an|the|your))?$", re.I), Kind.SECURES, True),
    (re.compile(r"\b(?:uses?|using|built on|based on|sits on top of)(?: (?:a|an|the))?$", re.I), Kind.USES, True),
    (
        re.compile(r"\b(?:opposite of|unlike|not the same as|versus|vs\.?)(?: (?:a|an|the))?$", re.I),
        Kind.CONTRASTS,
        True,
    ),
    (re.compile(r"\b(?:works?|integrates?)(?: \w+)? with(?: (?:a|an|the))?$", re.I), Kind.RELATED, True),
]


def interpret(notes: Notes) -> Reading:
    """The drafts in the cards, and an account of every line of the notes."""
    return _Interpreter(notes).reading()


class _Interpreter:
    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.titles = [_title(found) for found in notes.cards]
        self.linker = Linker((title, Target(number, "")) for number, title in enumerate(self.titles))
        self.by_title = {text.fold(title): number for number, title in reversed(list(enumerate(self.titles)))}
        self.owners = [self._owner(number) for number in range(len(self.titles))]
        self.drafts: dict[int, Draft] = {}
        # Line number -> the card whose draft it became a part of, the sort of part, and which.
        self.parts: dict[int, tuple[int, str, str]] = {}
        self.outcomes: dict[int, str] = {}

    def reading(self) -> Reading:
        for number, owner in enumerate(self.owners):
            if owner is None:
                self._make_term(number)
            elif owner == number and (found := _LIST_OF.fullmatch(self.titles[number])):
                self._make_owner(number, found["list"], found["owner"])
        for number, owner in enumerate(self.owners):
            if owner is not None:
                self._give(number, self._home(owner))
        return Reading([self.drafts[number] for number in sorted(self.drafts)], self._lines(), self._cards())

    def _home(self, owner: int) -> int:
        """The term that an owner is, or belongs to in turn."""
        seen = set()
        while owner not in self.drafts and owner not in seen:
            seen.add(owner)
            further = self.owners[owner]
            owner = owner if further is None else further
        if owner not in self.drafts:
            self._make_term(owner)
        return owner

    # ---- whose card it is

    def _owner(self, number: int) -> int | None:
        """The number of the card that this card is about, if it is no term; its own where that card is missing."""
        found = self.notes.cards[number]
        if found.role == Role.PAIR:
            return None
        if found.title.is_lead_in:
            return self._mentioned(number)
        sides = self._sides(found)
        if sides:
            return sides[0]
        if not found.title.facet or any(role not in ITEMS | {Role.PLACEHOLDER} for _, role, _ in found.lines):
            return None
        owner = self._mentioned(number)
        is_list = len(found.lines) > 1 and _LIST_OF.fullmatch(self.titles[number])
        return number if owner is None and is_list else owner

    def _sides(self, found: Found) -> tuple[int, int] | None:
        """The two other cards that a title such as "TCP vs UDP" sets side by side."""
        if not found.title.versus:
            return None
        one, other = (self.by_title.get(text.fold(side)) for side in found.title.versus)
        return (one, other) if one is not None and other is not None and one != other else None

    def _mentioned(self, number: int) -> int | None:
        """The longest other title that stands in this one."""
        mentions = self.linker.find(self.titles[number], without=number)
        inner = [target.id for one in mentions for target in one.targets]
        return max(inner, key=lambda one: (len(self.titles[one]), -one), default=None)

    # ---- cards that are terms

    def _make_owner(self, number: int, title: str, owner: str) -> None:
        """A stub of what a list is about, where the notes have no card of it: "Stages of drug development"."""
        sight = self.notes.cards[number].title
        name = owner if sight.is_lower else capitalised(owner)
        self.drafts[number] = Draft(name, sources=[DraftSource("notes", line=sight.number)], line=sight.number)
        self._add_list(number, number, _sentence_case(title))

    def _make_term(self, number: int) -> None:
        found = self.notes.cards[number]
        source = DraftSource("notes", line=found.title.number)
        draft = Draft(self.titles[number], sources=[source], line=found.title.number)
        self.drafts[number] = draft
        self.parts[found.title.number] = (number, "term", "")
        name_in_brackets(draft)
        paragraphs = self._text_of_pair(draft, found)
        heading: DraftList | None = None
        for sight, role, _ in found.lines:
            if role == Role.HEADING:
                heading = DraftList(_sentence_case(sight.text.rstrip(" :?")), line=sight.number)
                heading.is_ordered = words.facet(sight.folded[-1]) in words.ORDERED
                draft.fact_lists.append(heading)
                part = ("list", heading.title)
            elif role in ITEMS and heading:
                heading.items.append(sight.unmarked)
                heading.is_ordered |= sight.is_numbered
                part = ("item", f"{heading.title}: {sight.unmarked}")
            else:
                part = self._take(draft, sight, role, paragraphs)
            if role != Role.PLACEHOLDER:
                self.parts[sight.number] = (number, part[0], text.fold(part[1]))
        draft.definition = "\n\n".join(paragraphs)
        self._propose(number, draft, paragraphs)
        names = f", also called {', '.join(label.text for label in draft.labels)}" if draft.labels else ""
        self.outcomes[number] = ("term" if draft.definition else "stub") + names

    @staticmethod
    def _text_of_pair(draft: Draft, found: Found) -> list[str]:
        """The text on the title's own line; where it spells out the title's letters, that becomes a name."""
        if found.role != Role.PAIR or not found.title.pair:
            return []
        said = found.title.pair[1]
        if Sight(0, said, False).is_placeholder:
            return []
        first = _FIRST_CLAUSE.match(said)
        if not first or not stands_for(draft.title, first["name"]):
            return [said]
        draft.labels.append(DraftLabel("expansion", first["name"].strip()))
        rest = said[first.end() :].strip()
        return [rest] if rest else []

    @staticmethod
    def _take(draft: Draft, sight: Sight, role: Role, paragraphs: list[str]) -> tuple[str, str]:
        """Make a line part of the term; says which part."""
        if role == Role.EXPANSION:
            draft.labels.append(DraftLabel("expansion", sight.text.rstrip(" .")))
            return "expansion", draft.labels[-1].text
        if role == Role.ALIAS and sight.alias:
            kind = "expansion" if stands_for(draft.title, sight.alias) else "synonym"
            draft.labels.append(DraftLabel(kind, sight.alias.rstrip(" .")))
            return kind, draft.labels[-1].text
        if role in ITEMS:
            item = f"{'1.' if sight.is_numbered else '-'} {sight.unmarked}"
            if paragraphs and paragraphs[-1].startswith(("- ", "1. ")):
                paragraphs[-1] += f"\n{item}"
            else:
                paragraphs.append(item)
        elif role != Role.PLACEHOLDER:
            paragraphs.append(sight.text)
        return "text", ""

    def _propose(self, number: int, draft: Draft, paragraphs: list[str]) -> None:
        """Relations to other terms of the notes, where the words before a mention suggest one."""
        for paragraph in paragraphs:
            for mention in self.linker.find(paragraph, own=number):
                before = paragraph[: mention.start].rstrip()
                for pattern, kind, forward in HINTS:
                    if pattern.search(before):
                        self._relate(draft, kind, forward, mention.targets[0].id, paragraph)
                        break

    def _relate(self, draft: Draft, kind: Kind, forward: bool, other: int, reason: str) -> None:
        name = self.titles[other]
        if text.fold(name) == text.fold(draft.title) or self.owners[other] is not None:
            return
        if all((one.kind, one.other) != (kind, name) for one in draft.relations):
            short = reason if len(reason) <= text.MAX_ITEM else reason[: text.MAX_ITEM - 1] + "…"
            draft.relations.append(DraftRelation(kind, forward, name, True, short, draft.line))

    # ---- cards that belong to another term

    def _give(self, number: int, owner: int) -> None:
        if number == owner:
            return
        found, draft = self.notes.cards[number], self.drafts[owner]
        of_card = [found.title.number, *(sight.number for sight, _, _ in found.lines)]
        draft.sources.append(DraftSource("notes", line=found.title.number, remark=f"“{self.titles[number]}”"))
        if found.title.is_lead_in and self._relations_of(found, number, owner):
            self.parts |= {line: (owner, "relation", text.fold(draft.relations[-1].other)) for line in of_card}
            return
        sides = self._sides(found)
        if sides:
            self._relate(draft, Kind.CONTRASTS, True, sides[1], found.title.text)
            self.outcomes[number] = f"proposed: {draft.title} contrasts with {self.titles[sides[1]]}"
            if not found.lines:
                self.parts[found.title.number] = (owner, "relation", text.fold(self.titles[sides[1]]))
                return
        self._add_list(
            number, owner, f"Compared with {self.titles[sides[1]]}" if sides else self._list_title(number, owner)
        )

    def _add_list(self, number: int, owner: int, title: str) -> None:
        """Make a card a fact list of a term."""
        found, draft = self.notes.cards[number], self.drafts[owner]
        items = [sight.unmarked for sight, role, _ in found.lines if role != Role.PLACEHOLDER]
        ordered = words.facet(found.title.facet) in words.ORDERED or any(
            sight.is_numbered for sight, _, _ in found.lines
        )
        draft.fact_lists.append(DraftList(title, ordered, items, found.title.number))
        self.parts[found.title.number] = (owner, "list", text.fold(title))
        for sight, role, _ in found.lines:
            if role != Role.PLACEHOLDER:
                self.parts[sight.number] = (owner, "item", text.fold(f"{title}: {sight.unmarked}"))
        told = [
            f"fact list “{title}” of {draft.title}",
            "in order" if ordered else "",
            "" if items else "without items yet",
        ]
        self.outcomes[number] = ", ".join(part for part in [*told, self.outcomes.get(number, "")] if part)

    def _relations_of(self, found: Found, number: int, owner: int) -> bool:
        """Read an unfinished clause and its end as relations: "When using ECS you can / run it on EC2"."""
        draft = self.drafts[owner]
        whole = " ".join([found.title.text, *(sight.text for sight, _, _ in found.lines)])
        before = len(draft.relations)
        for sight, _, _ in found.lines:
            for mention in self.linker.find(sight.text, own=owner):
                start = sight.text[: mention.start].rstrip()
                kind, forward = next(
                    ((kind, forward) for pattern, kind, forward in HINTS if pattern.search(start)), (Kind.RELATED, True)
                )
                if mention.targets[0].id != number:
                    self._relate(draft, kind, forward, mention.targets[0].id, whole)
        added = draft.relations[before:]
        if added:
            told = ", ".join(f"{draft.title} {one.kind.verb} {one.other}" for one in added)
            self.outcomes[number] = f"proposed: {told}"
        return bool(added)

    def _list_title(self, number: int, owner: int) -> str:
        """What the list is called at its term: "Lambda Benefits" is "Benefits" there."""
        title, name = self.titles[number], _in_both_numbers(self.titles[owner])
        if self.notes.cards[number].title.is_lead_in:
            return _sentence_case(title)
        about = re.compile(rf"^(.+?) (?:of|for|in) (?:a |an |the )?{name}(?:e?s)?(?: \w+)?$", re.I).match(title)
        if about:
            return _sentence_case(about[1])
        if re.search(r"\b(?:of|for|to|in|when|by|from)\b", title):
            return _sentence_case(title, self.titles[owner])
        return _sentence_case(" ".join(re.sub(rf"\b{name}(?:'s|’s|s)?(?!\w)", " ", title, flags=re.I).split()) or title)

    # ---- the account

    def _cards(self) -> list[Card]:
        return [
            Card(
                number + 1,
                self.titles[number],
                found.title.number,
                [sight.number for sight, _, _ in found.lines],
                self.outcomes.get(number, ""),
            )
            for number, found in enumerate(self.notes.cards)
        ]

    def _lines(self) -> list[Line]:
        lines = [Line(sight.number, sight.raw, "blank", "an empty line") for sight in self.notes.blank]
        lines += [
            Line(sight.number, sight.raw, "ignored", "stands before the first title") for sight in self.notes.stray
        ]
        for number, found in enumerate(self.notes.cards, 1):
            lines.append(Line(found.title.number, found.title.raw, str(found.role), found.reason, number))
            lines += [Line(sight.number, sight.raw, str(role), reason, number) for sight, role, reason in found.lines]
        place = {number: at for at, number in enumerate(sorted(self.drafts))}
        for line in lines:
            if line.number in self.parts:
                number, sort, which = self.parts[line.number]
                line.part = (place[number], sort, which)
        return sorted(lines, key=lambda line: line.number)


def _title(found: Found) -> str:
    title = found.title.pair[0] if found.role == Role.PAIR and found.title.pair else found.title.text
    return title.rstrip(" :").strip() or title


def name_in_brackets(draft: Draft) -> None:
    """Take "SNS (Simple Notification Service)", or the reverse, apart into title and label."""
    found = re.fullmatch(r"(.+?) \(([^()]+)\)", draft.title)
    if not found:
        return
    if stands_for(found[1], found[2]):
        draft.title = found[1]
        draft.labels.append(DraftLabel("expansion", found[2]))
    elif stands_for(found[2], found[1]):
        draft.title = found[1]
        draft.labels.append(DraftLabel("abbreviation", found[2]))


def _in_both_numbers(name: str) -> str:
    """A pattern for a name that may be a plural: "NSAID" is said of "NSAIDs" too."""
    is_plural = text.singular(text.fold(name)) == text.fold(name)[:-1]
    return f"{re.escape(name[:-1])}s?" if is_plural else re.escape(name)


def _sentence_case(title: str, name: str = "") -> str:
    """A capital first and none of those that only a headline has: "Common Use Cases" -> "Common use cases".

    The words of the name keep theirs.
    """
    first, *others = title.split()
    first = first if any(map(str.isupper, first[1:])) else first[0].upper() + first[1:]
    is_headline = all(word[0].isupper() for word in others if word.lower() not in words.SMALL)
    return " ".join(
        [
            first,
            *(word.lower() if is_headline and word.istitle() and word not in name.split() else word for word in others),
        ]
    )
