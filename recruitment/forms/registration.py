"""The questions of registration, one form a page."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assembly.errors import BadInput
from assembly.forms import DateParts, DatePartsField
from assembly.kept import Kept
from assembly.templatetags.assembly import day
from assembly.translations import own_text

from .. import categories
from ..models import AddedQuestion, Category, Registration
from ..registrations import answers as rules

Rows = list[tuple[str, str]]
E_MAIL = gettext_lazy("E-mail address")
PHONE = gettext_lazy("Phone number")
WRONG_CHOICE = gettext_lazy("Choose one of the answers")

_asked: Kept[SafeString] = Kept()


class StepForm(forms.Form):
    """One page of questions, filled from what was answered and giving back what goes into it."""

    only_question = True
    looks_alike = True  # to all who have not answered it yet
    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        *,
        registration: Registration,
        subject: Category | AddedQuestion | None = None,
        prefix: str | None = None,
    ) -> None:
        self.registration, self.subject = registration, subject
        self.given: dict[str, Any] = registration.given
        super().__init__(data, initial=self.before(), prefix=prefix)

    def before(self) -> dict[str, Any]:
        return {name: self.given.get(name) for name in self.base_fields}

    def answers(self) -> dict[str, Any]:
        return self.cleaned_data

    def as_asked(self) -> SafeString:
        """Return the fields. Those of a question not yet answered are worked out once a second,
        but anew for staff."""
        is_own = self.is_bound or any(self.initial.values()) or self.registration.entered_by
        if is_own or not self.looks_alike:
            return self.render()
        subject = self.subject and self.subject.pk
        key = self.registration.assembly_id, type(self), subject, get_language()
        return _asked.get(key) or _asked.put(key, self.render())

    def rows(self) -> Rows:
        """Return label and answer for the page that checks the answers."""
        return [(str(field.label), str(field.initial or "")) for field in self]

    @property
    def not_eligible(self) -> str:
        """Name the reason why this answer ends the journey, if it does."""
        return ""


class Help:
    """A help text that is made only where it is shown."""

    def __init__(self, make: Callable[[], SafeString]) -> None:
        self.make = make

    def __str__(self) -> SafeString:
        return self.text

    @cached_property
    def text(self) -> SafeString:
        return self.make()


class EligibleForm(StepForm):
    looks_alike = False  # it shows the address

    lives_here = forms.ChoiceField(
        label=gettext_lazy("Do you live at this address?"),
        choices=[("yes", gettext_lazy("Yes, I live here")), ("no", gettext_lazy("No"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose yes if you live at this address"),
            "invalid_choice": WRONG_CHOICE,
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lives_here"].help_text = Help(  # type: ignore[assignment]
            self.where_we_sent_it
        )

    def where_we_sent_it(self) -> SafeString:
        return format_html(
            '{}<br><strong class="letter-address" lang="en-GB" dir="ltr">{}</strong>',
            _("We sent your letter here:"),
            format_html_join("", "{}<br>", ((line,) for line in self.registration.address_shown)),
        )

    def before(self) -> dict[str, Any]:
        return {"lives_here": "yes"} if self.given.get("lives_here") else {}

    def answers(self) -> dict[str, Any]:
        return {"lives_here": self.cleaned_data["lives_here"] == "yes"}

    def rows(self) -> Rows:
        return [(_("I live at"), ", ".join(self.registration.address_shown))]

    @property
    def not_eligible(self) -> str:
        return "address" if self.cleaned_data["lives_here"] == "no" else ""


class NameForm(StepForm):
    name = forms.CharField(
        label=gettext_lazy("What is your name?"),
        help_text=gettext_lazy("Your first name and last name."),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter your name")},
        widget=forms.TextInput(
            attrs={"autocomplete": "name", "spellcheck": "false", "dir": "auto"}
        ),
    )

    def rows(self) -> Rows:
        return [(_("Name"), self.given.get("name", ""))]


def email_field(label: Any = E_MAIL, **options: Any) -> forms.EmailField:
    wrong = gettext_lazy("Enter an e-mail address, like name@example.com")
    attrs = {"autocomplete": "email", "spellcheck": "false", "dir": "ltr"}
    return forms.EmailField(
        label=label,
        required=False,
        error_messages={"invalid": wrong},
        widget=forms.EmailInput(attrs=attrs),
        **options,
    )


def phone_field(label: Any = PHONE, **options: Any) -> forms.CharField:
    attrs = {"type": "tel", "autocomplete": "tel", "class": "govuk-input--width-20", "dir": "ltr"}
    return forms.CharField(
        label=label, required=False, max_length=20, widget=forms.TextInput(attrs=attrs), **options
    )


def check_contact(form: forms.Form, given: dict[str, Any]) -> None:
    """Put what is wrong with e-mail and phone beside the field it is about."""
    if not form.errors:
        try:
            rules.check_contact(given.get("email", ""), given.get("phone", ""))
        except BadInput as error:
            form.add_error("phone" if given.get("phone") else "email", error.message)


class ContactForm(StepForm):
    only_question = False
    heading = gettext_lazy("How can we reach you?")
    lead = gettext_lazy(
        "Give us an e-mail address, a phone number, or both. "
        "We only use them to tell you about the assembly."
    )
    email = email_field()
    phone = phone_field()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        check_contact(self, given)
        return given

    def rows(self) -> Rows:
        shown = [(_("E-mail"), self.given.get("email")), (_("Phone"), self.given.get("phone"))]
        return [(label, value or _("Not given")) for label, value in shown]


class BirthForm(StepForm):
    date_of_birth = DatePartsField(
        label=gettext_lazy("What is your date of birth?"),
        help_text=gettext_lazy("For example, 27 3 1985."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(DatePartsField, self.fields["date_of_birth"])
        field.error_messages["required"] = _("Enter your date of birth, with a day, month and year")
        for part, box in zip(
            ("day", "month", "year"), cast(DateParts, field.widget).widgets, strict=True
        ):
            box.attrs["autocomplete"] = f"bday-{part}"

    def clean_date_of_birth(self) -> date:
        born = cast(date, self.cleaned_data["date_of_birth"])
        if born > self.registration.started_at.date():
            raise forms.ValidationError(_("Your date of birth must be in the past"))
        return born

    def answers(self) -> dict[str, Any]:
        return {"date_of_birth": self.cleaned_data["date_of_birth"].isoformat()}

    def rows(self) -> Rows:
        return [(_("Date of birth"), day(date.fromisoformat(self.given["date_of_birth"])))]

    @property
    def not_eligible(self) -> str:
        born = self.cleaned_data["date_of_birth"]
        return "" if rules.is_old_enough(self.registration.assembly, born) else "age"


class GuardianForm(StepForm):
    """Asked only of those so young that a parent or carer must agree."""

    only_question = False
    heading = gettext_lazy("Who is your parent or carer?")
    lead = gettext_lazy(
        "You are young enough that a parent or carer must agree. We ask them after you have "
        "registered. You are in the lottery once they have said yes."
    )
    guardian_name = forms.CharField(
        label=gettext_lazy("Their name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter the name of your parent or carer")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
    )
    email = email_field(gettext_lazy("Their e-mail address"))
    phone = phone_field(gettext_lazy("Their phone number"))

    def before(self) -> dict[str, Any]:
        given = self.given.get("guardian", {})
        return {
            "guardian_name": given.get("name"),
            "email": given.get("email"),
            "phone": given.get("phone"),
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        check_contact(self, given)
        return given

    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "guardian": {
                "name": given["guardian_name"],
                "email": given["email"],
                "phone": given["phone"],
            }
        }

    def rows(self) -> Rows:
        given = self.given.get("guardian", {})
        said = [given.get(part, "") for part in ("name", "email", "phone")]
        return [(_("Parent or carer"), "\n".join(filter(None, said)))]


class CategoryForm(StepForm):
    """A question that the lottery needs, and why it is asked."""

    value = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose an answer. You can choose not to say"),
            "invalid_choice": WRONG_CHOICE,
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["value"]
        cast(forms.ChoiceField, field).choices = categories.choices(self.category)
        field.label = categories.question(self.category)
        field.help_text = _(
            "We ask so that the lottery can pick people who, together, are like everyone in "
            "%(area)s. Only the people who run the lottery see it."
        ) % {"area": self.registration.assembly.area_name}

    @property
    def category(self) -> Category:
        return cast(Category, self.subject)

    def before(self) -> dict[str, Any]:
        return {"value": self.given.get("categories", {}).get(self.category.key)}

    def answers(self) -> dict[str, Any]:
        return {"categories": {self.category.key: self.cleaned_data["value"]}}

    def rows(self) -> Rows:
        shown = dict(categories.choices(self.category))[self.initial["value"]]
        return [(categories.name(self.category), shown)]


def added_field(asked: AddedQuestion, initial: str | None) -> forms.Field:
    """Return the field that asks a question which the assembly adds, in the reader’s language."""
    stem = f"added:{asked.key}"
    options: dict[str, Any] = {
        "label": own_text(asked.assembly, stem, asked.text),
        "help_text": own_text(asked.assembly, f"{stem}:why", asked.why),
        "required": asked.required,
        "initial": initial,
        "error_messages": {"required": _("Answer this question"), "invalid_choice": WRONG_CHOICE},
    }
    if asked.kind == AddedQuestion.Kind.CHOICE:
        return forms.ChoiceField(choices=added_choices(asked), widget=forms.RadioSelect, **options)
    return forms.CharField(max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}), **options)


def added_choices(asked: AddedQuestion) -> list[tuple[str, str]]:
    return [
        (choice, own_text(asked.assembly, f"added:{asked.key}:{number}", choice))
        for number, choice in enumerate(asked.choices, start=1)
    ]


class AddedForm(StepForm):
    """A question that the assembly adds. It says why, and plays no part in the lottery."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = added_field(self.question, self.before()["value"])

    @property
    def question(self) -> AddedQuestion:
        return cast(AddedQuestion, self.subject)

    def before(self) -> dict[str, Any]:
        return {"value": self.given.get("added", {}).get(self.question.key)}

    def answers(self) -> dict[str, Any]:
        return {"added": {self.question.key: self.cleaned_data["value"]}}

    def rows(self) -> Rows:
        given = self.before()["value"] or ""
        shown = dict(added_choices(self.question)).get(given, given)
        return [(str(self.fields["value"].label), shown or _("Not given"))]


class NeedsForm(StepForm):
    """Each need is a box to tick with room to say more, shown when it is ticked."""

    template_name = "components/form/needs.html"
    only_question = False
    heading = gettext_lazy("Do you need anything to take part?")
    lead = gettext_lazy(
        "This does not change your chance in the lottery. If you are picked, we will talk it over "
        "with you and pay for it. Leave it empty if you need nothing."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label in rules.NEEDS.items():
            self.fields[kind] = forms.BooleanField(label=label, required=False)
            self.fields[f"{kind}_more"] = forms.CharField(
                label=_("Tell us more, if you like"), required=False, max_length=300
            )

    def before(self) -> dict[str, Any]:
        given = self.given.get("needs", {})
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
        given = self.given.get("needs", {})
        said = [
            f"{rules.NEEDS[kind]}: {text}" if text else str(rules.NEEDS[kind])
            for kind, text in given.items()
        ]
        return [(_("What you need"), "\n".join(said) or _("Nothing"))]
