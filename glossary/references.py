"""A term with its relations in, its cross-references grouped by verb out."""

from glossary.models import Term
from glossary.relations import Kind

VERBS = tuple(dict.fromkeys(verb for kind in Kind for verb in (kind.verb, kind.inverse_verb)))


def cross_references(term: Term) -> list[tuple[str, list[Term]]]:
    """What the term is to others and others are to it; the term comes from `Term.objects.whole()`.

    Relations that still wait for an editor are left out.
    """
    groups: dict[str, list[Term]] = {verb: [] for verb in VERBS}
    for relation in term.outgoing.all():
        if not relation.is_proposed:
            groups[Kind(relation.kind).verb].append(relation.object)
    for relation in term.incoming.all():
        if not relation.is_proposed:
            groups[Kind(relation.kind).inverse_verb].append(relation.subject)
    return [(verb, sorted(terms, key=lambda other: other.key)) for verb, terms in groups.items() if terms]
