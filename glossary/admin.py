"""The editors' desk: terms with everything that belongs to them on one page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Case, Count, Exists, Model, OuterRef, QuerySet, When
from django.http import HttpRequest

from glossary import importer, proposals, suggestions, text
from glossary.forms import FactListForm
from glossary.models import Category, FactList, Import, Label, Origin, Proposal, Relation, SetAside, Source, Term
from glossary.search import prefix


def said(field: str, word: str) -> Callable[[Model], str]:
    """A column that says a word where the field is true, and nothing elsewhere: a red cross looks like a fault."""

    @admin.display(description=word, ordering=field, empty_value="")
    def column(row: Model) -> str:
        return word if getattr(row, field) else ""

    return column


class NamedFormSet(forms.BaseInlineFormSet):
    """Gives every control in a table its column's name, for those who hear the page."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)  # within the buttons around a related term
            widget.attrs["aria-label"] = field.label


class TableInline(admin.TabularInline):
    formset = NamedFormSet


class LabelInline(TableInline):
    model = Label
    extra = 0
    fields = ("kind", "text", "is_linked")
    verbose_name = "other name"


class FactListInline(admin.StackedInline):
    model = FactList
    form = FactListForm
    extra = 0
    fields = (("title", "is_ordered", "position"), "items")

    def get_queryset(self, request: HttpRequest) -> QuerySet[FactList]:
        return super().get_queryset(request).prefetch_related("facts")


class RelationInline(TableInline):
    model = Relation
    extra = 0

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, label="Other term", **kwargs)


class OutgoingInline(RelationInline):
    fk_name = "subject"
    fields = ("kind", "object", "is_proposed", "reason")
    autocomplete_fields = ("object",)
    verbose_name_plural = "relations from this term"


class IncomingInline(RelationInline):
    fk_name = "object"
    fields = ("subject", "kind", "is_proposed", "reason")
    autocomplete_fields = ("subject",)
    verbose_name_plural = "relations to this term"


class SourceInline(TableInline):
    model = Source
    extra = 0
    fields = ("origin", "file", "line", "remark")


class StubFilter(admin.SimpleListFilter):
    title = "text"
    parameter_name = "stub"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "missing (stubs)"), ("no", "written")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Term]) -> QuerySet[Term]:
        if self.value() == "yes":
            return queryset.filter(definition="")
        return queryset.exclude(definition="") if self.value() == "no" else queryset


class SourceFilter(admin.SimpleListFilter):
    title = "source"
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*Origin.choices, ("none", "none given")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Term]) -> QuerySet[Term]:
        if self.value() == "none":
            return queryset.filter(sources=None)
        return queryset.filter(sources__origin=self.value()).distinct() if self.value() else queryset


class ProposalFilter(admin.SimpleListFilter):
    title = "proposed relations"
    parameter_name = "proposed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "waiting")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Term]) -> QuerySet[Term]:
        return queryset.filter(outgoing__is_proposed=True).distinct() if self.value() else queryset


