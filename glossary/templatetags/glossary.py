"""What templates say about rows: a category's hue, a term's other names, its first words."""

from django import template

from glossary import rendering
from glossary.models import Category, Label, LabelKind, Term

HUES = 12

register = template.Library()


@register.filter
def hue(category: Category) -> str:
    """The class that gives a category its hue; neighbours in the order of categories differ."""
    return f"hue-{category.position % HUES}"


@register.filter
def names(term: Term) -> list[Label]:
    """The other names a reader may see."""
    return [label for label in term.labels.all() if label.kind != LabelKind.MISSPELLING]


@register.filter
def summary(term: Term, longest: int = 200) -> str:
    return rendering.summary(term, longest)
