"""Drafts in, rows out: what is new is added, what is there is kept, and all of it can be undone."""

import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from pathlib import PurePosixPath
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DataError, connections, transaction
from django.db.models import Model, Q

from glossary import search_index, text
from glossary.exchange import notes, page, rough, turtle
from glossary.exchange.drafts import (
    Draft,
    DraftLabel,
    DraftList,
    DraftRelation,
    Line,
    ReadError,
    Reading,
    check_category,
)
from glossary.models import (
    Category,
    Fact,
    FactList,
    Import,
    Label,
    LabelKind,
    OldSlug,
    Refusal,
    Relation,
    Source,
    Term,
)
from glossary.relations import HIERARCHICAL, Kind

BATCH = 1_000
FORMATS = {"md": notes, "page": page, "ttl": turtle, "rough": rough}
TOLD = ("page", "md", "ttl")  # in this order; whatever is none of them is rough notes
# What a folder holds besides its terms, in small letters and without .md; a leading _ marks such files too.
NO_TERMS = {"readme", "license", "contributing", "changelog", "code_of_conduct", "index"}

logger = logging.getLogger("termwise.imports")


@dataclass
class Outcome:
    """What happened to one draft: new, a new stub, added to, or there already; and the details."""

    name: str
    line: int
    verdict: str
    details: list[str] = field(default_factory=list)
    file: str = ""

    def as_json(self) -> dict[str, Any]:
        where = ({"file": self.file} if self.file else {}) | {"line": self.line}
        return {"name": self.name, **where, "verdict": self.verdict, "details": self.details}


@dataclass
class Report:
    """What a file held and what it changed; batch is None when it changed nothing."""

    reading: Reading
    outcomes: list[Outcome]
    batch: Import | None = None


def read(source: str, format_name: str = "") -> Reading:
    """The drafts in a file's text; without a format's name, the format is told from the text."""
    if not format_name:
        format_name = next((name for name in TOLD if FORMATS[name].looks_like(source)), "rough")
    return FORMATS[format_name].read(source)


def read_folder(files: list[tuple[str, str]], format_name: str = "") -> Reading:
    """The drafts in several files, given their names within the folder and their texts, as if they were one.

    Raises ReadError, which names the file.
    """
    whole = Reading([], [])
    known = {_stem(name): names for name, source in files if (names := _names(source))}
    for name, source in files:
        try:
            whole.add(_read_one(name, source, format_name, known), name)
        except ReadError as error:
            raise error.within(name) from error
    return whole


def _read_one(name: str, source: str, format_name: str, known: page.Known) -> Reading:
    if _stem(name).startswith("_") or (_stem(name) in NO_TERMS and "/" not in name):
        reason = "by its name, a file about the folder and not a term"
        lines = enumerate(text.clean(source).split("\n"), 1)
        return Reading(
            [], [Line(number, line, "ignored" if line.strip() else "blank", reason) for number, line in lines]
        )
    if format_name == "page" or (not format_name and page.looks_like(source)):
        return page.read(source, known)
    return read(source, format_name)


def _stem(name: str) -> str:
    """By what other files link to a file: its name, or its folder's where it is called index."""
    stem = PurePosixPath(name.lower()).with_suffix("")
    return stem.parent.name if stem.name == "index" and stem.parent.name else stem.name


def _names(source: str) -> list[str]:
    """The title of a file's term, and its other names."""
    try:
        drafts = page.read(source).drafts if page.looks_like(source) else []
    except ReadError:  # told when it is read for good
        return []
    return [name for draft in drafts for name in (draft.title, *(label.text for label in draft.labels))]


def bring_in(reading: Reading, file: str, now: datetime, category: str = "", dry_run: bool = False) -> Report:
    """Add to the glossary what it doesn't have yet, in one transaction; all of it or, in a dry run, nothing.

    Raises ReadError for a relation that would close a circle, and for what the database cannot keep.
    """
    if category:
        category = text.clean_line(category)
        check_category(category)
    try:
        with trial() if dry_run else nullcontext():
            return _bring_in(reading, file, now, category, dry_run)
    except DataError as error:
        told = str(error).splitlines()[0]
        raise ReadError(f"the database cannot keep something in it ({told}). Nothing was written.") from error


