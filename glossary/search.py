"""What somebody typed in, the terms it may mean out, best first, each with why. Everything that searches asks here."""

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from django.db.models import Q, prefetch_related_objects

from glossary import edition, markup, rendering, search_index, search_words, spelling, text
from glossary.models import Label, LabelKind, Term
from glossary.search_words import Part
from glossary.sql import rows

MAX_QUERY = 200
SHORTEST = (
    3  # bytes, as two letters are a word in Chinese or Korean; with fewer, only beginnings of names are looked for
)
NEAREST = 3
# With so few hits, and none by a name, a slip of the hand is likely.
FEW = 3
MOST_CALLED = 20  # terms that share a name without its marks, as C and C# do
SUMMARY = 140
LAST = "\U0010ffff"  # behind every text that goes on
BY_TITLE = "SELECT * FROM glossary_term WHERE title_key >= %s AND title_key < %s ORDER BY title_key, key LIMIT %s"
BY_NAME = """
    SELECT t.*, l.kind AS label_kind, l.text AS label_text, l.key AS label_key
    FROM glossary_label l JOIN glossary_term t ON t.id = l.term_id
    WHERE l.key >= %s AND l.key < %s AND (l.kind <> %s OR l.key = %s) ORDER BY l.key, l.id LIMIT %s
"""
BY_IDS = "SELECT * FROM glossary_term WHERE id IN"
# Seconds that a search spends on what changed; after a change of thousands of terms the next ones do the rest.
PATIENCE = 1.0


class Why(StrEnum):
    """What of a term the query met, in the words that pages show; the best first."""

    TITLE = "title"
    EXPANSION = "expansion"
    SYNONYM = "synonym"
    ABBREVIATION = "abbreviation"
    INITIALS = "initials"
    BEGINS = "begins with it"
    NAME = "in the name"
    WITHIN = "named in your words"
    TEXT = "in the text"
    MISSPELLING = "known misspelling"
    SOME = "some of your words"
    SLIP = "nearly so"


RANK = {why: rank for rank, why in enumerate(Why)}
BY_LABEL = {kind: Why[kind.name] for kind in LabelKind}
CALLED = {Why.TITLE, *(BY_LABEL[kind] for kind in LabelKind if kind is not LabelKind.MISSPELLING)}
NAMED = {Why.TITLE, Why.EXPANSION, Why.SYNONYM, Why.ABBREVIATION, Why.BEGINS, Why.MISSPELLING}


@dataclass(frozen=True)
class Hit:
    """A term, why it was found, the name by which it was (empty where that isn't for show), the words met,
    and the piece of its text that holds them."""

    term: Term
    why: Why
    name: str = ""
    words: tuple[str, ...] = ()
    piece: str = ""

    @property
    def title(self) -> list[Part]:
        return search_words.marked(str(self.term), self.words)

    @property
    def other_name(self) -> list[Part]:
        """The name that was met, if it is not the title."""
        return [] if self.name == self.term.title else search_words.marked(self.name, self.words)

    @property
    def is_bare(self) -> bool:
        """Whether there is no text to show."""
        return self.term.is_stub and not self.piece

    @property
    def excerpt(self) -> list[Part]:
        """Of the text what was met, or else its beginning."""
        if self.piece:
            return search_words.excerpt(markup.plain(self.piece), self.words, SUMMARY)
        return [Part(rendering.summary(self.term, SUMMARY), False)]


@dataclass(frozen=True)
class Results:
    """What was looked for and found; where little was, what may have been meant, and where nothing was, what is next
    to it in the alphabet."""

    query: str
    hits: list[Hit]
    meant: list[Hit]
    nearest: list[Term]

    @property
    def sections(self) -> list[tuple[str, list[Hit]]]:
        """What is shown under which heading, in order: who holds a few of the words comes after what was meant."""
        if not self.meant:
            return [("", self.hits)] if self.hits else []
        some = [hit for hit in self.hits if hit.why is Why.SOME]
        firm = [hit for hit in self.hits if hit.why is not Why.SOME]
        parts = [("", firm), ("Did you mean", self.meant), ("Found besides", some)]
        return [(heading, hits) for heading, hits in parts if hits]

    @property
    def starts_with_guess(self) -> bool:
        return bool(self.meant) and self.all[0] is self.meant[0]

    @property
    def all(self) -> list[Hit]:
        return [hit for _, hits in self.sections for hit in hits]

    @property
    def is_named(self) -> bool:
        """Whether a term is called so, or begins so."""
        return any(hit.why in NAMED for hit in self.hits)

    @property
    def is_answered(self) -> bool:
        """Whether there is a term for all that was asked for, be it one or be it "S3 or EBS"."""
        named = {search_words.whole(hit.name) for hit in self.hits if hit.why is Why.WITHIN}
        return self.is_named or all(search_words.whole(run) in named for run in search_words.runs(self.query))


