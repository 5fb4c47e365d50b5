"""From a term to its definition, and from a definition to its term. Pure."""

from collections.abc import Iterable, Sequence

from glossary.text import words
from quiz import masking
from quiz.kinds.base import SAME_MEANING, Candidate, Dice, Item, Option, Refused, Round, overlap, that_is
from quiz.kinds.choice import OneOf, distractors, keeps_rank, one_right, term_guards
from quiz.masking import Masked, Pattern

SHORTEST, LONGEST = 0.5, 2.0  # of a definition offered, against the key's length


class TermOfDefinition(OneOf):
    name = "term"
    label = "Definition to term"
    question = "Which term is this?"

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        common = round_.context.common
        others = distractors(
            target,
            round_,
            lambda one: len(one.title),
            lambda other: is_plural(other.title) == is_plural(target.title) and not is_hinted(other, target, common),
        )
        stem = masked_stem(target, others, common)
        texts = {one.id: one.title for one in (target, *others)}
        guards = {"masked": f"{stem.hidden} of {stem.words} words of the stem; none of a name of an option is left"}
        guards |= term_guards(target, others, texts, round_)
        right, *wrong = (option(one, one.title, target) for one in (target, *others))
        return one_right(self.name, target, stem.text, right, wrong, guards, dice)


class DefinitionOfTerm(OneOf):
    name = "definition"
    label = "Term to definition"
    question = "What does it mean?"

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        if not target.gist:
            raise Refused("there is no definition")
        common = round_.context.common
        own = masked_option(target, target, common)
        others = distractors(
            target,
            round_,
            lambda one: len(one.gist),
            lambda other: is_of_like_length(other, target) and goes_with(own, masked_option(other, target, common)),
        )
        masked = masked_options(target, others, common)
        texts = {number: one.text for number, one in masked.items()}
        keeps_rank(texts, target, others, round_.rank)
        guards = {"masked": f"{sum(one.hidden for one in masked.values())} words of the options"}
        guards |= term_guards(target, others, texts, round_)
        right, *wrong = (option(one, texts[one.id], target) for one in (target, *others))
        return one_right(self.name, target, target.title, right, wrong, guards, dice)


def is_of_like_length(other: Candidate, target: Candidate) -> bool:
    return SHORTEST <= len(other.gist) / len(target.gist) <= LONGEST


def goes_with(own: Masked, other: Masked) -> bool:
    """Whether two definitions may be shown together. Both have a blank or none: one alone would tell something.

    They must differ as they are shown, too: the blanks may hide what tells them apart.
    """
    is_alike = overlap(frozenset(words(own.text)), frozenset(words(other.text))) >= SAME_MEANING
    return bool(own.hidden) == bool(other.hidden) and not is_alike


def is_plural(title: str) -> bool:
    """Whether a name looks like an English plural; options of both numbers would be told apart by grammar."""
    name = title.split(" (")[0]
    return name.endswith("s") and not name.endswith(("ss", "us", "is")) and not name.split()[-1].isupper()


def option(candidate: Candidate, text: str, target: Candidate) -> Option:
    reason = target.whole if candidate is target else that_is(candidate)
    return Option(text, candidate.id, candidate.title, candidate.slug, reason)


def is_hinted(other: Candidate, target: Candidate, common: frozenset[str]) -> bool:
    """Whether a definition names another term, or has words of its name: whoever strikes it out by them is right."""
    words = other.gives_away(common) - target.headwords
    return masking.says(target.whole, other.patterns | as_patterns(words))


def masked_stem(target: Candidate, others: Sequence[Candidate], common: frozenset[str]) -> Masked:
    """The definition without its term's names, and without the words that point to some of the options only."""
    if not target.whole:
        raise Refused("there is no definition")
    options = (target, *others)
    of_all = frozenset.intersection(*(one.headwords for one in options)) if others else frozenset()
    words = frozenset().union(*(one.gives_away(common) for one in options)) - of_all
    stem = masking.blank(target.whole, target.patterns | as_patterns(words))
    if not stem.is_readable:
        raise Refused("too little of the definition is left once the names are masked")
    return stem


def masked_options(target: Candidate, others: Sequence[Candidate], common: frozenset[str]) -> dict[int, Masked]:
    """Every definition without its own names and the asked ones, all by one rule."""
    masked = {one.id: masked_option(one, target, common) for one in (target, *others)}
    if not all(one.is_readable for one in masked.values()):
        raise Refused("too little of a definition is left once the names are masked")
    return masked


def masked_option(one: Candidate, target: Candidate, common: frozenset[str]) -> Masked:
    asked = {word for word in target.gives_away(common) if masking.says(target.gist, [(word,)])}
    return masking.blank(one.gist, one.patterns | target.patterns | as_patterns(asked | one.gives_away(common)))


def as_patterns(words: Iterable[str]) -> set[Pattern]:
    return {(word,) for word in words}
