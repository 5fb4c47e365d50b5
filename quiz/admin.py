"""The log of quizzes on the editors' desk, to look at and not to change."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from quiz.models import Question, Quiz


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
    fields = ("number", "kind", "title", "answer", "key", "is_right", "answered")
    show_change_link = True


@admin.register(Quiz)
class QuizAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("started", "learner", "chosen")
    date_hierarchy = "started"
    inlines = (QuestionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quiz]:
        return super().get_queryset(request).select_related("learner__user")

    @admin.display(description="categories")
    def chosen(self, quiz: Quiz) -> str:
        return ", ".join(quiz.categories) or "all"


@admin.register(Question)
class QuestionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("title", "kind", "category", "is_right", "answered")
    list_filter = ("kind", "is_right", "category")
    search_fields = ("title", "stem")
    list_select_related = ("quiz",)