def clean_query(query: str) -> str:
    return text.clean_line(query[:MAX_QUERY])


def search(query: str, limit: int = 20) -> Results:
    query = clean_query(query)
    key = text.fold(query)
    if not key:
        return Results(query, [], [], [])
    hits = _best(_found(query, key, limit))[:limit]
    results = Results(query, hits, [], [])
    if len(hits) >= FEW or results.is_named:
        return results
    some: list[Hit] = []
    meant = list(_meant(key))
    if len(key) >= SHORTEST and not meant:
        some, meant = _loosely(search_words.of_query(query), limit)
    there = {hit.term.pk for hit in hits}
    meant = [hit for hit in _best(meant) if hit.term.pk not in there][: limit - len(hits)]
    there |= {hit.term.pk for hit in meant}
    hits += [hit for hit in some if hit.term.pk not in there][: limit - len(there)]
    return Results(query, hits, meant, [] if hits else nearest(text.fold(search_words.core(query))))


def _best(hits: Iterable[Hit]) -> list[Hit]:
    """Each term once, for the best of reasons; for equal ones the hits keep their order."""
    best: dict[int, Hit] = {}
    for hit in sorted(hits, key=lambda hit: RANK[hit.why]):
        best.setdefault(hit.term.pk, hit)
    return list(best.values())


def _found(query: str, key: str, limit: int) -> list[Hit]:
    words = search_words.of_query(query)
    hits = _by_names(key, words, limit)
    if len(key.encode()) < SHORTEST:
        return hits
    search_index.catch_up(within=PATIENCE)
    if not any(hit.why in CALLED for hit in hits):
        hits += _by_wholes(query, words, limit)
    if words:
        there = {hit.term.pk for hit in hits if RANK[hit.why] < RANK[Why.NAME]}
        hits += _by_index(key, words, there, limit)
    return hits or _inside_names(key, limit)


def is_called(name: str) -> bool:
    """Whether there is a term of this name, however its number and its spaces are written."""
    search_index.catch_up(within=PATIENCE)
    whole = search_words.whole(name)
    as_word = search_words.as_word(whole)
    return bool(as_word) and any(_called(search_index.by_wholes([as_word], MOST_CALLED), {whole: True}, ()))


def nearest(key: str) -> list[Term]:
    """The terms before and after a place in the alphabet."""
    before = Term.objects.filter(key__lt=key).order_by("-key")[:NEAREST]
    after = Term.objects.filter(key__gte=key).order_by("key")[:NEAREST]
    return [*reversed(before), *after]


def prefix(field: str, start: str) -> Q:
    """That a folded field begins with a text, said so that the database's index on it answers."""
    return Q(**{f"{field}__gte": start, f"{field}__lt": start + LAST})


def containing(words: list[str]) -> Q:
    """That a shown name of a term contains each of the words."""
    condition = Q()
    for word in words:
        labels = Label.objects.exclude(kind=LabelKind.MISSPELLING).filter(key__contains=word)
        condition &= Q(title_key__contains=word) | Q(pk__in=labels.values("term"))
    return condition


# ---- the ways to find a term, each with its own reason


def _by_names(key: str, words: tuple[str, ...], limit: int) -> list[Hit]:
    """Terms with a name that is the query or begins with it, the shorter names first."""
    end = key + LAST
    hits = [
        Hit(term, Why.TITLE if term.title_key == key else Why.BEGINS, term.title, words)
        for term in rows(Term, BY_TITLE, key, end, limit)
    ]
    for term in rows(Term, BY_NAME, key, end, LabelKind.MISSPELLING, key, limit):
        why = BY_LABEL[LabelKind(term.label_kind)] if term.label_key == key else Why.BEGINS
        hits.append(Hit(term, why) if why is Why.MISSPELLING else Hit(term, why, term.label_text, words))
    return sorted(hits, key=_shorter_first)


