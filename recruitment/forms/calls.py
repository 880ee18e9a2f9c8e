"""Forms for calls about the offer of a seat."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from assembly.forms import DatePartsField

from ..models import Call


class CallForm(forms.Form):
    """What came of one attempt, and when to try next."""

    outcome = forms.ChoiceField(
        label="What came of it?",
        widget=forms.RadioSelect,
        choices=Call.Outcome.choices,
        error_messages={"required": "Choose what came of it"},
    )
    channel = forms.ChoiceField(
        label="How did you try?", choices=Call.Channel.choices, initial=Call.Channel.PHONE
    )
    reason = forms.CharField(
        label="Reason, if they decline and like to say", max_length=200, required=False
    )
    again_on = DatePartsField(
        label="Day to try next",
        help_text="Needed if they asked to be called back. Otherwise leave it empty: "
        "we choose another time of day",
        required=False,
    )
    again_at = forms.TimeField(
        label="Time to try next",
        help_text="For example 18:30",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p"],
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"}),
        error_messages={"invalid": "Enter a time like 9:30 or 18:00"},
    )
    text = forms.CharField(
        label="Note for the next caller",
        help_text="The person can ask to read it",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("again_on") and not given.get("again_at") and "again_at" not in self.errors:
            self.add_error("again_at", "Enter the time too")
        if given.get("again_at") and not given.get("again_on") and "again_on" not in self.errors:
            self.add_error("again_on", "Enter the day too")
        return given

    def given(self) -> dict[str, Any]:
        """Return what the act takes."""
        data = self.cleaned_data
        day, clock = data["again_on"], data["again_at"]
        moment = timezone.make_aware(datetime.combine(day, clock)) if day and clock else None
        return {
            **{name: data[name] for name in ("outcome", "channel", "reason", "text")},
            "call_after": moment,
        }


class ScriptForm(forms.Form):
    text = forms.CharField(
        label="What callers say",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 24}),
        error_messages={"required": "The script needs a text"},
    )
