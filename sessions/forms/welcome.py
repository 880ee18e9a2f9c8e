"""The form in which staff write what the welcome pack says."""

from django import forms

from ..welcome.wording import LONGEST


class WelcomeForm(forms.Form):
    text = forms.CharField(
        label="What the welcome pack says",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 30}),
        error_messages={"required": "The welcome pack needs a text"},
    )
