"""What a learner chooses before a quiz."""

from collections.abc import Sequence
from typing import Any

from django import forms

from glossary.models import Category

LENGTHS = (5, 10, 20)


class QuizForm(forms.Form):
    """Categories by slug, none meaning all, and how many questions."""

    categories = forms.TypedMultipleChoiceField(
        required=False, error_messages={"invalid_choice": "One of these categories is not here any more."}
    )
    length = forms.TypedChoiceField(
        choices=[(length, f"{length} questions") for length in LENGTHS],
        coerce=int,
        initial=10,
        error_messages={"required": "Choose how many questions.", "invalid_choice": "Choose 5, 10 or 20 questions."},
    )

    def __init__(self, *args: Any, categories: Sequence[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_slug = {category.slug: category for category in categories}
        field: Any = self.fields["categories"]
        field.choices = [(slug, category.name) for slug, category in by_slug.items()]
        field.coerce = by_slug.__getitem__
