"""The code on a letter, typed by the resident or by staff for them."""

from django import forms

from ..models import Registration


class CodeForm(forms.Form):
    only_question = True
    use_required_attribute = False
    code = forms.CharField(
        label="Enter the code from your letter",
        help_text=(
            "It has 13 letters and numbers and is next to the square QR code. "
            "Capitals, spaces and hyphens do not matter."
        ),
        error_messages={"required": "Enter the code from your letter"},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "govuk-input--width-20 govuk-input--extra-letter-spacing",
                "data-letter-code": "",
            }
        ),
    )


class AssistForm(CodeForm):
    only_question = False
    channel = forms.ChoiceField(
        label="How did the answers reach you?",
        choices=[
            (Registration.Channel.PHONE.value, "By phone"),
            (Registration.Channel.POST.value, "By post"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the answers reached you"},
    )
