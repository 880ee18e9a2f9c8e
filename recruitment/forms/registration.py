"""The questions of registration, one form a page."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.html import format_html, format_html_join

from assembly.errors import BadInput
from assembly.forms import DateParts, DatePartsField

from .. import categories
from ..models import Category, Registration
from ..registrations import answers as rules

Rows = list[tuple[str, str]]


class StepForm(forms.Form):
    """One page of questions, filled from the draft and giving back what goes into it."""

    only_question = True
    use_required_attribute = False
    button = "Continue"

    def __init__(
        self,
        data: Any = None,
        *,
        registration: Registration,
        category: Category | None = None,
        prefix: str | None = None,
    ) -> None:
        self.registration, self.category = registration, category
        self.draft: dict[str, Any] = registration.draft or {}
        super().__init__(data, initial=self.before(), prefix=prefix)

    def before(self) -> dict[str, Any]:
        return {name: self.draft.get(name) for name in self.base_fields}

    def answers(self) -> dict[str, Any]:
        return self.cleaned_data

    def rows(self) -> Rows:
        """Return label and answer for the page that checks the answers."""
        return [(str(field.label), str(field.initial or "")) for field in self]

    @property
    def not_eligible(self) -> str:
        """Name the reason why this answer ends the journey, if it does."""
        return ""


class EligibleForm(StepForm):
    lives_here = forms.ChoiceField(
        label="Do you live at this address?",
        choices=[("yes", "Yes, I live here"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes if you live at this address"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address = self.registration.invitation.address
        lines = [*address.lines, address.postcode]
        self.fields["lives_here"].help_text = format_html(
            'We sent your letter here:<br><strong class="letter-address">{}</strong>',
            format_html_join("", "{}<br>", ((line,) for line in lines)),
        )

    def before(self) -> dict[str, Any]:
        return {"lives_here": "yes"} if self.draft.get("lives_here") else {}

    def answers(self) -> dict[str, Any]:
        return {"lives_here": self.cleaned_data["lives_here"] == "yes"}

    def rows(self) -> Rows:
        address = self.registration.invitation.address
        return [("I live at", ", ".join([*address.lines, address.postcode]))]

    @property
    def not_eligible(self) -> str:
        return "address" if self.cleaned_data["lives_here"] == "no" else ""


class NameForm(StepForm):
    name = forms.CharField(
        label="What is your name?",
        help_text="Your first name and last name.",
        max_length=120,
        error_messages={"required": "Enter your name"},
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )

    def rows(self) -> Rows:
        return [("Name", self.draft.get("name", ""))]


class ContactForm(StepForm):
    only_question = False
    heading = "How can we reach you?"
    lead = (
        "Give us an e-mail address, a phone number, or both. "
        "We only use them to tell you about the assembly."
    )
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        error_messages={"invalid": "Enter an e-mail address, like name@example.com"},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label="Phone number",
        required=False,
        max_length=20,
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel", "class": "govuk-input--width-20"}
        ),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            try:
                rules.check_contact(given.get("email", ""), given.get("phone", ""))
            except BadInput as error:
                self.add_error("phone" if given.get("phone") else "email", error.message)
        return given

    def rows(self) -> Rows:
        shown = [("E-mail", self.draft.get("email")), ("Phone", self.draft.get("phone"))]
        return [(label, value or "Not given") for label, value in shown]


class BirthForm(StepForm):
    date_of_birth = DatePartsField(
        label="What is your date of birth?", help_text="For example, 27 3 1985."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(DatePartsField, self.fields["date_of_birth"])
        field.error_messages["required"] = "Enter your date of birth, with a day, month and year"
        for part, box in zip(
            ("day", "month", "year"), cast(DateParts, field.widget).widgets, strict=True
        ):
            box.attrs["autocomplete"] = f"bday-{part}"

    def clean_date_of_birth(self) -> date:
        born = cast(date, self.cleaned_data["date_of_birth"])
        if born > self.registration.started_at.date():
            raise forms.ValidationError("Your date of birth must be in the past")
        return born

    def answers(self) -> dict[str, Any]:
        return {"date_of_birth": self.cleaned_data["date_of_birth"].isoformat()}

    def rows(self) -> Rows:
        born = date.fromisoformat(self.draft["date_of_birth"])
        return [("Date of birth", f"{born.day} {born:%B %Y}")]

    @property
    def not_eligible(self) -> str:
        born = self.cleaned_data["date_of_birth"]
        return "" if rules.is_old_enough(self.registration.assembly, born) else "age"


class CategoryForm(StepForm):
    """A question that the lottery needs, and why it is asked."""

    value = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer. You can choose not to say"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category, field = cast(Category, self.category), self.fields["value"]
        cast(forms.ChoiceField, field).choices = categories.choices(category)
        field.label = category.question
        field.help_text = (
            f"We ask so that the lottery can pick people who, together, are like everyone in "
            f"{self.registration.assembly.area_name}. Only the people who run the lottery see it."
        )

    @property
    def key(self) -> str:
        return cast(Category, self.category).key

    def before(self) -> dict[str, Any]:
        return {"value": self.draft.get("categories", {}).get(self.key)}

    def answers(self) -> dict[str, Any]:
        return {"categories": {self.key: self.cleaned_data["value"]}}

    def rows(self) -> Rows:
        category = cast(Category, self.category)
        return [(category.name, dict(categories.choices(category))[self.initial["value"]])]


class NeedsForm(StepForm):
    """Each need is a box to tick with room to say more, shown when it is ticked."""

    only_question = False
    heading = "Do you need anything to take part?"
    lead = (
        "This does not change your chance in the lottery. If you are picked, we will talk it over "
        "with you and pay for it. Leave it empty if you need nothing."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label in rules.NEEDS.items():
            self.fields[kind] = forms.BooleanField(label=label, required=False)
            self.fields[f"{kind}_more"] = forms.CharField(
                label="Tell us more, if you like", required=False, max_length=300
            )

    def before(self) -> dict[str, Any]:
        given = self.draft.get("needs", {})
        return {kind: kind in given for kind in rules.NEEDS} | {
            f"{kind}_more": text for kind, text in given.items()
        }

    def answers(self) -> dict[str, Any]:
        """Return the needs ticked or written about: without JavaScript either says it."""
        given = self.cleaned_data
        chosen = (kind for kind in rules.NEEDS if given[kind] or given[f"{kind}_more"])
        return {"needs": {kind: given[f"{kind}_more"] for kind in chosen}}

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[kind], self[f"{kind}_more"]) for kind in rules.NEEDS]

    def rows(self) -> Rows:
        given = self.draft.get("needs", {})
        said = [
            f"{rules.NEEDS[kind]}: {text}" if text else rules.NEEDS[kind]
            for kind, text in given.items()
        ]
        return [("What you need", "\n".join(said) or "Nothing")]


class CorrectForm(forms.Form):
    """What a person may correct by their personal link."""

    use_required_attribute = False
    name = forms.CharField(
        label="Name",
        max_length=120,
        error_messages={"required": "Enter your name"},
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    email = ContactForm.base_fields["email"]
    phone = ContactForm.base_fields["phone"]
