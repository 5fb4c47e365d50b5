"""Terms in, relations an editor may want out: between terms that mention one another and have none yet."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from glossary import markup, text
from glossary.linker import Linker
from glossary.models import LabelKind, Refusal, Relation, Term, TermQuerySet
from glossary.relations import HIERARCHICAL, Hierarchy, Kind, Reading
from glossary.rendering import linker

CHUNK = 500
_CODE = re.compile(r"(`+)[^`]+\1")
_SENTENCE = re.compile(r"(?<=[.!?;])(?<!e\.g\.)(?<!i\.e\.)\s+")
# An enumeration of examples, up to where the sentence goes on without it.
_EXAMPLES = re.compile(
    r"\b(?:such as|for (?:example|instance)|e\.g\.|examples? (?:are|include|is))"
    r"(?:(?!,\s(?:which|who|where|while|whereas|but|so|then|unlike|it|they|to)\b)[^;:.)—])*",
    re.IGNORECASE,
)
# What stands before a term in a longer name: a modifier, unless it ends in a word that makes the term one itself.
_AS_A = re.compile(r"\bas[ -]an?[ -]$", re.IGNORECASE)
_JOINED = re.compile(r"(?:\b(?:and|as|at|by|for|from|in|of|on|or|to|vs|with)(?: an?| the)?|[/&+]) $", re.IGNORECASE)
_BETWEEN = r"(?:\s+(?:an?|the|its|their|each|every|any|all|several|one|more|other|own|or|managed))*\s*$"
# What stands before a mention -> how the mentioned term is meant; the first that fits is taken.
_CUES = [
    (re.compile(rf"\b(?:{before}){_BETWEEN}", re.IGNORECASE), reading)
    for before, reading in {
        r"(?:kinds?|types?|forms?|sorts?) of": Reading(Kind.IS_A, True),
        r"(?:parts?|pieces?|components?|features?) of|belongs? to": Reading(Kind.PART_OF, True),
        r"contains?|containing|consists? of|made (?:up )?of|includes?|including": Reading(Kind.PART_OF, False),
        r"(?:runs?|running|run|hosted|deployed) (?:on|in)": Reading(Kind.RUNS_ON, True),
        r"unlike(?: with| in)?|whereas|rather than|instead of|as opposed to|not|versus": Reading(Kind.CONTRASTS, True),
        r"(?:triggered|invoked|started|called) by": Reading(Kind.TRIGGERS, False),
        r"triggers?|invokes?": Reading(Kind.TRIGGERS, True),
        r"(?:used|needed|required) by": Reading(Kind.USES, False),
        r"(?:secured|protected|encrypted|guarded) (?:by|with)": Reading(Kind.SECURES, False),
        r"secures?|protects?|encrypts?|guards?|access to": Reading(Kind.SECURES, True),
        r"uses?|using|needs?|requires?|relies on|depends on|based on|calls?": Reading(Kind.USES, True),
    }.items()
]
_PLAIN = Reading(Kind.RELATED, True)


@dataclass(frozen=True)
class Suggestion:
    """That one term mentions another, how that reads, and the words it is read from."""

    term: int
    other: int
    reading: Reading
    reason: str

    @property
    def pair(self) -> tuple[int, int]:
        return min(self.term, self.other), max(self.term, self.other)

    @property
    def is_guess(self) -> bool:
        """Whether nothing but the mention itself speaks for it."""
        return self.reading == _PLAIN

    def relation(self, hierarchy: Hierarchy) -> Relation:
        """The proposal; "related to" where what it says would close a circle."""
        kind, forward = self.reading
        subject, object_ = (self.term, self.other) if forward else (self.other, self.term)
        if kind in HIERARCHICAL:
            if hierarchy.would_close_circle(subject, object_):
                kind = Kind.RELATED
            else:
                hierarchy.add(subject, object_)
        if kind.is_symmetric:
            subject, object_ = self.pair
        return Relation(subject_id=subject, kind=kind, object_id=object_, is_proposed=True, reason=self.reason)


def propose(terms: TermQuerySet) -> int:
    """Make the proposals for the terms; how many. Again, it makes none; nor any that an editor refused."""
    with transaction.atomic():
        settled = set(map(_pair, Relation.objects.values_list("subject", "object")))
        settled.update(Refusal.objects.values_list("lower", "higher"))
        hierarchy = Relation.objects.all().hierarchy()
        rows = [one.relation(hierarchy) for one in suggestions(terms) if one.pair not in settled]
        Relation.objects.bulk_create(rows, batch_size=CHUNK)
    return len(rows)


def refuse(relations: Iterable[Relation]) -> None:
    """Note that an editor parted the two terms of each of the relations."""
    pairs = {_pair((one.subject_id, one.object_id)) for one in relations}
    rows = [Refusal(lower_id=lower, higher_id=higher) for lower, higher in sorted(pairs)]
    Refusal.objects.bulk_create(rows, ignore_conflicts=True)


def _pair(ids: tuple[int, int]) -> tuple[int, int]:
    return min(ids), max(ids)


def suggestions(terms: TermQuerySet) -> list[Suggestion]:
    """One for each pair of terms: the first whose words say what kind of relation it is, else the first."""
    index = linker()
    found: dict[tuple[int, int], Suggestion] = {}
    whole = terms.prefetch_related("labels", "fact_lists__facts").order_by("pk")
    for term in whole.iterator(chunk_size=CHUNK):
        for one in _of(term, index):
            if one.pair not in found or (found[one.pair].is_guess and not one.is_guess):
                found[one.pair] = one
    return list(found.values())


def _of(term: Term, index: Linker) -> Iterator[Suggestion]:
    names = [label.text for label in term.labels.all() if label.kind != LabelKind.MISSPELLING]
    for name in (term.title, *names):
        # Its own names are not recognised here: they would hide the names that are in them.
        for other, start, end in _mentioned(name, index, without=term.pk):
            if end - start == len(name):
                continue  # two terms that share a name
            if _AS_A.search(name[:start]):
                continue  # "database as a service" is no service of that kind
            # An "application load balancer" is a load balancer.
            is_kind = end == len(name) and name[start - 1] == " " and not _JOINED.search(name[:start])
            reading = Reading(Kind.IS_A, True) if is_kind else _PLAIN
            yield Suggestion(
                term.pk, other, reading, f"{term} has “{name[start:end]}” in a name: “{name}”"[: text.MAX_ITEM]
            )
    yield from _read_from(term, term.definition, index)
    for fact_list in term.fact_lists.all():
        for fact in fact_list.facts.all():
            # A mention in a list may be a mere example: only what says how it is meant counts.
            yield from (one for one in _read_from(term, fact.text, index) if not one.is_guess)


def _read_from(term: Term, source: str, index: Linker) -> Iterator[Suggestion]:
    for sentence in _SENTENCE.split(markup.plain(_CODE.sub("…", source))):
        examples = [found.span() for found in _EXAMPLES.finditer(sentence)]
        for other, start, _ in _mentioned(sentence, index, own=term.pk):
            if any(first <= start < last for first, last in examples):
                continue  # it could as well be another
            yield Suggestion(term.pk, other, _reading(sentence[:start]), sentence[: text.MAX_ITEM])


def _mentioned(
    line: str, index: Linker, own: int | None = None, without: int | None = None
) -> Iterator[tuple[int, int, int]]:
    """The terms that a line names beyond doubt, and where."""
    for mention in index.find(line, own=own, without=without):
        if len(mention.targets) == 1:
            yield mention.targets[0].id, mention.start, mention.end


def _reading(before: str) -> Reading:
    return next((reading for cue, reading in _CUES if cue.search(before)), _PLAIN)
