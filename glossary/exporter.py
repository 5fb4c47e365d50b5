"""Rows in, drafts and plain values for files out; a number of queries that grows with chunks, not terms."""

from collections.abc import Iterator
from typing import Any

from glossary import text
from glossary.exchange import notes
from glossary.exchange.drafts import Draft, DraftLabel, DraftList, DraftRelation, DraftSource
from glossary.models import Category, Relation, Term
from glossary.relations import Kind, Reading

CHUNK = 500


def terms() -> Iterator[Term]:
    """Every term with all that belongs to it, by title."""
    return Term.objects.whole().by_key().iterator(chunk_size=CHUNK)


def markdown() -> Iterator[str]:
    """The whole glossary in the note format, in pieces."""
    categories = Category.objects.values_list("name", "description")
    return notes.write(categories, (draft(term) for term in terms()))


def draft(term: Term) -> Draft:
    return Draft(
        title=term.title,
        qualifier=term.qualifier,
        slug="" if term.slug == text.slugify(str(term)) else term.slug,
        is_linked=term.is_linked,
        definition=term.definition,
        labels=[DraftLabel(label.kind, label.text, label.is_linked) for label in term.labels.all()],
        categories=[category.name for category in term.categories.all()],
        fact_lists=[
            DraftList(one.title, one.is_ordered, [fact.text for fact in one.facts.all()])
            for one in term.fact_lists.all()
        ],
        relations=[
            DraftRelation(kind, True, str(other), one.is_proposed, one.reason) for kind, other, one in _once(term)
        ],
        sources=[DraftSource(one.origin, one.file, one.line, one.remark) for one in term.sources.all()],
    )


def _once(term: Term) -> list[tuple[Kind, Term, Relation]]:
    """The relations written at this term: at the subject, or at the alphabetically first of equals."""
    found = []
    for one in term.outgoing.all():
        if not Kind(one.kind).is_symmetric or term.key < one.object.key:
            found.append((Kind(one.kind), one.object, one))
    for one in term.incoming.all():
        if Kind(one.kind).is_symmetric and term.key < one.subject.key:
            found.append((Kind(one.kind), one.subject, one))
    return sorted(found, key=lambda item: (list(Kind).index(item[0]), item[1].key))


def as_json(term: Term) -> dict[str, Any]:
    """A term as plain values; its relations read from this term, in both directions."""
    return {
        "slug": term.slug,
        "title": term.title,
        "qualifier": term.qualifier,
        "definition": term.definition,
        "is_stub": term.is_stub,
        "is_linked": term.is_linked,
        "labels": [
            {"kind": label.kind, "text": label.text, "is_linked": label.is_linked} for label in term.labels.all()
        ],
        "categories": [{"slug": category.slug, "name": category.name} for category in term.categories.all()],
        "facts": [
            {"title": one.title, "is_ordered": one.is_ordered, "items": [fact.text for fact in one.facts.all()]}
            for one in term.fact_lists.all()
        ],
        "relations": [_relation(*one) for one in _both_ways(term)],
        "sources": [
            {"origin": one.origin, "file": one.file, "line": one.line, "remark": one.remark}
            for one in term.sources.all()
        ],
        "updated": term.updated.isoformat(),
    }


def _both_ways(term: Term) -> list[tuple[Reading, Term, Relation]]:
    """The relations as this term has them, in an order that the next database that reads the file has too."""
    found = [(Reading(Kind(one.kind), True), one.object, one) for one in term.outgoing.all()]
    # A symmetric one runs from the lower id, which says nothing.
    found += [(Reading(Kind(one.kind), Kind(one.kind).is_symmetric), one.subject, one) for one in term.incoming.all()]
    return sorted(found, key=lambda item: (not item[0].forward, list(Kind).index(item[0].kind), item[1].key))


def _relation(reading: Reading, other: Term, one: Relation) -> dict[str, Any]:
    kind, forward = reading
    return {
        "kind": kind.value,
        "verb": kind.verb if forward else kind.inverse_verb,
        "term": str(other),
        "slug": other.slug,
        "skos": kind.skos if forward else kind.inverse_skos,
        "is_proposed": one.is_proposed,
    }
