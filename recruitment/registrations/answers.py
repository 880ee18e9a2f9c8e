"""What a resident answers, as one dictionary, and when it is complete.

lives_here      True once the person has said that they live at the address
name, email, phone
date_of_birth   ISO 8601
categories      category key → value key, for the categories that are asked
needs           kind of need → what the person wrote about it
"""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from assembly.errors import BadInput
from assembly.models import Assembly

from .. import categories

NEEDS = {
    "access": "Getting around, seeing, hearing or reading",
    "diet": "Food I cannot or do not eat",
    "childcare": "Childcare, or care for someone else",
    "interpreter": "An interpreter or British Sign Language",
    "travel": "Getting to the venue and home",
}
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{8,18}")


class Incomplete(BadInput):
    """An answer is missing or wrong: `part` is the step that asks for it."""

    def __init__(self, part: str, message: str) -> None:
        super().__init__(message)
        self.part = part


def merge(before: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Return the answers with a step's answers added; those of categories are added one by one."""
    merged = {**before, **new}
    merged["categories"] = {**before.get("categories", {}), **new.get("categories", {})}
    born = merged.get("date_of_birth")
    if isinstance(born, date):
        merged["date_of_birth"] = born.isoformat()
    return merged


def check(assembly: Assembly, answers: dict[str, Any]) -> date:
    """Raise `Incomplete` for the first thing that is missing or wrong; return the birth date."""
    if answers.get("lives_here") is not True:
        raise Incomplete("eligible", "Tell us if you live at the address on the letter")
    if not str(answers.get("name", "")).strip():
        raise Incomplete("name", "Enter your name")
    check_contact(answers.get("email", ""), answers.get("phone", ""))
    born = _birth_date(answers.get("date_of_birth", ""))
    if not is_old_enough(assembly, born):
        raise Incomplete("date-of-birth", too_young(assembly))
    _check_categories(assembly, answers.get("categories", {}))
    if not set(answers.get("needs", {})) <= set(NEEDS):
        raise Incomplete("needs", "Choose needs from the list")
    return born


def check_contact(email: str, phone: str) -> None:
    """Raise `Incomplete` unless there is a way to reach the person, and each is well formed."""
    if not (email or phone):
        raise Incomplete("contact", "Enter an e-mail address or a phone number")
    if phone and not _PHONE.fullmatch(phone):
        raise Incomplete("contact", "Enter a phone number, like 07700 900 982")
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise Incomplete("contact", "Enter an e-mail address, like name@example.com") from None


def is_old_enough(assembly: Assembly, born: date) -> bool:
    return assembly.age_on_first_day(born) >= assembly.minimum_age


def too_young(assembly: Assembly) -> str:
    day = assembly.first_day
    return f"You must be {assembly.minimum_age} or over on {day.day} {day:%B %Y}"


def _birth_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Incomplete("date-of-birth", "Enter your date of birth") from None


def _check_categories(assembly: Assembly, given: dict[str, str]) -> None:
    for category in categories.asked(assembly):
        known = {value.key for value in category.values.all()}
        if given.get(category.key) not in known:
            raise Incomplete(f"you-{category.key}", f"Answer the question “{category.question}”")
