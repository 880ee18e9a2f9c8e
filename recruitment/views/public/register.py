"""Registration by letter code: a start page, one question a page, a check, a confirmation."""

from typing import cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.errors import BadInput
from assembly.models import Assembly
from assembly.permissions import Actor

from ... import registrations
from ...forms.journey import Step, steps
from ...forms.letter_code import CodeForm
from ...models import Registration
from ...queries import registrations as queries
from ...registrations.answers import Incomplete, check

FAILURES_BEFORE_HELP = 3
REASONS = ("address", "age")
FROM_CHECK = "check"


def session_key(assembly: Assembly) -> str:
    return f"registration-{assembly.pk}"


def _mine(request: HttpRequest, assembly: Assembly) -> Registration | None:
    return registrations.draft(assembly, request.session.get(session_key(assembly), ""))


def _actor(request: HttpRequest, registration: Registration) -> Actor:
    """Return the resident, or the member of staff who fills the form in for them."""
    if registration.channel == Registration.Channel.WEB:
        return permissions.registrant(registration.reference)
    return cast(PageRequest, request).actor


def _under_way(request: HttpRequest, assembly: Assembly) -> Registration | HttpResponse:
    """Return the draft of this browser, or where to go when there is none to work on."""
    registration = _mine(request, assembly)
    if registration and registration.status != Registration.Status.DRAFT:
        return redirect("public.register.done", slug=assembly.slug)
    if registration is None or not assembly.is_open(clock.now()):
        return redirect("public.register", slug=assembly.slug)
    return registration


@page("registrations.look_up")
def start(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    state = queries.door(assembly, clock.now())
    return render(
        request, f"public/register/{state}.html", {"registration": _mine(request, assembly)}
    )


@page("registrations.begin", methods=("GET", "POST"))
def code(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    if not assembly.is_open(now := clock.now()):
        return redirect("public.register", slug=assembly.slug)
    form = CodeForm(request.POST if request.method == "POST" else None)
    failures = request.session.get("failed_codes", 0)
    if form.is_valid():
        try:
            _, token = registrations.begin(
                assembly, form.cleaned_data["code"], by=permissions.SOMEONE, now=now
            )
        except BadInput as error:
            form.add_error("code", error.message)
            failures = request.session["failed_codes"] = failures + 1
        else:
            hold(request, assembly, token)
            return redirect("public.register.step", slug=assembly.slug, step="eligible")
    return render(
        request,
        "public/register/code.html",
        {"form": form, "offer_help": failures >= FAILURES_BEFORE_HELP},
    )


def hold(request: HttpRequest, assembly: Assembly, token: str) -> None:
    """Let this browser, and no other, go on with the draft."""
    request.session.cycle_key()
    request.session.pop("failed_codes", None)
    request.session[session_key(assembly)] = token


@page("registrations.register", methods=("GET", "POST"))
def step(request: HttpRequest, assembly: Assembly, step: str) -> HttpResponse:
    registration = _under_way(request, assembly)
    if isinstance(registration, HttpResponse):
        return registration
    journey = steps(assembly)
    place = next((place for place, one in enumerate(journey) if one.key == step), None)
    if place is None:
        raise Http404("No such question")
    form = journey[place].open(registration, request.POST if request.method == "POST" else None)
    if form.is_valid():
        if form.not_eligible:
            return redirect("public.register.not_eligible", assembly.slug, form.not_eligible)
        by = _actor(request, registration)
        registrations.save_answers(registration, form.answers(), by=by, now=clock.now())
        return _onwards(request, assembly, journey[place + 1 :])
    context = {
        "form": form,
        "registration": registration,
        "back": _before(request, assembly, journey[:place]),
        "number": place + 1,
        "of": len(journey),
    }
    return render(request, journey[place].template, context)


def _onwards(request: HttpRequest, assembly: Assembly, rest: list[Step]) -> HttpResponse:
    if rest and request.GET.get("from") != FROM_CHECK:
        return redirect("public.register.step", slug=assembly.slug, step=rest[0].key)
    return redirect("public.register.check", slug=assembly.slug)


def _before(request: HttpRequest, assembly: Assembly, passed: list[Step]) -> str:
    """Return where the back link leads."""
    if request.GET.get("from") == FROM_CHECK:
        return reverse("public.register.check", args=[assembly.slug])
    if passed:
        return reverse("public.register.step", args=[assembly.slug, passed[-1].key])
    return reverse("public.register.code", args=[assembly.slug])


@page("registrations.register", methods=("GET", "POST"))
def check_answers(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    registration = _under_way(request, assembly)
    if isinstance(registration, HttpResponse):
        return registration
    form = forms.Form(request.POST if request.method == "POST" else None)
    try:
        check(assembly, registration.draft or {})
        if form.is_valid():
            by = _actor(request, registration)
            registrations.register(registration, by=by, now=clock.now())
            return redirect("public.register.done", slug=assembly.slug)
    except Incomplete as missing:
        return redirect("public.register.step", slug=assembly.slug, step=missing.part)
    except BadInput as error:
        form.add_error(None, error.message)
    rows = [
        (one.key, label, text)
        for one in steps(assembly)
        for label, text in one.open(registration).rows()
    ]
    return render(
        request,
        "public/register/check.html",
        {"rows": rows, "form": form, "registration": registration},
    )


@page("registrations.look_up")
def done(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    registration = _mine(request, assembly)
    if registration is None or registration.status != Registration.Status.REGISTERED:
        return redirect("public.register", slug=assembly.slug)
    context = {
        "registration": registration,
        "link": registrations.personal_link(registration),
        "another_may": queries.places_left(registration.invitation, assembly) > 0,
    }
    return render(request, "public/register/done.html", context)


@page("registrations.look_up")
def not_eligible(request: HttpRequest, assembly: Assembly, reason: str) -> HttpResponse:
    if reason not in REASONS:
        raise Http404("No such reason")
    return render(request, f"public/register/not_eligible_{reason}.html", {})


@page("registrations.look_up", methods=("POST",))
def leave(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    """Forget everything on a device that others use too. What was sent in stays."""
    request.session.pop(session_key(assembly), None)
    request.session.pop(f"mine-{assembly.pk}", None)
    messages.success(request, "This device has forgotten your answers.")
    return redirect("public.register", slug=assembly.slug)
