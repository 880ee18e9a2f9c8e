"""What is asked of those who must answer."""

from django import forms

from assembly.forms import DatePartsField

from ..models import ProgressUpdate, Response


class AnswerForm(forms.Form):
    position = forms.ChoiceField(
        label="Your answer",
        choices=Response.Position.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose your answer"},
    )
    text = forms.CharField(
        label="Your reasons, in plain words",
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Residents and members will read this",
        error_messages={"required": "Give your reasons"},
    )


class ActionForm(forms.Form):
    title = forms.CharField(
        label="What will be done",
        max_length=200,
        error_messages={"required": "Say what will be done"},
    )
    owner = forms.CharField(
        label="Which post is responsible",
        max_length=120,
        help_text="A post, not a person’s name. For example: Head of Community Safety",
        error_messages={"required": "Say which post is responsible"},
    )
    due_on = DatePartsField(label="Date by which it will be done")
    evidence_needed = forms.CharField(
        label="What will prove that it is done",
        max_length=300,
        help_text="For example: a map of the new lamps",
        error_messages={"required": "Say what will prove that it is done"},
    )


class UpdateForm(forms.Form):
    status = forms.ChoiceField(
        label="How far is it?",
        choices=ProgressUpdate.Status.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how far it is"},
    )
    text = forms.CharField(
        label="What has happened",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say what has happened"},
    )
    proof = forms.URLField(
        label="Link to the proof",
        required=False,
        assume_scheme="https",
        help_text="Needed before an action can be called done",
        error_messages={"invalid": "Enter a web address, like https://www.example.org/map"},
    )
