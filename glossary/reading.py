"""An address in, one term with everything its page shows out.

This is the page most often asked for, and making Django's queries took half of its time. So they are written
out here, in SQL that both databases read, and nowhere else.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db.models import Model

from glossary.models import Category, Fact, FactList, Label, Relation, Source, Term
from glossary.sql import rows

TERM = """
    SELECT t.*, b.title AS before_title, b.qualifier AS before_qualifier, b.slug AS before_slug,
        a.title AS after_title, a.qualifier AS after_qualifier, a.slug AS after_slug
    FROM glossary_term t
    LEFT JOIN glossary_term b ON b.id = (SELECT id FROM glossary_term WHERE key < t.key ORDER BY key DESC LIMIT 1)
    LEFT JOIN glossary_term a ON a.id = (SELECT id FROM glossary_term WHERE key > t.key ORDER BY key LIMIT 1)
    WHERE t.slug = %s
"""
LABELS = "SELECT * FROM glossary_label WHERE term_id = %s ORDER BY kind, id"
SOURCES = "SELECT * FROM glossary_source WHERE term_id = %s ORDER BY line, id"
CATEGORIES = """
    SELECT c.* FROM glossary_category c JOIN glossary_term_categories m ON m.category_id = c.id
    WHERE m.term_id = %s ORDER BY c.position, c.key
"""
FACTS = """
    SELECT l.*, f.id AS fact_id, f.text AS fact_text
    FROM glossary_factlist l LEFT JOIN glossary_fact f ON f.fact_list_id = l.id
    WHERE l.term_id = %s ORDER BY l.position, l.id, f.position, f.id
"""
# The terms at the other ends, each with what joins it to this one.
OTHERS = """
    SELECT t.*, r.id AS relation_id, r.kind AS relation_kind, r.reason AS relation_reason,
        r.is_proposed AS relation_is_proposed, r.object_id AS relation_object_id
    FROM glossary_relation r
    JOIN glossary_term t ON t.id = CASE WHEN r.subject_id = %s THEN r.object_id ELSE r.subject_id END
    WHERE r.subject_id = %s OR r.object_id = %s ORDER BY r.kind, r.id
"""


def term(slug: str) -> Term | None:
    """The term of an address as `Term.objects.whole()` has it, with its neighbours in the alphabet.

    Those are `before_title`, `before_qualifier`, `before_slug` and the same of `after`, or None.
    """
    one = next(iter(rows(Term, TERM, slug)), None)
    if one:
        _hold(one, "labels", rows(Label, LABELS, one.pk))
        _hold(one, "categories", rows(Category, CATEGORIES, one.pk))
        _hold(one, "sources", rows(Source, SOURCES, one.pk))
        _hold(one, "fact_lists", _fact_lists(one))
        outgoing, incoming = _relations(one)
        _hold(one, "outgoing", outgoing)
        _hold(one, "incoming", incoming)
    return one


def _fact_lists(one: Term) -> list[FactList]:
    """The term's lists, those without items too, each with its items."""
    lists = []
    for _, same in groupby(rows(FactList, FACTS, one.pk), key=lambda row: row.pk):
        found = list(same)
        items = [Fact(pk=row.fact_id, fact_list=found[0], text=row.fact_text) for row in found if row.fact_id]
        _hold(found[0], "facts", items)
        lists.append(found[0])
    return lists


def _relations(one: Term) -> tuple[list[Relation], list[Relation]]:
    """The relations from the term and to it."""
    outgoing: list[Relation] = []
    incoming: list[Relation] = []
    for other in rows(Term, OTHERS, one.pk, one.pk, one.pk):
        is_incoming = other.relation_object_id == one.pk
        subject, object_ = (other, one) if is_incoming else (one, other)
        values = {"kind": other.relation_kind, "reason": other.relation_reason}
        is_proposed = bool(other.relation_is_proposed)
        relation = Relation(other.relation_id, subject=subject, object=object_, is_proposed=is_proposed, **values)
        (incoming if is_incoming else outgoing).append(relation)
    return outgoing, incoming


def _hold(row: Any, name: str, others: Sequence[Model]) -> None:
    """As prefetch_related does it: `row.name.all()` is these, and asks the database no more."""
    found = getattr(row, name).all()
    found._result_cache = list(others)
    found._prefetch_done = True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found
