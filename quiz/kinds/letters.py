"""From an abbreviation to what it stands for, and the way back. Pure."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from glossary.text import fold, singular
from quiz.kinds.base import Candidate, Dice, Item, Option, Refused, Round, shuffled
from quiz.kinds.choice import OneOf, one_right

TRIES = 80  # at another wording, until the right one has the place by length that was drawn
_LETTERS = re.compile(r"[^\W_]+")
_DOUBLED = re.compile(r"(.)\1")
# A word's initial, and whether it stands first, within or last, in the plural or not: what may take its place.
Place = tuple[str, str, bool]


class ExpansionOfAbbreviation(OneOf):
    """The wrong options have the same initials: otherwise the letters alone would give the right one away.

    Every option shares as many words with the others, or the one in the middle would be the right one.
    """

    name = "expansion"
    label = "What an abbreviation stands for"
    question = "What do the letters stand for?"

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        short, full = spelled_out(target)
        wrong = _rewordings(full, round_, dice)
        options = [Option(text, None, "", "", _why_not(full, text, short)) for text in wrong]
        right = Option(full, target.id, target.title, target.slug, f"{short} stands for {full}.")
        guards = {
            "meaning": "no wrong option is a name in use",
            "neighbourhood": "the same initials, with words of expansions in use, each where it stands there",
            "closeness": "every option shares as many words with the others",
            "length": f"{sum(len(text) < len(full) for text in wrong)} shorter than the key",
        }
        return one_right(self.name, target, short, right, options, guards, dice)


class AbbreviationOfExpansion(OneOf):
    """Only where the first letters of the words don't make the abbreviation: otherwise it is there to be read."""

    name = "abbreviation"
    label = "How a name is abbreviated"
    question = "How is this abbreviated?"

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        short, full = spelled_out(target)
        readings = initials(full)
        if bare(short) in map(bare, readings):
            raise Refused("the first letters give it away")
        taken = round_.context.names | {fold(name) for one in round_.context.pool for name in one.abbreviations}
        made = {bare(text): text for text in (*readings, *respelled(short, full, dice)) if bare(text) != bare(short)}
        wrong = _by_length([text for text in made.values() if fold(text) not in taken], len(short), round_)
        right = Option(short, target.id, target.title, target.slug, f"{short} stands for {full}.")
        guards = {
            "meaning": "no wrong option is a name of a term here",
            "neighbourhood": "letters of the name and of its abbreviation; first letters alone don't give it",
        }
        options = [Option(text, None, "", "", f"It is written {short}, not {text}.") for text in wrong]
        return one_right(self.name, target, full, right, options, guards, dice)


def spelled_out(target: Candidate) -> tuple[str, str]:
    """An abbreviation and what it stands for, both names of the term. Or Refused."""
    short = _abbreviation(target)
    full = next(iter(target.expansions), target.title if spells(short, target.title) else "")
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


def initials(full: str) -> list[str]:
    """What the first letters of a name make: of all its words, and without the small ones."""
    return list(dict.fromkeys("".join(word[0] for word in words).upper() for words in _wordings(full)))


def spells(short: str, full: str) -> bool:
    """Whether a name is spelled out in an abbreviation: GWLB is Gateway Load Balancer, DX is no Direct Connect."""
    return any(_accounts_for(bare(short), list(map(fold, words))) for words in _wordings(full))


def bare(text: str) -> str:
    """Without marks, spaces and capitals: CI/CD and CICD are the same letters."""
    return "".join(filter(str.isalnum, fold(text)))


def _wordings(full: str) -> list[list[str]]:
    """All words of a name, and those that are not small, where they are several."""
    words = _LETTERS.findall(full)
    return [some for some in (words, [word for word in words if not word.islower()]) if len(some) > 1]


def _accounts_for(letters: str, words: list[str]) -> bool:
    """Whether the letters are the first of every word, each with or without more of its word's, in order."""
    reached = {0}
    for word in words:
        begun = [at + 1 for at in reached if letters[at : at + 1] == word[0]]
        reached = {at for start in begun for at in range(start, _along(letters, start, word[1:]) + 1)}
    return len(letters) in reached


def _along(letters: str, at: int, rest: str) -> int:
    """How far the letters go on within the rest of a word."""
    for letter in rest:
        at += letters[at : at + 1] == letter
    return at


