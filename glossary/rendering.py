"""Term rows in, what a page shows of them out: definitions and facts with their mentions linked."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from glossary import edition, markup
from glossary.linker import Linker, Mention, Target
from glossary.models import FactList, Label, LabelKind, Term

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])")

_lock = threading.Lock()
_kept: tuple[str, Linker] = ("", Linker([]))


@dataclass(frozen=True)
class Entry:
    """What the text of a term looks like, ready for a page."""

    definition: SafeString
    fact_lists: list[tuple[FactList, list[SafeString]]]


def linker() -> Linker:
    """The index of all names, kept in this process for as long as the glossary stays the same."""
    global _kept
    present = edition.token()
    with _lock:
        if _kept[0] != present:
            _kept = (present, Linker(_names()))
        return _kept[1]


def _names() -> Iterator[tuple[str, Target]]:
    terms = Term.objects.order_by("pk").values_list("title", "pk", "slug")
    labels = Label.objects.exclude(kind=LabelKind.MISSPELLING).order_by("pk")
    rows = chain(terms.iterator(), labels.values_list("text", "term_id", "term__slug").iterator())
    return ((name, Target(pk, slug)) for name, pk, slug in rows)


def entry(term: Term) -> Entry:
    """The term's text as HTML; the term comes from `Term.objects.whole()`. A mention is linked once in all of it."""
    links = markup.Links(linker(), href, own=term.pk)
    return Entry(
        definition=markup.render(term.definition, links),
        fact_lists=[
            (fact_list, [markup.render_line(fact.text, links) for fact in fact_list.facts.all()])
            for fact_list in term.fact_lists.all()
        ],
    )


def href(mention: Mention, written: str) -> str:
    """Where a mention leads: to the term, or to a choice where several share the name."""
    if len(mention.targets) == 1:
        return reverse("term", args=[mention.targets[0].slug])
    return f"{reverse('search')}?{urlencode({'q': written})}"


def summary(term: Term, longest: int = 200) -> str:
    """As many whole first sentences as fit, as plain text; a long first one is cut at a word."""
    sentences = _SENTENCE.split(markup.plain(term.definition))
    short = sentences[0]
    for sentence in sentences[1:]:
        if len(short) + 1 + len(sentence) > longest:
            break
        short = f"{short} {sentence}"
    return short if len(short) <= longest else short[:longest].rsplit(" ", 1)[0].rstrip(",;:") + " …"
