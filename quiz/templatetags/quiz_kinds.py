"""What the templates of some kinds need: what is told of an option, steps in their order, terms with definitions."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from quiz import telling

register = template.Library()
register.filter("told", telling.tell)
register.filter("told_all", telling.tell_all)


@register.filter
def steps(question: Any) -> list[dict[str, Any]]:
    """The steps of an ordered list in the right order, with the place that each was given."""
    given = question.answer or [None] * len(question.key)
    shown = zip(question.options, question.key, given, strict=True)
    found = [
        {"place": place, "text": option["text"], "given": mine, "is_right": mine == place}
        for option, place, mine in shown
    ]
    return sorted(found, key=lambda step: step["place"])


@register.filter
def arranged(question: Any, places: Sequence[int] | None) -> list[dict[str, Any]]:
    """The steps as they stand now: in the places entered, or answered before, or as they were shown at first."""
    now = places or question.answer or question.data["places"]
    found = [
        {"number": number, "place": place, "text": option["text"]}
        for number, (place, option) in enumerate(zip(now, question.options, strict=True), 1)
    ]
    return sorted(found, key=lambda step: step["place"])


@register.filter
def pairs(question: Any) -> list[dict[str, Any]]:
    """Each term with its definition, and whose definition was chosen for it."""
    given = question.answer or [None] * len(question.key)
    found = []
    for title, right, mine in zip(question.data["terms"], question.key, given, strict=True):
        option = question.options[right - 1]
        chosen = question.options[mine - 1]["title"] if mine and mine <= len(question.options) else ""
        text = telling.without_blanks(option)
        found.append({"title": title, "slug": option["slug"], "text": text, "given": chosen, "is_right": mine == right})
    return found


@register.filter
def meanings(question: Any, sent: Mapping[str, str] | None) -> list[dict[str, Any]]:
    """Each definition with the number of the term that was sent for it, or answered before."""
    answer = question.answer or []
    chosen = {definition: str(term) for term, definition in enumerate(answer, 1)}
    return [
        {"number": at, "text": option["text"], "term": (sent or {}).get(f"term-of-{at}", chosen.get(at, ""))}
        for at, option in enumerate(question.options, 1)
    ]


@register.filter
def ticked(question: Any, sent: Any) -> list[str]:
    """The numbers of the options that were ticked in the form sent, or answered before."""
    return list(map(str, question.answer or ())) if sent is None else sent.getlist("answer")


@register.filter
def also_right(question: Any) -> list[str]:
    """The other names that would have been right for a typed answer; misspellings are told to nobody."""
    told = question.feedback.get("name") if question.feedback.get("segments") else question.key[0][0]
    return [name for name, kind in question.key if kind != "misspelling" and name != told]
