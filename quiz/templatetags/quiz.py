"""What the quiz's templates need of a dictionary."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def at(values: dict[Any, Any], key: Any) -> Any:
    """The value under a key that is only known in the template; none where it is missing."""
    return values.get(key)
