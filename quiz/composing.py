"""Terms and dice in, a quiz's questions out, each of a kind that could be asked well. Pure.

A question that fails a guard is refused, never asked: then another kind is tried, then another term.
"""

from collections import Counter
from collections.abc import Sequence

from quiz.kinds import KINDS
from quiz.kinds.base import OPTIONS, Candidate, Context, Dice, Item, Refused, Round, nearness, shuffled

NEIGHBOURHOOD = 2 * OPTIONS  # fewer near terms than that are no choice: in notes without categories there are none
# Number of options, only from the key's own neighbourhood, with the key's place by length as drawn.
PASSES = (
    (OPTIONS, True, True),
    (OPTIONS, True, False),
    (OPTIONS, False, True),
    (OPTIONS, False, False),
    (3, False, False),
    (2, False, False),
)


def compose(
    targets: Sequence[Candidate], context: Context, kinds: Sequence[str], length: int, dice: Dice
) -> tuple[list[Item], Counter[str]]:
    """Up to `length` questions, each about another of the targets, and how often what was refused.

    Four options where they can be had, then three or two. The key's place among the options by length
    is drawn first and kept, for each kind, until a term is found for it: so the longest option is right
    no more often than any other.
    """
    items: list[Item] = []
    refusals: Counter[str] = Counter()
    waiting = list(targets)
    uses = dict.fromkeys(kinds, 0)
    pool = shuffled(context.pool, dice)
    for size, is_near, is_ranked in PASSES:
        drawn = {kind: dice.randrange(size) for kind in kinds}
        left = []
        for target in waiting:
            if len(items) == length:
                return items, refusals
            beside = _nearest_first(target, pool, context, is_near)
            item = _ask_somehow(target, beside, context, size, uses, drawn if is_ranked else None, dice, refusals)
            if item:
                items.append(item)
                uses[item.kind] += 1
                drawn[item.kind] = dice.randrange(size)
            else:
                left.append(target)
        waiting = left
    return items, refusals


def _nearest_first(
    target: Candidate, pool: Sequence[Candidate], context: Context, is_near: bool
) -> tuple[Candidate, ...]:
    """The others, nearest first; only those of its neighbourhood, where it has one to choose from."""
    ranked = sorted(((nearness(target, one, context.confused), one) for one in pool), key=lambda pair: -pair[0])
    others = [(near, one) for near, one in ranked if one.id != target.id]
    neighbours = tuple(one for near, one in others if near)
    return neighbours if is_near and len(neighbours) >= NEIGHBOURHOOD else tuple(one for _, one in others)


def _ask_somehow(
    target: Candidate,
    beside: tuple[Candidate, ...],
    context: Context,
    size: int,
    uses: dict[str, int],
    drawn: dict[str, int] | None,
    dice: Dice,
    refusals: Counter[str],
) -> Item | None:
    """A question of the kind that was asked least, or of the next that can be asked about this term."""
    for kind in sorted(shuffled(uses, dice), key=lambda one: uses[one]):
        for rank in [drawn[kind]] if drawn else shuffled(range(size), dice):
            try:
                return KINDS[kind].make(target, Round(context, beside, size, rank, has_ties=not drawn), dice)
            except Refused as cause:
                refusals[f"{kind}: {cause}"] += 1
    return None
