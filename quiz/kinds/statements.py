"""A gap to fill, a statement to call true or false, two terms to tell apart. Pure."""

from dataclasses import replace

from quiz import masking
from quiz.kinds.base import (
    Candidate,
    Dice,
    Item,
    Option,
    Refused,
    Round,
    likeness,
    that_is,
)
from quiz.kinds.choice import OneOf, distractors, keeps_rank, one_right, says_any, term_guards
from quiz.kinds.meaning import as_patterns, masked_stem, option


class Cloze(OneOf):
    """Another term's definition with the target's name hidden. No other option is named or related there."""

    name = "cloze"
    label = "Fill the gap"
    question = "Which term is missing?"

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        homes = [
            one
            for one in round_.context.pool
            if one.id != target.id and says_any(one.whole, target) and not says_any(one.title, target)
        ]
        if not homes:
            raise Refused("no definition names the term")
        home = homes[dice.randrange(len(homes))]
        gap = masking.blank(home.whole, target.patterns)
        if not gap.is_readable or gap.text.count(masking.BLANK) != 1:
            raise Refused("the gap is not one, or too little is left around it")
        others = distractors(
            target, round_, lambda one: len(one.title), lambda other: _cannot_stand(other, home, target)
        )
        texts = {one.id: one.title for one in (target, *others)}
        right = Option(target.title, target.id, target.title, target.slug, f"{home.title}: {home.whole}")
        wrong = [option(one, one.title, target) for one in others]
        guards = {"masked": f"{gap.hidden} of {gap.words} words", **term_guards(target, others, texts, round_)}
        guards["meaning"] += f"; no other option is named by or related to {home.title}"
        stem = f"{home.title}: {gap.text}"
        if masking.says(stem, target.patterns):
            raise Refused("the stem names the term")
        return one_right(self.name, target, stem, right, wrong, guards, dice, {"of": home.title, "slug": home.slug})


def title_length(one: Candidate) -> int:
    return len(one.title)


def _cannot_stand(other: Candidate, home: Candidate, target: Candidate) -> bool:
    """Whether a term is sure not to fit the gap: nothing joins it to the text's term, it is no sister of the target."""
    joined = other.id == home.id or other.id in home.linked | home.above or home.id in other.linked | other.above
    is_sister = bool(other.above & target.above) or other.id in target.contrasts or target.id in other.contrasts
    return not joined and not is_sister and not says_any(home.definition, other)


class TrueFalse(OneOf):
    """A term with its own definition, or with one that is surely another's."""

    name = "true-false"
    label = "True or false"
    question = "Is this true?"
    TEXTS = ("True", "False")

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        other = self._other(target, round_)
        is_true = dice.randrange(2) == 0
        said = target if is_true else other
        hidden = target.gives_away(round_.context.common) | other.gives_away(round_.context.common)
        masked, unsaid = (
            masking.blank(one.gist, one.patterns | target.patterns | as_patterns(hidden))
            for one in (said, other if is_true else target)
        )
        # Both must be fit to be asked: otherwise true or false would come more often.
        if not (masked.is_readable and unsaid.is_readable):
            raise Refused("too little of the definition is left once the names are masked")
        reason = f"{target.title}: {target.whole}"
        right_text, wrong_text = self.TEXTS if is_true else self.TEXTS[::-1]
        right = Option(right_text, target.id, target.title, target.slug, reason)
        why = "It does mean that." if is_true else that_is(other)
        wrong = Option(wrong_text, other.id, other.title, other.slug, why)
        guards = {
            "options": "true and false, in this order",
            "key": "one right option",
            "meaning": f"the two definitions share {likeness(target, other):.2f} of their words",
            "masked": f"{masked.hidden} of {masked.words} words",
        }
        options = (right, wrong) if is_true else (wrong, right)
        data = {"statement": masked.text, "headword": target.title}
        return Item(
            self.name, target, f"“{target.title}” means: {masked.text}", 1 if is_true else 2, options, data, guards
        )

    @staticmethod
    def _other(target: Candidate, round_: Round) -> Candidate:
        for rank in (0, 1):
            try:
                return distractors(target, Round(round_.context, round_.beside, 2, rank), lambda one: len(one.gist))[0]
            except Refused:
                continue
        raise Refused("no other definition is wrong for sure")


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
