"""A resident's own registration, by personal link: see it, correct it, withdraw, see who looked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assembly import clock, permissions
from assembly.access import page
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly

from ... import offers, records, registrations
from ...forms.lottery import OfferForm
from ...forms.registration import CorrectForm
from ...models import PoolEntry, Registration
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
        "entries": registration.pool_entries.select_related("pool__draw").order_by("pool__number"),
        "offer": getattr(registration, "offer", None),
    }
    return render(request, "public/mine/show.html", context)


@page("registrations.look_up")
def receipt(request: HttpRequest, assembly: Assembly, number: int) -> HttpResponse:
    """Give the person's own receipt, with which only they can find themselves on the list."""
    registration = _own(request, assembly)
    entries = registration.pool_entries if registration else PoolEntry.objects.none()
    entry = entries.filter(pool__number=number).select_related("pool", "registration").first()
    if entry is None:
        return _unknown(request)
    name = f"receipt-draw-{number}-{entry.pseudonym}.json"
    return HttpResponse(
        records.receipt(entry),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


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


@page("offers.answer", methods=("GET", "POST"))
def offer(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    """Take the seat that the lottery gave, or decline it."""
    registration = _own(request, assembly)
    offered = getattr(registration, "offer", None)
    if registration is None or offered is None:
        return _unknown(request)
    form = OfferForm(request.POST or None)
    if form.is_valid():
        by, now = permissions.registrant(registration.reference), clock.now()
        try:
            if form.cleaned_data["answer"] == "accept":
                offers.accept(offered, by=by, now=now)
            else:
                offers.decline(offered, reason=form.cleaned_data["reason"], by=by, now=now)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Thank you. Your answer is recorded.")
            return redirect("public.mine", slug=assembly.slug)
    return render(request, "public/mine/offer.html", {"form": form, "offer": offered})