def respelled(short: str, full: str, dice: Dice) -> list[str]:
    """An abbreviation with two neighbours swapped, without one of its letters, or with one more of its name's."""
    letters = dict.fromkeys(letter.upper() for word in _LETTERS.findall(full) for letter in word[:2])
    swapped = [short[:at] + short[at + 1] + short[at] + short[at + 2 :] for at in range(len(short) - 1)]
    dropped = [short[:at] + short[at + 1 :] for at in range(len(short)) if len(short) > 2]
    longer = [short[:at] + letter + short[at:] for at in range(1, len(short)) for letter in letters]
    made = dict.fromkeys(text for text in (*swapped, *dropped, *longer))
    return shuffled((text for text in made if not _DOUBLED.search(text)), dice)


def _by_length(texts: list[str], own: int, round_: Round) -> list[str]:
    """As many shorter than the right one as the round says."""
    shorter = [text for text in texts if len(text) < own][: round_.rank]
    others = [text for text in texts if len(text) > own or (len(text) == own and round_.has_ties)]
    chosen = shorter + others[: round_.size - 1 - round_.rank]
    if len(chosen) < round_.size - 1:
        raise Refused("too few other ways to write it")
    return chosen


def _rewordings(full: str, round_: Round, dice: Dice) -> list[str]:
    """The wrong options: one word replaced by different ones, or, of four, two words in every combination."""
    parts = full.split()
    choices = {at: some for at, some in _choices(parts, round_).items() if some}
    for _ in range(TRIES if choices else 0):
        at = dice.sample(list(choices), 1)[0]
        others = [one for one in choices if one != at]
        if round_.size == 4 and others and dice.randrange(4):
            made = _crossed(parts, {one: _pick(choices[one], dice) for one in (at, dice.sample(others, 1)[0])})
        else:
            words = dice.sample(choices[at], min(len(choices[at]), round_.size - 1))
            made = [" ".join([*parts[:at], word, *parts[at + 1 :]]) for word in words]
        if len(made) == round_.size - 1 and _keeps(made, full, round_):
            return made
    raise Refused("too few words with the same initials")


def _pick(words: list[str], dice: Dice) -> str:
    return words[dice.randrange(len(words))]


def _crossed(parts: list[str], instead: dict[int, str]) -> list[str]:
    """With the one word replaced, with the other, and with both."""
    combinations = [{at: word} for at, word in instead.items()] + [instead]
    return [" ".join(some.get(at, word) for at, word in enumerate(parts)) for some in combinations]


def _keeps(made: list[str], full: str, round_: Round) -> bool:
    """Whether the right one has its place by length, no option is in use as a name, and none repeats a word."""
    is_unused = all(fold(text) not in round_.context.names for text in made)
    lengths = [len(text) for text in made]
    ranked = sum(length < len(full) for length in lengths) == round_.rank
    is_tied = len(full) in lengths and not round_.has_ties
    return ranked and not is_tied and is_unused and not any(map(_repeats, made))


def _repeats(text: str) -> bool:
    words = [singular(word.lower()) for word in text.split()]
    return len(set(words)) < len(words)


def _choices(parts: list[str], round_: Round) -> dict[int, list[str]]:
    """For every word that may be replaced, the words in use at such a place."""
    context = round_.context
    in_use = _in_use((*context.expansions, *(name for one in context.pool for name in (one.title, *one.expansions))))
    own = {word.lower() for word in parts}
    return {
        at: [word for word in in_use.get(_place(parts, at), ()) if word.lower() not in own]
        for at, word in enumerate(parts)
        if _is_plain(word)
    }


@lru_cache(maxsize=4)
def _in_use(names: tuple[str, ...]) -> Mapping[Place, list[str]]:
    found: dict[Place, dict[str, None]] = defaultdict(dict)
    for parts in map(str.split, names):
        for at, word in enumerate(parts):
            if _is_plain(word) and len(parts) > 1:
                found[_place(parts, at)][word] = None
    return {place: list(words) for place, words in found.items()}


def _place(parts: list[str], at: int) -> Place:
    where = "first" if at == 0 else "last" if at == len(parts) - 1 else "within"
    return parts[at][0], where, singular(parts[at]) != parts[at]


def _is_plain(word: str) -> bool:
    return len(word) > 3 and word.isalpha() and word[1:].islower()


def _why_not(full: str, text: str, short: str) -> str:
    pairs = zip(full.split(), text.split(), strict=True)
    right, wrong = next((one, other) for one, other in pairs if one != other)
    they_fit = bare(short) in map(bare, initials(text))
    return f"{'The letters would fit, but in' if they_fit else 'In'} {short} it is {right}, not {wrong}."