def _bring_in(reading: Reading, file: str, now: datetime, category: str, dry_run: bool) -> Report:
    with transaction.atomic():
        batch = Import.objects.create(name=file, created=now)
        importer = _Importer(batch)
        importer.run(reading, category)
        importer.tell_fates(reading)
        report = Report(reading, importer.outcomes, batch)
        batch.lines = [line.as_json() for line in reading.lines]
        if dry_run or not importer.changed:
            transaction.set_rollback(True)
            report.batch = None
        else:
            batch.save()
    if report.batch:
        logger.info("import %s: %s rows brought in", batch.pk, importer.added)
        search_index.catch_up()  # or the first to search would wait for it
    return report


@contextmanager
def trial() -> Iterator[None]:
    """A place for what will not be kept. On SQLite, where one writes at a time, that is a copy of the database."""
    own = connections[DEFAULT_DB_ALIAS]
    if own.vendor != "sqlite" or own.in_atomic_block:
        yield
        return
    copy = own.copy()
    copy.settings_dict = own.settings_dict | {"NAME": "file:"}  # a file without a name, gone when it is closed
    own.ensure_connection()
    copy.ensure_connection()
    own.connection.backup(copy.connection)
    connections[DEFAULT_DB_ALIAS] = copy
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = own
        copy.close()


@transaction.atomic
def undo(batch: Import) -> list[str]:
    """Take back what an import brought in; returns the names of the terms it made that are kept.

    Kept is a term that was edited since, and one that others have added something to: a name, a list, a relation,
    another import's source. What this import itself added goes from those too.
    """
    kept = list(batch.terms.filter(Q(updated__gt=batch.created) | _added_to_since(batch)).distinct())
    for model in (Relation, Fact, FactList, Label, Source):
        of_edited = {_TERM_OF[model]: [term.pk for term in kept if term.updated > batch.created]}
        empty = Q(facts=None) if model is FactList else Q()
        model.objects.filter(empty, batch=batch).exclude(**of_edited).delete()
    batch.terms.exclude(pk__in=[term.pk for term in kept]).delete()
    for change in reversed(batch.changes):  # a category goes after what was put into it
        _revert(change)
    logger.info("import %s: undone, %s terms kept", batch.pk, len(kept))
    batch.delete()
    return [str(term) for term in kept]


# From a row to its terms: what an editor has touched is left whole.
_TERM_OF: dict[type[Model], str] = {
    Relation: "subject__in",
    Fact: "fact_list__term__in",
    FactList: "term__in",
    Label: "term__in",
    Source: "term__in",
}


_OWNED: dict[Any, tuple[str, ...]] = {
    Label: ("term",),
    FactList: ("term",),
    Fact: ("fact_list__term",),
    Source: ("term",),
    Relation: ("subject", "object"),
}


def _added_to_since(batch: Import) -> Q:
    """That something belongs to a term which came neither with it nor from a term that goes with it."""
    found = Q()
    for model, columns in _OWNED.items():
        foreign = model.objects.filter(Q(batch=None) | ~Q(batch=batch))
        for column in columns:
            found |= Q(pk__in=foreign.values(column))
    return found


def _revert(change: dict[str, Any]) -> None:
    if "definition" in change:
        Term.objects.filter(pk=change["term"], definition=change["definition"]).update(definition="")
    elif "category" in change:
        Term.categories.through.objects.filter(term_id=change["term"], category_id=change["category"]).delete()
    else:
        Category.objects.filter(pk=change["new_category"], terms=None).delete()


