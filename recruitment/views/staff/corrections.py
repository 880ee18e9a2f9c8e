"""Staff correct a registration for somebody who called or wrote, with the residents' own forms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.errors import BadInput
from assembly.models import Assembly

from ... import registrations
from ...forms.corrections import CorrectAnswersForm, CorrectForm
from ...forms.letter_code import ChannelForm
from ...forms.registration import BirthForm, GuardianForm, NeedsForm
from ...models import Registration
from .registrations import one_sent_in


@dataclass(frozen=True)
class Correction:
    """A part of a registration: the forms that ask for it, and what saves what they say."""

    title: str
    ask: Callable[[Any, Registration], list[forms.Form]]
    save: Callable[..., None]


def _ask_contact(data: Any, registration: Registration) -> list[forms.Form]:
    initial = {name: getattr(registration, name) for name in CorrectForm.base_fields}
    return [CorrectForm(data, initial=initial)]


def _save_contact(registration: Registration, form: CorrectForm, **how: Any) -> None:
    registrations.correct(registration, **form.cleaned_data, **how)


def _save_answers(registration: Registration, form: CorrectAnswersForm, **how: Any) -> None:
    registrations.correct_answers(registration, form.counted(), added=form.added(), **how)


def _save_needs(registration: Registration, form: NeedsForm, **how: Any) -> None:
    registrations.correct_needs(registration, form.answers()["needs"], **how)


def _ask_birth_date(data: Any, registration: Registration) -> list[forms.Form]:
    """Ask for the date and, where it needs one, for a parent or carer; first without complaint."""
    born = BirthForm(data, registration=registration)
    if not born.is_valid() or born.not_eligible:
        return [born]
    if not registrations.asks_guardian(registration, born.cleaned_data["date_of_birth"]):
        return [born]
    given = data if "guardian_name" in data else None
    return [born, GuardianForm(given, registration=registration)]


def _save_birth_date(
    registration: Registration,
    form: BirthForm,
    guardian: GuardianForm | None = None,
    **how: Any,
) -> None:
    named = guardian.answers()["guardian"] if guardian else None
    born = form.cleaned_data["date_of_birth"]
    registrations.correct_birth_date(registration, born, guardian=named, **how)


CORRECTIONS = {
    "contact": Correction("Name and contact", _ask_contact, _save_contact),
    "birth-date": Correction("Date of birth", _ask_birth_date, _save_birth_date),
    "answers": Correction(
        "Answers",
        lambda data, one: [CorrectAnswersForm(data, registration=one)],
        _save_answers,
    ),
    "needs": Correction(
        "Needs", lambda data, one: [NeedsForm(data, registration=one)], _save_needs
    ),
}


@page("registrations.correct_for", methods=("GET", "POST"))
def correct(request: HttpRequest, assembly: Assembly, reference: str, what: str) -> HttpResponse:
    if what not in CORRECTIONS:
        raise Http404
    registration, correction = one_sent_in(assembly, reference), CORRECTIONS[what]
    data = request.POST if request.method == "POST" else None
    channel, asked = ChannelForm(data), correction.ask(data, registration)
    wrong = [form for form in (*asked, channel) if not form.is_valid()]
    if not wrong:
        how = {"by": cast(PageRequest, request).actor, "now": clock.now()}
        try:
            correction.save(registration, *asked, channel=channel.cleaned_data["channel"], **how)
        except BadInput as error:
            asked[0].add_error(None, error.message)
            wrong = asked
        else:
            messages.success(request, f"{reference} has been changed.")
            return redirect("staff.registrations.one", slug=assembly.slug, reference=reference)
    context = {
        "registration": registration,
        "correction": correction,
        "channel": channel,
        "asked": asked,
        "wrong": [form for form in wrong if form.errors],
    }
    return render(request, "staff/registrations_correct.html", context)
