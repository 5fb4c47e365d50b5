"""A gap to fill, a statement to call true or false, two terms to tell apart. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from glossary.text import fold, singular
from quiz import masking
from quiz.kinds.base import Candidate, Context, Dice, Item, Option, Refused, Round, likeness, that_is
from quiz.kinds.choice import OneOf, distractors, keeps_rank, one_right, says_any, term_guards
from quiz.kinds.meaning import as_patterns, is_plural, masked_stem, option

# What begins a list of examples, and how a name stands in a list: there others would fit as well.
_EXAMPLES = re.compile(
    r"(?:\b(?:such as|for example|for instance|like|include|includes|including|namely)\b|\be\.g\.)[^.!?;]*$",
    re.IGNORECASE,
)
_AFTER_AND = re.compile(r"(?:\b(?:or|and|nor|plus)\b|/)\s*(?:\w{1,5}\s+){0,2}$")
_BEFORE_AND = re.compile(r"(?:\s+[\w-]+)?,?\s+(?:or|and|nor|plus)\b|,(?:\s+[\w-]+){1,4}(?:,|\s+(?:or|and)\b)|\s*/")
_AFTER_COMMA = re.compile(r",\s+(?:\w{1,5}\s+){0,2}$")
_BEFORE_COMMA = re.compile(r"(?:\s+[\w-]+){0,2},|,? for (?:example|instance)\b")
# What one term doesn't do, many others don't do either.
_DENIED = re.compile(r"\s+(?:(?:do(?:es)?|is|are|was|were|has|have|can|will|may|must)\s*not\b|\w+n?['’]t\b|never\b)")
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)|[。！？]")
_OPENS = re.compile(r"(?:^|[.!?:]\s+)[\"“(]?$")


@dataclass(frozen=True)
class Gap:
    """A mention of a term in another's definition, to be left out."""

    home: Candidate
    start: int
    end: int

    @property
    def parts(self) -> tuple[str, str, str]:
        """What stands before the mention, the mention, and what stands after it."""
        text = self.home.whole
        return text[: self.start], text[self.start : self.end], text[self.end :]

    @property
    def sentence(self) -> str:
        """What stands around the mention, within its sentence."""
        before, _, after = self.parts
        return f"{_SENTENCE_END.split(before)[-1]} {_SENTENCE_END.split(after)[0]}"


class Cloze(OneOf):
    """Another term's definition with the target's name left out. No other option is near to what is said there."""

    name = "cloze"
    label = "Fill the gap"
    question = "Which term is missing?"

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        gaps = list(_gaps(target, round_.context))
        if not gaps:
            raise Refused("no definition of a term joined to it names it once, as it is written, outside of a list")
        gap = gaps[dice.randrange(len(gaps))]
        home, (_, written, _) = gap.home, gap.parts
        stem = f"{home.title}: {masking.leave_out(home.whole, gap.start, gap.end)}"
        if masking.says(stem, target.patterns | as_patterns(target.headwords)):
            raise Refused("the stem names the term")
        said = masking.content_words(gap.sentence)
        others = distractors(
            target,
            round_,
            title_length,
            lambda other: (
                is_plural(other.title) == is_plural(target.title)
                and _cannot_stand(other, home, target)
                and _is_about_else(said & _said_of(other, round_.context), round_.context.usual)
                and not masking.says(stem, as_patterns(other.headwords - target.headwords))
            ),
        )
        texts = {one.id: one.title for one in (target, *others)}
        right = Option(target.title, target.id, target.title, target.slug, f"{home.title}: {home.whole}")
        wrong = [_does_not_fit(one, home, written) for one in others]
        guards = {"masked": f"{written}, a name of the term", **term_guards(target, others, texts, round_)}
        guards["meaning"] += f"; no other option is named by or related to {home.title} or says what is said there"
        return one_right(self.name, target, stem, right, wrong, guards, dice, {"of": home.title, "slug": home.slug})


def _gaps(target: Candidate, context: Context) -> Iterator[Gap]:
    """Where the definition of a term from the target's neighbourhood names the target once, and surely means it."""
    for home in context.pool:
        is_joined = home.id in target.linked or target.id in home.linked
        if home.id == target.id or not (is_joined or not home.shelves.isdisjoint(target.shelves)):
            continue
        found = [one for one in context.mentions(home) if target.id in {term.id for term in one.targets}]
        if len(found) == 1 and len(found[0].targets) == 1 and not says_any(home.title, target):
            gap = Gap(home, found[0].start, found[0].end)
            if _is_as_written(gap, target, is_joined) and not _is_open(gap):
                yield gap


def _is_as_written(gap: Gap, target: Candidate, is_joined: bool) -> bool:
    """Whether a mention is a name of the term or its plural, and no part of a longer word.

    A bucket may be any bucket: one word with a small letter for a capital does only where a relation joins the terms.
    """
    before, written, after = gap.parts
    if before.endswith(tuple("-‐‑")) or after.startswith(tuple("-‐‑'’")) or _qualifies(written, target):
        return False
    may_be_small = is_joined or " " in written or _OPENS.search(before)
    *first, last = fold(written).split()
    forms = (fold(written), " ".join([*first, singular(last)]))
    return any(
        fold(name) in forms and (may_be_small or written[: len(name) - 1] == name[:-1])
        for name in (target.title, *target.names)
    )


def _qualifies(written: str, target: Candidate) -> bool:
    """Whether the title goes on after these words: "a serverless way" is no place for serverless computing."""
    return any(fold(name).startswith(f"{fold(written)} ") for name in target.names[:1])


