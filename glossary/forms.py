"""Forms of the editors' desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from glossary import text
from glossary.models import Fact, FactList


class FactListForm(forms.ModelForm):
    """A fact list with its items in one box, one a line."""

    items = forms.CharField(
        label="Items",
        required=False,
        max_length=text.MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text="One item a line. Left empty, the list waits for its items.",
    )

    class Meta:
        model = FactList
        fields = ("title", "is_ordered", "position")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["items"] = "\n".join(fact.text for fact in self.instance.facts.all())

    def clean_items(self) -> list[str]:
        items = [line for line in map(text.clean_line, self.cleaned_data["items"].splitlines()) if line]
        for number, item in enumerate(items, 1):
            if len(item) > text.MAX_ITEM:
                raise ValidationError(f"Item {number} has {len(item)} characters; at most {text.MAX_ITEM} fit.")
        return items

    def save_items(self) -> None:
        """Make the rows say what the box says; an item that stays keeps its row."""
        kept = {fact.text: fact for fact in self.instance.facts.all()}
        for position, item in enumerate(self.cleaned_data["items"]):
            fact = kept.pop(item, None) or Fact(fact_list=self.instance, text=item)
            fact.position = position
            fact.save()
        self.instance.facts.filter(pk__in=[fact.pk for fact in kept.values()]).delete()
