"""What a resident answers, as one dictionary, and when it is complete.

lives_here      True once the person has said that they live at the address
name, email, phone
date_of_birth   ISO 8601
categories      category key → value key, for the categories that are asked
needs           kind of need → what the person wrote about it
added           key of a question the assembly added → the answer
guardian        for someone so young that a parent or carer must agree: name, email, phone
"""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.errors import BadInput
from assembly.models import Assembly
from assembly.templatetags.assembly import day

from .. import categories
from ..questionnaire import Questionnaire

NEEDS = {
    "access": gettext_lazy("Getting around, seeing, hearing or reading"),
    "diet": gettext_lazy("Food I cannot or do not eat"),
    "childcare": gettext_lazy("Childcare, or care for someone else"),
    "interpreter": gettext_lazy("An interpreter or British Sign Language"),
    "travel": gettext_lazy("Getting to the venue and home"),
}
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{8,18}")


class Incomplete(BadInput):
    """An answer is missing or wrong: `part` is the step that asks for it."""

    def __init__(self, part: str, message: str) -> None:
        super().__init__(message)
        self.part = part


def merge(before: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Return the answers with a step's answers added; categories and added questions one by one."""
    merged = {**before, **new}
    for group in ("categories", "added"):
        if group in before or group in new:
            merged[group] = {**before.get(group, {}), **new.get(group, {})}
    born = merged.get("date_of_birth")
    if isinstance(born, date):
        merged["date_of_birth"] = born.isoformat()
    return merged


def check(assembly: Assembly, answers: dict[str, Any], asked: Questionnaire) -> date:
    """Raise `Incomplete` for the first thing that is missing or wrong; return the birth date."""
    if answers.get("lives_here") is not True:
        raise Incomplete("eligible", _("Tell us if you live at the address on the letter"))
    if not str(answers.get("name", "")).strip():
        raise Incomplete("name", _("Enter your name"))
    check_contact(answers.get("email", ""), answers.get("phone", ""))
    born = _birth_date(answers.get("date_of_birth", ""))
    if not is_old_enough(assembly, born):
        raise Incomplete("date-of-birth", too_young(assembly))
    if assembly.needs_consent(born):
        check_guardian(answers.get("guardian") or {})
    check_categories(asked, answers.get("categories", {}))
    check_added(asked, answers.get("added", {}))
    check_needs(answers.get("needs", {}))
    return born


def check_contact(email: str, phone: str, *, part: str = "contact") -> None:
    """Raise `Incomplete` unless there is a way to reach the person, and each is well formed."""
    if not (email or phone):
        raise Incomplete(part, _("Enter an e-mail address or a phone number"))
    if phone and not _PHONE.fullmatch(phone):
        raise Incomplete(part, _("Enter a phone number, like 07700 900 982"))
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise Incomplete(part, _("Enter an e-mail address, like name@example.com")) from None


def check_guardian(guardian: dict[str, str]) -> None:
    if not guardian.get("name", "").strip():
        raise Incomplete("guardian", _("Enter the name of your parent or carer"))
    check_contact(guardian.get("email", ""), guardian.get("phone", ""), part="guardian")


def is_old_enough(assembly: Assembly, born: date) -> bool:
    return assembly.age_on_first_day(born) >= assembly.minimum_age


def too_young(assembly: Assembly) -> str:
    return _("You must be %(age)d or over on %(day)s") % {
        "age": assembly.minimum_age,
        "day": day(assembly.first_day),
    }


def _birth_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Incomplete("date-of-birth", _("Enter your date of birth")) from None


def check_categories(asked: Questionnaire, given: dict[str, str]) -> None:
    """Raise `Incomplete` unless every question the lottery needs has one of its answers."""
    for category in asked.categories:
        known = {value.key for value in category.values.all()}
        if given.get(category.key) not in known:
            raise Incomplete(
                f"you-{category.key}",
                _("Answer the question “%(question)s”")
                % {"question": categories.question(category)},
            )


def check_added(asked: Questionnaire, given: dict[str, str]) -> None:
    for question in asked.added:
        answer = given.get(question.key, "")
        wrong = answer and question.choices and answer not in question.choices
        if wrong or (question.required and not answer):
            raise Incomplete(
                f"added-{question.key}",
                _("Answer the question “%(question)s”") % {"question": question.text},
            )


def check_needs(given: dict[str, str]) -> None:
    if not set(given) <= set(NEEDS):
        raise Incomplete("needs", _("Choose needs from the list"))
