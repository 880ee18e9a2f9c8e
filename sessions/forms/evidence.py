"""Forms for the evidence: the item, its review, a question and its answer."""

from datetime import time
from typing import Any

from django import forms
from django.utils import timezone

from assembly.forms import DatePartsField
from assembly.models import Assembly

from ..models import EvidenceItem, EvidenceReview, Session, Speaker
from .programme import at


class SessionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.name})"


class EvidenceForm(forms.Form):
    title = forms.CharField(max_length=160, error_messages={"required": "Enter a title"})
    kind = forms.ChoiceField(choices=EvidenceItem.Kind)
    summary = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Two or three plain sentences",
        error_messages={"required": "Enter a summary"},
    )
    body = forms.CharField(
        label="Text",
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="In Markdown: # for a heading, - for a list, **bold**",
    )
    link = forms.URLField(
        label="Link",
        required=False,
        assume_scheme="https",
        help_text="To a video or a document",
    )
    session = SessionChoice(
        Session.objects.none(), required=False, empty_label="For the whole assembly"
    )
    speaker = forms.ModelChoiceField(Speaker.objects.none(), required=False, empty_label="Nobody")
    position = forms.CharField(
        label="View on the question",
        max_length=40,
        help_text="A few words, the same for all who hold that view. The balance is counted by it.",
        error_messages={"required": "Enter the view this item brings"},
    )
    minutes = forms.IntegerField(
        label="Minutes to read or watch",
        min_value=1,
        max_value=600,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={"required": "Enter how many minutes it takes"},
    )
    public_from = DatePartsField(
        label="Public from",
        required=False,
        help_text="Leave empty to make it public when its session has ended",
    )

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sessions, speakers = self.fields["session"], self.fields["speaker"]
        sessions.queryset = Session.objects.of(assembly)  # type: ignore[attr-defined]
        speakers.queryset = assembly.speakers.order_by("name")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what the acts take."""
        data = dict(self.cleaned_data)
        session, day = data["session"], data["public_from"]
        data["public_from"] = at(day, time()) if day else (session.ends_at if session else None)
        return data


def initial_of(item: EvidenceItem) -> dict[str, Any]:
    """Return what a form shows for an item."""
    names = (
        "title",
        "kind",
        "summary",
        "body",
        "link",
        "session",
        "speaker",
        "position",
        "minutes",
    )
    public = timezone.localdate(item.public_from) if item.public_from else None
    usual = item.session is not None and item.public_from == item.session.ends_at
    return {
        **{name: getattr(item, name) for name in names},
        "public_from": None if usual else public,
    }


class ReviewForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label="What do you say?",
        choices=EvidenceReview.Verdict,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose approve, ask for changes, or concern"},
    )
    comment = forms.CharField(
        label="What should change, or what concerns you?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Staff read this. A concern is shown beside the item, without your name.",
    )
    interest = forms.CharField(
        label="Your own interest in this item, if you have one",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class QuestionForm(forms.Form):
    text = forms.CharField(
        label="Ask a question about this",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everyone in the assembly can read your question and the answer, not your name.",
        error_messages={"required": "Write your question"},
    )


class AnswerForm(forms.Form):
    text = forms.CharField(
        label="Answer",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="All members read it beside the item",
        error_messages={"required": "Write the answer"},
    )
