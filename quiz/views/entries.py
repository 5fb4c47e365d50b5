"""Where the terms that stand in old questions are to be found today."""

from collections.abc import Iterable, Iterator
from typing import Any

from glossary.models import Term
from quiz.models import Question


def name_present_entries(questions: Iterable[Question]) -> None:
    """Give every term mentioned in the questions the slug it has now, or none where it is gone."""
    mentioned = [one for question in questions for one in mentions(question)]
    rows = Term.objects.filter(pk__in={one["term"] for one in mentioned})
    terms = {term.pk: term for term in rows.only("slug", "title", "qualifier")}
    for one in mentioned:
        term = terms.get(one["term"])
        one["slug"] = term.slug if term else ""
        one.setdefault("title", str(term or ""))


def mentions(question: Question) -> Iterator[dict[str, Any]]:
    """Whatever names a term by its id in what is kept with a question, however deep."""
    waiting: list[Any] = [question.options, question.data, question.feedback]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict) and isinstance(part.get("term"), int):
            yield part
        waiting += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
