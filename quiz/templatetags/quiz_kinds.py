"""What the templates of some kinds need: steps in their order, and terms with their definitions."""

from typing import Any

from django import template

register = template.Library()


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
def pairs(question: Any) -> list[dict[str, Any]]:
    """Each term with its definition, and whose definition was chosen for it."""
    given = question.answer or [None] * len(question.key)
    found = []
    for title, right, mine in zip(question.data["terms"], question.key, given, strict=True):
        option = question.options[right - 1]
        chosen = question.options[mine - 1]["title"] if mine and mine <= len(question.options) else ""
        found.append(
            {"title": title, "slug": option["slug"], "text": option["text"], "given": chosen, "is_right": mine == right}
        )
    return found


@register.filter
def also_right(question: Any) -> list[str]:
    """The other names that would have been right for a typed answer; misspellings are told to nobody."""
    return [name for name, kind in question.key[1:] if kind != "misspelling"]
