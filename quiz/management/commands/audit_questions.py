"""Make questions over the whole glossary and show each with its guards: the proof that they are good."""

import json
import random
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from quiz import composing, sampling
from quiz.kinds import KINDS
from quiz.kinds.base import Context, Item

ROUND = 20  # questions drawn together, as in a long quiz
ASKS_FOR_THE_TERM = {"term", "cloze", "apart", "type-term"}
NOTHING = "No question can be asked: no two terms here have definitions that tell them apart."


class Command(BaseCommand):
    help = "Make questions over the glossary, and print each with its guards, and what was refused and why."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, default=100, help="how many questions (default 100)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same questions")
        parser.add_argument("--json", action="store_true", help="as data")

    def handle(self, *args: Any, **options: Any) -> None:
        dice = random.Random(options["seed"])  # noqa: S311 - to be repeated, not to be unforeseeable
        questions: list[dict[str, Any]] = []
        refusals: Counter[str] = Counter()
        while len(questions) < options["count"]:
            targets, context = sampling.draw(categories=(), terms=None, length=ROUND + 10, dice=dice)
            wanted = min(ROUND, options["count"] - len(questions))
            items, refused = composing.compose(targets, context, list(KINDS), wanted, dice)
            refusals += refused
            questions += [as_json(item, context) for item in items]
            if not items:
                break
        totals = Counter(question["kind"] for question in questions)
        if options["json"]:
            if not questions:
                self.stderr.write(NOTHING)
            found = {"questions": questions, "totals": totals, "refusals": dict(refusals.most_common())}
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(as_text(questions, totals, refusals))


def as_json(item: Item, context: Context) -> dict[str, Any]:
    """A question as data; key is the list of the numbers that are right, from 1, or what the kind has instead."""
    key = [item.key] if isinstance(item.key, int) else item.key
    definitions = {one.id: one.definition for one in context.pool}
    is_choice = bool(item.options) and item.kind not in ("order", "match")
    return {
        "kind": item.kind,
        "term": item.target.title,
        # What would give the answer away: the names of the term, where the term is what is asked for.
        "must_not_say": list(item.target.names) if item.kind in ASKS_FOR_THE_TERM else [],
        "stem": item.stem,
        "options": [
            {
                "text": option.text,
                "title": option.title,
                "definition": definitions.get(option.term or 0, ""),
                "is_key": is_choice and number in key,
                "reason": option.reason,
            }
            for number, option in enumerate(item.options, 1)
        ],
        "key": key,
        "guards": item.guards,
    }


def as_text(questions: list[dict[str, Any]], totals: Counter[str], refusals: Counter[str]) -> str:
    lines = []
    for number, one in enumerate(questions, 1):
        lines += [f"{number}. {one['kind']}: {one['term']}", f"   {one['stem']}"]
        for place, option in enumerate(one["options"], 1):
            mark = "*" if option["is_key"] else " "
            lines += [f"   {mark}{place} {option['text']}", f"        {option['reason']}"]
        if not one["options"] or one["kind"] in ("order", "match"):
            lines.append(f"   key: {one['key']}")
        lines += [f"   - {guard}: {found}" for guard, found in one["guards"].items()]
        lines.append("")
    if not questions:
        lines.append(NOTHING)
    lines += [f"{count:6} {kind}" for kind, count in totals.most_common()]
    lines += ["", "Refused:", *(f"{count:6} {cause}" for cause, count in refusals.most_common())]
    return "\n".join(lines)