def _terms(ids: Iterable[int]) -> dict[int, Term]:
    """The terms by their ids."""
    some = list(ids)
    places = ", ".join(["%s"] * len(some))
    return {term.pk: term for term in rows(Term, f"{BY_IDS} ({places})", *some)} if some else {}


def _shorter_first(hit: Hit) -> tuple[int, str]:
    return len(hit.name), hit.term.key


def _by_wholes(query: str, words: tuple[str, ...], limit: int) -> list[Hit]:
    """Terms with a name that is the query in other numbers and spaces, or that the query holds; the longer first."""
    names = search_words.names_in(query)
    sought = list(dict.fromkeys(filter(None, map(search_words.as_word, names))))
    ids = search_index.by_wholes(sought, limit) if sought else []
    return sorted(_called(ids, names, words), key=lambda hit: (RANK[hit.why], -len(hit.name), hit.term.key))


def _called(ids: list[int], names: dict[str, bool], words: tuple[str, ...]) -> Iterator[Hit]:
    """Those of the terms with one of the names, which may be all that is asked for."""
    terms = list(Term.objects.prefetch_related("labels").in_bulk(ids).values()) if ids else []
    for hit in _hits_by_texts(terms, words):
        labels = [(label.text, BY_LABEL[LabelKind(label.kind)]) for label in hit.term.labels.all()]
        for name, why in [(hit.term.title, Why.TITLE), *labels]:
            is_all = names.get(search_words.whole(name))
            if is_all is not None and why in CALLED:
                yield replace(hit, why=why if is_all else Why.WITHIN, name=name)


def _by_index(key: str, words: tuple[str, ...], there: set[int], limit: int) -> list[Hit]:
    """Terms by their initials, by all the words in their names, and by all the words in their texts."""
    found = dict.fromkeys(search_index.by_initials(key, limit) if key.isalnum() else [], Why.INITIALS)
    if len(there | found.keys()) < limit:
        found = dict.fromkeys(search_index.by_names(words, limit), Why.NAME) | found
    if len(there | found.keys()) < limit:
        found = dict.fromkeys(search_index.by_texts(words, limit), Why.TEXT) | found
    terms = _terms(found.keys() - there)
    made = {Why.INITIALS: _hits_by_initials, Why.NAME: _hits_by_names, Why.TEXT: _hits_by_texts}
    hits: list[Hit] = []
    for why, make in made.items():
        hits += make([terms[pk] for pk, reason in found.items() if reason is why and pk in terms], words)
    return hits


def _hits_by_initials(terms: list[Term], words: tuple[str, ...]) -> list[Hit]:
    return [Hit(term, Why.INITIALS, term.title) for term in terms]


def _hits_by_names(terms: list[Term], words: tuple[str, ...]) -> list[Hit]:
    """Each with the name that holds most of the words, as they may be spread over several: its title, or else the
    shortest."""
    by_label = {term.pk for term in terms if not search_words.meets_all(term.title, words)}
    prefetch_related_objects([term for term in terms if term.pk in by_label], "labels")
    hits = []
    for term in terms:
        labels = term.labels.all() if term.pk in by_label else []
        names = sorted((label.text for label in labels if label.kind != LabelKind.MISSPELLING), key=len)
        fullest = max([term.title, *names], key=lambda name: search_words.count_held(name, words))
        hits.append(Hit(term, Why.NAME, fullest, words))
    return sorted(hits, key=_shorter_first)


def _hits_by_texts(terms: list[Term], words: tuple[str, ...]) -> list[Hit]:
    """Each with the piece of its text that holds most of the words."""
    in_facts = {term.pk for term in terms if search_words.count_met(f"{term} {term.definition}", words) < len(words)}
    prefetch_related_objects([term for term in terms if term.pk in in_facts], "fact_lists__facts")
    hits = []
    for term in terms:
        pieces = term.definition.split("\n\n") + (_facts(term) if term.pk in in_facts else [])
        best = max(pieces, key=lambda piece: search_words.count_met(piece, words))
        hits.append(Hit(term, Why.TEXT, "", words, best))
    return hits


