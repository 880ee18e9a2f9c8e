"""The code on a letter, typed by the resident or by staff for them; and what to do without it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from assembly.robots import PeopleForm, UnhurriedForm

from ..models import LostCode, Registration
from .registration import check_contact, email_field, phone_field


def code_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Enter the code from your letter"),
        help_text=gettext_lazy(
            "It has 13 letters and numbers and is next to the square QR code. "
            "Capitals, spaces and hyphens do not matter."
        ),
        error_messages={"required": gettext_lazy("Enter the code from your letter")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "dir": "ltr",
                "class": "govuk-input--width-20 govuk-input--extra-letter-spacing",
                "data-letter-code": "",
            }
        ),
    )


class CodeForm(PeopleForm):
    only_question = True
    use_required_attribute = False
    code = code_field()


class ChannelForm(forms.Form):
    """Staff act for a person, who told them so."""

    use_required_attribute = False
    channel = forms.ChoiceField(
        label="How did this reach you?",
        choices=[
            (Registration.Channel.PHONE.value, "By phone"),
            (Registration.Channel.POST.value, "By post"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how this reached you"},
    )


class AssistForm(ChannelForm):
    code = code_field()
    field_order = ("code", "channel")


class LateForm(AssistForm):
    """As the other, after the close: the reason is published."""

    reason = forms.CharField(
        label="Why is it taken after the close?",
        help_text="Published with the lottery. For example: posted in time, found late. No names.",
        max_length=300,
        error_messages={"required": "Say why it is taken after the close"},
    )


class LostCodeForm(UnhurriedForm):
    """Who lost their letter, where they live and how to reach them."""

    use_required_attribute = False
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter your name")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("The number or name of your home, and the street."),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter your address")},
        widget=forms.TextInput(attrs={"autocomplete": "street-address", "dir": "auto"}),
    )
    postcode = forms.CharField(
        label=gettext_lazy("Postcode"),
        max_length=10,
        error_messages={"required": gettext_lazy("Enter your postcode")},
        widget=forms.TextInput(
            attrs={"autocomplete": "postal-code", "class": "govuk-input--width-10", "dir": "ltr"}
        ),
    )
    email = email_field()
    phone = phone_field()

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        check_contact(self, given)
        return given

    def given(self) -> dict[str, str]:
        """Return what the person wrote, without the traps for scripts."""
        return {name: self.cleaned_data[name] for name in LOST_FIELDS}


LOST_FIELDS = ("name", "address", "postcode", "email", "phone")


class LinkForm(UnhurriedForm):
    """Ask for the personal link again."""

    use_required_attribute = False
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The one that you gave when you registered."),
        error_messages={
            "required": gettext_lazy("Enter your e-mail address"),
            "invalid": gettext_lazy("Enter an e-mail address, like name@example.com"),
        },
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "spellcheck": "false", "dir": "ltr"}
        ),
    )


class ReissueForm(forms.Form):
    """Which letter is the person's, and how they get its new code."""

    letter = forms.TypedChoiceField(
        label="Which address is theirs?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the address, or refuse the request"},
    )
    sent_by = forms.ChoiceField(
        label="How do they get the new code?",
        choices=LostCode.By.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they get the new code"},
    )

    def __init__(self, data: Any = None, *, letters: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["letter"].choices = letters  # type: ignore[attr-defined]


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label="Why is no code given?",
        help_text="The person is told this. For example: no letter went to this address.",
        max_length=300,
        error_messages={"required": "Say why"},
    )
