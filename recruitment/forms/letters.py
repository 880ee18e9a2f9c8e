"""What staff fill in about letters: their text, the printing, one letter again, the post."""

from typing import Any

from django import forms

from recruitment import letters
from recruitment.letters.languages import CARRYING, ENGLISH, LANGUAGES
from recruitment.letters.templates import LONGEST
from recruitment.models import LetterRun, LetterTemplate

NUMBER = {"inputmode": "numeric", "class": "govuk-input--width-3"}
CODE = {
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "class": "govuk-input--width-20",
}


def _text(label: str, rows: int, *, required: bool = True, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows, "spellcheck": "true"}),
        error_messages={"required": f"Enter the text: {label.lower()}"},
    )


class TextForm(forms.Form):
    """The letter's text: Markdown with merge fields, and the second language if there is one."""

    front = _text("First page", 14)
    back = _text("Pages after the first", 18)
    others = forms.MultipleChoiceField(
        label="“This letter in another language”: say so in",
        required=False,
        choices=[
            (language.code, f"{language.own_name} ({language.name})")
            for language in LANGUAGES.values()
            if language.ask
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text="One sentence in each, with the phone number, at the end of the letter.",
    )
    language = forms.ChoiceField(
        label="Second language, for letters in two languages",
        required=False,
        choices=[
            ("", "None"),
            *((code, one.name) for code, one in CARRYING.items() if code != ENGLISH),
        ],
        help_text="Leave its text empty and preview: our translation is filled in.",
    )
    other_front = _text("First page in the second language", 10, required=False)
    other_back = _text("Pages after it in the second language", 10, required=False)
    layout = forms.ChoiceField(
        label="Show the preview as", choices=LetterRun.Layout, initial=LetterRun.Layout.STANDARD
    )

    def template(self, assembly: Any, kind: str) -> LetterTemplate:
        """Return what was written, as a version that is not saved."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "layout"}
        return letters.draft(assembly, kind, **data)


class StartForm(forms.Form):
    """What the letter says beyond the assembly's own fields, and how it is bundled."""

    layout = forms.ChoiceField(
        label="Kind of letter",
        choices=LetterRun.Layout,
        initial=LetterRun.Layout.STANDARD,
        widget=forms.RadioSelect,
    )
    weekends = forms.IntegerField(
        label="How many weekends does the assembly meet?",
        min_value=1,
        max_value=12,
        initial=3,
        widget=forms.TextInput(attrs=NUMBER),
    )
    batch_size = forms.IntegerField(
        label="Letters in each batch",
        min_value=1,
        max_value=1_000,
        initial=500,
        help_text="The print house gets one PDF a batch. 500 to 1,000 suit most.",
        widget=forms.TextInput(attrs=NUMBER),
    )
    leave_out = forms.BooleanField(
        label="Leave these letters out and print the others", required=False
    )

    def __init__(self, *args: Any, some_unprintable: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not some_unprintable:
            del self.fields["leave_out"]


class PostForm(forms.Form):
    """What became of letters: chosen once, then one code after another."""

    outcome = forms.ChoiceField(
        label="What became of the letter?",
        choices=[
            (letters.Outcome.GONE_AWAY.value, "Gone away: came back, the people have moved"),
            (letters.Outcome.UNDELIVERED.value, "Returned: came back for another reason"),
            (letters.Outcome.POSTED.value, "Posted by hand"),
            (letters.Outcome.DELIVERED.value, "None of these: take back what was recorded"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of the letter"},
    )
    code = forms.CharField(
        label="Code of the letter",
        max_length=300,
        help_text="Scan the square with a hand scanner, or type the code and press Enter.",
        error_messages={"required": "Scan or type the code of a letter"},
        widget=forms.TextInput(attrs=CODE),
    )


COPIES = [
    (letters.Copy.SAME.value, "The same letter again, to print"),
    (letters.Copy.LARGE.value, "Large print (18 point), to print or to send"),
    (letters.Copy.ACCESSIBLE.value, "For a screen reader (PDF/UA), to send"),
    (letters.Copy.WELSH.value, "In Welsh and English, to print or to send"),
    (letters.Copy.POLISH.value, "In Polish and English, to print or to send"),
    (letters.Copy.URDU.value, "In Urdu and English, to print or to send"),
]


class CopyForm(forms.Form):
    """One letter again."""

    code = forms.CharField(
        label="Code, or the reference at the foot of the letter",
        max_length=300,
        help_text="The reference looks like 1-03-0127.",
        error_messages={"required": "Enter the code or the reference"},
        widget=forms.TextInput(attrs=CODE),
    )
    copy = forms.ChoiceField(
        label="Which kind?",
        choices=COPIES,
        initial=letters.Copy.SAME.value,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why?",
        max_length=200,
        help_text="It is kept in the audit trail. Leave names out.",
        error_messages={"required": "Say why the letter is printed again"},
    )


class MendForm(forms.Form):
    """The address of a letter that was left out, as it should stand in the window."""

    use_required_attribute = False
    lines = forms.CharField(
        label="Address, without the postcode",
        help_text="One line of the address in each line, as on an envelope.",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "dir": "auto"}),
        error_messages={"required": "Enter the address"},
    )
    postcode = forms.CharField(
        label="Postcode",
        max_length=8,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={"required": "Enter the postcode"},
    )


class SingleForm(forms.Form):
    """How a letter that was left out is made by itself."""

    use_required_attribute = False
    copy = forms.ChoiceField(
        label="Which kind?",
        choices=[(letters.Copy.SAME.value, "As the others, to print"), *COPIES[1:]],
        initial=letters.Copy.SAME.value,
        widget=forms.RadioSelect,
    )


class LeaveForm(forms.Form):
    """Why a letter is not sent."""

    use_required_attribute = False
    reason = forms.CharField(
        label="Why is it not sent?",
        max_length=200,
        help_text="It is kept. Leave names out.",
        error_messages={"required": "Say why the letter is not sent"},
    )