def _facts(term: Term) -> list[str]:
    """The facts of a term, each with the title of its list; a list without items by its title."""
    facts = []
    for fact_list in term.fact_lists.all():
        facts += [f"{fact_list.title}: {fact.text}" for fact in fact_list.facts.all()] or [fact_list.title]
    return facts


def _inside_names(key: str, limit: int) -> list[Hit]:
    """Terms with the query in the middle of a word of a name: the last resort."""
    ids = _all_names().holding(key, limit)
    terms = _terms(ids)
    return [Hit(terms[pk], Why.NAME, terms[pk].title) for pk in ids if pk in terms]


# ---- what may have been meant


def _loosely(words: tuple[str, ...], limit: int) -> tuple[list[Hit], list[Hit]]:
    """Terms that hold some of the words; and those that hold them when a word nobody has is read as the nearest, or
    as the term that it is known to be a misspelling of."""
    if not words:
        return [], []
    holders = search_index.holders(words)
    met = {words[at] for at, _, _ in holders}
    known = _misspelt([word for word in words if word not in met])
    read = _read(words, met, known)
    some = _by_some(holders, words, limit) if len(words) > 1 else []
    if read == words:
        return some, []
    query = " ".join(read)
    hits = _best([*_by_wholes(query, read, limit), *_by_index(query, read, set(), limit)])
    hits = hits or _by_some(search_index.holders(read), read, limit)
    spelt = [Hit(term, Why.MISSPELLING) for term in known.values()]
    return some, [*spelt, *(replace(hit, why=Why.SLIP) for hit in hits[:limit])]


def _misspelt(words: list[str]) -> dict[str, Term]:
    """For each of the words that is a known misspelling the first term that is meant by it."""
    labels = Label.objects.filter(kind=LabelKind.MISSPELLING, key__in=words).order_by("-pk")
    return {label.key: label.term for label in labels.select_related("term")} if words else {}


def _read(words: tuple[str, ...], met: set[str], known: dict[str, Term]) -> tuple[str, ...]:
    """The words, with others in place of those that nobody has."""
    read: list[str] = []
    for word in words:
        if word in known:
            read += search_words.of_query(known[word].title)
        else:
            read.append(word if word in met else _nearest_word(word))
    return tuple(dict.fromkeys(read))[: search_words.MOST]


def _nearest_word(word: str) -> str:
    words = _all_names().words
    return next((one for one, _ in words.alike(word, 1)), word)


def _by_some(holders: list[tuple[int, bool, int]], words: tuple[str, ...], limit: int) -> list[Hit]:
    """The terms that hold most of the words first, then those that hold rarer ones, or hold them in a name."""
    count = Counter(at for at, _, _ in holders)
    met: dict[int, set[int]] = defaultdict(set)
    weight: dict[int, float] = defaultdict(float)
    for at, is_name, term in holders:
        met[term].add(at)
        weight[term] += (2 if is_name else 1) / count[at]
    ids = sorted(met, key=lambda term: (-len(met[term]), -weight[term], term))[:limit]
    terms = _terms(ids)
    return [replace(hit, why=Why.SOME) for hit in _hits_by_texts([terms[pk] for pk in ids if pk in terms], words)]


_lock = threading.Lock()
_kept: tuple[str | None, spelling.Names] = (None, spelling.Names())


def _meant(key: str) -> Iterator[Hit]:
    """Terms with a name that the query may be a slip of, the likeliest first."""
    found = _all_names().alike(key)
    terms = Term.objects.prefetch_related("labels").in_bulk({pk for _, pk in found})
    for name, pk in found:
        if pk in terms:
            term = terms.pop(pk)
            written = next((label.text for label in term.labels.all() if label.key == name), term.title)
            yield Hit(term, Why.SLIP, written)


def _all_names() -> spelling.Names:
    """Every name that readers see; kept in this process while the names stay the same."""
    global _kept
    present = edition.present().names
    with _lock:
        if _kept[0] != present:
            terms = Term.objects.order_by().values_list("title_key", "pk")
            labels = Label.objects.exclude(kind=LabelKind.MISSPELLING).order_by().values_list("key", "term_id")
            _kept = (present, spelling.Names(chain(terms.iterator(), labels.iterator())))
        return _kept[1]
