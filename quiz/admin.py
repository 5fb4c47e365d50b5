"""On the editors' desk: the log of quizzes, to look at and not to change; questions that editors write; what learners
say about questions.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from glossary.admin import said
from glossary.models import Label
from quiz import authoring, grading, naming
from quiz.grading import Name
from quiz.kinds import KINDS
from quiz.models import AuthoredQuestion, LabelProposal, Question, Quiz, Report, wrong_options

# Whether the learner said "I was right".
I_WAS_RIGHT = said("overridden", "“I was right”")


@admin.display(description="kind", ordering="kind")
def kind_label(row: Any) -> str:
    """As the menu of kinds calls it; a kind that is no longer asked by its name."""
    return KINDS[row.kind].label if row.kind in KINDS else row.kind


class KindFilter(admin.SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, kind.label) for name, kind in KINDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class ReadOnly:
    """A log is not edited: nobody adds, changes or deletes here."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class QuestionInline(ReadOnly, admin.TabularInline):
    model = Question
    fields: ClassVar[Any] = ("number", kind_label, "title", "answer", "key", "verdict", I_WAS_RIGHT, "answered")
    readonly_fields: ClassVar[Any] = fields
    show_change_link = True


@admin.register(Quiz)
class QuizAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("started", "learner", "mode", "chosen", "ended")
    list_filter = ("mode",)
    date_hierarchy = "started"
    inlines = (QuestionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quiz]:
        return super().get_queryset(request).select_related("learner__user")

    @admin.display(description="categories")
    def chosen(self, quiz: Quiz) -> str:
        return ", ".join(quiz.categories) or "all"


@admin.register(Question)
class QuestionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("title", kind_label, "category", "verdict", I_WAS_RIGHT, "answered")
    list_filter = (KindFilter, "verdict", "overridden", "category")
    search_fields = ("title", "stem")
    list_select_related = ("quiz",)


class AuthoredQuestionForm(forms.ModelForm):
    class Meta:
        model = AuthoredQuestion
        fields = ("term", "stem", "right", "why", "wrong")

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or self.cleaned_data
        if "right" in sent and "wrong" in sent:
            term = sent.get("term")
            names = [term.title, *term.labels.values_list("text", flat=True)] if term else []
            faults = authoring.faults(sent["right"], wrong_options(sent["wrong"]), sent.get("stem", ""), names)
            if faults:
                self.add_error("wrong", ValidationError(faults))
        return sent


@admin.register(AuthoredQuestion)
class AuthoredQuestionAdmin(admin.ModelAdmin):
    form = AuthoredQuestionForm
    list_display = ("stem", "term", "right")
    search_fields = ("stem", "right", "term__key")
    autocomplete_fields = ("term",)
    list_select_related = ("term",)
    readonly_fields = ("preview",)

    @admin.display(description="as it is asked")
    def preview(self, written: AuthoredQuestion) -> str:
        """The saved question and its answers, which come in another order every time."""
        if not written.pk:
            return "Save it to see it here."
        answers = [written.right, *(text for text, _ in written.wrong_options())]
        options = format_html_join("", "<li>{}</li>", ((text,) for text in sorted(answers, key=str.casefold)))
        return format_html("<p>{}</p><ol>{}</ol>", written.stem, options)


class LogAdmin(admin.ModelAdmin):
    """Rows that learners made: an editor acts on them through the actions."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.model._meta.fields]


@admin.register(LabelProposal)
class LabelProposalAdmin(LogAdmin):
    list_display = ("text", "entry", "caution", "times", "state", "latest")
    list_filter = ("state",)
    search_fields = ("key", "term__key")
    list_select_related = ("term",)
    actions = ("add_label", "decline")

    @admin.display(description="term", ordering="term__title_key")
    def entry(self, proposal: LabelProposal) -> str:
        address = reverse("admin:glossary_term_change", args=[proposal.term_id])
        return format_html('<a href="{}">{}</a>', address, proposal.term)

    @admin.display(description="name of another term")
    def caution(self, proposal: LabelProposal) -> str:
        other = taken(proposal)
        return f"is or is near to “{other.text}”" if other else ""

    @admin.action(description="Add the chosen names to their terms", permissions=["change"])
    def add_label(self, request: HttpRequest, queryset: QuerySet[LabelProposal]) -> None:
        waiting = queryset.exclude(state=LabelProposal.State.ADDED).select_related("term")
        others = {one: taken(one) for one in waiting}
        proposals = [one for one, other in others.items() if not other]
        for one in proposals:
            if one.key != one.term.title_key:
                Label.objects.get_or_create(term=one.term, key=one.key, defaults={"text": one.text})
        queryset.filter(pk__in=[one.pk for one in proposals]).update(state=LabelProposal.State.ADDED)
        self.message_user(request, f"{named(proposals)} added.", messages.SUCCESS)
        for one, other in others.items():
            if other:
                words = f"{one} was not added: it is or is near to “{other.text}”, a name of another term. "
                self.message_user(request, words + "If it is right, add it on the page of its term.", messages.WARNING)

    @admin.action(description="Decline the chosen names", permissions=["change"])
    def decline(self, request: HttpRequest, queryset: QuerySet[LabelProposal]) -> None:
        waiting = queryset.filter(state=LabelProposal.State.OPEN)
        proposals = list(waiting)
        waiting.update(state=LabelProposal.State.DECLINED)
        self.message_user(request, f"{named(proposals)} declined.", messages.SUCCESS)


def taken(proposal: LabelProposal) -> Name | None:
    """The name of another term that a proposed one is, or is near to."""
    return grading.another(proposal.text, proposal.term_id, naming.names())


def named(proposals: list[LabelProposal]) -> str:
    return f"{len(proposals)} name{'' if len(proposals) == 1 else 's'}"


@admin.register(Report)
class ReportAdmin(LogAdmin):
    list_display = ("stem", "reason", "note", "entry", "written", kind_label, "created", said("is_settled", "settled"))
    list_filter = ("is_settled", "reason", KindFilter)
    search_fields = ("stem", "note", "term__key")
    list_select_related = ("term", "question")
    actions = ("settle", "reopen")

    @admin.display(description="term", ordering="term__title_key")
    def entry(self, report: Report) -> str:
        if not report.term_id:
            return "gone"
        address = reverse("admin:glossary_term_change", args=[report.term_id])
        return format_html('<a href="{}">{}</a>', address, report.term)

    @admin.display(description="written question")
    def written(self, report: Report) -> str:
        authored = report.question.authored_id if report.question else None
        if not authored:
            return ""
        return format_html('<a href="{}">edit it</a>', reverse("admin:quiz_authoredquestion_change", args=[authored]))

    @admin.action(description="Mark the chosen reports as settled", permissions=["change"])
    def settle(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._set(request, queryset, True, "settled")

    @admin.action(description="Open the chosen reports again", permissions=["change"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._set(request, queryset, False, "open again")

    def _set(self, request: HttpRequest, queryset: QuerySet[Report], is_settled: bool, words: str) -> None:
        count = queryset.update(is_settled=is_settled)
        self.message_user(request, f"{count} report{'' if count == 1 else 's'} {words}.", messages.SUCCESS)
