"""From an abbreviation to what it stands for, and the way back. Pure."""

import re
from collections import defaultdict
from collections.abc import Sequence

from glossary.text import fold
from quiz.kinds.base import Candidate, Dice, Item, Option, Refused, Round, that_is
from quiz.kinds.choice import OneOf, may_stand_beside, one_right

TRIES = 80  # at another wording, so that some are shorter and some longer than the right one
_LETTERS = re.compile(r"[^\W_]+")


class ExpansionOfAbbreviation(OneOf):
    """The wrong options have the same initials: otherwise the letters alone would give the right one away."""

    name = "expansion"
    label = "What an abbreviation stands for"
    question = "What do the letters stand for?"

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        short, full = spelled_out(target)
        made = list(dict.fromkeys(_variants(full, round_, dice)))
        wrong = _by_length(made, len(full), round_)
        options = [Option(text, None, "", "", _why_not(full, text, short)) for text in wrong]
        right = Option(full, target.id, target.title, target.slug, f"{short} stands for {full}.")
        guards = {
            "meaning": "no wrong option is the name of a term",
            "neighbourhood": "every option has the same initials, and words of names in use",
            "length": f"{sum(len(text) < len(full) for text in wrong)} shorter than the key",
        }
        return one_right(self.name, target, short, right, options, guards, dice)


class AbbreviationOfExpansion(OneOf):
    """The wrong options are abbreviations in use, and the right letters in another order."""

    name = "abbreviation"
    label = "How a name is abbreviated"
    question = "How is this abbreviated?"

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        short, full = spelled_out(target)
        wrong = [
            Option(_abbreviation(one), one.id, one.title, one.slug, that_is(one))
            for one in round_.beside
            if _abbreviation(one) and may_stand_beside(target, one)
        ]
        alike = [
            option for option in wrong if abs(len(option.text) - len(short)) <= 1 and fold(option.text) != fold(short)
        ]
        chosen = list({fold(option.text): option for option in alike}.values())[: round_.size - 1]
        if len(chosen) < round_.size - 1:
            raise Refused("too few other abbreviations of its length")
        right = Option(short, target.id, target.title, target.slug, f"{short} stands for {full}.")
        guards = {"meaning": "no two with a name in common", "neighbourhood": "abbreviations in use, nearest first"}
        return one_right(self.name, target, full, right, chosen, guards, dice)


def spelled_out(target: Candidate) -> tuple[str, str]:
    """An abbreviation and what it stands for, both names of the term. Or Refused."""
    short = _abbreviation(target)
    full = next(iter(target.expansions), target.title if short != target.title else "")
    if not short or not full or len(full.split()) < 2:
        raise Refused("the term has no abbreviation with an expansion")
    if short in _LETTERS.findall(full):
        raise Refused("the expansion holds the abbreviation")
    return short, full


def _abbreviation(one: Candidate) -> str:
    if one.abbreviations:
        return one.abbreviations[0]
    is_short = " " not in one.title and len(one.title) <= 10 and sum(map(str.isupper, one.title)) >= 2
    return one.title if is_short and one.expansions else ""


def _variants(full: str, round_: Round, dice: Dice) -> list[str]:
    """The expansion with one or two of its words replaced by others in use with the same initial."""
    by_initial: dict[str, set[str]] = defaultdict(set)
    for one in round_.context.pool:
        for name in (one.title, *one.names):
            _collect(name, by_initial)
    parts = full.split()
    own = {word.lower() for word in parts}
    choices = {
        at: sorted(other for other in by_initial[word[0]] if other.lower() not in own)
        for at, word in enumerate(parts)
        if _is_capitalised(word)
    }
    places = [at for at, some in choices.items() if some]
    found = []
    for _ in range(TRIES if places else 0):
        words = list(parts)
        for at in dice.sample(places, min(len(places), 1 + dice.randrange(2))):
            words[at] = choices[at][dice.randrange(len(choices[at]))]
        if fold(" ".join(words)) not in round_.context.names:
            found.append(" ".join(words))
    return found


def _collect(name: str, by_initial: dict[str, set[str]]) -> None:
    for word in _LETTERS.findall(name):
        if _is_capitalised(word):
            by_initial[word[0]].add(word)


def _is_capitalised(word: str) -> bool:
    return len(word) > 3 and word[0].isupper() and word[1:].islower()


def _by_length(texts: Sequence[str], own: int, round_: Round) -> list[str]:
    """As many shorter than the right one as the round says; there must be enough for any number of them."""
    wanted = round_.size - 1
    shorter = [text for text in texts if len(text) < own][:wanted]
    longer = [text for text in texts if len(text) > own][:wanted]
    if min(len(shorter), len(longer)) < wanted:
        raise Refused("too few words with the same initials")
    return [*shorter[: round_.rank], *longer[: wanted - round_.rank]]


def _why_not(full: str, text: str, short: str) -> str:
    pairs = zip(full.split(), text.split(), strict=True)
    right, wrong = next((one, other) for one, other in pairs if one != other)
    return f"The letters would fit, but in {short} it is {right}, not {wrong}."
