"""What the quiz's templates need: a kind's words and templates by its name, and times in words."""

from django import template

from quiz.kinds import KINDS

register = template.Library()


@register.filter
def ask(kind: str) -> str:
    """What a question of this kind asks, as it stands above the stem."""
    return KINDS[kind].question


@register.filter
def answered_template(kind: str) -> str:
    """The template that shows what was answered and what is right."""
    return KINDS[kind].answered_template


@register.filter
def duration(seconds: int) -> str:
    """So many seconds in words: "40 seconds", "2 minutes 5 seconds"."""
    minutes, rest = divmod(seconds, 60)
    parts = [(minutes, "minute"), (rest, "second")]
    said = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count]
    return " ".join(said) or "less than a second"
