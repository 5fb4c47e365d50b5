"""Questions answered by typing: the term for a definition, and what an abbreviation stands for. Pure."""

from typing import Any

from glossary.text import fold
from quiz.grading import MAX_GIVEN, Meant, Name, grade
from quiz.kinds.base import Asked, BadAnswer, Candidate, Dice, Item, Refused, Round, Verdict
from quiz.kinds.letters import spelled_out
from quiz.kinds.meaning import masked_stem


class Typed:
    """Reads and judges what was typed; the key holds the names that are right: [[text, kind], ...]."""

    template = "quiz/kinds/typed.html"
    answered_template = "quiz/kinds/typed_answered.html"

    def read(self, fields: Any) -> str:
        answer = " ".join(str(fields.get("answer", "")).replace("\0", "").split())
        if not answer:
            raise BadAnswer("Type an answer.")
        if len(answer) > MAX_GIVEN:
            raise BadAnswer(f"That is more than {MAX_GIVEN} characters. Type the name alone.")
        return answer

    def judge(self, asked: Asked, answer: str, names: Any) -> Verdict:
        term = asked.data["term"]
        meant = Meant(term, tuple(Name(text, term, kind) for text, kind in asked.key), asked.stem)
        found = grade(answer, meant, names)
        feedback: dict[str, Any] = {"reason": str(found.reason), "name": found.name}
        if found.other:
            feedback |= {"other": found.other.text, "term": found.other.term}
        if found.segments:
            feedback["segments"] = [[one.given, one.right, one.is_same] for one in found.segments]
        return Verdict(str(found.verdict), feedback)


class TypeTerm(Typed):
    name = "type-term"
    label = "Type the term"
    question = "Which term is this? Type it."

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        if not target.is_alone:
            raise Refused("another term's definition says the same")
        stem = masked_stem(target, (), round_.context.common)
        names = [
            (name, "title" if number == 0 else "synonym") for number, name in enumerate(target.names or (target.title,))
        ]
        names = [(text, "expansion" if text in target.expansions else kind) for text, kind in names]
        names += [(text, "misspelling") for text in target.misspellings]
        guards = {
            "masked": f"{stem.hidden} of {stem.words} words of the stem",
            "meaning": "no other definition in the glossary shares half of its words",
            "key": f"{len(names)} names are accepted",
        }
        data = {"term": target.id, "definition": target.whole}
        return Item(self.name, target, stem.text, names, (), data, guards)


class TypeExpansion(Typed):
    name = "type-expansion"
    label = "Type what letters stand for"
    question = "What do the letters stand for? Type it."

    def make(self, target: Candidate, round_: Round, dice: Dice) -> Item:
        short, _ = spelled_out(target)
        if not target.expansions:
            raise Refused("the term has no abbreviation with an expansion")
        if fold(short) in target.ambiguous:
            raise Refused("another term has the same abbreviation")
        names = [(name, "expansion") for name in target.expansions]
        data = {"term": target.id, "meaning": target.gist}
        guards = {
            "meaning": "no other term in the glossary has this abbreviation",
            "key": f"{len(names)} accepted",
        }
        return Item(self.name, target, short, names, (), data, guards)
