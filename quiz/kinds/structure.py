"""Which terms a relation holds for, what belongs to a fact list, steps in order, terms matched to definitions. Pure."""

from dataclasses import replace
from typing import Any

from glossary.text import fold
from quiz import masking
from quiz.kinds.base import (
    Asked,
    BadAnswer,
    Candidate,
    Dice,
    Facts,
    Item,
    Option,
    Refused,
    Round,
    Verdict,
    differ,
    overlap,
    shuffled,
    that_is,
)
from quiz.kinds.choice import OneOf, distractors, may_stand_beside, one_right, says_any
from quiz.kinds.meaning import masked_options

# Relations that a glossary tells in full, so that what it doesn't say may be taken for untrue; as questions.
VERBS = {
    "has kind": "Which of these are kinds of it?",
    "is a kind of": "What is it a kind of?",
    "has part": "Which of these are parts of it?",
    "is part of": "What is it part of?",
    "runs on": "What does it run on?",
    "runs": "Which of these run on it?",
}
# Lists whose items could be said of much else besides: nothing in them is wrong for sure elsewhere.
VAGUE = (
    "benefit",
    "advantage",
    "use",
    "when",
    "why",
    "good",
    "limit",
    "best",
    "drawback",
    "cost",
    "feature",
    "pitfall",
)


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


class RelationHolds(SeveralOf):
    name = "relation"
    label = "How terms belong together"
    question = "Choose all that apply."

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        by_id = round_.context.by_id
        found = {
            verb: [by_id[link.other] for link in target.links if link.verb == verb and link.other in by_id]
            for verb in VERBS
        }
        verbs = [verb for verb, others in found.items() if any(one.gist for one in others)]
        if not verbs:
            raise Refused("no relation of a kind that can be asked about")
        verb = verbs[dice.randrange(len(verbs))]
        true = [one for one in found[verb] if one.gist and not self._tells(one, target)]
        right = dice.sample(true, min(len(true), 1 + dice.randrange(2), round_.size - 2))
        wrong = [other for other in round_.beside if self._is_wrong(other, target, found[verb])][
            : round_.size - len(right)
        ]
        if not right or len(wrong) < round_.size - len(right) or not self._distinct([*right, *wrong]):
            raise Refused("too few options that are wrong for sure")
        options = [
            Option(one.title, one.id, one.title, one.slug, f"{target.title} {verb} {one.title}.") for one in right
        ]
        options += [Option(one.title, one.id, one.title, one.slug, that_is(one)) for one in wrong]
        options = shuffled(options, dice)
        ids = {one.id for one in right}
        key = [number for number, one in enumerate(options, 1) if one.term in ids]
        guards = {
            "options": f"{len(options)}, no two with a name in common",
            "key": f"{len(key)} right: every option the relation holds for",
            "meaning": "nothing in the glossary joins a wrong option to the term, not even a mention",
        }
        stem = f"{target.title}: {VERBS[verb][0].lower()}{VERBS[verb][1:]}"
        return Item(self.name, target, stem, key, tuple(options), {"verb": verb}, guards)

    @staticmethod
    def _tells(one: Candidate, target: Candidate) -> bool:
        """Whether the name of the one holds the other's, so that it is seen at a glance: ECS cluster, ECS."""
        return not masking.telling_words(one.title).isdisjoint(masking.telling_words(target.title))

    @staticmethod
    def _is_wrong(other: Candidate, target: Candidate, true: list[Candidate]) -> bool:
        """Nothing joins the two: no relation, no common parent, no mention; nor the other to what is right."""
        joined = other.id in target.linked | target.above or target.id in other.linked | other.above
        near_right = any(other.id in one.linked | one.above or one.id in other.above for one in true)
        mentioned = says_any(target.definition, other) or says_any(other.definition, target)
        return may_stand_beside(target, other) and not (joined or near_right or mentioned)

    @staticmethod
    def _distinct(shown: list[Candidate]) -> bool:
        return all(differ(one, other) for at, one in enumerate(shown) for other in shown[at + 1 :])


