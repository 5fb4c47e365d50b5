"""Fill an empty glossary with made-up terms, for trying and for measuring."""

from itertools import islice
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from glossary import demo, search_index, text
from glossary.exchange.drafts import Draft
from glossary.models import Category, Fact, FactList, Import, Label, OldSlug, Relation, Term

CHUNK = 5_000
BATCH = 2_000
MOST = 1_000_000


class Command(BaseCommand):
    help = "Make a realistic glossary of made-up terms. The same number and seed always make the same one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--terms", type=int, required=True, help="how many")
        parser.add_argument("--seed", type=int, default=1, help="another number makes another glossary")
        parser.add_argument("--add", action="store_true", help="add to what is there, instead of refusing to")

    def handle(self, *args: Any, **options: Any) -> None:
        count = options["terms"]
        if not 1 <= count <= MOST:
            raise CommandError(f"--terms should be a number from 1 to {MOST:,}.")
        if not options["add"] and Term.objects.exists():
            raise CommandError("The glossary has terms already. To add made-up ones to them, say so with --add.")
        drafts = demo.glossary(count, Random(options["seed"]))  # noqa: S311 - made-up names need no secrecy
        with transaction.atomic():
            name = f"seed_demo --terms {count} --seed {options['seed']}"
            planter = Planter(Import.objects.create(name=name, created=timezone.now()))
            while some := list(islice(drafts, CHUNK)):
                planter.plant(some)
                if count > CHUNK:
                    self.stdout.write(f"{planter.planted:,} of {count:,} terms")
            planter.finish()
        search_index.catch_up()  # or the first to search would wait for it
        self.stdout.write(f"Made {planter.planted:,} terms. Undo it with: manage.py undo_import {planter.batch.pk}")


class Planter:
    """Drafts in, rows out, a few bulk statements for each lot; what is there by the same name stays as it is."""

    def __init__(self, batch: Import) -> None:
        self.batch = batch
        self.planted = 0
        self.keys = set(Term.objects.values_list("key", flat=True))
        self.slugs = set(Term.objects.values_list("slug", flat=True)) | set(
            OldSlug.objects.values_list("slug", flat=True)
        )
        self.categories = {category.name: category.pk for category in Category.objects.all()}
        self.ids: dict[str, int] = {}  # of the terms that were planted, by title

    def plant(self, drafts: list[Draft]) -> None:
        drafts = [draft for draft in drafts if draft.key not in self.keys]
        terms = [self.term(draft) for draft in drafts]
        Term.objects.bulk_create(terms, BATCH)
        self.ids |= {term.title: term.pk for term in terms}
        self.planted += len(terms)
        self.put_into_categories(drafts)
        self.add_labels(drafts)
        self.add_facts(drafts)
        self.relate(drafts)

    def term(self, draft: Draft) -> Term:
        slug = free = text.slugify(draft.name)
        number = 2
        while free in self.slugs:
            free, number = f"{slug}-{number}", number + 1
        self.slugs.add(free)
        return Term(title=draft.title, slug=free, definition=draft.definition, batch=self.batch)

    def put_into_categories(self, drafts: list[Draft]) -> None:
        through = Term.categories.through
        rows = []
        for draft in drafts:
            for name in draft.categories:
                if name not in self.categories:
                    self.categories[name] = self.new_category(name)
                rows.append(through(term_id=self.ids[draft.title], category_id=self.categories[name]))
        through.objects.bulk_create(rows, BATCH)

    def new_category(self, name: str) -> int:
        category = Category.objects.create(name=name, position=len(self.categories))
        self.batch.changes.append({"new_category": category.pk})
        return category.pk

    def add_labels(self, drafts: list[Draft]) -> None:
        rows = []
        for draft in drafts:
            names = {text.fold(label.text): label for label in draft.labels}
            names.pop(text.fold(draft.title), None)
            rows += [
                Label(term_id=self.ids[draft.title], kind=label.kind, text=label.text, batch=self.batch)
                for label in names.values()
            ]
        Label.objects.bulk_create(rows, BATCH)

    def add_facts(self, drafts: list[Draft]) -> None:
        drafted = [(self.ids[draft.title], one) for draft in drafts for one in draft.fact_lists]
        rows = [
            FactList(term_id=term, title=one.title, is_ordered=one.is_ordered, batch=self.batch)
            for term, one in drafted
        ]
        FactList.objects.bulk_create(rows, BATCH)
        facts = [
            Fact(fact_list_id=row.pk, text=item, position=position, batch=self.batch)
            for row, (_, one) in zip(rows, drafted, strict=True)
            for position, item in enumerate(one.items)
        ]
        Fact.objects.bulk_create(facts, BATCH)

    def relate(self, drafts: list[Draft]) -> None:
        rows = []
        for draft in drafts:
            for wanted in draft.relations:
                if other := self.ids.get(wanted.other):
                    ends = {"subject_id": self.ids[draft.title], "object_id": other}
                    row = Relation(**ends, kind=wanted.kind, is_proposed=wanted.is_proposed, batch=self.batch)
                    if wanted.kind.is_symmetric:
                        row.subject_id, row.object_id = sorted(ends.values())
                    rows.append(row)
        Relation.objects.bulk_create(rows, BATCH)

    def finish(self) -> None:
        """From now on a later time means an editor's hand, which undoing respects."""
        self.batch.created = timezone.now()
        self.batch.save()
