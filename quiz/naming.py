"""The glossary in, the index of all its names, for typed answers, out; kept while the glossary stays the same."""

import threading
from collections.abc import Iterator
from itertools import chain

from glossary import edition
from glossary.models import Label, Term
from quiz.grading import TITLE, Name, Names

_lock = threading.Lock()
_kept: tuple[str, Names] = ("", Names([]))


def names() -> Names:
    """Kept in this process until a name or anything else of the glossary changes."""
    global _kept
    present = edition.token()
    with _lock:
        if _kept[0] != present:
            _kept = (present, Names(_rows()))
        return _kept[1]


def _rows() -> Iterator[Name]:
    titles = Term.objects.order_by("pk").values_list("title", "qualifier", "pk")
    labels = Label.objects.order_by("pk").values_list("text", "term_id", "kind")
    rows = ((text, pk, TITLE) for title, qualifier, pk in titles.iterator() for text in titled(title, qualifier))
    return (Name(*row) for row in chain(rows, labels.iterator()))


def titled(title: str, qualifier: str) -> tuple[str, ...]:
    """A title as it may be said: alone, with its qualifier behind it, or before it."""
    return (title, f"{title} ({qualifier})", f"{qualifier} {title}") if qualifier else (title,)
