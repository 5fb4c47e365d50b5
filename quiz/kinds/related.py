"""Which terms a relation holds for. Pure."""

from dataclasses import replace
from typing import Any

from quiz import masking
from quiz.kinds.base import (
    OPTIONS,
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
    nearness,
    shuffled,
    that_is,
)
from quiz.kinds.choice import OneOf, distractors, may_stand_beside, one_right, says_any

# Relations that a glossary tells in full, so that what it doesn't say may be taken for untrue: asked for one, for all.
VERBS = {
    "has kind": ("which of these is a kind of it?", "which of these are kinds of it?"),
    "is a kind of": ("what is it a kind of?", "which of these is it a kind of?"),
    "has part": ("which of these is a part of it?", "which of these are parts of it?"),
    "is part of": ("what is it a part of?", "which of these is it a part of?"),
    "runs on": ("what does it run on?", "which of these does it run on?"),
    "runs": ("which of these runs on it?", "which of these run on it?"),
}
INVERSE = {"has kind": "is a kind of", "has part": "is part of", "runs": "runs on"}
INVERSE |= {inverse: verb for verb, inverse in INVERSE.items()}
MANY = 1_000
GUARDS = {
    "meaning": "nothing in the glossary joins a wrong option to the term, not even a mention",
    "neighbourhood": "of the key's or the term's own, what stands in such a relation elsewhere first",
}


class SeveralOf:
    """Reads and judges an answer that is a set of options, by their numbers; the key is the set that is right."""

    template = "quiz/kinds/several.html"
    answered_template = "quiz/kinds/several_answered.html"

    def read(self, fields: Any) -> list[int]:
        given = fields.getlist("answer")
        if not given or len(given) > 9 or not all(one in "123456789" and len(one) == 1 for one in given):
            raise BadAnswer("Choose at least one of the options.")
        return sorted({int(one) for one in given})

    def judge(self, asked: Asked, answer: list[int], names: Any) -> Verdict:
        missed = [number for number in asked.key if number not in answer]
        extra = [number for number in answer if number not in asked.key]
        return Verdict("wrong" if missed or extra else "right", {"missed": missed, "extra": extra})


class OneRelated(OneOf):
    """One right option, where a relation holds for one term alone."""

    name = "related"
    label = "How two terms belong together"
    question = "Choose the one that applies."

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        verb, (right,) = _a_relation(target, round_, dice, 1, 1)
        beside = _of_the_sort(verb, target, [right], round_)
        near = replace(round_, beside=beside)
        others = distractors(right, near, _title_length)
        # Short names have mostly longer ones beside them: asked only where it could be the other way round, too.
        distractors(right, replace(near, rank=round_.size - 1 - round_.rank), _title_length)
        options = list(map(_wrong, others))
        guards = GUARDS | {"length": _shorter_than(right.title, others)}
        stem = f"{target.title}: {VERBS[verb][0]}"
        return one_right(self.name, target, stem, _true(right, target, verb), options, guards, dice, {"verb": verb})


class AllRelated(SeveralOf):
    """Two right options or three, where a relation holds for so many terms or more."""

    name = "relation"
    label = "How terms belong together"
    question = "Choose all that apply."

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        verb, true = _a_relation(target, round_, dice, 2, MANY)
        right = dice.sample(true, min(len(true), 2 + (round_.size == OPTIONS and dice.randrange(2))))
        wrong = self._wrong(verb, target, right, round_)
        options = shuffled([*(_true(one, target, verb) for one in right), *map(_wrong, wrong)], dice)
        ids = {one.id for one in right}
        key = [number for number, one in enumerate(options, 1) if one.term in ids]
        guards = GUARDS | {
            "options": f"{len(options)}, no two with a name in common",
            "key": f"{len(key)} right: every option the relation holds for",
            "length": _shorter_than(max((one.title for one in right), key=len), wrong),
        }
        stem = f"{target.title}: {VERBS[verb][1]}"
        return Item(self.name, target, stem, key, tuple(options), {"verb": verb}, guards)

    @staticmethod
    def _wrong(verb: str, target: Candidate, right: list[Candidate], round_: Round) -> list[Candidate]:
        """Two, or one in a small round, shorter and longer than the right ones in turn."""
        chosen: list[Candidate] = []
        middle = sum(len(one.title) for one in right) / len(right)
        is_shorter = round_.rank % 2 == 0
        for other in _of_the_sort(verb, target, right, round_):
            if (len(other.title) < middle) == is_shorter and all(differ(other, one) for one in [*right, *chosen]):
                chosen.append(other)
                is_shorter = not is_shorter
            if len(chosen) == (2 if round_.size == OPTIONS else 1):
                return chosen
        raise Refused("too few options that are wrong for sure")


