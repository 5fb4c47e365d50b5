"""Rows in, SKOS out: one term or the whole glossary, as Turtle or JSON-LD text in pieces."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from django.conf import settings

from glossary import caching, exporter
from glossary.addresses import address, from_slugs
from glossary.exchange import rdf, skos
from glossary.exchange.rdf import Node
from glossary.models import Category, Relation, Term
from glossary.relations import Hierarchy, Kind, Reading

WRITERS: dict[str, Callable[[Iterable[Node]], Iterator[str]]] = {"ttl": rdf.turtle, "jsonld": rdf.json_ld}


def whole(format: str, base: str) -> Iterator[str]:
    """The whole glossary, proposed relations too, so that nothing is missing when it is read back."""
    return WRITERS[format](_Describer(base).whole())


def document(term: Term, format: str, base: str) -> Iterator[str]:
    """What readers may know of one term; the terms it is related to are in it by name."""
    return WRITERS[format](_Describer(base).document(term))


class _Describer:
    """Knows where the site is."""

    def __init__(self, base: str) -> None:
        self.scheme = skos.Scheme(address("terms", base), "Termwise", settings.LANGUAGE_CODE)
        self.term = from_slugs("term", base)
        self.category = from_slugs("category", base)

    @cached_property
    def hierarchy(self) -> Hierarchy:
        """All of it at once: read step by step, a deep one takes a query for each step."""
        return caching.kept("hierarchy", Relation.objects.accepted().hierarchy)

    def whole(self) -> Iterator[Node]:
        yield from skos.vocabulary()
        yield skos.scheme(self.scheme)
        for category in Category.objects.all():
            yield self.collection(category)
        for term in exporter.terms():
            yield from skos.concept(self.concept(term), self.scheme)

    def document(self, term: Term) -> Iterator[Node]:
        one = self.concept(term)
        one = replace(one, links=[link for link in one.links if not link.is_proposed])
        yield skos.scheme(self.scheme)
        for category in term.categories.all():
            yield self.collection(category)
        yield from skos.concept(one, self.scheme)
        for link in {link.iri: link for link in one.links}.values():
            yield skos.mention(link, self.scheme.language)

    def collection(self, category: Category) -> Node:
        iri = self.category(category.slug)
        one = skos.Collection(iri, category.name, category.description, category.position)
        return skos.collection(one, self.scheme.language)

    def concept(self, term: Term) -> skos.Concept:
        return skos.Concept(
            iri=self.term(term.slug),
            draft=replace(exporter.draft(term), slug=term.slug),
            created=term.created.isoformat(),
            modified=term.updated.isoformat(),
            categories=[self.category(category.slug) for category in term.categories.all()],
            links=sorted(self.links(term), key=lambda link: (link.reading, link.name)),
        )

    def links(self, term: Term) -> Iterator[skos.Link]:
        outgoing = [(one, True, one.object) for one in term.outgoing.all()]
        incoming = [(one, Kind(one.kind).is_symmetric, one.subject) for one in term.incoming.all()]
        for one, forward, other in outgoing + incoming:
            yield skos.Link(
                reading=Reading(Kind(one.kind), forward),
                iri=self.term(other.slug),
                name=str(other),
                is_proposed=one.is_proposed,
                reason=one.reason,
                is_in_line=Kind(one.kind).is_hierarchical or self.hierarchy.are_in_line(term.pk, other.pk),
            )
