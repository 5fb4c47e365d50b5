"""What belongs to a term's fact list, and what does not. Pure."""

import re
from dataclasses import dataclass, replace

from glossary.text import fold
from quiz import masking
from quiz.kinds.base import Candidate, Dice, Facts, Item, Option, Refused, Round, overlap, shuffled
from quiz.kinds.choice import OneOf, may_stand_beside, one_right, says_any

SHORTEST, LONGEST = 0.4, 2.5  # of an option's text, against the right one's
GUARDS = {
    "meaning": "what stands elsewhere says little that the term's definition or lists say",
    "hierarchy": "no relation joins its term to this one",
    "neighbourhood": "from lists of the same sort, of terms on the same shelf or below the same term",
}
# What lists are about, by the noun that comes first in their titles: an item of one may stand beside an item of another
# of the same sort; any other noun is a sort of its own.
_SORT = re.compile(
    r"\b(?:(?P<course>how it works|steps?|stages?|phases?|life)|(?P<doing>^from|how to|setting|running|publishing)"
    r"|(?P<states>states?)|(?P<kinds>types?|kinds?|famil(?:y|ies)|flavou?rs?)|(?P<ways>ways|strateg(?:y|ies))"
    r"|(?P<parts>parts?|consists|building blocks?|components?))\b"
)
# What could be said of much else besides (benefits, uses, what it does, when to choose it) is no sort: nothing there is
# surely wrong.
_VAGUE = re.compile(
    r"^(?:use|when|why|where|good|best|what(?! it consists)|how(?! it works| to))"
    r"|\b(?:(?:dis)?advantage|benefit|characteristic|cost|drawback|feature|limit|pitfall|propert|task|use case)"
    r"|choose|suit|compared|worth|need|apart from|takes care"
)


@dataclass(frozen=True)
class Said:
    """An item of another term's list: whose, under which title, and whose turn it is."""

    text: str
    term: Candidate
    title: str
    turn: tuple[int, int]

    @property
    def content(self) -> frozenset[str]:
        return masking.content_words(self.text)


def sort_of(title: str) -> str:
    """What a list is about; empty where its items could be said of much else."""
    title = fold(title)
    if _VAGUE.search(title):
        return ""
    found = _SORT.search(title)
    return (found and found.lastgroup) or title


class BelongsToList(OneOf):
    """One item of a list, and items that stand in lists of the same sort elsewhere."""

    name = "member"
    label = "What belongs to a list"
    question = "Which one belongs to it?"

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        chosen = _a_list(target, dice, at_least=1)
        item = chosen.items[dice.randrange(len(chosen.items))]
        wrong = self._chosen(_foreign(target, chosen, round_, dice), item, round_)
        right = Option(item, target.id, target.title, target.slug, f"{target.title}, {chosen.title}: {item}")
        options = [_foreign_option(one) for one in wrong]
        guards = GUARDS | {"length": f"{sum(len(one.text) < len(item) for one in wrong)} shorter than the key"}
        return one_right(
            self.name, target, _headed(target, chosen), right, options, guards, dice, {"list": chosen.title}
        )

    @staticmethod
    def _chosen(others: list[Said], item: str, round_: Round) -> list[Said]:
        """Items of like shape and length, as many shorter ones as the round says; one of every list first."""
        room = {True: round_.rank, False: round_.size - 1 - round_.rank}
        chosen: list[Said] = []
        for other in sorted(others, key=lambda one: one.turn):
            is_shorter, is_tie = len(other.text) < len(item), len(other.text) == len(item)
            is_new = all(overlap(other.content, one.content) < 0.25 for one in chosen)
            if room[is_shorter] and _are_alike(other.text, item) and is_new and (round_.has_ties or not is_tie):
                room[is_shorter] -= 1
                chosen.append(other)
            if len(chosen) == round_.size - 1:
                return chosen
        raise Refused("too few items that surely belong elsewhere")