def _a_relation(target: Candidate, round_: Round, dice: Dice, least: int, most: int) -> tuple[str, list[Candidate]]:
    """A verb and so many terms for which it is true and doesn't show. Or Refused."""
    by_id = round_.context.by_id
    found: dict[str, list[Candidate]] = {verb: [] for verb in VERBS}
    for link in target.links:
        one = by_id.get(link.other)
        if link.verb in found and one and one.gist and not _tells(one, target) and one not in found[link.verb]:
            found[link.verb].append(one)
    distinct = {verb: _distinct(true) for verb, true in found.items()}
    verbs = [verb for verb, true in distinct.items() if least <= len(true) <= most]
    if not verbs:
        raise Refused("no relation of a kind that can be asked about")
    verb = verbs[dice.randrange(len(verbs))]
    return verb, distinct[verb]


def _tells(one: Candidate, target: Candidate) -> bool:
    """Whether the name of the one holds the other's, so that it is seen at a glance: ECS cluster, ECS."""
    return not masking.telling_words(one.title).isdisjoint(masking.telling_words(target.title))


def _distinct(terms: list[Candidate]) -> list[Candidate]:
    found: list[Candidate] = []
    for one in terms:
        if all(differ(one, other) for other in found):
            found.append(one)
    return found


def _of_the_sort(verb: str, target: Candidate, right: list[Candidate], round_: Round) -> tuple[Candidate, ...]:
    """What is wrong for sure and of the neighbourhood: first what stands in such a relation to some other term."""
    true = {link.other for link in target.links if link.verb == verb}
    known = [one for one in round_.context.pool if one.id in true]
    near = [
        (nearness(right[0], other) + nearness(target, other) / 2, other)
        for other in round_.beside
        if _is_untrue(other, target, known) and not _tells(other, target)
    ]
    has_words = len(right[0].title.split()) > 1
    ranked = sorted(
        (pair for pair in near if pair[0] > 0),
        key=lambda pair: (
            not any(link.verb == INVERSE[verb] for link in pair[1].links),
            (len(pair[1].title.split()) > 1) != has_words,
            -pair[0],
        ),
    )
    return tuple(other for _, other in ranked)


def _is_untrue(other: Candidate, target: Candidate, true: list[Candidate]) -> bool:
    """Nothing joins the two: no relation, no mention, nor the other to what is right."""
    joined = other.id in target.linked | target.above or target.id in other.linked | other.above
    near_right = any(other.id in one.linked | one.above or one.id in other.above for one in true)
    mentioned = says_any(target.definition, other) or says_any(other.definition, target)
    return may_stand_beside(target, other) and not (joined or near_right or mentioned)


def _true(one: Candidate, target: Candidate, verb: str) -> Option:
    return Option(one.title, one.id, one.title, one.slug, f"{target.title} {verb} {one.title}.")


def _wrong(one: Candidate) -> Option:
    return Option(one.title, one.id, one.title, one.slug, that_is(one))


def _title_length(one: Candidate) -> int:
    return len(one.title)


def _shorter_than(text: str, others: list[Candidate]) -> str:
    return f"{sum(len(one.title) < len(text) for one in others)} shorter than the key"
