"""Rows for tests, made in one line."""

from glossary.models import Category, Fact, FactList, Label, Relation, Term


def make_term(title, definition="A thing.", *, labels=(), categories=(), facts=None, **fields):
    """A term; labels are (kind, text), categories names, facts a dict of list titles and items."""
    term = Term.objects.create(title=title, definition=definition, **fields)
    for kind, text in labels:
        Label.objects.create(term=term, kind=kind, text=text)
    for name in categories:
        term.categories.add(Category.objects.get_or_create(name=name)[0])
    for position, (heading, items) in enumerate((facts or {}).items()):
        fact_list = FactList.objects.create(term=term, title=heading, position=position)
        Fact.objects.bulk_create(Fact(fact_list=fact_list, text=item, position=at) for at, item in enumerate(items))
    return term


def relate(subject, kind, object_, **fields):
    return Relation.objects.create(subject=subject, kind=kind, object=object_, **fields)
