"""Registration by letter code: a start page, one question a page, a check, a confirmation."""

from typing import cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assembly import clock, languages, network, permissions
from assembly.access import PageRequest, page
from assembly.errors import BadInput, DomainError
from assembly.kept import for_strangers
from assembly.models import Assembly
from assembly.permissions import Actor

from ... import questionnaire, registrations
from ...forms.journey import Step, steps
from ...forms.letter_code import CodeForm
from ...models import Registration
from ...queries import registrations as queries
from ...registrations import failures, gate
from ...registrations.answers import Incomplete, check
from . import held

WEIGHT_OF_A_SCRIPT = 5
REASONS = ("address", "age")
FROM_CHECK = "check"
DONE = (Registration.Status.REGISTERED, Registration.Status.CONSENT, Registration.Status.TEST)
SEE_OTHER = 303
TOO_MANY = 429


def _mine(request: HttpRequest, assembly: Assembly) -> Registration | None:
    return registrations.draft(assembly, held.token(request, assembly))


def _actor(request: HttpRequest, registration: Registration) -> Actor:
    """Return the resident, or the member of staff who fills the form in."""
    if registration.entered_by:
        return cast(PageRequest, request).actor
    return permissions.registrant(registration.reference)


def _under_way(request: HttpRequest, assembly: Assembly) -> Registration | HttpResponse:
    """Return the draft of this browser, or where to go when there is none to work on."""
    registration = _mine(request, assembly)
    if registration is None:
        return redirect("public.register", slug=assembly.slug)
    if registration.status != Registration.Status.DRAFT:
        return redirect("public.register.done", slug=assembly.slug)
    try:
        gate.require_open_for(registration, _actor(request, registration), clock.now())
    except DomainError:
        return redirect("public.register", slug=assembly.slug)
    return registration


