"""Term rows in, what a page shows of them out: definitions and facts with their mentions linked."""

import hashlib
import re
import threading
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.core.cache import caches
from django.urls import reverse
from django.utils.safestring import SafeString

from glossary import caching, edition, markup
from glossary.linker import Linker, Mention, Target
from glossary.models import FactList, Label, LabelKind, Term

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])")

_lock = threading.Lock()
_kept: tuple[str | None, Linker] = (None, Linker([]))


@dataclass(frozen=True)
class Entry:
    """What the text of a term looks like, ready for a page."""

    definition: SafeString
    fact_lists: list[tuple[FactList, list[SafeString]]]


def linker() -> Linker:
    """The index of all names, kept in this process for as long as no name changes."""
    global _kept
    present = edition.present().names
    with _lock:
        if _kept[0] != present:
            _kept = (present, _index())
        return _kept[1]


def _index() -> Linker:
    names: list[tuple[str, Target]] = []
    silent: list[str] = []
    targets: dict[int, Target] = {}
    for pk, slug, title, is_linked in Term.objects.order_by("pk").values_list("pk", "slug", "title", "is_linked"):
        targets[pk] = Target(pk, slug)
        if is_linked:
            names.append((title, targets[pk]))
        else:
            silent.append(title)
    labels = Label.objects.exclude(kind=LabelKind.MISSPELLING).order_by("pk")
    for pk, written, is_linked in labels.values_list("term_id", "text", "is_linked"):
        if is_linked and pk in targets:
            names.append((written, targets[pk]))
        else:
            silent.append(written)
    return Linker(names, silent)


def entry(term: Term) -> Entry:
    """The term's text as HTML; the term comes from `Term.objects.whole()`. A mention is linked once in all of it.

    What was made before is taken again, unless its text has changed or a name that is in it.
    """
    lists = [(fact_list, [fact.text for fact in fact_list.facts.all()]) for fact_list in term.fact_lists.all()]
    lines = [line for _, some in lists for line in some]
    texts = "\0".join([str(term.pk), caching.build(), term.definition, *lines])
    key = f"text:{hashlib.blake2b(texts.encode(), digest_size=16).hexdigest()}"
    index = linker()
    made: tuple[SafeString, list[SafeString], markup.Found] | None = caches["pages"].get(key)
    if made is None or markup.Links(index, href, term.pk).find_again(made[2]) != made[2]:
        links = markup.Links(index, href, term.pk)
        definition = markup.render(term.definition, links)
        made = (definition, [markup.render_line(line, links) for line in lines], links.found)
        caches["pages"].set(key, made, timeout=caching.KEPT)
    items = iter(made[1])
    return Entry(made[0], [(fact_list, [next(items) for _ in some]) for fact_list, some in lists])


def href(mention: Mention, written: str) -> str:
    """Where a mention leads: to the term, or to a choice where several share the name."""
    if len(mention.targets) == 1:
        return reverse("term", args=[mention.targets[0].slug])
    return f"{reverse('search')}?{urlencode({'q': written})}"


def summary(term: Term, longest: int = 200) -> str:
    """A term's definition in a line or two, as plain text."""
    return beginning(term.definition, longest)


@lru_cache(maxsize=16_384)
def beginning(definition: str, longest: int) -> str:
    """As many whole first sentences as fit, as plain text; a long first one is cut at a word."""
    sentences = _SENTENCE.split(markup.opening(definition, longest))
    short = sentences[0]
    for sentence in sentences[1:]:
        if len(short) + 1 + len(sentence) > longest:
            break
        short = f"{short} {sentence}"
    return short if len(short) <= longest else short[:longest].rsplit(" ", 1)[0].rstrip(",;:") + " …"
