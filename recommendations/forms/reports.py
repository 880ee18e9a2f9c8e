"""What is asked before a report is published."""

from collections.abc import Sequence
from typing import Any

from django import forms

from assembly.models import Organisation

from ..reports import DAYS_TO_ANSWER


class ForewordForm(forms.Form):
    foreword = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 14}),
        required=False,
        help_text="Start a line with ## for a heading. Leave a line empty between paragraphs",
    )


class PublishForm(forms.Form):
    """How many days each body has to answer."""

    def __init__(self, bodies: Sequence[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = bodies
        for body in bodies:
            self.fields[f"days-{body.pk}"] = forms.IntegerField(
                label=f"Days for {body} to answer",
                min_value=1,
                max_value=730,
                initial=DAYS_TO_ANSWER,
                widget=forms.NumberInput(attrs={"class": "govuk-input govuk-input--width-3"}),
                error_messages={"required": "Enter a number of days"},
            )

    def days_by_body(self) -> dict[int, int]:
        return {body.pk: self.cleaned_data[f"days-{body.pk}"] for body in self.bodies}
