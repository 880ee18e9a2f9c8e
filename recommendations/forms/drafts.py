"""What is asked when a recommendation is written, and when members object to one."""

from typing import Any

from django import forms

from assembly.models import Assembly
from sessions.models import EvidenceItem

from ..statements import MOST_WORDS


class DraftForm(forms.Form):
    title = forms.CharField(
        max_length=150,
        help_text="A few plain words",
        error_messages={"required": "Enter a title"},
    )
    theme = forms.CharField(
        max_length=80, required=False, help_text="For example: Young people. You can leave it empty"
    )
    text = forms.CharField(
        label="What the members recommend",
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Leave a line empty between paragraphs. Start a line with a hyphen for a list",
        error_messages={"required": "Enter the text of the recommendation"},
    )

    evidence = forms.ModelMultipleChoiceField(
        EvidenceItem.objects.none(),
        label="Evidence it rests on",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, assembly: Assembly, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        released = EvidenceItem.objects.filter(assembly=assembly).released().order_by("title")
        self.fields["evidence"].queryset = released  # type: ignore[attr-defined]
        if not released:
            del self.fields["evidence"]


class RevisionForm(DraftForm):
    reason = forms.CharField(
        label="Why does the text change?",
        max_length=300,
        help_text="Everybody who reads the versions will see this",
        error_messages={"required": "Say why the text changes"},
    )


class StatementForm(forms.Form):
    text = forms.CharField(
        label="Your statement",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=f"Up to {MOST_WORDS} words. Nobody will edit it",
        error_messages={"required": "Write your statement"},
    )