class BelongsToList(OneOf):
    name = "member"
    label = "What belongs to a list"
    question = "Which one belongs to it?"

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        lists = [one for one in target.fact_lists if one.items and _is_sure(one)]
        if not lists:
            raise Refused("no fact list whose items are surely its own")
        chosen = lists[dice.randrange(len(lists))]
        item = chosen.items[dice.randrange(len(chosen.items))]
        others = [
            (other, text)
            for other in round_.context.pool
            if self._is_foreign(other, target)
            for facts in other.fact_lists
            if facts.title != chosen.title
            for text in shuffled(facts.items, dice)[:1]
        ]
        wrong = self._chosen(shuffled(others, dice), item, chosen, target, round_)
        if says_any(item, target):
            raise Refused("the item names its term")
        right = Option(item, target.id, target.title, target.slug, f"{target.title}, {chosen.title}: {item}")
        options = [
            Option(text, other.id, other.title, other.slug, f"That is said of {other.title}.") for other, text in wrong
        ]
        guards = {
            "meaning": "the other items are of terms in other categories that nothing joins to this one",
            "length": f"{sum(len(text) < len(item) for _, text in wrong)} shorter than the key",
        }
        stem = f"{target.title}: {chosen.title[0].lower()}{chosen.title[1:]}"
        return one_right(self.name, target, stem, right, options, guards, dice, {"list": chosen.title})

    @staticmethod
    def _is_foreign(other: Candidate, target: Candidate) -> bool:
        joined = other.id in target.linked | target.above or target.id in other.linked | other.above
        return other.id != target.id and not joined and other.shelves.isdisjoint(target.shelves)

    @staticmethod
    def _chosen(
        others: list[tuple[Candidate, str]], item: str, facts: Facts, target: Candidate, round_: Round
    ) -> list[tuple[Candidate, str]]:
        """Items of like length that don't say what an item of the list says, nor whose they are."""
        own = [masking.content_words(text) for text in facts.items]
        room = {True: round_.rank, False: round_.size - 1 - round_.rank}
        chosen: list[tuple[Candidate, str]] = []
        for other, text in others:
            is_shorter, is_tie = len(text) < len(item), len(text) == len(item)
            if is_tie and not round_.has_ties:
                continue
            said = masking.content_words(text)
            fits = 0.4 <= len(text) / len(item) <= 2.5 and not says_any(text, target) and not says_any(text, other)
            if room[is_shorter] and fits and all(overlap(said, one) < 0.25 for one in own):
                room[is_shorter] -= 1
                chosen.append((other, text))
            if len(chosen) == round_.size - 1:
                return chosen
        raise Refused("too few items that surely belong elsewhere")


def _is_digit(sent: str) -> bool:
    return len(sent) == 1 and sent in "123456789"


def _is_sure(facts: Facts) -> bool:
    title = fold(facts.title)
    return not title.startswith(VAGUE) and not any(word in title for word in ("choose", "suit", "good for", "compared"))


def _are_steps(items: tuple[str, ...]) -> bool:
    return 3 <= len(items) <= 7 and len({fold(item) for item in items}) == len(items)


