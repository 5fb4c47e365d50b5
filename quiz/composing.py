"""Terms and dice in, a quiz's questions out, each of a kind that could be asked well. Pure.

A question that fails a guard is refused, never asked: then another term is tried, then another kind.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from quiz.kinds import KINDS
from quiz.kinds.base import OPTIONS, Candidate, Context, Dice, Item, Refused, Round, nearness, shuffled

NEIGHBOURHOOD = 2 * OPTIONS  # fewer near terms than that are no choice: in notes without categories there are none


class Pass(NamedTuple):
    size: int  # number of options
    is_near: bool  # only from the key's own neighbourhood
    is_ranked: bool  # with the key's place by length as drawn
    has_ties: bool = True


PASSES = (
    Pass(OPTIONS, True, True, has_ties=False),
    Pass(OPTIONS, True, True),
    Pass(OPTIONS, False, True, has_ties=False),
    Pass(OPTIONS, False, True),
    Pass(OPTIONS, False, False),
    Pass(3, False, False),
    Pass(2, False, False),
)
RANKED = sum(one.is_ranked for one in PASSES)
# Kinds whose answer is the term: about one term, chosen by name, they give half of the answer away.
ASK_FOR_THE_TERM = {"term", "type-term", "apart", "cloze"}
# Kinds that tell the same of a term. Of other kinds it is a list, a relation or an editor's question.
MEANING = {"definition", "true-false", "match", *ASK_FOR_THE_TERM}
LETTERS = {"expansion", "abbreviation", "type-expansion"}
TRIES = 6  # at a question about one term of a kind that was asked: it may have another list


def compose(
    targets: Sequence[Candidate], context: Context, kinds: Sequence[str], length: int, dice: Dice
) -> tuple[list[Item], Counter[str]]:
    """Up to `length` questions, each about another of the targets, and how often what was refused.

    The kind that was asked least comes next. Four options where they can be had, then three or two. The key's place
    among the options by length is drawn first and kept, for each kind, until a term is found for it: so the longest
    option is right no more often than any other.
    """
    table = _Table(targets, context, kinds, dice)
    items: list[Item] = []
    for limit in range(RANKED, len(PASSES) + 1):
        while len(items) < length and (item := table.ask(limit)):
            items.append(item)
    return items, table.refusals


def about_one(targets: Sequence[Candidate], context: Context, kinds: list[str], length: int, dice: Dice) -> list[Item]:
    """Questions about one term, none telling what another asks; for the term itself only where nothing else can be."""
    dice.shuffle(kinds)
    for some in ([kind for kind in kinds if kind not in ASK_FOR_THE_TERM], kinds):
        if items := _in_turn(targets, context, some, length, dice):
            return items
    return []


def _in_turn(
    targets: Sequence[Candidate], context: Context, kinds: Sequence[str], length: int, dice: Dice
) -> list[Item]:
    """Each kind in turn, several times round those of which there may be more."""
    items: list[Item] = []
    told: set[Any] = set()
    waiting = list(kinds)
    for _ in range(TRIES):
        for kind in tuple(waiting):
            found = compose(targets, context, [kind], 1, dice)[0] if len(items) < length else []
            if found and told.isdisjoint(_tells(found[0])):
                items += found
                told |= _tells(found[0])
            if not found or kind in MEANING | LETTERS:
                waiting.remove(kind)
    return items


def _tells(item: Item) -> set[Any]:
    """What is known of the term once an item is answered."""
    told: set[Any] = {(name, item.data[name]) for name in ("list", "verb", "authored") if name in item.data}
    if item.kind in MEANING or "meaning" in item.data:
        told.add("meaning")
    if item.kind in LETTERS:
        told.add("letters")
    return told


class _Table:
    """What lies before whoever composes: the terms not asked about yet, and how far each kind has gone in PASSES."""

    def __init__(self, targets: Sequence[Candidate], context: Context, kinds: Sequence[str], dice: Dice) -> None:
        self.context, self.dice = context, dice
        self.waiting = list(targets)
        self.pool = shuffled(context.pool, dice)
        self.refusals: Counter[str] = Counter()
        self.uses = dict.fromkeys(kinds, 0)
        self.passes = dict.fromkeys(kinds, 0)
        self.drawn = {kind: dice.randrange(OPTIONS) for kind in kinds}
        self.beside: dict[tuple[int, bool], tuple[Candidate, ...]] = {}

    def ask(self, limit: int) -> Item | None:
        """The next question, of a kind as little asked as can be, within so many passes.

        Where there are few terms, a kind that was not asked yet goes through all of them: otherwise the kinds that
        need no options would take its place.
        """
        for kind in sorted(shuffled(self.uses, self.dice), key=self.uses.__getitem__):
            is_new = not self.uses[kind] and len(self.pool) < NEIGHBOURHOOD
            while self.passes[kind] < (len(PASSES) if is_new else limit):
                if item := self._ask(kind, PASSES[self.passes[kind]]):
                    return item
                self.passes[kind] += 1
        return None

    def _ask(self, kind: str, how: Pass) -> Item | None:
        for target in self.waiting:
            for round_ in self._rounds(kind, target, how):
                try:
                    item = KINDS[kind].make(target, round_, self.dice)
                except Refused as cause:
                    self.refusals[f"{kind}: {cause}"] += 1
                    continue
                self.waiting.remove(target)
                self.uses[kind] += 1
                self.drawn[kind] = self.dice.randrange(OPTIONS)
                return item
        return None

    def _rounds(self, kind: str, target: Candidate, how: Pass) -> Iterator[Round]:
        ranks = [self.drawn[kind]] if how.is_ranked else shuffled(range(how.size), self.dice)
        at = (target.id, how.is_near)
        if at not in self.beside:
            self.beside[at] = _nearest_first(target, self.pool, self.context, how.is_near)
        for rank in ranks:
            yield Round(self.context, self.beside[at], how.size, rank, how.has_ties)


def _nearest_first(
    target: Candidate, pool: Sequence[Candidate], context: Context, is_near: bool
) -> tuple[Candidate, ...]:
    """The others, nearest first; only those of its neighbourhood, where it has one to choose from."""
    ranked = sorted(((nearness(target, one, context.confused), one) for one in pool), key=lambda pair: -pair[0])
    others = [(near, one) for near, one in ranked if one.id != target.id]
    neighbours = tuple(one for near, one in others if near)
    return neighbours if is_near and len(neighbours) >= NEIGHBOURHOOD else tuple(one for _, one in others)
