"""What may be corrected of a registration that was sent in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import categories, questionnaire
from ..models import Registration
from .registration import WRONG_CHOICE, added_field, email_field, phone_field


class CorrectForm(forms.Form):
    """What a person may correct by their personal link."""

    use_required_attribute = False
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter your name")},
        widget=forms.TextInput(
            attrs={"autocomplete": "name", "spellcheck": "false", "dir": "auto"}
        ),
    )
    email = email_field()
    phone = phone_field()


class CorrectAnswersForm(forms.Form):
    """The questions that the lottery needs and those that were added, as they were answered."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, registration: Registration) -> None:
        super().__init__(data)
        self.asked = questionnaire.read(registration.assembly)
        counted, added = registration.answers or {}, registration.given["added"]
        for category in self.asked.categories:
            self.fields[category.key] = forms.ChoiceField(
                label=categories.question(category),
                choices=categories.choices(category),
                initial=counted.get(category.key),
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Choose an answer. You can choose not to say"),
                    "invalid_choice": WRONG_CHOICE,
                },
            )
        for question in self.asked.added:
            self.fields[f"added-{question.key}"] = added_field(question, added.get(question.key))

    def counted(self) -> dict[str, str]:
        return {one.key: self.cleaned_data[one.key] for one in self.asked.categories}

    def added(self) -> dict[str, str]:
        return {one.key: self.cleaned_data[f"added-{one.key}"] for one in self.asked.added}
