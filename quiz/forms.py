"""What a learner chooses before a quiz, and what they report about a question."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from glossary.models import Category, Term
from quiz.kinds import KINDS
from quiz.models import Mode, Quiz, Report
from quiz.practice import NEW, WEAK, Choice

LENGTHS = (5, 10, 20)
ONLY = (("", "All terms"), (NEW, "Only new ones"), (WEAK, "Only weak ones"))
# Seconds for each question of an exam.
PACES = (
    (0, "No time limit"),
    (30, "30 seconds a question"),
    (60, "1 minute a question"),
    (120, "2 minutes a question"),
)


class KnownField(forms.ModelChoiceField):
    """A row by what names it; whatever names none is answered with the field's own words."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


class QuizForm(forms.Form):
    """Mode, categories by slug and kinds by name (none meaning all), and how many questions."""

    mode = forms.ChoiceField(
        choices=Mode, required=False, error_messages={"invalid_choice": "Choose how the quiz goes."}
    )
    categories = forms.TypedMultipleChoiceField(
        required=False, error_messages={"invalid_choice": "One of these categories is not here any more."}
    )
    kinds = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "One of these kinds of questions is not asked any more."}
    )
    only = forms.ChoiceField(
        choices=ONLY, required=False, error_messages={"invalid_choice": "Choose all terms, new ones or weak ones."}
    )
    length = forms.TypedChoiceField(
        choices=[(length, f"{length} questions") for length in LENGTHS],
        coerce=int,
        initial=10,
        error_messages={"required": "Choose how many questions.", "invalid_choice": "Choose 5, 10 or 20 questions."},
    )
    seconds_each = forms.TypedChoiceField(
        choices=PACES,
        coerce=int,
        empty_value="0",
        initial=60,
        required=False,
        error_messages={"invalid_choice": "Choose one of the time limits, or none."},
    )
    term = KnownField(
        Term.objects.defined(),
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": "This term is not here any more, or has no definition yet."},
    )
    mistakes_of = KnownField(
        Quiz.objects.none(), required=False, error_messages={"invalid_choice": "This quiz is not here any more."}
    )

    def __init__(
        self, *args: Any, categories: Sequence[Category], quizzes: QuerySet[Quiz] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        by_slug = {category.slug: category for category in categories}
        fields: dict[str, Any] = self.fields
        fields["categories"].choices = [(slug, category.name) for slug, category in by_slug.items()]
        fields["categories"].coerce = by_slug.__getitem__
        fields["kinds"].choices = [(name, kind.label) for name, kind in KINDS.items()]
        if quizzes is not None:
            fields["mistakes_of"].queryset = quizzes.exclude(ended=None)

    def clean_seconds_each(self) -> int:
        return int(self.cleaned_data["seconds_each"])

    def clean_mode(self) -> Mode:
        return Mode(self.cleaned_data["mode"] or Mode.PRACTICE)

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or self.cleaned_data
        if sent.get("mode") == Mode.TERM and not sent.get("term") and "term" not in self.errors:
            self.add_error("term", "Choose the term to be asked about, on its own page.")
        return sent

    @property
    def choice(self) -> Choice:
        return Choice(**self.cleaned_data)

    @property
    def about(self) -> Term | None:
        """The one term the quiz is to be about."""
        return self.cleaned_data.get("term") if self.is_bound else self.initial.get("term")


class ReportForm(forms.ModelForm):
    class Meta:
        model = Report
        fields = ("reason", "note")
        error_messages = {
            "reason": {"required": "Choose what is wrong.", "invalid_choice": "Choose what is wrong."},
            "note": {"max_length": "Please say it in at most 1,000 characters."},
        }