class _Importer:
    """Works in passes over all drafts, each pass a few bulk statements however many drafts there are."""

    def __init__(self, batch: Import) -> None:
        self.batch = batch
        self.outcomes: list[Outcome] = []
        self.changes: list[dict[str, Any]] = []
        self.terms: dict[str, Term] = {}  # by the key of every name that leads to exactly one
        self.homes: list[Draft] = []  # for each draft of the file, the one it is merged into
        self.filled_now: dict[int, list[str]] = defaultdict(list)  # by list, for two lists of one title in a file
        self.fates: dict[tuple[int, str, str], str] = {}  # by draft, sort of part, and which
        self.added = 0

    @property
    def changed(self) -> bool:
        return bool(self.added or self.changes)

    def run(self, reading: Reading, category: str) -> None:
        drafts = self.merged(reading.drafts)
        by_key = {draft.key: draft for draft in drafts}
        self.homes = [by_key[draft.key] for draft in reading.drafts]
        for draft in drafts:
            if category and category not in draft.categories:
                draft.categories.append(category)
        self.find_terms(drafts)
        pairs = self.make_terms(drafts)
        self.fill_definitions(pairs)
        self.add_categories(reading.categories, pairs)
        self.add_labels(pairs)
        self.add_fact_lists(pairs)
        self.add_sources(pairs)
        self.add_relations(pairs)
        if self.changed:
            # The very moment of the import, so that a later one means an editor's hand.
            Term.objects.filter(batch=self.batch).update(created=self.batch.created, updated=self.batch.created)
            self.batch.changes = self.changes

    def tell_fates(self, reading: Reading) -> None:
        """Write to every line of the file what came of it."""
        for line in reading.lines:
            if line.part is None:
                line.fate = "nothing to take" if line.role in ("blank", "heading") else f"ignored: {line.reason}"
                continue
            at, sort, which = line.part
            home = self.homes[at]
            place = f"line {home.line}" if home.file == line.file else f"{home.file}, line {home.line}"
            merged = "" if home is reading.drafts[at] else f", merged with {place}"
            line.fate = self.fates.get((id(home), sort, which), self.fates.get((id(home), "term", ""), "")) + merged

    def fate(self, draft: Draft, sort: str, which: str, fate: str) -> None:
        self.fates[id(draft), sort, text.fold(which)] = fate

    @staticmethod
    def merged(drafts: list[Draft]) -> list[Draft]:
        """Drafts of one name as one draft; of two texts the second follows the first as a paragraph."""
        by_key: dict[str, Draft] = {}
        for draft in drafts:
            first = by_key.setdefault(draft.key, draft)
            if first is not draft:
                if draft.definition and draft.definition not in first.definition:
                    first.definition = f"{first.definition}\n\n{draft.definition}".strip()
                first.is_linked = first.is_linked and draft.is_linked
                for name in ("labels", "categories", "fact_lists", "relations", "sources"):
                    getattr(first, name).extend(getattr(draft, name))
        return list(by_key.values())

    # ---- terms

    def find_terms(self, drafts: list[Draft]) -> None:
        """Look up every name that the drafts use, among the titles first and then among the other names."""
        keys = {draft.key for draft in drafts}
        keys |= {text.fold(relation.other) for draft in drafts for relation in draft.relations}
        for some in _chunks(sorted(keys)):
            self.terms |= {term.key: term for term in Term.objects.filter(key__in=some)}
            owners: dict[str, list[Term]] = defaultdict(list)
            labels = Label.objects.filter(key__in=some).exclude(kind=LabelKind.MISSPELLING)
            for label in labels.select_related("term"):
                owners[label.key].append(label.term)
            for key, terms in owners.items():
                if key not in self.terms and len(terms) == 1:
                    self.terms[key] = terms[0]

    def make_terms(self, drafts: list[Draft]) -> list[tuple[Draft, Term, Outcome]]:
        taken = set(Term.objects.values_list("slug", flat=True)) | set(OldSlug.objects.values_list("slug", flat=True))
        pairs, new = [], []
        for draft in drafts:
            term = self.terms.get(draft.key)
            if term is None:
                term = self.new_term(draft, taken)
                new.append(term)
            verdict = "there already" if term.pk else "new" if draft.definition else "new stub"
            self.fate(draft, "term", "", f"{verdict}: {term}")
            self.fate(draft, "text", "", "there already" if term.pk else "added")
            outcome = Outcome(str(term), draft.line, verdict, file=draft.file)
            self.outcomes.append(outcome)
            pairs.append((draft, term, outcome))
        for draft, term, _ in pairs:
            for label in draft.labels:
                if label.kind != LabelKind.MISSPELLING:
                    self.terms.setdefault(text.fold(label.text), term)
        new += self.missing_targets(drafts, taken)
        self.create(Term, new)
        return pairs

    def new_term(self, draft: Draft, taken: set[str]) -> Term:
        term = Term(
            title=draft.title,
            qualifier=draft.qualifier,
            slug=_free(draft.slug or text.slugify(draft.name), taken),
            is_linked=draft.is_linked,
            definition=draft.definition,
            batch=self.batch,
        )
        self.terms[draft.key] = term
        return term

    def missing_targets(self, drafts: list[Draft], taken: set[str]) -> list[Term]:
        """Stubs for the terms that relations name and nobody has."""
        stubs = []
        for draft in drafts:
            for relation in draft.relations:
                if text.fold(relation.other) not in self.terms:
                    target = Draft(relation.other, line=relation.line)
                    stubs.append(self.new_term(target, taken))
                    self.outcomes.append(Outcome(relation.other, relation.line, "new stub", [f"named by {draft.name}"]))
        return stubs

    def fill_definitions(self, pairs: list[tuple[Draft, Term, Outcome]]) -> None:
        filled = []
        for draft, term, outcome in pairs:
            if not draft.definition or term.definition == draft.definition:
                continue
            if term.definition:
                outcome.details.append("its own text is kept")
                self.fate(draft, "text", "", f"not taken: {term} has a text of its own")
                continue
            term.definition = draft.definition
            filled.append(term)
            self.fate(draft, "text", "", "added")
            self.changes.append({"term": term.pk, "definition": draft.definition})
            self.tell(outcome, "its text")
        Term.objects.bulk_update(filled, ["definition"], batch_size=BATCH)

    # ---- what belongs to terms

    def add_categories(self, described: list[tuple[str, str]], pairs: list[tuple[Draft, Term, Outcome]]) -> None:
        wanted = dict(described) | {
            name: dict(described).get(name, "") for draft, _, _ in pairs for name in draft.categories
        }
        known = {category.key: category for category in Category.objects.all()}
        for name, description in wanted.items():
            if text.fold(name) not in known:
                category = Category(name=name, description=description, position=len(known))
                category.save()
                known[category.key] = category
                self.changes.append({"new_category": category.pk})
        through = Term.categories.through
        there = self.there(through, pairs, "category_id")
        rows = []
        for draft, term, outcome in pairs:
            for name in draft.categories:
                category = known[text.fold(name)]
                self.fate(draft, "category", name, "there already")
                if (term.pk, category.pk) not in there:
                    self.fate(draft, "category", name, "added")
                    there.add((term.pk, category.pk))
                    rows.append(through(term_id=term.pk, category_id=category.pk))
                    if self.tell(outcome, f"category {category.name}"):
                        self.changes.append({"term": term.pk, "category": category.pk})
        through.objects.bulk_create(rows, batch_size=BATCH)

    def add_labels(self, pairs: list[tuple[Draft, Term, Outcome]]) -> None:
        there = self.there(Label, pairs, "key")
        rows = []
        for draft, term, outcome in pairs:
            for label in self.names(draft, term):
                self.fate(draft, label.kind, label.text, "there already")
                if (term.pk, text.fold(label.text)) not in there:
                    self.fate(draft, label.kind, label.text, "added")
                    there.add((term.pk, text.fold(label.text)))
                    values = {"kind": label.kind, "text": label.text, "is_linked": label.is_linked}
                    rows.append(Label(term=term, batch=self.batch, **values))
                    self.tell(outcome, f"{label.kind} {label.text}")
        self.create(Label, rows)

    def names(self, draft: Draft, term: Term) -> list[DraftLabel]:
        for label in draft.labels:
            self.fate(draft, label.kind, label.text, "not taken: it is the title")
        return [label for label in draft.labels if text.fold(label.text) != text.fold(term.title)]

    def add_fact_lists(self, pairs: list[tuple[Draft, Term, Outcome]]) -> None:
        lists: dict[tuple[int, str], FactList] = {}
        items: dict[int, set[str]] = defaultdict(set)
        for some in _chunks([term.pk for _, term, _ in pairs if term.batch_id != self.batch.pk]):
            for known in FactList.objects.filter(term__in=some):
                lists[known.term_id, known.key] = known
            facts = Fact.objects.filter(fact_list__term__in=some)
            for pk, item in facts.values_list("fact_list_id", "text"):
                items[pk].add(text.fold(item))
        new: list[FactList] = []
        facts_of: list[Fact] = []
        for draft, term, outcome in pairs:
            for position, wanted in enumerate(draft.fact_lists):
                one = lists.get((term.pk, text.fold(wanted.title)))
                self.fate(draft, "list", wanted.title, "there already" if one else "added")
                if one is None:
                    one = FactList(
                        term=term, title=wanted.title, is_ordered=wanted.is_ordered, position=position, batch=self.batch
                    )
                    lists[term.pk, text.fold(wanted.title)] = one
                    new.append(one)
                    self.tell(outcome, f"list {wanted.title}")
                facts_of += self.new_facts(draft, one, wanted, items[one.pk] if one.pk else None, outcome)
        self.create(FactList, new)
        self.create(Fact, facts_of)

    def new_facts(
        self, draft: Draft, one: FactList, wanted: DraftList, there: set[str] | None, outcome: Outcome
    ) -> list[Fact]:
        """The items to add; a list that has items of its own is left as it is, and what is not taken is told."""
        left_out = [item for item in wanted.items if there and text.fold(item) not in there]
        for item in wanted.items:
            fate = "added" if not there else "there already"
            self.fate(draft, "item", f"{wanted.title}: {item}", fate)
        for item in left_out:
            self.fate(draft, "item", f"{wanted.title}: {item}", f"not taken: {one.title} has items of its own")
        if left_out:
            outcome.details.append(f"its own list {one.title} is kept, without: {'; '.join(left_out)}")
        if there:
            return []
        if one.pk and wanted.items:
            self.tell(outcome, f"items of {one.title}")
        start = len(self.filled_now[id(one)])
        self.filled_now[id(one)].extend(wanted.items)
        return [
            Fact(fact_list=one, text=item, position=start + position, batch=self.batch)
            for position, item in enumerate(wanted.items)
        ]

    def add_sources(self, pairs: list[tuple[Draft, Term, Outcome]]) -> None:
        there = {
            place
            for some in _chunks([term.pk for _, term, _ in pairs])
            for place in Source.objects.filter(term__in=some).values_list("term_id", "origin", "file", "line")
        }
        rows = []
        for draft, term, outcome in pairs:
            for source in draft.sources:
                # Notes don't know what they are called; a line number without a file means this one.
                file = source.file or (self.batch.name if source.line else "")
                place = (term.pk, source.origin, file, source.line)
                self.fate(draft, "source", source.written, "there already")
                if place not in there:
                    self.fate(draft, "source", source.written, "added")
                    there.add(place)
                    values = {"origin": source.origin, "file": file, "line": source.line, "remark": source.remark}
                    rows.append(Source(term=term, batch=self.batch, **values))
                    self.tell(outcome, "where it came from")
        self.create(Source, rows)

    def add_relations(self, pairs: list[tuple[Draft, Term, Outcome]]) -> None:
        there = set(Relation.objects.values_list("subject_id", "kind", "object_id"))
        settled = {(min(one, other), max(one, other)) for one, _, other in there}
        settled.update(Refusal.objects.values_list("lower", "higher"))
        hierarchy = Relation.objects.all().hierarchy()
        rows = []
        # What is proposed comes last: elsewhere in the file it may be accepted.
        for is_proposed, (draft, term, outcome) in product((False, True), pairs):
            for wanted in (one for one in draft.relations if one.is_proposed is is_proposed):
                other = self.terms[text.fold(wanted.other)]
                subject, object_ = (term, other) if wanted.forward else (other, term)
                row = Relation(
                    subject=subject,
                    kind=wanted.kind,
                    object=object_,
                    is_proposed=wanted.is_proposed,
                    reason=wanted.reason,
                    batch=self.batch,
                )
                row.in_one_direction()
                pair = row.subject_id, row.object_id
                is_guess = is_proposed and wanted.kind == Kind.RELATED
                told = f"{'proposed: ' if wanted.is_proposed else ''}{row}"
                if row.subject_id == row.object_id:
                    self.relation_fate(draft, wanted, f"not taken: {term} would be related to itself")
                    continue
                if (row.subject_id, row.kind, row.object_id) in there:
                    self.relation_fate(draft, wanted, f"there already: {row}")
                    continue
                if is_guess and (min(pair), max(pair)) in settled:
                    self.relation_fate(draft, wanted, f"not taken: how {term} and {other} are related is settled")
                    continue
                if wanted.kind in HIERARCHICAL:
                    if hierarchy.would_close_circle(row.subject_id, row.object_id):
                        if wanted.is_proposed:
                            outcome.details.append(f"not proposed, it would close a circle: {row}")
                            self.relation_fate(draft, wanted, "not taken: it would close a circle")
                            continue
                        raise ReadError(f"“{row}” closes a circle: {object_} is already below {subject}.", wanted.line)
                    hierarchy.add(row.subject_id, row.object_id)
                there.add((row.subject_id, row.kind, row.object_id))
                rows.append(row)
                self.relation_fate(draft, wanted, f"added: {told}")
                self.tell(outcome, told)
        self.create(Relation, rows)

    def relation_fate(self, draft: Draft, wanted: DraftRelation, fate: str) -> None:
        """For notes, where a line is a relation, and for the format's fields, named by their verb."""
        verb = wanted.kind.verb if wanted.forward else wanted.kind.inverse_verb
        for sort in ("relation", verb, f"proposed {verb}"):
            self.fate(draft, sort, wanted.other, fate)

    # ---- helpers

    def tell(self, outcome: Outcome, detail: str) -> bool:
        """Note what is added; True when the term was there before, so that undoing has to know."""
        if outcome.verdict == "there already":
            outcome.verdict = "added to"
        if outcome.verdict == "added to":
            outcome.details.append(f"+ {detail}")
        return outcome.verdict == "added to"

    def create(self, model: Any, rows: list[Any]) -> None:
        self.added += len(rows)
        model.objects.bulk_create(rows, batch_size=BATCH)

    @staticmethod
    def there(model: Any, pairs: list[tuple[Draft, Term, Outcome]], column: str) -> set[tuple[int, Any]]:
        """What the pairs' terms have already: (term id, value of the column)."""
        return {
            row
            for some in _chunks([term.pk for _, term, _ in pairs])
            for row in model.objects.filter(term__in=some).values_list("term_id", column)
        }


def _chunks(values: list[Any]) -> list[list[Any]]:
    return [values[at : at + BATCH] for at in range(0, len(values), BATCH)]


def _free(slug: str, taken: set[str]) -> str:
    number, free = 2, slug
    while free in taken:
        free, number = f"{slug[: text.MAX_SLUG - 8].rstrip('-')}-{number}", number + 1
    taken.add(free)
    return free
