"""A resident's own registration, by personal link: see it, correct it, withdraw, see who looked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assembly import clock, permissions
from assembly.access import page
from assembly.errors import BadInput
from assembly.models import Assembly

from ... import registrations
from ...forms.registration import CorrectForm
from ...models import Registration
from ...queries import registrations as queries


def _key(assembly: Assembly) -> str:
    return f"mine-{assembly.pk}"


def _own(request: HttpRequest, assembly: Assembly) -> Registration | None:
    return registrations.of_link(assembly, request.session.get(_key(assembly), ""))


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "public/mine/unknown.html", {}, status=404)


@page("registrations.look_up")
def enter(request: HttpRequest, assembly: Assembly, token: str) -> HttpResponse:
    """Take the secret out of the address bar at once."""
    if registrations.of_link(assembly, token) is None:
        return _unknown(request)
    request.session.cycle_key()
    request.session[_key(assembly)] = token
    response = redirect("public.mine", slug=assembly.slug)
    response.status_code = 303
    return response


@page("registrations.look_up")
def show(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    registration = _own(request, assembly)
    if registration is None:
        return _unknown(request)
    context = {
        "registration": registration,
        "held": queries.held(registration),
        "looks": queries.looks(registration),
        "may_change": _may_change(registration),
    }
    return render(request, "public/mine/show.html", context)


def _may_change(registration: Registration) -> bool:
    by = permissions.registrant(registration.reference)
    return registration.status == Registration.Status.REGISTERED and permissions.may(
        by, "registrations.correct", registration.assembly
    )


@page("registrations.correct", methods=("GET", "POST"))
def correct(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    registration = _own(request, assembly)
    if registration is None:
        return _unknown(request)
    initial = {name: getattr(registration, name) for name in CorrectForm.base_fields}
    form = CorrectForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        by = permissions.registrant(registration.reference)
        try:
            registrations.correct(registration, **form.cleaned_data, by=by, now=clock.now())
        except BadInput as error:
            form.add_error("email", error.message)
        else:
            messages.success(request, "Your details have been changed.")
            return redirect("public.mine", slug=assembly.slug)
    return render(request, "public/mine/correct.html", {"form": form})


@page("registrations.withdraw", methods=("GET", "POST"))
def withdraw(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    registration = _own(request, assembly)
    if registration is None:
        return _unknown(request)
    if request.method == "POST":
        by = permissions.registrant(registration.reference)
        registrations.withdraw(registration, by=by, now=clock.now())
        messages.success(request, "You have withdrawn. You will not be in the lottery.")
        return redirect("public.mine", slug=assembly.slug)
    return render(request, "public/mine/withdraw.html", {"registration": registration})
