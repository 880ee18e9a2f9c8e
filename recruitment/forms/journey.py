"""The pages of registration between the code and the check, in order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from .. import questionnaire
from ..models import AddedQuestion, Category, Registration
from .registration import (
    AddedForm,
    BirthForm,
    CategoryForm,
    ContactForm,
    EligibleForm,
    GuardianForm,
    NameForm,
    NeedsForm,
    StepForm,
)


@dataclass(frozen=True)
class Step:
    """One page of the journey; `key` is the last part of its address."""

    key: str
    form: Callable[..., StepForm]
    subject: Category | AddedQuestion | None = None

    def open(self, registration: Registration, data: Any = None) -> StepForm:
        return self.form(data, registration=registration, subject=self.subject)


def steps(registration: Registration) -> list[Step]:
    """Return the pages between the code and the check, in order.

    A parent or carer is asked for only once the birth date says that one is needed. Staff see a
    question as it is this moment.
    """
    find = questionnaire.read if registration.entered_by else questionnaire.shown
    asked = find(registration.assembly)
    return [
        Step("eligible", EligibleForm),
        Step("name", NameForm),
        Step("contact", ContactForm),
        Step("date-of-birth", BirthForm),
        *([Step("guardian", GuardianForm)] if _is_young(registration) else []),
        *(
            Step(f"you-{category.key}", CategoryForm, subject=category)
            for category in asked.categories
        ),
        *(Step(f"added-{question.key}", AddedForm, subject=question) for question in asked.added),
        Step("needs", NeedsForm),
    ]


def _is_young(registration: Registration) -> bool:
    born = (registration.draft or {}).get("date_of_birth")
    return bool(born) and registration.assembly.needs_consent(date.fromisoformat(str(born)))
