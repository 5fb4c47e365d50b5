"""The glossary's rows: terms with their names, facts, categories and relations, and where they came from."""

from copy import copy
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Q

from glossary import relations, text
from glossary.addresses import of_slug
from glossary.fields import KeyField, LineField
from glossary.relations import Kind

HUES = 12

slug_validator = RegexValidator(rf"^{text.SLUG}\Z", "Use letters, digits and single hyphens between them.")


class Category(models.Model):
    """A part of the field, such as Storage; its position gives its order and its hue."""

    name = LineField(max_length=text.MAX_NAME)
    key = KeyField(source="name", unique=True)
    slug = models.CharField(max_length=text.MAX_SLUG, unique=True, blank=True, validators=[slug_validator])
    description = LineField(max_length=text.MAX_ITEM, blank=True)
    position = models.PositiveSmallIntegerField(default=0, help_text="Its place in the order of categories.")

    class Meta:
        ordering = ("position", "key")
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name

    @property
    def hue(self) -> str:
        """The class that gives it its hue; neighbours in the order of categories differ."""
        return f"hue-{self.position % HUES}"

    def clean(self) -> None:
        self.slug = self.slug.lower()
        if ": " in self.name:
            raise ValidationError({"name": "A category's name cannot hold a colon and a space."})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or free_slug(Category, self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return of_slug("category", self.slug)


class TermQuerySet(models.QuerySet["Term"]):
    def stubs(self) -> Self:
        """Terms whose text is still missing."""
        return self.filter(definition="")

    def defined(self) -> Self:
        return self.exclude(definition="")

    def by_key(self) -> Self:
        return self.order_by("key", "pk")

    def with_names(self) -> Self:
        return self.prefetch_related("labels", "categories")

    def whole(self) -> Self:
        """With everything that belongs to a term, in a number of queries that doesn't depend on how many."""
        outgoing = Relation.objects.select_related("object")
        incoming = Relation.objects.select_related("subject")
        return self.with_names().prefetch_related(
            "fact_lists__facts",
            "sources",
            models.Prefetch("outgoing", outgoing),
            models.Prefetch("incoming", incoming),
        )


class Term(models.Model):
    """A headword; without a definition it is a stub: shown, linked, and listed as missing its text."""

    title = LineField(max_length=text.MAX_TITLE)
    qualifier = LineField(
        max_length=text.MAX_NAME,
        blank=True,
        help_text="Tells two terms of the same title apart, such as “storage” in “Block (storage)”.",
    )
    key = KeyField(source="__str__", unique=True, error_messages={"unique": "There is a term of this name already."})
    title_key = KeyField(source="title", db_index=True)
    slug = models.CharField(
        max_length=text.MAX_SLUG,
        unique=True,
        blank=True,
        validators=[slug_validator],
        help_text="The term's part of its address. Left empty, it is made from the title. "
        "When it changes, the old address leads to the new one.",
    )
    definition = models.TextField(
        blank=True,
        max_length=text.MAX_TEXT,
        help_text="Markdown. Other terms mentioned here are linked by themselves.",
    )
    categories = models.ManyToManyField(Category, blank=True, related_name="terms")
    is_linked = models.BooleanField(
        "link the title",
        default=True,
        help_text="Off for a title that is an everyday word too; the other names have a switch each.",
    )
    batch = models.ForeignKey("Import", models.SET_NULL, null=True, blank=True, editable=False, related_name="terms")
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True, db_index=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ("key",)
        constraints = (
            models.CheckConstraint(name="term_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(name="term_has_a_slug", condition=~Q(slug="")),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._slug_at_load = self.__dict__.get("slug", "") if self.pk else ""

    def __str__(self) -> str:
        return f"{self.title} ({self.qualifier})" if self.qualifier else self.title

    @property
    def is_stub(self) -> bool:
        return not self.definition

    def clean(self) -> None:
        self.definition = text.clean(self.definition).strip()
        self.slug = self.slug.lower() or free_slug(Term, str(self), OldSlug)
        same = Term.objects.filter(key=text.fold(str(self))).exclude(pk=self.pk)
        if same.exists():
            raise ValidationError(
                {"qualifier": f"There is a term “{same.get()}” already. A qualifier here would tell them apart."}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or free_slug(Term, str(self), OldSlug)
        with transaction.atomic():
            super().save(*args, **kwargs)
            if self._slug_at_load != self.slug:
                OldSlug.objects.filter(slug=self.slug).delete()
                if self._slug_at_load:
                    OldSlug.objects.update_or_create(slug=self._slug_at_load, defaults={"term": self})
        self._slug_at_load = self.slug

    def get_absolute_url(self) -> str:
        return of_slug("term", self.slug)


class OldSlug(models.Model):
    """A slug a term once had; its address leads to the term for good."""

    slug = models.CharField(max_length=text.MAX_SLUG, unique=True)
    term = models.ForeignKey(Term, models.CASCADE, related_name="old_slugs")

    def __str__(self) -> str:
        return self.slug


def free_slug(model: type[models.Model], name: str, *taken_too: type[models.Model]) -> str:
    """A slug made from a name that no row of the models has yet; a number is added where needed."""
    base = text.slugify(name)
    taken: set[str] = set()
    for one in (model, *taken_too):
        taken.update(one._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 2
    slug = base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


class LabelKind(models.TextChoices):
    ABBREVIATION = "abbreviation"
    EXPANSION = "expansion"
    SYNONYM = "synonym"
    MISSPELLING = "misspelling", "misspelling (known to search only)"


class Label(models.Model):
    """Another way to say a term. Two terms may share one: the reader is then asked which is meant."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="labels")
    kind = models.CharField(max_length=12, choices=LabelKind, default=LabelKind.SYNONYM)
    text = LineField("name", max_length=text.MAX_TITLE)
    key = KeyField(source="text", db_index=True)
    is_linked = models.BooleanField(
        "link it", default=True, help_text="Whether texts that mention it link to the term."
    )
    batch = models.ForeignKey("Import", models.SET_NULL, null=True, blank=True, editable=False, related_name="+")

    class Meta:
        ordering = ("kind", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("term", "key"),
                name="label_once_per_term",
                violation_error_message="The term has this name already.",
            ),
            models.CheckConstraint(name="label_has_text", condition=~Q(text="")),
        )

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        if self.term_id and text.fold(self.text) == text.fold(self.term.title):
            raise ValidationError({"text": "That is the term's title already."})


class FactList(models.Model):
    """A titled list that belongs to a term: Benefits, Stages. Without items it waits for them."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="fact_lists")
    title = LineField(max_length=text.MAX_TITLE)
    key = KeyField(source="title")
    is_ordered = models.BooleanField("in order", default=False, help_text="The order of the items matters: steps, say.")
    position = models.PositiveSmallIntegerField(default=0)
    batch = models.ForeignKey("Import", models.SET_NULL, null=True, blank=True, editable=False, related_name="+")

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("term", "key"),
                name="fact_list_once_per_term",
                violation_error_message="The term has a list of this title.",
            ),
            models.CheckConstraint(name="fact_list_has_a_title", condition=~Q(title="")),
        )

    def __str__(self) -> str:
        return self.title


class Fact(models.Model):
    """One item of a fact list: one line of Markdown."""

    fact_list = models.ForeignKey(FactList, models.CASCADE, related_name="facts")
    text = LineField(max_length=text.MAX_ITEM)
    position = models.PositiveSmallIntegerField(default=0)
    batch = models.ForeignKey("Import", models.SET_NULL, null=True, blank=True, editable=False, related_name="+")

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.CheckConstraint(name="fact_has_text", condition=~Q(text="")),)

    def __str__(self) -> str:
        return self.text


class RelationQuerySet(models.QuerySet["Relation"]):
    def accepted(self) -> Self:
        return self.filter(is_proposed=False)

    def proposed(self) -> Self:
        return self.filter(is_proposed=True)

    def hierarchy(self) -> relations.Hierarchy:
        """Which term is below which, by their ids."""
        return relations.Hierarchy(self.filter(kind__in=relations.HIERARCHICAL).values_list("subject_id", "object_id"))


class Relation(models.Model):
    """A typed link between two terms, stored once and readable both ways.

    A symmetric kind is stored from the lower id to the higher; a hierarchical one runs from the
    narrower term to the broader, and all of them together are free of circles.
    """

    subject = models.ForeignKey(Term, models.CASCADE, related_name="outgoing")
    kind = models.CharField(max_length=16, choices=Kind)
    object = models.ForeignKey(Term, models.CASCADE, related_name="incoming")
    is_proposed = models.BooleanField("proposed", default=False, help_text="Waits for an editor; readers don't see it.")
    reason = LineField(max_length=text.MAX_ITEM, blank=True, help_text="The words it was proposed for.")
    batch = models.ForeignKey("Import", models.SET_NULL, null=True, blank=True, editable=False, related_name="+")

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "pk")
        constraints = (
            models.CheckConstraint(
                name="relation_joins_two_terms",
                condition=~Q(subject=F("object")),
                violation_error_message="A term has no relation to itself.",
            ),
            models.UniqueConstraint(
                fields=("subject", "kind", "object"),
                name="relation_once",
                violation_error_message="This relation is there already.",
            ),
            models.CheckConstraint(
                name="symmetric_relation_in_one_direction",
                condition=~Q(kind__in=sorted(relations.SYMMETRIC)) | Q(subject__lt=F("object")),
            ),
            models.CheckConstraint(name="relation_kind_is_known", condition=Q(kind__in=sorted(Kind.values))),
        )

    def __str__(self) -> str:
        return f"{self.subject} {Kind(self.kind).verb} {self.object}"

    def in_one_direction(self) -> None:
        """Turn a symmetric relation so that it runs from the lower id to the higher."""
        if self.kind in relations.SYMMETRIC and self.subject_id and self.object_id and self.subject_id > self.object_id:
            self.subject, self.object = self.object, self.subject

    def as_stored(self) -> "Relation":
        """A copy in the direction it will be stored in; turning it in a form would mislead the form."""
        stored = copy(self)
        stored.in_one_direction()
        return stored

    def clean(self) -> None:
        # Forms that stand inside a term's check no constraint that names the term, so it is done here.
        if self.subject_id and self.object_id:
            self.as_stored().validate_constraints()
            self.refuse_circle()

    def validate_constraints(self, exclude: Any = None) -> None:
        super(Relation, self.as_stored()).validate_constraints(exclude)

    def refuse_circle(self) -> None:
        if self.kind not in relations.HIERARCHICAL:
            return
        hierarchy = Relation.objects.exclude(pk=self.pk).hierarchy()
        if hierarchy.would_close_circle(self.subject_id, self.object_id):
            raise ValidationError(
                f"“{self.subject} {Kind(self.kind).verb} {self.object}” closes a circle: "
                f"{self.object} is already below {self.subject}."
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            self.in_one_direction()
            if self.kind in relations.HIERARCHICAL:
                # Two editors at once must not close a circle between them.
                list(Edition.objects.select_for_update().all())
                self.refuse_circle()
            super().save(*args, **kwargs)


class Refusal(models.Model):
    """Two terms that an editor parted: no relation between them is suggested again."""

    lower = models.ForeignKey(Term, models.CASCADE, related_name="+")
    higher = models.ForeignKey(Term, models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("lower", "higher"), name="refusal_once"),
            models.CheckConstraint(name="refusal_in_one_direction", condition=Q(lower__lt=F("higher"))),
        )

    def __str__(self) -> str:
        return f"{self.lower} and {self.higher}"


class SetAside(models.Model):
    """A word that an editor decided needs no entry: it is not listed as missing."""

    text = LineField("word", max_length=text.MAX_TITLE)
    key = KeyField(source="text", unique=True, error_messages={"unique": "This word is set aside already."})

    class Meta:
        ordering = ("key",)
        verbose_name = "word set aside"
        verbose_name_plural = "words set aside"
        constraints = (models.CheckConstraint(name="set_aside_has_text", condition=~Q(text="")),)

    def __str__(self) -> str:
        return self.text


class Import(models.Model):
    """One file that was brought in, and what it changed, so that it can be explained and undone."""

    name = LineField("file", max_length=text.MAX_FILE)
    created = models.DateTimeField()
    # Every line of the file: number, text, role, reason, card.
    lines = models.JSONField(default=list, editable=False)
    # What it filled in on terms that were there before: [{"term": id, "definition": text}, ...].
    changes = models.JSONField(default=list, editable=False)

    class Meta:
        ordering = ("-created", "-pk")

    def __str__(self) -> str:
        return f"{self.name}, {self.created:%Y-%m-%d %H:%M}"


class Origin(models.TextChoices):
    NOTES = "notes", "from notes"
    ADDED = "added", "added"


class Source(models.Model):
    """Where a term, or a part of it, came from."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="sources")
    origin = models.CharField(max_length=5, choices=Origin, default=Origin.ADDED)
    file = LineField(max_length=text.MAX_FILE, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    remark = LineField(max_length=text.MAX_ITEM, blank=True)
    batch = models.ForeignKey(Import, models.SET_NULL, null=True, blank=True, editable=False, related_name="sources")

    class Meta:
        ordering = ("line", "pk")

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return ": ".join(part for part in (self.get_origin_display(), place) if part)


class Proposal(models.Model):
    """A headword that readers looked for and missed, for the editors to decide on."""

    text = LineField("name", max_length=text.MAX_TITLE)
    key = KeyField(source="text", unique=True)
    asked = models.PositiveIntegerField("times asked for", default=0, editable=False)
    created = models.DateTimeField("first asked for", editable=False)
    is_settled = models.BooleanField("settled", default=False, help_text="Made a term, or decided against.")

    class Meta:
        ordering = ("is_settled", "-asked", "key")
        constraints = (models.CheckConstraint(name="proposal_has_text", condition=~Q(text="")),)

    def __str__(self) -> str:
        return self.text


class Edition(models.Model):
    """One row that names the glossary's present state: triggers in the database renew it at every change."""

    token = models.CharField(max_length=36)

    def __str__(self) -> str:
        return self.token