def likeliest_first(terms: QuerySet[Term], key: str) -> QuerySet[Term]:
    """Terms with this title, or with this other name, then those whose title begins so, then the rest."""
    named = Label.objects.filter(term=OuterRef("pk"), key=key)
    place = Case(
        When(title_key=key, then=0),
        When(Exists(named), then=1),
        When(prefix("title_key", key), then=2),
        default=3,
    )
    return terms.annotate(place=place).order_by("place", "key")


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):
    list_display = (
        "title_with_qualifier",
        "names",
        "category_names",
        said("is_stub", "stub"),
        "relation_count",
        "updated",
    )
    list_filter = (StubFilter, "categories", SourceFilter, ProposalFilter)
    search_fields = ("key", "labels__key")
    ordering = ("key",)
    list_per_page = 50
    show_full_result_count = False
    fields = (("title", "qualifier"), "definition", "categories", "slug", "is_linked")
    inlines = (LabelInline, FactListInline, OutgoingInline, IncomingInline, SourceInline)
    actions = ("suggest_relations",)
    save_on_top = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Term]:
        return super().get_queryset(request).prefetch_related("labels", "categories", "outgoing", "incoming")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Term], search_term: str) -> Any:
        key = text.fold(search_term)
        found, may_repeat = super().get_search_results(request, queryset, key)
        is_sorted_by_hand = "o" in request.GET
        return found if is_sorted_by_hand or not key else likeliest_first(found, key), may_repeat

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "definition":
            field.widget = forms.Textarea(attrs={"rows": 8, "cols": 80})
        return field

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs)

    def save_formset(self, request: HttpRequest, form: forms.ModelForm, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is FactList:
            for one in formset.forms:
                if one.has_changed() and one.instance.pk and one not in formset.deleted_forms:
                    one.save_items()
        if formset.model is Relation:
            suggestions.refuse(formset.deleted_objects)

    def has_relate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("glossary.add_relation")

    @admin.action(description="Suggest relations for the chosen terms", permissions=["relate"])
    def suggest_relations(self, request: HttpRequest, queryset: Any) -> None:
        count = suggestions.propose(Term.objects.filter(pk__in=queryset.values("pk")))
        self.message_user(request, f"{count} relation{'' if count == 1 else 's'} proposed.", messages.SUCCESS)

    @admin.display(description="title", ordering="key")
    def title_with_qualifier(self, term: Term) -> str:
        return str(term)

    @admin.display(description="other names", empty_value="")
    def names(self, term: Term) -> str:
        return ", ".join(label.text for label in term.labels.all())

    @admin.display(description="categories", empty_value="")
    def category_names(self, term: Term) -> str:
        return ", ".join(category.name for category in term.categories.all())

    @admin.display(description="relations")
    def relation_count(self, term: Term) -> int:
        return len(term.outgoing.all()) + len(term.incoming.all())


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ("name", "position", "term_count", "description")
    list_editable = ("position",)
    fields = ("name", "description", "position", "slug")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        return super().get_queryset(request).annotate(count=Count("terms"))

    @admin.display(description="terms")
    def term_count(self, category: Any) -> int:
        return category.count


@admin.register(Relation)
class RelationAdmin(admin.ModelAdmin):
    list_display = ("__str__", said("is_proposed", "proposed"), "reason")
    list_filter = ("is_proposed", "kind")
    list_select_related = ("subject", "object")
    search_fields = ("subject__key", "object__key")
    autocomplete_fields = ("subject", "object")
    fields = ("subject", "kind", "object", "is_proposed", "reason")
    actions = ("accept", "refuse")
    show_full_result_count = False

    def delete_model(self, request: HttpRequest, obj: Relation) -> None:
        suggestions.refuse([obj])
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Relation]) -> None:
        suggestions.refuse(queryset)
        super().delete_queryset(request, queryset)

    @admin.action(description="Refuse the chosen proposals; they don’t come back", permissions=["delete"])
    def refuse(self, request: HttpRequest, queryset: QuerySet[Relation]) -> None:
        proposed = queryset.filter(is_proposed=True)
        count = proposed.count()
        self.delete_queryset(request, proposed)
        self.message_user(request, f"{count} proposal{'' if count == 1 else 's'} refused.", messages.SUCCESS)

    @admin.action(description="Accept the chosen proposals")
    def accept(self, request: HttpRequest, queryset: QuerySet[Relation]) -> None:
        count = queryset.filter(is_proposed=True).update(is_proposed=False)
        self.message_user(request, f"{count} relation{'' if count == 1 else 's'} accepted.", messages.SUCCESS)


@admin.register(Proposal)
class ProposalAdmin(admin.ModelAdmin):
    list_display = ("text", "asked", "created", said("is_settled", "settled"))
    list_filter = ("is_settled",)
    search_fields = ("key",)
    fields = ("text", "asked", "created", "is_settled")
    readonly_fields = ("asked", "created")
    actions = ("make_stubs",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_stubs_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("glossary.add_term")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Proposal], search_term: str) -> Any:
        return super().get_search_results(request, queryset, text.fold(search_term))

    @admin.action(description="Make stubs of the chosen names", permissions=["stubs"])
    def make_stubs(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> None:
        count = proposals.make_stubs(list(queryset))
        self.message_user(request, f"{count} stub{'' if count == 1 else 's'} made.", messages.SUCCESS)


@admin.register(SetAside)
class SetAsideAdmin(admin.ModelAdmin):
    fields = ("text",)
    search_fields = ("key",)


@admin.register(Import)
class ImportAdmin(admin.ModelAdmin):
    list_display = ("name", "created", "term_count")
    fields = ("name", "created", "account")
    readonly_fields = fields
    actions = ("undo",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Import]:
        return super().get_queryset(request).annotate(count=Count("terms"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    @admin.display(description="terms made")
    def term_count(self, batch: Any) -> int:
        return batch.count

    @admin.display(description="every line")
    def account(self, batch: Import) -> str:
        places = [f"{one['file']}, {one['line']}" if "file" in one else one["line"] for one in batch.lines]
        told = [f"{one['role']} ({one['reason']}): {one['text']}" for one in batch.lines]
        return "\n".join(f"{place}: {said}" for place, said in zip(places, told, strict=True))

    @admin.action(description="Undo the chosen imports", permissions=["change"])
    def undo(self, request: HttpRequest, queryset: QuerySet[Import]) -> None:
        for batch in queryset.order_by("-created", "-pk"):
            kept = importer.undo(batch)
            said = f" Kept, because they were edited since: {', '.join(kept)}." if kept else ""
            self.message_user(request, f"{batch.name} is undone.{said}", messages.SUCCESS)