def _is_open(gap: Gap) -> bool:
    """Whether others fit as well: a mention among examples or in an enumeration, or of what it does not do."""
    before, _, after = gap.parts
    is_between = _AFTER_COMMA.search(before) and _BEFORE_COMMA.match(after)
    is_denied = _DENIED.match(after)
    return bool(
        is_denied or _EXAMPLES.search(before) or _AFTER_AND.search(before) or _BEFORE_AND.match(after) or is_between
    )


def _does_not_fit(other: Candidate, home: Candidate, written: str) -> Option:
    why = f"In the text on {home.title} it says {written} there. {other.title}: {other.gist}"
    return Option(other.title, other.id, other.title, other.slug, why)


def title_length(one: Candidate) -> int:
    return len(one.title)


def _cannot_stand(other: Candidate, home: Candidate, target: Candidate) -> bool:
    """Whether a term is sure not to fit: nothing joins it to the text's term or to the target, it is no sister."""
    joined = other.id == home.id or any(
        other.id in one.linked | one.above or one.id in other.linked | other.above for one in (home, target)
    )
    is_sister = bool(other.above & target.above) or other.id in target.contrasts or target.id in other.contrasts
    return not joined and not is_sister and not says_any(home.definition, other)


def _said_of(one: Candidate, context: Context) -> frozenset[str]:
    """The words of all that is said of a term, and of what is above it: that may be true of it, too."""
    above = (context.by_id[other] for other in one.above if other in context.by_id)
    return one.said.union(*(other.said for other in above))


def _is_about_else(shared: frozenset[str], usual: frozenset[str]) -> bool:
    """Whether a text and a sentence are about something else: one usual word in common at most."""
    return len(shared) < 2 and shared <= usual


class TrueFalse(OneOf):
    """A term with its own definition, or with one that is surely another's; neither says whose it is."""

    name = "true-false"
    label = "True or false"
    question = "Is this true?"
    TEXTS = ("True", "False")

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        common = round_.context.common
        # Both must be fit to be asked: otherwise true or false would come more often.
        if not target.gist or _tells(target.gist, target, common):
            raise Refused("the definition has words of the term's name")
        other = self._other(target, round_)
        is_true = dice.randrange(2) == 0
        said = target if is_true else other
        meaning = f"{target.title}: {target.whole}"
        right_text, wrong_text = self.TEXTS if is_true else self.TEXTS[::-1]
        right = Option(right_text, target.id, target.title, target.slug, meaning)
        why = f"The statement is true. {meaning}" if is_true else that_is(other)
        wrong = Option(wrong_text, other.id, other.title, other.slug, why)
        guards = {
            "options": "true and false, in this order",
            "key": "one right option",
            "meaning": f"the two definitions share {likeness(target, other):.2f} of their words",
            "names": "neither has a word of the term's name, or of its own term's",
        }
        options = (right, wrong) if is_true else (wrong, right)
        data = {"statement": said.gist, "headword": target.title}
        stem = f"“{target.title}” means: {said.gist}"
        return Item(self.name, target, stem, 1 if is_true else 2, options, data, guards)

    @staticmethod
    def _other(target: Candidate, round_: Round) -> Candidate:
        common = round_.context.common
        for rank in (0, 1):
            try:
                return distractors(
                    target,
                    Round(round_.context, round_.beside, 2, rank),
                    lambda one: len(one.gist),
                    lambda one: not (_tells(one.gist, one, common) or _tells(one.gist, target, common)),
                )[0]
            except Refused:
                continue
        raise Refused("no other definition is wrong for sure")


def _tells(text: str, one: Candidate, common: frozenset[str]) -> bool:
    """Whether a text has a name of a term, or a word of one that is not common."""
    return masking.says(text, one.patterns | as_patterns(one.telling - common))


class TellApart(OneOf):
    """A statement and two terms that are easily mixed up."""

    name = "apart"
    label = "Tell two terms apart"
    question = "Which of the two is it?"

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        context = round_.context
        mixed = {*target.contrasts, *context.confused.get(target.id, {})}
        pairs = tuple(one for one in round_.beside if one.id in mixed or target.id in one.contrasts)
        two = replace(round_, beside=pairs, size=2, rank=round_.rank % 2)
        others = distractors(target, two, title_length, lambda other: not says_any(target.whole, other))
        stem = masked_stem(target, others, context.common)
        texts = {one.id: one.title for one in (target, *others)}
        keeps_rank(texts, target, others, two.rank)
        guards = {
            "masked": f"{stem.hidden} of {stem.words} words of the stem",
            **term_guards(target, others, texts, two),
        }
        right, wrong = (option(one, one.title, target) for one in (target, others[0]))
        return one_right(self.name, target, stem.text, right, [wrong], guards, dice)


class Authored(OneOf):
    """A question that an editor wrote; it follows the same path."""

    name = "authored"
    label = "Questions written by editors"
    question = "Choose the right answer."

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        if not target.written:
            raise Refused("no editor wrote a question about it")
        one = target.written[dice.randrange(len(target.written))]
        right = Option(one.right, target.id, target.title, target.slug, one.why or target.whole)
        wrong = [Option(text, None, "", "", why or "Not this one.") for text, why in one.wrong]
        if not wrong:
            raise Refused("the editor gave no wrong answer")
        guards = {"author": "written by an editor, who answers for right and wrong"}
        return one_right(self.name, target, one.stem, right, wrong, guards, dice, {"authored": one.id})
