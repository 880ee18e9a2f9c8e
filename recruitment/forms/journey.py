"""The pages of registration between the code and the check, in order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assembly.models import Assembly

from .. import categories
from ..models import Category, Registration
from .registration import (
    BirthForm,
    CategoryForm,
    ContactForm,
    EligibleForm,
    NameForm,
    NeedsForm,
    StepForm,
)


@dataclass(frozen=True)
class Step:
    """One page of the journey; `key` is the last part of its address."""

    key: str
    form: Callable[..., StepForm]
    template: str = "public/register/step.html"
    category: Category | None = None

    def open(self, registration: Registration, data: Any = None) -> StepForm:
        return self.form(data, registration=registration, category=self.category)


def steps(assembly: Assembly) -> list[Step]:
    """Return the pages between the code and the check, in order."""
    return [
        Step("eligible", EligibleForm),
        Step("name", NameForm),
        Step("contact", ContactForm),
        Step("date-of-birth", BirthForm),
        *(
            Step(f"you-{category.key}", CategoryForm, category=category)
            for category in categories.asked(assembly)
        ),
        Step("needs", NeedsForm, template="public/register/needs.html"),
    ]
