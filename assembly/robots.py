"""What tells a script from a person without troubling the person: no puzzle, no third party."""

import secrets
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

SALT = "when a form was shown"
TRAP = "components/form/trap.html"
TOO_FAST_SECONDS = 2
TOO_OLD_SECONDS = 24 * 60 * 60


def _read(data: Any, now: datetime) -> tuple[float, str]:
    """Return how many seconds ago a form was shown, and the name of that showing; or 0 and none."""
    try:
        note = signing.loads((data or {}).get("shown", ""), salt=SALT)
        seconds, attempt = now.timestamp() - note["t"], str(note["a"])
    except (signing.BadSignature, KeyError, TypeError, AttributeError):
        return 0.0, ""
    return (seconds, attempt) if 0 <= seconds <= TOO_OLD_SECONDS else (0.0, "")


class PeopleForm(forms.Form):
    """A form with a box that people never see and a signed note of when it was shown.

    `attempt` names this showing of the form: the same form sent twice says the same.
    """

    website = forms.CharField(
        label=_("Leave this box empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    shown = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *args: Any, now: datetime, **kwargs: Any) -> None:
        self.seconds, self.attempt = _read(data, now)
        self.is_from_us = bool(self.attempt)
        self.attempt = self.attempt or secrets.token_urlsafe(16)
        fresh = signing.dumps({"a": secrets.token_urlsafe(16), "t": now.timestamp()}, salt=SALT)
        if data is not None:
            data = data.copy()
            data["shown"] = fresh
        super().__init__(data, *args, **kwargs)
        self.fields["website"].template_name = TRAP  # type: ignore[attr-defined]
        self.initial["shown"] = fresh
        self.order_fields([name for name in self.fields if name not in PeopleForm.base_fields])

    @property
    def looks_automatic(self) -> bool:
        return not self.is_from_us or self.seconds < TOO_FAST_SECONDS

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this box empty"))
        return ""


class UnhurriedForm(PeopleForm):
    """A form that somebody fills in by hand: sent at once or from nowhere, it is shown again."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and self.looks_automatic:
            raise forms.ValidationError(_("Check what you wrote, then send it again"))
        return given
