"""Questions with one right option: what is shared by all kinds of them. Pure."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any

from glossary.text import fold
from quiz import masking
from quiz.kinds.base import (
    Asked,
    BadAnswer,
    Candidate,
    Dice,
    Item,
    Option,
    Refused,
    Round,
    Verdict,
    differ,
    in_one_line,
    likeness,
    nearness,
    shuffled,
)

MOST_OPTIONS = 9


class OneOf:
    """Reads and judges an answer that is the number of an option, from 1; the key is the right number."""

    template = "quiz/kinds/choice.html"
    answered_template = "quiz/kinds/choice_answered.html"

    def read(self, fields: Any) -> int:
        answer = fields.get("answer", "")
        if not (answer.isascii() and answer.isdigit() and 1 <= int(answer[:3]) <= MOST_OPTIONS and len(answer) == 1):
            raise BadAnswer("Choose one of the options.")
        return int(answer)

    def judge(self, asked: Asked, answer: int, names: Any) -> Verdict:
        if answer > len(asked.options):  # type: ignore[attr-defined]
            raise BadAnswer("Choose one of the options.")
        return Verdict("right" if answer == asked.key else "wrong")


def one_right(
    kind: str,
    target: Candidate,
    stem: str,
    right: Option,
    wrong: Sequence[Option],
    guards: dict[str, str],
    dice: Dice,
    data: dict[str, Any] | None = None,
) -> Item:
    """An item with the options in random order. Refused if two of them read the same."""
    options = shuffled([right, *wrong], dice)
    if len({fold(option.text) for option in options}) < len(options):
        raise Refused("two options read the same")
    found = {"options": f"{len(options)}, no two with the same text", "key": "one right option"}
    return Item(kind, target, stem, options.index(right) + 1, tuple(options), data or {}, found | guards)


def distractors(
    target: Candidate,
    round_: Round,
    length: Callable[[Candidate], int],
    fits: Callable[[Candidate], bool] = lambda other: True,
) -> list[Candidate]:
    """The nearest terms that are wrong for sure, as many of them shorter than the target as the round says."""
    room = {True: round_.rank, False: round_.size - 1 - round_.rank}
    chosen: list[Candidate] = []
    own = length(target)
    for other in round_.beside:
        is_shorter, is_tie = length(other) < own, length(other) == own
        if (
            room[is_shorter]
            and (round_.has_ties or not is_tie)
            and may_stand_beside(target, other)
            and fits(other)
            and all(differ(other, one) for one in chosen)
        ):
            room[is_shorter] -= 1
            chosen.append(other)
            if len(chosen) == round_.size - 1:
                return chosen
    raise Refused("too few options that are wrong for sure")


def may_stand_beside(target: Candidate, other: Candidate) -> bool:
    """Whether another term is wrong for sure and still worth offering."""
    return bool(other.gist) and not in_one_line(target, other) and differ(target, other)


def says_any(text: str, candidate: Candidate) -> bool:
    """Whether a text names a term."""
    return masking.says(text, candidate.patterns)


def keeps_rank(texts: Mapping[int, str], target: Candidate, others: Sequence[Candidate], rank: int) -> None:
    """Refuse if, as the options are shown, the key has another place by length than was drawn."""
    if sum(len(texts[one.id]) < len(texts[target.id]) for one in others) != rank:
        raise Refused("as shown, the key has another place by length")


def term_guards(
    target: Candidate, others: Sequence[Candidate], texts: Mapping[int, str], round_: Round
) -> dict[str, str]:
    """What was checked about options that stand for terms, and what was found."""
    ratios = sorted(len(texts[one.id]) / max(1, len(texts[target.id])) for one in others)
    shorter = sum(ratio < 1 for ratio in ratios)
    alike = max(likeness(one, other) for one, other in combinations((target, *others), 2))
    near = sum(nearness(target, one, round_.context.confused) > 0 for one in others)
    return {
        "meaning": f"no name in common, definitions share {alike:.2f} of their words at most",
        "hierarchy": "no option is above or below the key",
        "neighbourhood": f"{near} of {len(others)} from the key's own",
        "length": f"{shorter} shorter than the key, {ratios[0]:.1f} to {ratios[-1]:.1f} times its length",
    }
