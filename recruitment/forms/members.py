"""Forms of a member's own pages."""

from django import forms


class PhotosForm(forms.Form):
    """May a member be in pictures?"""

    answer = forms.ChoiceField(
        label="May we take and publish photographs with you in them?",
        help_text="No is as good as yes. You can change your answer at any time",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, you may"), ("no", "No, leave me out")],
        error_messages={"required": "Choose yes or no"},
    )
