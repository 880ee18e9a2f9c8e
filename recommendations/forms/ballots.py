"""What is asked to open a ballot, and of each voter."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from django import forms
from django.utils import timezone

from assembly.forms import DatePartsField

from ..models import Ballot

THRESHOLDS = {
    "75": ("At least 75%", Fraction(3, 4), False),
    "67": ("At least two thirds", Fraction(2, 3), False),
    "50": ("More than half", Fraction(1, 2), True),
}


class OpeningForm(forms.Form):
    title = forms.CharField(
        max_length=120,
        initial="Vote on the recommendations",
        error_messages={"required": "Enter a title"},
    )
    closing_day = DatePartsField(label="Last day to vote")
    closing_time = forms.TimeField(
        label="Time when voting ends",
        help_text="For example, 16:30",
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input govuk-input--width-5"}),
        error_messages={
            "required": "Enter the time when voting ends",
            "invalid": "Enter a real time, like 16:30",
        },
    )
    threshold = forms.ChoiceField(
        label="A recommendation is supported by",
        choices=[(key, label) for key, (label, _, _) in THRESHOLDS.items()],
        initial="75",
        widget=forms.RadioSelect,
    )
    denominator = forms.ChoiceField(
        label="of",
        choices=Ballot.Base.choices,
        initial=Ballot.Base.OPINIONS,
        widget=forms.RadioSelect,
    )
    quorum = forms.IntegerField(
        label="How many members must vote for the result to count?",
        min_value=1,
        widget=forms.NumberInput(attrs={"class": "govuk-input govuk-input--width-3"}),
        error_messages={"required": "Enter a number of members"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, time = cleaned.get("closing_day"), cleaned.get("closing_time")
        if day and time:
            cleaned["closes_at"] = timezone.make_aware(datetime.combine(day, time))
        return cleaned

    def rules(self) -> dict[str, Any]:
        """Return the rules as `ballots.open` takes them."""
        _, threshold, more_than = THRESHOLDS[self.cleaned_data["threshold"]]
        return {
            "threshold": threshold,
            "more_than": more_than,
            "denominator": self.cleaned_data["denominator"],
            "quorum": self.cleaned_data["quorum"],
        }


class VoteForm(forms.Form):
    """One set of radios for each recommendation, none chosen beforehand."""

    def __init__(self, ballot: Ballot, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ballot = ballot
        questions = ballot.questions.select_related("recommendation__locked_version")
        self.recommendations = [
            question.recommendation for question in questions.order_by("recommendation__number")
        ]
        for one in self.recommendations:
            self.fields[self.name_of(one.number)] = forms.ChoiceField(
                label=f"{one.number}. {one.title}",
                choices=[
                    (choice["key"], choice.get("on_paper") or choice["label"])
                    for choice in ballot.scale
                ],
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose an answer to recommendation {one.number}"},
            )

    @staticmethod
    def name_of(number: int) -> str:
        return f"recommendation-{number}"

    def rows(self) -> list[tuple[Any, Any]]:
        """Return each recommendation with its field."""
        return [(one, self[self.name_of(one.number)]) for one in self.recommendations]

    def choices(self) -> dict[int, str]:
        """Return recommendation number → choice key."""
        return {
            one.number: self.cleaned_data[self.name_of(one.number)] for one in self.recommendations
        }

    def answers(self) -> list[tuple[Any, str, str, str]]:
        """Return each recommendation with the chosen label, the field's name and the key."""
        labels = {choice["key"]: choice["label"] for choice in self.ballot.scale}
        return [
            (one, labels[key], self.name_of(one.number), key)
            for one in self.recommendations
            for key in [self.cleaned_data[self.name_of(one.number)]]
        ]
