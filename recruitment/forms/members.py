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


class GiveUpForm(forms.Form):
    """A member's own end of their seat."""

    reason = forms.CharField(
        label="Why do you give up your seat? You need not say",
        help_text="It helps us to make the assembly better. The organisers read it",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    sure = forms.BooleanField(
        label="Yes, I give up my seat",
        error_messages={"required": "Tick the box if you want to give up your seat"},
    )
