"""What templates say about rows: a category's hue, a term's other names, its first words."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from glossary import caching, downloads, markup, rendering
from glossary.addresses import from_slugs, site_address
from glossary.models import Category, Label, LabelKind, Term
from glossary.rows import by_letter
from glossary.search import Hit
from glossary.search_words import Part

CURRENT = markup.fill(' aria-current="true"')

register = template.Library()


@register.filter
def hue(category: Category) -> str:
    return category.hue


@register.filter
def names(term: Term) -> list[Label]:
    """The other names a reader may see."""
    return [label for label in term.labels.all() if label.kind != LabelKind.MISSPELLING]


@register.filter
def summary(term: Term, longest: int = 200) -> str:
    return rendering.summary(term, longest)


register.filter(by_letter)


@register.simple_tag(takes_context=True)
def tabs(context: dict[str, Any]) -> SafeString:
    """The tabs of the thumb index; those of the categories that the page is about, `here`, are marked."""
    current = set(context.get("here") or ())
    return markup.join(
        markup.fill(
            '<li><a class="{}" href="{}"{}>{}</a></li>\n',
            one.hue,
            one.get_absolute_url(),
            CURRENT if one.pk in current else "",
            one.name,
        )
        for one in context["site_categories"]
    )


@register.filter
def marked(parts: Iterable[Part]) -> SafeString:
    """A text of which some parts were met by a search."""
    return markup.join(markup.fill("<mark>{}</mark>" if part.is_met else "{}", part.text) for part in parts)


@register.filter
def as_hit(hit: Hit) -> SafeString:
    """What a search shows of a term: its name, the other name that was met, why, and the piece of its text."""
    other = hit.other_name
    return markup.fill(
        '<span class="hit-title">{}</span>\n{}\n<span class="why">{}</span>\n<span class="summary">{}</span>',
        marked(hit.title),
        markup.fill('<span class="name">{}</span>', marked(other)) if other else "",
        hit.why,
        "No definition yet" if hit.is_bare else marked(hit.excerpt),
    )


@register.simple_tag(takes_context=True)
def personal(context: dict[str, Any], template: str) -> SafeString:
    """A part of the page that is the visitor's own; the rest of a public page is the same for everybody."""
    return caching.part(context, template)


@register.simple_tag(takes_context=True)
def term_data(context: dict[str, Any], term: Term) -> SafeString:
    """The term in schema.org's words."""
    base = site_address(context["request"])
    return markup.json_data(downloads.defined_term(term, rendering.summary(term, 400), base))


@register.simple_tag(takes_context=True)
def term_set_data(context: dict[str, Any], terms: Iterable[Term]) -> SafeString:
    """The glossary in schema.org's words, with the terms that the page shows."""
    base = site_address(context["request"])
    where = from_slugs("term", base)
    shown = [{"@type": "DefinedTerm", "name": str(term), "url": where(term.slug)} for term in terms]
    return markup.json_data({"@context": "https://schema.org"} | downloads.term_set(base) | {"hasDefinedTerm": shown})