class NotInList(OneOf):
    """Items of a list, and one that stands in a list of the same sort elsewhere: that is the right option."""

    name = "odd"
    label = "What does not belong to a list"
    question = "Which one does not belong to it?"

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        chosen = _a_list(target, dice, at_least=max(2, round_.size - 1))
        for other in _foreign(target, chosen, round_, dice):
            own = self._own(chosen, other, round_)
            if own:
                break
        else:
            raise Refused("no item that surely belongs elsewhere")
        right = _foreign_option(other)
        options = [
            Option(text, target.id, target.title, target.slug, f"{target.title}, {chosen.title}: {text}")
            for text in own
        ]
        guards = GUARDS | {"length": f"{round_.rank} shorter than the key"}
        return one_right(
            self.name, target, _headed(target, chosen), right, options, guards, dice, {"list": chosen.title}
        )

    @staticmethod
    def _own(chosen: Facts, other: Said, round_: Round) -> list[str]:
        """Items of the list beside the one from elsewhere; none where its place by length can't be had."""
        alike = [text for text in chosen.items if _are_alike(text, other.text)]
        shorter = [text for text in alike if len(text) < len(other.text)][: round_.rank]
        longer = [text for text in alike if len(text) > len(other.text)]
        own = shorter + longer[: round_.size - 1 - round_.rank]
        return own if len(own) == round_.size - 1 else []


def _a_list(target: Candidate, dice: Dice, at_least: int) -> Facts:
    """A list of so many items that don't name the term. Or Refused."""
    lists = [
        replace(one, items=items)
        for one in target.fact_lists
        if (items := tuple(item for item in one.items if not says_any(item, target))) and len(items) >= at_least
        if sort_of(one.title)
    ]
    if not lists:
        raise Refused("no fact list whose items are surely its own")
    return lists[dice.randrange(len(lists))]


def _foreign(target: Candidate, chosen: Facts, round_: Round, dice: Dice) -> list[Said]:
    """What is said elsewhere in lists of the same sort, and surely not true here; the nearest terms first."""
    said_of_it = [target.definition, *(item for one in target.fact_lists for item in one.items)]
    own_words = masking.content_words(" ".join(said_of_it))
    own = [masking.content_words(item) for item in chosen.items]
    found = []
    for place, other in enumerate(round_.beside):
        if not _is_apart(other, target):
            continue
        for facts in other.fact_lists:
            items = shuffled(facts.items, dice) if sort_of(facts.title) == sort_of(chosen.title) else []
            said = (Said(text, other, facts.title, (turn, place)) for turn, text in enumerate(items))
            found += [one for one in said if _is_not_said(one, own_words, own) and not _names(one.text, other, target)]
    return found


def _is_apart(other: Candidate, target: Candidate) -> bool:
    """Whether it is a neighbour that nothing joins to the term."""
    is_near = bool(other.shelves & target.shelves or other.above & target.above)
    joined = other.id in target.linked or target.id in other.linked
    return is_near and may_stand_beside(target, other) and not joined


def _is_not_said(one: Said, own_words: frozenset[str], own: list[frozenset[str]]) -> bool:
    shared = len(one.content & own_words) / max(1, len(one.content))
    return bool(one.content) and shared < 0.5 and all(overlap(one.content, item) < 0.25 for item in own)


def _names(text: str, *terms: Candidate) -> bool:
    return any(says_any(text, one) for one in terms)


def _are_alike(one: str, other: str) -> bool:
    """Whether two items look alike: see _shape; and are of like length."""
    return _shape(one) == _shape(other) and SHORTEST <= len(one) / len(other) <= LONGEST


def _shape(item: str) -> tuple[bool, ...]:
    """Whether it is a sentence, has a colon, opens in small letters, in capitals, with a verb."""
    first = item.split(" ", 1)[0].rstrip(":,")
    is_verb = first.lower().endswith(("ing", "ed")) and len(first) > 4
    return item.endswith("."), ": " in item, first.islower(), first.isupper(), is_verb


def _foreign_option(one: Said) -> Option:
    other = one.term
    reason = f"It belongs to {other.title}, under “{one.title}”."
    return Option(one.text, other.id, other.title, other.slug, reason)


def _headed(target: Candidate, facts: Facts) -> str:
    return f"{target.title}: {facts.title[0].lower()}{facts.title[1:]}"
