"""Steps in order, and terms matched to definitions. Pure."""

from dataclasses import replace
from typing import Any

from glossary.text import fold
from quiz.kinds.base import Asked, BadAnswer, Candidate, Dice, Item, Option, Refused, Round, Verdict, shuffled
from quiz.kinds.choice import distractors, says_any
from quiz.kinds.meaning import masked_options


def _is_digit(sent: str) -> bool:
    return len(sent) == 1 and sent in "123456789"


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
