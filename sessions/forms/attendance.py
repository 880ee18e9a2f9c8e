"""The form for a session's whole list."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from recruitment.models import Member


class AttendanceForm(forms.Form):
    present = forms.TypedMultipleChoiceField(
        label="Who is here?", required=False, coerce=UUID, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, roster: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(member.pk), f"{member.number} · {member.name}") for member in roster]
        self.fields["present"].choices = choices  # type: ignore[attr-defined]
