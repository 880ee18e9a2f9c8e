from typing import Any

from django import forms

from ..models import Assembly, Organisation, Role


class RoleForm(forms.Form):
    """Who gets which role."""

    name = forms.CharField(label="Name", max_length=150, error_messages={"required": "Enter their name"})
    email = forms.EmailField(
        label="E-mail address",
        error_messages={
            "required": "Enter their e-mail address",
            "invalid": "Enter an e-mail address, like name@example.org",
        },
    )
    kind = forms.ChoiceField(
        label="Role",
        choices=[(value, label) for value, label in Role.Kind.choices if value != Role.Kind.MEMBER],
    )
    body = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Body they answer for",
        help_text="Only for a responder",
        required=False,
        empty_label="None",
    )

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            parts__assembly=assembly, parts__kind="responding"
        )