@for_strangers
@page("registrations.look_up", translated=True)
def start(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    state = queries.door(assembly, clock.now())
    return render(
        request, f"public/register/{state}.html", {"registration": _mine(request, assembly)}
    )


@page("registrations.begin", methods=("GET", "POST"), translated=True)
def code(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    """Take the letter's code and exchange it at once: it never stands in an address.

    A wrong one is answered the same way whatever is wrong with it, and counted; a right one is
    never held up, however many others have failed.
    """
    if not assembly.is_open(now := clock.now()):
        return redirect("public.register", slug=assembly.slug)
    form = CodeForm(request.POST if request.method == "POST" else None, now=now)
    status = 200
    if form.is_valid():
        try:
            _draft, token = registrations.begin(
                assembly,
                form.cleaned_data["code"],
                by=permissions.SOMEONE,
                now=now,
                language=languages.current().code,
                attempt=form.attempt if form.is_from_us else "",
            )
        except registrations.WrongCode as wrong:
            weight = WEIGHT_OF_A_SCRIPT if form.looks_automatic else 1
            where = network.address(request)
            if failures.note(assembly, "code", where, now=now, weight=weight):
                status = TOO_MANY
            form.add_error("code", too_many() if status == TOO_MANY else wrong.message)
        except BadInput as error:
            form.add_error("code", error.message)
        else:
            onwards = see_other("public.register.step", assembly, "eligible")
            return held.hold(onwards, assembly, token)
    response = render(request, "public/register/code.html", {"form": form}, status=status)
    if status == TOO_MANY:
        response.headers["Retry-After"] = str(int(failures.WINDOW.total_seconds()))
    return response


def too_many() -> str:
    return _(
        "We cannot use this code, and there have been many wrong ones. Wait 10 minutes before you "
        "try again, or call us. A right code always works"
    )


def see_other(name: str, assembly: Assembly, *rest: str) -> HttpResponse:
    """Lead on with 303, so that going back or loading again never sends a form twice."""
    response = redirect(name, assembly.slug, *rest)
    response.status_code = SEE_OTHER
    return response


@page("registrations.register", methods=("GET", "POST"), translated=True, decides=False)
def step(request: HttpRequest, assembly: Assembly, step: str) -> HttpResponse:
    registration = _under_way(request, assembly)
    if isinstance(registration, HttpResponse):
        return registration
    journey = steps(registration)
    place = next((place for place, one in enumerate(journey) if one.key == step), None)
    if place is None:
        raise Http404("No such question")
    form = journey[place].open(registration, request.POST if request.method == "POST" else None)
    if form.is_valid():
        if form.not_eligible:
            return redirect("public.register.not_eligible", assembly.slug, form.not_eligible)
        by = _actor(request, registration)
        registrations.save_answers(registration, form.answers(), by=by, now=clock.now())
        return _onwards(request, assembly, steps(registration)[place + 1 :])
    context = {
        "form": form,
        "registration": registration,
        "back": _before(request, assembly, journey[:place]),
        "number": place + 1,
        "of": len(journey),
    }
    return render(request, "public/register/step.html", context)


def _onwards(request: HttpRequest, assembly: Assembly, rest: list[Step]) -> HttpResponse:
    if rest and request.GET.get("from") != FROM_CHECK:
        return see_other("public.register.step", assembly, rest[0].key)
    return see_other("public.register.check", assembly)


def _before(request: HttpRequest, assembly: Assembly, passed: list[Step]) -> str:
    """Return where the back link leads."""
    if request.GET.get("from") == FROM_CHECK:
        return reverse("public.register.check", args=[assembly.slug])
    if passed:
        return reverse("public.register.step", args=[assembly.slug, passed[-1].key])
    return reverse("public.register.code", args=[assembly.slug])


@page("registrations.register", methods=("GET", "POST"), translated=True)
def check_answers(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    registration = _under_way(request, assembly)
    if isinstance(registration, HttpResponse):
        return registration
    form = forms.Form(request.POST if request.method == "POST" else None)
    try:
        check(assembly, registration.draft or {}, questionnaire.shown(assembly))
        if form.is_valid():
            by = _actor(request, registration)
            registrations.register(registration, by=by, now=clock.now())
            return see_other("public.register.done", assembly)
    except Incomplete as missing:
        return redirect("public.register.step", slug=assembly.slug, step=missing.part)
    except BadInput as error:
        form.add_error(None, error.message)
    rows = [
        (one.key, label, text)
        for one in steps(registration)
        for label, text in one.open(registration).rows()
    ]
    return render(
        request,
        "public/register/check.html",
        {"rows": rows, "form": form, "registration": registration},
    )


@page("registrations.look_up", translated=True)
def done(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    registration = _mine(request, assembly)
    if registration is None or registration.status not in DONE:
        return redirect("public.register", slug=assembly.slug)
    context = {
        "registration": registration,
        "link": registrations.personal_link(registration),
        "another_may": not registration.is_test
        and queries.places_left(registration.invitation, assembly) > 0,
    }
    return render(request, "public/register/done.html", context)


@page("registrations.register", methods=("POST",), translated=True)
def later(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    """Send the person a link to their draft, so that they can go on elsewhere."""
    registration = _under_way(request, assembly)
    if isinstance(registration, HttpResponse):
        return registration
    token = held.token(request, assembly)
    by = _actor(request, registration)
    registrations.send_for_later(registration, token, by=by, now=clock.now())
    messages.success(request, _("We are sending you a link. Open it to go on, on any device."))
    return see_other("public.register", assembly)


@page("registrations.look_up", translated=True)
def resume(request: HttpRequest, assembly: Assembly, token: str) -> HttpResponse:
    """Take the secret out of the address bar at once, and go on with the draft it opens."""
    response = see_other("public.register", assembly)
    draft = registrations.draft(assembly, token)
    if draft and draft.status == Registration.Status.DRAFT:
        held.hold(response, assembly, token)
    return response


@page("registrations.look_up", translated=True)
def not_eligible(request: HttpRequest, assembly: Assembly, reason: str) -> HttpResponse:
    if reason not in REASONS:
        raise Http404("No such reason")
    return render(request, f"public/register/not_eligible_{reason}.html", {})


@page("registrations.look_up", methods=("POST",), translated=True)
def leave(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    """Forget everything on a device that others use too. What was sent in stays."""
    held.forget(request, assembly)
    messages.success(request, _("This device has forgotten your answers."))
    return held.let_go(redirect("public.register", slug=assembly.slug), assembly)