class StepsInOrder:
    """The steps of an ordered list, shown out of order; the key says at which place each step shown stands."""

    name = "order"
    label = "Steps in order"
    question = "Put the steps in their order."
    template = "quiz/kinds/order.html"
    answered_template = "quiz/kinds/order_answered.html"

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        lists = [one for one in target.fact_lists if one.is_ordered and _are_steps(one.items)]
        if not lists:
            raise Refused("no ordered list of three to seven steps")
        chosen = lists[dice.randrange(len(lists))]
        places = list(range(1, len(chosen.items) + 1))
        key = shuffled(places, dice)
        if key == places:
            key = key[1:] + key[:1]
        options = tuple(
            Option(chosen.items[place - 1], None, "", "", f"Step {place} of {target.title}, {chosen.title}.")
            for place in key
        )
        guards = {"options": f"{len(key)} steps, no two alike", "key": "one right order, that of the list"}
        stem = f"{target.title}: {chosen.title[0].lower()}{chosen.title[1:]}"
        data = {"list": chosen.title, "places": places}
        return Item(self.name, target, stem, key, options, data, guards)

    def read(self, fields: Any) -> list[int]:
        given = [one.strip() for one in fields.get("answer", "").split(",")] if fields.get("answer") else []
        for number in range(1, 10):
            if f"order-{number}" in fields:
                given.append(fields[f"order-{number}"])
        if not given or not all(map(_is_digit, given)):
            raise BadAnswer("Give every step a place.")
        places = [int(one) for one in given]
        if sorted(places) != list(range(1, len(places) + 1)):
            raise BadAnswer("Give every step a place of its own.")
        return places

    def judge(self, asked: Asked, answer: list[int], names: Any) -> Verdict:
        if len(answer) != len(asked.key):
            raise BadAnswer("Give every step a place.")
        off = [number for number, (given, right) in enumerate(zip(answer, asked.key, strict=True), 1) if given != right]
        return Verdict("wrong" if off else "right", {"off": off})


def moved(fields: Any, size: int) -> tuple[list[int], int, str]:
    """The places in a form once a step has changed places with its neighbour, and which step went which way."""
    places = StepsInOrder().read(fields)
    number, _, way = fields.get("move", "").partition(" ")
    if not (len(places) == size and _is_digit(number) and int(number) <= size and way in ("up", "down")):
        raise BadAnswer("That step is not here.")
    place = places[int(number) - 1]
    other = place + (1 if way == "down" else -1)
    if other in places:
        places[places.index(other)], places[int(number) - 1] = place, other
    return places, int(number), way


class MatchDefinitions:
    """Three or four terms and their definitions, out of order; the key gives the number of each term's definition."""

    name = "match"
    label = "Match terms and definitions"
    question = "Which definition belongs to which term?"
    template = "quiz/kinds/match.html"
    answered_template = "quiz/kinds/match_answered.html"

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        size = min(round_.size, 4)
        if size < 3:
            raise Refused("too few terms to match")
        near = replace(round_, size=size, rank=min(round_.rank, size - 1))
        others = distractors(target, near, lambda one: len(one.gist))
        shown = shuffled([target, *others], dice)
        if any(says_any(one.gist, two) for one in shown for two in shown if one is not two):
            raise Refused("a definition names another of the terms")
        masked = masked_options(target, others, round_.context.common)
        order = shuffled(shown, dice)
        options = tuple(
            Option(masked[one.id].text, one.id, one.title, one.slug, f"{one.title}: {one.whole}") for one in order
        )
        if len({fold(option.text) for option in options}) < size:
            raise Refused("two options read the same")
        key = [order.index(one) + 1 for one in shown]
        guards = {
            "options": f"{size} definitions, no two alike",
            "key": "each term has one definition",
            "masked": f"{sum(one.hidden for one in masked.values())} words",
        }
        data = {"terms": [one.title for one in shown]}
        return Item(self.name, target, "Match each term with what it means.", key, options, data, guards)

    def read(self, fields: Any) -> list[int]:
        given = [fields[f"term-of-{number}"] for number in range(1, 10) if f"term-of-{number}" in fields]
        if not given or not all(map(_is_digit, given)):
            raise BadAnswer("Choose a term for every definition.")
        terms = [int(one) for one in given]
        if sorted(terms) != list(range(1, len(terms) + 1)):
            raise BadAnswer("Every term belongs to one definition. Choose each of them once.")
        return [terms.index(number) + 1 for number in sorted(terms)]

    def judge(self, asked: Asked, answer: list[int], names: Any) -> Verdict:
        if len(answer) != len(asked.key):
            raise BadAnswer("Choose a term for every definition.")
        off = [number for number, (given, right) in enumerate(zip(answer, asked.key, strict=True), 1) if given != right]
        return Verdict("wrong" if off else "right", {"off": off})
