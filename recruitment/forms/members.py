"""Forms of a member's own pages, and what staff record of them."""

from typing import Any

from django import forms

from .. import photos
from ..models import Member
from .letter_code import ChannelForm


class PhotosForm(forms.Form):
    """May a member be in pictures?"""

    answer = forms.ChoiceField(
        label="May we take and publish photographs with you in them?",
        help_text="No is as good as yes. You can change your answer at any time",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, you may"), ("no", "No, leave me out")],
        error_messages={"required": "Choose yes or no"},
    )


class PhotosForForm(ChannelForm):
    """What a member told staff about pictures, and how."""

    answer = forms.ChoiceField(
        label="What did they say?",
        widget=forms.RadioSelect,
        choices=[
            (Member.Photos.YES.value, "Yes, we may take and publish pictures with them"),
            (Member.Photos.NO.value, "No, leave them out"),
            (photos.TAKEN_BACK, "They take their yes back: leave them out from now on"),
        ],
        error_messages={"required": "Choose what they said"},
    )
    field_order = ("answer", "channel")

    def __init__(self, data: Any = None, *, member: Member) -> None:
        """Offer a yes to take back only to whoever said yes, whose other answer it is."""
        super().__init__(data)
        self.fields["channel"].choices = Member.Channel.choices  # type: ignore[attr-defined]
        unasked = Member.Photos.NO if member.photos == Member.Photos.YES else photos.TAKEN_BACK
        answers = self.fields["answer"]
        answers.widget.choices = [one for one in answers.choices if one[0] != unasked]  # type: ignore[attr-defined]


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
