"""The call sheet: whom to ring next, what to say, what came of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly
from recruitment import calls, offers
from recruitment.forms.calls import CallForm, ScriptForm
from recruitment.models import Offer
from recruitment.queries import calls as queries


@page("calls.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    context = {
        **queries.queue(assembly, request.actor, clock.now()),
        "may_call": permissions.may(request.actor, "calls.take", assembly),
        "may_write": permissions.may(request.actor, "calls.write", assembly),
        "now": clock.now(),
    }
    return render(request, "staff/calls.html", context)


@page("calls.take", methods=("POST",))
def take(request: PageRequest, assembly: Assembly) -> HttpResponse:
    offer = calls.take(assembly, by=request.actor, now=clock.now())
    if offer is None:
        messages.success(request, "Nobody is due to be rung now.")
        return redirect("staff.calls", slug=assembly.slug)
    return redirect("staff.offers.call", slug=assembly.slug, pk=offer.pk)


@page("calls.take", methods=("POST",))
def take_one(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    calls.take_one(_offer(assembly, pk), by=request.actor, now=clock.now())
    return redirect("staff.offers.call", slug=assembly.slug, pk=pk)


@page("calls.take", methods=("POST",))
def hand_back(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    calls.hand_back(_offer(assembly, pk), by=request.actor, now=clock.now())
    messages.success(request, "They are back in the queue.")
    return redirect("staff.calls", slug=assembly.slug)


@page("offers.call", methods=("GET", "POST"))
def call(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    """Show how to reach a person, to the caller who has them; note what came of it."""
    offer, now = _offer(assembly, pk), clock.now()
    form = CallForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = calls.note(offer, **form.given(), by=request.actor, now=now)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Attempt {made.number} is noted.")
            return redirect("staff.calls", slug=assembly.slug)
        offer = _offer(assembly, pk)
    is_mine = queries.is_held(offer, now) and offer.caller == request.actor.label
    if is_mine:
        offers.open_one(offer, by=request.actor, now=now)
    context = {
        "offer": offer,
        "form": form,
        "is_mine": is_mine,
        "is_anothers": queries.is_held(offer, now) and not is_mine,
        "attempts": queries.attempts(offer),
        "script": calls.read_out(calls.current(assembly), offer, assembly.weekends.count()),
        "is_late": offer.deadline <= now,
    }
    return render(request, "staff/call.html", context)


@page("calls.print", methods=("POST",))
def sheet(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """Show everyone to ring with how to reach them, to print. Each of them will see it."""
    now = clock.now()
    waiting = calls.open_sheet(assembly, by=request.actor, now=now)
    return render(request, "staff/calls_print.html", {"waiting": waiting, "now": now})


@page("calls.write", methods=("GET", "POST"))
def script(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """Write what callers say."""
    current = calls.current(assembly)
    form = ScriptForm(request.POST or None, initial={"text": current.text})
    if form.is_valid():
        try:
            saved = calls.save(
                assembly, form.cleaned_data["text"], by=request.actor, now=clock.now()
            )
        except DomainError as error:
            form.add_error("text", error.message)
        else:
            messages.success(request, f"Version {saved.version} of the script is saved.")
            return redirect("staff.calls.script", slug=assembly.slug)
    context = {"form": form, "current": current, "fields": calls.FIELDS.values()}
    return render(request, "staff/calls_script.html", context)


def _offer(assembly: Assembly, pk: int) -> Offer:
    found = Offer.objects.select_related("registration", "assembly")
    return get_object_or_404(found, assembly=assembly, pk=pk)
